"""What the platform knows about views, lists and the entries of lists."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.json import JsonField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.number import DecimalField, IntegerField
from trato.kernel.fields.recordid import RecordIdField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search
from trato.kernel.views.models import ListEntry, PickedList, View
from trato.kernel.views.object_field import ObjectField

KINDS = (
    Option("table", _("Table")),
    Option("board", _("Board")),
    Option("calendar", _("Calendar")),
    Option("chart", _("Chart")),
)
AUDIENCES = (
    Option("private", _("Only me")),
    Option("team", _("My team")),
    Option("everyone", _("Everyone")),
    Option("role", _("Everyone with a role, as what opens first")),
)
_AUDIENCE = SelectField(name="audience", label=_("Who sees it"), options=AUDIENCES, default="private", required=True)
_OBJECT = ObjectField(name="object", label=_("Object"), required=True, help=_("What its records are."))
_FOLDER = TextField(name="folder", label=_("Folder"), max_length=60, synonyms=("carpeta",))
_ROLE = LinkField(name="role", label=_("Role"), to="role")
_POSITION = IntegerField(name="position", label=_("Position"))

VIEW = ObjectSpec(
    name="view",
    plural="views",
    model=View,
    label=_("View"),
    label_plural=_("Views"),
    feminine=True,
    icon="table",
    fields=(
        TextField(name="name", label=_("Name"), required=True, max_length=100, synonyms=("vista", "nombre")),
        _OBJECT,
        SelectField(name="kind", label=_("Kind"), options=KINDS, default="table", required=True),
        JsonField(name="filter", label=_("Filter")),
        TextField(name="q", label=_("Search words"), max_length=200),
        TextField(name="sort", label=_("Order"), max_length=300),
        JsonField(name="columns", label=_("Columns")),
        JsonField(name="group_by", label=_("Groups")),
        TextField(name="lanes", label=_("Lanes"), max_length=100, help=_("The field that a board goes by.")),
        TextField(name="dates", label=_("Date"), max_length=100, help=_("The field that a calendar goes by.")),
        JsonField(name="chart", label=_("Chart")),
        _AUDIENCE,
        _ROLE,
        _FOLDER,
        _POSITION,
    ),
    columns=("name", "object", "kind", "audience", "folder", "owner", "updated_at"),
    create=("name", "object", "kind"),
    sort="name",
    search=Search(names=("name",)),
    personal=True,
    synonyms=("vista", "filtro", "saved filter"),
)

LIST = ObjectSpec(
    name="list",
    plural="lists",
    model=PickedList,
    label=_("List"),
    label_plural=_("Lists"),
    feminine=True,
    icon="list",
    fields=(
        TextField(name="name", label=_("Name"), required=True, max_length=100, synonyms=("lista", "nombre")),
        _OBJECT,
        LongTextField(name="description", label=_("What it is for")),
        _AUDIENCE,
        _ROLE,
        _FOLDER,
        _POSITION,
    ),
    columns=("name", "object", "audience", "folder", "owner", "updated_at"),
    create=("name", "object", "description", "audience"),
    sort="name",
    search=Search(names=("name",)),
    personal=True,
    help=_("Records that you pick by hand, in an order of your own, with a note for each."),
    synonyms=("lista", "selección"),
)

LIST_ENTRY = ObjectSpec(
    name="list_entry",
    plural="list_entries",
    model=ListEntry,
    label=_("Entry"),
    label_plural=_("Entries"),
    feminine=True,
    icon="list",
    fields=(
        LinkField(
            name="list",
            label=_("List"),
            to="list",
            needs="update",
            required=True,
            inverse="entries",
            inverse_label=_("Entries"),
            on_timeline=True,
        ),
        TextField(name="object", label=_("Object"), readonly=True),
        RecordIdField(name="record_id", label=_("Record"), required=True),
        TextField(name="title", label=_("Name"), readonly=True),
        LongTextField(name="note", label=_("Note"), max_length=2_000),
        DecimalField(
            name="place", label=_("Place"), places=10, help=_("Entries lie in this order; the last place by default.")
        ),
    ),
    title="title",
    columns=("title", "note", "list"),
    create=("list", "record_id", "note"),
    sort="place",
    personal=True,
    part_of="list",
    stands_for=("object", "record_id"),
)


def declare() -> None:
    """Register them. Called once, when the kernel's app is ready."""
    for spec in (VIEW, LIST, LIST_ENTRY):
        registry.register(spec)
