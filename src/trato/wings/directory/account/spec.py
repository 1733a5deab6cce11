"""What the platform knows about accounts."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.address import AddressField
from trato.kernel.fields.dates import DateField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.entry import EntryField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.number import IntegerField
from trato.kernel.fields.phones import PhonesField
from trato.kernel.fields.select import MultiSelectField, Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.taxid import TaxIdField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.fields.url import UrlField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search, Section
from trato.wings.directory.account.domains import DomainsField
from trato.wings.directory.account.model import Account
from trato.wings.directory.choices import INDUSTRIES

KINDS = (
    Option("prospect", _("Prospect"), "6"),
    Option("partner", _("Partner"), "3"),
    Option("supplier", _("Supplier"), "2"),
)

_WHO = (
    TextField(
        name="name",
        label=_("Name"),
        required=True,
        indexed=True,
        max_length=255,
        synonyms=("account", "account name", "company", "empresa", "compañía", "cuenta", "razón comercial", "nombre"),
    ),
    TextField(name="legal_name", label=_("Legal name"), synonyms=("razón social", "registered name")),
    MultiSelectField(
        name="kinds",
        label=_("Type"),
        options=KINDS,
        help=_("Besides being a customer, which follows from won deals."),
        synonyms=("kind", "account type", "tipo", "tipo de cuenta"),
    ),
    LinkField(
        name="parent",
        label=_("Parent account"),
        to="account",
        inverse="subsidiaries",
        inverse_label=_("Subsidiaries"),
        synonyms=(
            "subsidiary_of",
            "parent",
            "parent company",
            "matriz",
            "empresa matriz",
            "filial de",
            "subsidiaria de",
        ),
    ),
    SelectField(
        name="industry",
        label=_("Industry"),
        options=INDUSTRIES,
        synonyms=("sector", "industria", "branch", "vertical", "actividad", "giro"),
    ),
    IntegerField(
        name="year_founded",
        grouping=False,
        adds_up=False,
        label=_("Year founded"),
        minimum=1000,
        maximum=2100,
        synonyms=("year_established", "founded", "established", "fundación", "año de fundación"),
    ),
    TaxIdField(
        name="tax_id",
        label=_("Tax number"),
        indexed=True,
        synonyms=("tax id", "vat", "vat number", "nif", "cif", "rfc", "nit", "rut", "cuit", "identificación fiscal"),
    ),
)

_REACH = (
    UrlField(name="website", label=_("Website"), synonyms=("web", "url", "homepage", "página web", "sitio web")),
    DomainsField(
        name="domains",
        label=_("Domains"),
        help=_("Internet domains by which its e-mails and visitors are recognised."),
        synonyms=("domain", "dominio", "dominios"),
    ),
    PhonesField(name="phones", label=_("Phones"), synonyms=("phone", "telephone", "teléfono", "tel", "móvil")),
    EmailsField(name="emails", label=_("E-mails"), synonyms=("email", "e-mail", "correo", "correo electrónico")),
    AddressField(
        name="billing_address",
        label=_("Billing address"),
        synonyms=("address", "office_location", "location", "dirección", "domicilio", "ubicación", "country", "país"),
    ),
    AddressField(
        name="shipping_address", label=_("Shipping address"), synonyms=("delivery address", "dirección de envío")
    ),
)

_SIZE = (
    IntegerField(
        name="employees",
        label=_("Employees"),
        minimum=0,
        synonyms=("headcount", "staff", "empleados", "plantilla", "number of employees"),
    ),
    MoneyField(
        name="annual_revenue",
        label=_("Annual revenue"),
        synonyms=("revenue", "turnover", "sales", "facturación", "ingresos", "ventas anuales"),
    ),
)

_CARE = (
    DateField(
        name="customer_since",
        label=_("Customer since"),
        readonly=True,
        help=_("The day of the first won deal."),
        synonyms=("cliente desde", "customer", "cliente"),
    ),
    EntryField(
        name="customer_entry",
        label=_("Customer because"),
        readonly=True,
        help=_("The timeline entry of the first won deal."),
    ),
    LinkField(
        name="account_manager",
        label=_("Account manager"),
        to="user",
        inverse="managed_accounts",
        inverse_label=_("Managed accounts"),
        synonyms=("gestor", "gerente de cuenta", "ejecutivo de cuenta", "key account manager"),
    ),
    LinkField(
        name="success_manager",
        label=_("Customer success manager"),
        to="user",
        inverse="success_accounts",
        inverse_label=_("Customer success accounts"),
        synonyms=("csm", "éxito del cliente", "customer success"),
    ),
    LongTextField(name="description", label=_("Description"), synonyms=("notes", "descripción", "notas")),
    TagsField(name="tags", label=_("Tags"), synonyms=("labels", "etiquetas")),
)

ACCOUNT = registry.register(
    ObjectSpec(
        name="account",
        plural="accounts",
        model=Account,
        label=_("Account"),
        label_plural=_("Accounts"),
        feminine=True,
        icon="account",
        hue="account",
        group="directory",
        fields=(*_WHO, *_REACH, *_SIZE, *_CARE),
        columns=(
            "name",
            "industry",
            "customer_since",
            "annual_revenue",
            "employees",
            "last_activity_at",
            "owner",
            "updated_at",
        ),
        sort="name",
        create=("name", "industry", "website", "phones", "emails", "parent", "owner"),
        layout=(
            Section(
                label=_("Identity"),
                fields=(
                    "name",
                    "legal_name",
                    "kinds",
                    "parent",
                    "industry",
                    "website",
                    "domains",
                    "year_founded",
                    "tax_id",
                ),
            ),
            Section(label=_("Size"), fields=("employees", "annual_revenue")),
            Section(
                label=_("Commercial"),
                fields=("customer_since", "owner", "team", "account_manager", "success_manager", "tags"),
            ),
            Section(
                label=_("Work"),
                fields=("next_activity", "next_activity_at", "last_activity_at"),
            ),
            Section(label=_("Contact details"), fields=("phones", "emails", "billing_address", "shipping_address")),
            Section(label=_("About"), fields=("description",)),
        ),
        highlights=("customer_since", "industry", "annual_revenue", "employees", "account_manager", "owner"),
        panels=(
            Panel(
                on="account", field="parent", label=_("Subsidiaries"), columns=("annual_revenue", "employees", "owner")
            ),
        ),
        search=Search(
            names=("name", "legal_name", "domains", "emails", "phones", "tax_id"),
            prose=("description",),
            subtitle=("industry",),
        ),
        keys=("domains", "tax_id", "external_ids"),
        help=_("Organizations you deal with: customers, prospects, partners and suppliers."),
        synonyms=("cuenta", "empresa", "compañía", "company", "organization", "organización", "cliente", "customer"),
    )
)
