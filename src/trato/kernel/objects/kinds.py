"""Every field type by its public name."""

from __future__ import annotations

from collections.abc import Mapping

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.address import AddressField
from trato.kernel.fields.base import Field
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.kernel.fields.duration import DurationField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.number import DecimalField, IntegerField, PercentField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.phones import PhoneField, PhonesField
from trato.kernel.fields.recordid import RecordIdField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.select import MultiSelectField, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.taxid import TaxIdField
from trato.kernel.fields.text import EmailAddressField, LongTextField, TextField
from trato.kernel.fields.url import UrlField
from trato.kernel.fields.urls import UrlsField

_USER_MADE: tuple[type[Field], ...] = (
    TextField, LongTextField, RichTextField, IntegerField, DecimalField, PercentField, CheckboxField, DateField,
    DateTimeField, DurationField, SelectField, MultiSelectField, TagsField, UrlField, EmailAddressField, PhoneField,
)  # fmt: skip

_SHIPPED_ONLY: tuple[type[Field], ...] = (
    MoneyField, EmailsField, PhonesField, UrlsField, AddressField, PersonNameField, TaxIdField, JsonField, LinkField,
    ManyLinksField, AboutField, RecordIdField,
)  # fmt: skip

USER_MADE: Mapping[str, type[Field]] = {each.kind: each for each in _USER_MADE}
"""The types that users make fields of: those whose value fits into one JSON value of a record."""

KINDS: Mapping[str, type[Field]] = {**USER_MADE, **{each.kind: each for each in _SHIPPED_ONLY}}
