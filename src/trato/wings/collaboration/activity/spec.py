"""What the platform knows about activities."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.dates import DateTimeField
from trato.kernel.fields.duration import DurationField
from trato.kernel.fields.links import ManyLinksField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import Board, ObjectSpec, Search, Section
from trato.wings.collaboration.activity.model import Activity
from trato.wings.collaboration.note.spec import ABOUT_SYNONYMS

KINDS = (
    Option("call", _("Call"), "4"),
    Option("meeting", _("Meeting"), "6"),
    Option("email", _("E-mail"), "3"),
)
STATUSES = (
    Option("planned", _("Planned"), "5"),
    Option("done", _("Held"), "positive"),
    Option("cancelled", _("Cancelled"), "negative"),
)
DIRECTIONS = (Option("out", _("From us")), Option("in", _("To us")))
OUTCOMES = (
    Option("interested", _("Interested"), "positive"),
    Option("next_step", _("Next step agreed"), "positive"),
    Option("neutral", _("Open")),
    Option("no_answer", _("No answer"), "warning"),
    Option("left_message", _("Left a message"), "warning"),
    Option("not_interested", _("Not interested"), "negative"),
    Option("wrong_number", _("Wrong number"), "negative"),
)
OUTCOME = SelectField(
    name="outcome",
    label=_("Outcome"),
    options=OUTCOMES,
    synonyms=("result", "disposition", "resultado", "desenlace"),
)
NOTES = RichTextField(
    name="notes", label=_("Notes"), synonyms=("body", "description", "content", "notas", "descripción", "contenido")
)

_FIELDS = (
    SelectField(
        name="kind",
        label=_("Kind"),
        options=KINDS,
        required=True,
        default="call",
        synonyms=("type", "activity type", "tipo", "tipo de actividad"),
    ),
    TextField(
        name="name",
        label=_("Subject"),
        help=_("Without one it is called after its kind."),
        synonyms=("activity", "subject", "title", "asunto", "actividad", "título"),
    ),
    DateTimeField(
        name="starts_at",
        label=_("When"),
        help=_("Without a time it was just now."),
        synonyms=("date", "start", "start time", "fecha", "inicio", "hora", "held at"),
    ),
    DurationField(name="duration", label=_("Duration"), synonyms=("length", "duración", "minutes", "minutos")),
    SelectField(
        name="status",
        label=_("Status"),
        options=STATUSES,
        synonyms=("state", "estado", "done", "hecha"),
    ),
    SelectField(name="direction", label=_("Direction"), options=DIRECTIONS, synonyms=("sentido", "dirección")),
    OUTCOME,
    TextField(name="place", label=_("Place"), synonyms=("location", "lugar", "ubicación", "sala", "link")),
    ManyLinksField(
        name="people",
        of="activity",
        to="user",
        label=_("Colleagues"),
        inverse="activities_with",
        inverse_label=_("Takes part in"),
        synonyms=("attendees", "participants", "asistentes", "participantes", "colegas"),
    ),
    AboutField(name="about", label=_("With and about"), named=("people",), synonyms=ABOUT_SYNONYMS),
    NOTES,
)

registry.register(
    ObjectSpec(
        name="activity",
        plural="activities",
        model=Activity,
        label=_("Activity"),
        label_plural=_("Activities"),
        feminine=True,
        icon="activity",
        hue="activity",
        group="collaboration",
        fields=_FIELDS,
        columns=("name", "kind", "starts_at", "duration", "status", "outcome", "about", "owner"),
        sort="-starts_at",
        create=("kind", "name", "starts_at", "duration", "outcome", "about", "notes"),
        layout=(
            Section(label=_("Activity"), fields=("kind", "name", "status", "direction", "outcome", "notes")),
            Section(label=_("When and where"), fields=("starts_at", "duration", "place")),
            Section(label=_("Who"), fields=("about", "people", "owner")),
        ),
        highlights=("kind", "starts_at", "duration", "outcome", "owner"),
        board=Board(by="status", verb="move", card=("kind", "starts_at", "about", "owner")),
        search=Search(names=("name",), prose=("notes",), subtitle=("kind",)),
        keys=("external_ids",),
        verbs={"status": "move"},
        given=True,
        help=_("Calls, meetings and e-mails, held or planned."),
        synonyms=("actividad", "llamada", "reunión", "call", "meeting", "visita"),
    )
)
