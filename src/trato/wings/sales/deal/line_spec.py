"""What the platform knows about the lines of deals."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.links import LinkField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.number import DecimalField, PercentField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel
from trato.wings.sales.deal.model import DealLine

DEAL_LINE = registry.register(
    ObjectSpec(
        name="deal_line",
        plural="deal_lines",
        model=DealLine,
        label=_("Line"),
        label_plural=_("Lines"),
        feminine=True,
        icon="product",
        hue="product",
        fields=(
            LinkField(
                name="deal",
                label=_("Deal"),
                to="deal",
                needs="update",
                required=True,
                inverse="lines",
                inverse_label=_("Lines"),
                on_timeline=True,
            ),
            LinkField(
                name="product",
                label=_("Product"),
                to="product",
                inverse="lines",
                inverse_label=_("Deal lines"),
                synonyms=("producto", "item", "artículo"),
            ),
            TextField(name="name", label=_("Description"), synonyms=("descripción", "concepto", "item")),
            DecimalField(
                name="quantity",
                label=_("Quantity"),
                required=True,
                default=1,
                places=4,
                synonyms=("cantidad", "qty", "units", "unidades"),
            ),
            MoneyField(name="price", label=_("Price"), synonyms=("precio", "unit price")),
            PercentField(
                name="discount",
                label=_("Discount"),
                minimum=0,
                maximum=100,
                synonyms=("descuento", "rebate"),
            ),
            DecimalField(
                name="total",
                label=_("Total"),
                readonly=True,
                help=_("Quantity times price less discount, in the base currency."),
            ),
        ),
        columns=("name", "product", "quantity", "price", "discount", "total"),
        sort="created_at",
        create=("deal", "product", "name", "quantity", "price", "discount"),
        panels=(
            Panel(
                on="deal", field="deal", label=_("Lines"), columns=("product", "quantity", "price", "discount", "total")
            ),
        ),
        synonyms=("línea", "line item"),
    )
)
