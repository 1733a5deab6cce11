"""What the platform knows about products."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search, Section
from trato.wings.commerce.product.model import Product

PRODUCT = registry.register(
    ObjectSpec(
        name="product",
        plural="products",
        model=Product,
        label=_("Product"),
        label_plural=_("Products"),
        icon="product",
        hue="product",
        group="commerce",
        fields=(
            TextField(
                name="name",
                label=_("Name"),
                required=True,
                indexed=True,
                max_length=255,
                synonyms=("product", "product name", "producto", "nombre", "artículo", "item"),
            ),
            TextField(
                name="code",
                label=_("Code"),
                indexed=True,
                max_length=100,
                synonyms=("sku", "reference", "código", "referencia", "ref", "part number"),
            ),
            TextField(
                name="series",
                label=_("Series"),
                indexed=True,
                synonyms=("serie", "family", "familia", "line", "línea", "gama", "categoría", "category"),
            ),
            MoneyField(
                name="price",
                label=_("Price"),
                minimum=0,
                synonyms=("sales_price", "list price", "unit price", "precio", "precio de venta", "tarifa", "pvp"),
            ),
            CheckboxField(
                name="is_active",
                label=_("Active"),
                default=True,
                help=_("Products that are not active are not offered for new lines."),
                synonyms=("active", "activo", "enabled", "habilitado"),
            ),
            LongTextField(name="description", label=_("Description"), synonyms=("descripción", "detalle")),
        ),
        columns=("name", "code", "series", "price", "is_active"),
        sort="name",
        create=("name", "code", "series", "price"),
        layout=(
            Section(label=_("Product"), fields=("name", "code", "series", "price", "is_active")),
            Section(label=_("Description"), fields=("description",)),
        ),
        highlights=("code", "series", "price", "is_active"),
        search=Search(names=("name", "code", "series"), prose=("description",), subtitle=("code",)),
        keys=("code", "name"),
        lookup=("code",),
        owned=False,
        help=_("What you sell, with its price. Lines of deals are made of products."),
        synonyms=("producto", "artículo", "servicio", "service", "item"),
    )
)
