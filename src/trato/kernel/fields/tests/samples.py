"""Fields of every type with values of theirs, for the tests that hold all types to one law."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from trato.kernel.fields.address import Address, AddressField
from trato.kernel.fields.base import Field, Locale, TextFormat
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.kernel.fields.duration import DurationField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.many import ContactPoint
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.number import DecimalField, IntegerField, PercentField
from trato.kernel.fields.personname import PersonName, PersonNameField
from trato.kernel.fields.phones import PhoneField, PhonesField
from trato.kernel.fields.recordid import RecordIdField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.select import MultiSelectField, Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.taxid import TaxIdField
from trato.kernel.fields.text import EmailAddressField, LongTextField, TextField
from trato.kernel.fields.url import UrlField
from trato.kernel.fields.urls import UrlsField
from trato.lib.money import Money

ES = Locale(language="es", zone="Europe/Madrid", currency="EUR", region="ES")
EN = Locale(language="en", zone="UTC", currency="USD", region="US")
SPANISH_FILE = TextFormat(date_order="DMY", decimal=",", locale=ES)
ENGLISH_FILE = TextFormat(date_order="MDY", decimal=".", locale=EN)

SECTORS = (Option("retail", "Retail", "3"), Option("software", "Software & Services", "6"), Option("salud", "Sanidad"))

SAMPLES: dict[type[Field], list[Any]] = {
    TextField: ["Acme", "Ñandú & <b>hijos</b>", "'quoted' \"text\""],
    LongTextField: ["one\ntwo", "<script>alert(1)</script>"],
    RichTextField: ["<p>Hola <strong>mundo</strong></p>"],
    IntegerField: [0, -5, 2822, 2**63 - 1],
    DecimalField: [Decimal("12.5"), Decimal("-1234.56"), Decimal(0)],
    PercentField: [Decimal("12.5"), Decimal(100)],
    CheckboxField: [True, False],
    DateField: [date(2018, 1, 5), date(1000, 1, 1), date(9999, 12, 31)],
    DateTimeField: [datetime(2018, 7, 5, 10, 24, tzinfo=UTC), datetime(2018, 7, 5, 10, 24, 5, 123456, tzinfo=UTC)],
    DurationField: [timedelta(hours=1, minutes=30), timedelta(days=2, microseconds=1500)],
    SelectField: ["retail", "software"],
    MultiSelectField: [("retail",), ("retail", "salud")],
    TagsField: [("Norte",), ("Feria <2026>", "Ñ")],
    UrlField: ["https://acme.com/a?b=c&d=e", "mailto:ana@acme.com"],
    EmailAddressField: ["ana@acme.com", "o'hara@acme.com"],
    PhoneField: ["+34600111222"],
    MoneyField: [Money(Decimal("1234.50"), "EUR"), Money(Decimal("-3.00"), "USD")],
    EmailsField: [
        (ContactPoint("ana@acme.com", "work", primary=True), ContactPoint("ana@home.es")),
        (ContactPoint("a&b@acme.com", None, primary=True),),
    ],
    PhonesField: [
        (ContactPoint("+34600111222", "mobile", primary=True), ContactPoint("+12135550142", "work", extension="12"))
    ],
    UrlsField: [(ContactPoint("https://acme.com", "website", primary=True),)],
    AddressField: [Address("Calle Mayor, 1", "Madrid", None, "28013", "ES"), Address(country="US")],
    PersonNameField: [PersonName("Ana", "García", "López", "Dra.", None), PersonName(None, "<i>")],
    TaxIdField: ["ESB58378431"],
    RecordIdField: [UUID("01890a5d-ac96-774b-bcce-b302099a8057")],
    JsonField: [{"a": [1, None, "<x>"]}, [1]],
}


def make(kind: type[Field], *, name: str = "x_value", custom: bool = False, **more: Any) -> Field:
    """A field of that type."""
    if kind in {SelectField, MultiSelectField}:
        more.setdefault("options", SECTORS)
    return kind(name=name, label="Value", custom=custom, **more)


EVERY = [(make(kind), value) for kind, values in SAMPLES.items() for value in values]
