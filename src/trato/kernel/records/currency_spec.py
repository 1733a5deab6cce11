"""Currencies and their rates as objects."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.dates import DateField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.number import DecimalField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search
from trato.kernel.records.models import Currency, CurrencyRate


def declare() -> None:
    """Register both objects. Called once, when the kernel's app is ready."""
    registry.register(CURRENCY)
    registry.register(CURRENCY_RATE)


CURRENCY = ObjectSpec(
    name="currency",
    plural="currencies",
    model=Currency,
    label=_("Currency"),
    label_plural=_("Currencies"),
    feminine=True,
    icon="currency",
    fields=(
        TextField(
            name="code", label=_("Code"), required=True, unique=True, max_length=3, help=_("Three letters, as EUR.")
        ),
        TextField(name="name", label=_("Name"), required=True),
        CheckboxField(name="is_active", label=_("Active"), default=True),
    ),
    title="code",
    columns=("code", "name", "is_active"),
    create=("code", "name"),
    sort="code",
    search=Search(names=("code", "name")),
    keys=("code",),
    owned=False,
    guarded=True,
    synonyms=("moneda", "divisa"),
)

CURRENCY_RATE = ObjectSpec(
    name="currency_rate",
    plural="currency_rates",
    model=CurrencyRate,
    label=_("Exchange rate"),
    label_plural=_("Exchange rates"),
    icon="currency",
    fields=(
        LinkField(
            name="currency",
            label=_("Currency"),
            to="currency",
            required=True,
            inverse="rates",
            inverse_label=_("Rates"),
        ),
        DateField(
            name="starts_on",
            label=_("From"),
            required=True,
            help=_("It holds from this day until the next rate of the same currency begins."),
        ),
        DecimalField(
            name="rate",
            label=_("Rate"),
            required=True,
            places=8,
            help=_("What one unit of the currency is worth in the base currency: 0.92 where 1 USD is 0.92 EUR."),
        ),
    ),
    title="label",
    columns=("currency", "starts_on", "rate"),
    create=("currency", "starts_on", "rate"),
    sort="-starts_on",
    panels=(Panel(on="currency", field="currency", label=_("Rates"), columns=("starts_on", "rate")),),
    owned=False,
    guarded=True,
    help=_("What other currencies are worth in the base currency, from a day on. All amounts are added up by them."),
    synonyms=("tipo de cambio",),
)
