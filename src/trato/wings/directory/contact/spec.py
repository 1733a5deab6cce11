"""What the platform knows about contacts."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.address import AddressField
from trato.kernel.fields.dates import DateField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.entry import EntryField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.phones import PhonesField
from trato.kernel.fields.select import MultiSelectField, Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.fields.urls import UrlsField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search, Section
from trato.wings.directory.choices import LANGUAGES, SOURCES
from trato.wings.directory.contact.model import Contact

ROLES = (
    ("employee", _("Employee")),
    ("owner", _("Owner or partner")),
    ("executive", _("Executive")),
    ("purchasing", _("Purchasing")),
    ("technical", _("Technical contact")),
    ("billing", _("Billing contact")),
    ("adviser", _("Adviser")),
    ("former", _("Former employee")),
    ("other", _("Other")),
)
"""What a contact is in an account."""

SENIORITIES = (
    Option("owner", _("Owner"), "1"),
    Option("executive", _("Executive"), "2"),
    Option("director", _("Director"), "3"),
    Option("manager", _("Manager"), "4"),
    Option("senior", _("Senior"), "5"),
    Option("junior", _("Junior"), "6"),
    Option("intern", _("Intern"), "7"),
)

CHANNELS = (
    Option("email", _("E-mail"), "1"),
    Option("phone", _("Phone"), "2"),
    Option("sms", _("Text message"), "3"),
    Option("whatsapp", _("WhatsApp"), "4"),
    Option("post", _("Post"), "5"),
)

_WHO = (
    PersonNameField(
        name="name",
        label=_("Name"),
        required=True,
        indexed=True,
        synonyms=("contact", "full name", "contacto", "nombre completo", "nombre y apellidos", "persona"),
    ),
    TextField(
        name="job_title",
        label=_("Job title"),
        synonyms=("title", "position", "role", "cargo", "puesto", "occupation", "ocupación"),
    ),
    TextField(name="department", label=_("Department"), synonyms=("departamento", "área", "area")),
    SelectField(name="seniority", label=_("Seniority"), options=SENIORITIES, synonyms=("nivel", "jerarquía", "level")),
    ManyLinksField(
        name="accounts",
        label=_("Accounts"),
        of="contact",
        to="account",
        roles=ROLES,
        inverse="contacts",
        inverse_label=_("Contacts"),
        on_timeline=True,
        synonyms=("account", "company", "organization", "empresa", "cuenta", "compañía"),
    ),
    LinkField(
        name="reports_to",
        label=_("Reports to"),
        to="contact",
        inverse="reports",
        inverse_label=_("Reports"),
        synonyms=("manager", "boss", "jefe", "superior", "depende de"),
    ),
)

_REACH = (
    EmailsField(
        name="emails", label=_("E-mails"), synonyms=("email", "e-mail", "mail", "correo", "correo electrónico")
    ),
    PhonesField(
        name="phones",
        label=_("Phones"),
        synonyms=("phone", "telephone", "mobile", "teléfono", "móvil", "celular"),
    ),
    AddressField(name="address", label=_("Address"), synonyms=("dirección", "domicilio", "location", "ubicación")),
    SelectField(name="language", label=_("Language"), options=LANGUAGES, synonyms=("idioma", "lengua")),
    SelectField(
        name="preferred_channel",
        label=_("Preferred channel"),
        options=CHANNELS,
        synonyms=("channel", "canal", "canal preferido", "medio de contacto"),
    ),
    MultiSelectField(
        name="do_not_contact_by",
        label=_("Do not contact by"),
        options=CHANNELS,
        synonyms=("do not contact", "opt out", "unsubscribed", "no contactar", "baja"),
    ),
    UrlsField(
        name="social",
        label=_("Social profiles"),
        synonyms=("linkedin", "twitter", "social", "redes sociales"),
    ),
)

_MORE = (
    DateField(
        name="birthday",
        label=_("Birthday"),
        synonyms=("birthdate", "date of birth", "cumpleaños", "fecha de nacimiento", "nacimiento"),
    ),
    SelectField(name="source", label=_("Source"), options=SOURCES, synonyms=("origin", "origen", "fuente")),
    DateField(
        name="customer_since",
        label=_("Customer since"),
        readonly=True,
        help=_("The day of the first won deal they took part in."),
        synonyms=("cliente desde", "customer", "cliente"),
    ),
    EntryField(
        name="customer_entry",
        label=_("Customer because"),
        readonly=True,
        help=_("The timeline entry of the first won deal."),
    ),
    LongTextField(name="description", label=_("Description"), synonyms=("notes", "descripción", "notas")),
    TagsField(name="tags", label=_("Tags"), synonyms=("labels", "etiquetas")),
)

CONTACT = registry.register(
    ObjectSpec(
        name="contact",
        plural="contacts",
        model=Contact,
        label=_("Contact"),
        label_plural=_("Contacts"),
        icon="contact",
        hue="contact",
        group="directory",
        fields=(*_WHO, *_REACH, *_MORE),
        columns=("name", "accounts", "job_title", "emails", "phones", "last_activity_at", "owner"),
        sort="name",
        create=("name", "accounts", "job_title", "emails", "phones", "owner"),
        layout=(
            Section(
                label=_("Person"),
                fields=("name", "accounts", "job_title", "department", "seniority", "reports_to", "birthday"),
            ),
            Section(label=_("Contact details"), fields=("emails", "phones", "address", "social")),
            Section(label=_("Preferences"), fields=("language", "preferred_channel", "do_not_contact_by")),
            Section(
                label=_("Care"),
                fields=(
                    "next_activity",
                    "next_activity_at",
                    "last_activity_at",
                    "customer_since",
                    "source",
                    "owner",
                    "tags",
                ),
            ),
            Section(label=_("Description"), fields=("description",)),
        ),
        highlights=("accounts", "job_title", "emails", "phones", "customer_since", "owner"),
        panels=(
            Panel(on="account", field="accounts", label=_("Contacts"), columns=("job_title", "emails", "phones")),
            Panel(on="contact", field="reports_to", label=_("Reports"), columns=("job_title", "emails")),
        ),
        search=Search(names=("name", "emails", "phones"), prose=("description",), subtitle=("job_title",)),
        keys=("emails", "external_ids"),
        help=_("People you know, each with the accounts they belong to and what they are there."),
        synonyms=("contacto", "persona", "person", "people", "personas"),
    )
)
