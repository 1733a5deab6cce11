"""What the platform knows about leads."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.address import AddressField
from trato.kernel.fields.dates import DateTimeField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.number import IntegerField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.phones import PhonesField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.fields.url import UrlField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import Board, ObjectSpec, Panel, SavedView, Search, Section
from trato.wings.directory.public import INDUSTRIES, SOURCES
from trato.wings.sales.lead.model import Lead

STATUSES = (
    Option("new", _("New"), "6"),
    Option("working", _("Working"), "5"),
    Option("mql", _("Marketing qualified"), "4"),
    Option("sql", _("Sales qualified"), "3"),
    Option("converted", _("Converted"), "positive"),
    Option("disqualified", _("Disqualified"), "negative"),
)
PRIORITIES = (
    Option("high", _("High"), "negative"),
    Option("medium", _("Medium"), "warning"),
    Option("low", _("Low")),
)
REASONS = (
    Option("no_answer", _("No answer")),
    Option("no_interest", _("No interest")),
    Option("no_budget", _("No budget")),
    Option("no_fit", _("Not a fit")),
    Option("wrong_data", _("Wrong data")),
    Option("duplicate", _("Duplicate")),
    Option("spam", _("Spam")),
    Option("other", _("Other")),
)
REASON = SelectField(
    name="disqualified_reason",
    label=_("Reason for disqualifying"),
    options=REASONS,
    synonyms=("motivo de descarte", "disqualification reason"),
)

_WHO = (
    TextField(name="label", label=_("Lead"), readonly=True),
    PersonNameField(
        name="name",
        label=_("Name"),
        indexed=True,
        synonyms=("lead", "full name", "contact", "contacto", "nombre completo", "prospecto", "persona"),
    ),
    TextField(
        name="company",
        label=_("Company"),
        indexed=True,
        synonyms=("account", "organization", "organisation", "empresa", "compañía", "cuenta"),
    ),
    TextField(
        name="job_title",
        label=_("Job title"),
        synonyms=("title", "position", "cargo", "puesto", "occupation", "ocupación"),
    ),
    SelectField(name="industry", label=_("Industry"), options=INDUSTRIES, synonyms=("sector", "industria")),
    EmailsField(
        name="emails", label=_("E-mails"), synonyms=("email", "e-mail", "mail", "correo", "correo electrónico")
    ),
    PhonesField(
        name="phones",
        label=_("Phones"),
        synonyms=("phone", "telephone", "mobile", "teléfono", "móvil", "celular"),
    ),
    UrlField(name="website", label=_("Website"), synonyms=("web", "url", "sitio web", "página web")),
    AddressField(name="address", label=_("Address"), synonyms=("dirección", "domicilio", "location", "ubicación")),
)

_WAY = (
    SelectField(
        name="source",
        label=_("Source"),
        options=SOURCES,
        synonyms=("origin", "leadsource", "lead source", "origen", "fuente", "procedencia"),
    ),
    SelectField(
        name="status",
        label=_("Status"),
        options=STATUSES,
        default="new",
        required=True,
        synonyms=("lead status", "stage", "estado", "etapa", "converted", "convertido"),
    ),
    DateTimeField(name="status_since", label=_("In status since"), readonly=True),
    REASON,
    IntegerField(
        name="score",
        adds_up=False,
        label=_("Score"),
        indexed=True,
        synonyms=("lead score", "points", "puntuación", "scoring"),
    ),
    SelectField(
        name="priority",
        label=_("Priority"),
        options=PRIORITIES,
        readonly=True,
        help=_("Follows from the score: high from 70, medium from 40."),
        synonyms=("prioridad", "rating"),
    ),
    TextField(
        name="interest",
        label=_("Interest"),
        help=_("What it asked about or looked at."),
        synonyms=("interested in", "interés", "specialization", "especialidad", "producto de interés"),
    ),
    DateTimeField(name="mql_at", label=_("Marketing qualified at"), readonly=True),
    DateTimeField(name="sql_at", label=_("Sales qualified at"), readonly=True),
    DateTimeField(name="converted_at", label=_("Converted at"), readonly=True),
)

_OUTCOME = (
    LinkField(
        name="converted_account",
        label=_("Account it became"),
        to="account",
        readonly=True,
        inverse="leads",
        inverse_label=_("Leads"),
        on_timeline=True,
    ),
    LinkField(
        name="converted_contact",
        label=_("Contact it became"),
        to="contact",
        readonly=True,
        inverse="leads",
        inverse_label=_("Leads"),
        on_timeline=True,
    ),
    LinkField(
        name="converted_deal",
        label=_("Deal it became"),
        to="deal",
        readonly=True,
        inverse="leads",
        inverse_label=_("Leads"),
        on_timeline=True,
    ),
    LongTextField(name="description", label=_("Description"), synonyms=("notes", "descripción", "notas")),
    TagsField(name="tags", label=_("Tags"), synonyms=("labels", "etiquetas")),
)

_MINE = {"field": "owner", "op": "is", "value": {"var": "me"}}
VIEWS = (
    SavedView(
        key="new",
        label=_("New leads"),
        filter={"field": "status", "op": "is", "value": "new"},
        sort="-score",
    ),
    SavedView(
        key="mine",
        label=_("My leads at work"),
        filter={"all": [_MINE, {"field": "status", "op": "in", "value": ["working", "mql", "sql"]}]},
        sort="-score",
        group_by=("status",),
    ),
    SavedView(
        key="by-source",
        label=_("By source"),
        kind="chart",
        chart={"measure": {"op": "count"}, "group_by": {"field": "source"}, "split_by": {"field": "status"}},
    ),
)

LEAD = registry.register(
    ObjectSpec(
        name="lead",
        plural="leads",
        model=Lead,
        label=_("Lead"),
        label_plural=_("Leads"),
        icon="lead",
        hue="lead",
        group="sales",
        fields=(*_WHO, *_WAY, *_OUTCOME),
        title="label",
        columns=(
            "label",
            "company",
            "status",
            "priority",
            "score",
            "source",
            "next_activity_at",
            "owner",
            "updated_at",
        ),
        sort="-created_at",
        create=("name", "company", "emails", "phones", "source", "interest", "owner"),
        layout=(
            Section(label=_("Lead"), fields=("name", "company", "job_title", "industry")),
            Section(label=_("Contact details"), fields=("emails", "phones", "website", "address")),
            Section(
                label=_("Qualification"),
                fields=(
                    "status",
                    "status_since",
                    "score",
                    "priority",
                    "next_activity",
                    "next_activity_at",
                    "last_activity_at",
                    "interest",
                    "source",
                    "owner",
                    "team",
                    "tags",
                ),
            ),
            Section(
                label=_("Outcome"),
                fields=(
                    "mql_at",
                    "sql_at",
                    "converted_at",
                    "converted_account",
                    "converted_contact",
                    "converted_deal",
                    "disqualified_reason",
                ),
            ),
            Section(label=_("About"), fields=("description",)),
        ),
        highlights=("status", "priority", "score", "source", "interest", "owner"),
        board=Board(
            by="status",
            verb="move",
            card=("company", "priority", "interest", "source", "owner"),
            doors={"converted": "convert"},
        ),
        panels=(
            Panel(on="account", field="converted_account", label=_("Leads"), columns=("status", "source")),
            Panel(on="contact", field="converted_contact", label=_("Leads"), columns=("status", "source")),
        ),
        search=Search(
            names=("name", "company", "emails", "phones"), prose=("interest", "description"), subtitle=("company",)
        ),
        keys=("external_ids",),
        views=VIEWS,
        verbs={"status": "move"},
        help=_("People and companies that may become customers, before anything is sold."),
        synonyms=("cliente potencial", "prospecto", "prospect", "interesado"),
    )
)
