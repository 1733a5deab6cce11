"""What the platform knows about tasks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.dates import DateTimeField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import DueField, UpcomingField
from trato.kernel.objects.spec import Board, ObjectSpec, Panel, Search, Section
from trato.wings.collaboration.note.spec import ABOUT_SYNONYMS
from trato.wings.collaboration.task.model import Task
from trato.wings.collaboration.task.recurrence import RecurrenceField

STATUSES = (
    Option("open", _("To do"), "5"),
    Option("done", pgettext_lazy("task", "Done"), "positive"),
    Option("cancelled", _("Cancelled"), "negative"),
)
PRIORITIES = (
    Option("high", _("High"), "negative"),
    Option("medium", _("Medium"), "warning"),
    Option("low", _("Low")),
)
DUE = DueField(
    name="due_at",
    label=_("Due"),
    synonyms=("due date", "deadline", "vencimiento", "fecha límite", "vence", "para cuándo"),
)

registry.register(
    ObjectSpec(
        name="task",
        plural="tasks",
        model=Task,
        label=_("Task"),
        label_plural=_("Tasks"),
        feminine=True,
        icon="task",
        hue="task",
        group="collaboration",
        fields=(
            TextField(
                name="name", label=_("Name"), required=True, synonyms=("task", "subject", "title", "tarea", "asunto")
            ),
            RichTextField(
                name="description", label=_("Description"), synonyms=("notes", "details", "descripción", "detalle")
            ),
            DUE,
            UpcomingField(
                name="pending_at",
                label=_("To be done by"),
                readonly=True,
                help=_("When it is due, as long as it is open."),
            ),
            DateTimeField(
                name="remind_at", label=_("Reminder"), synonyms=("reminder", "recordatorio", "aviso", "alert")
            ),
            SelectField(name="priority", label=_("Priority"), options=PRIORITIES, synonyms=("prioridad", "urgency")),
            SelectField(
                name="status",
                label=_("Status"),
                options=STATUSES,
                default="open",
                required=True,
                synonyms=("state", "estado", "completed", "hecha"),
            ),
            LinkField(
                name="owner",
                label=_("Assigned to"),
                to="user",
                synonyms=("assignee", "owner", "responsable", "asignada a", "asignado a", "propietario"),
            ),
            AboutField(name="about", label=_("About"), synonyms=ABOUT_SYNONYMS),
            RecurrenceField(name="recurrence", label=_("Repeats"), synonyms=("repeat", "rrule", "repetición")),
            LinkField(
                name="parent",
                label=_("Part of"),
                to="task",
                inverse="subtasks",
                inverse_label=_("Sub-tasks"),
                synonyms=("parent task", "tarea principal"),
            ),
            DateTimeField(name="completed_at", label=_("Done at"), readonly=True),
        ),
        columns=("name", "due_at", "priority", "status", "about", "owner"),
        sort="pending_at",
        create=("name", "due_at", "priority", "owner", "about", "recurrence", "description"),
        layout=(
            Section(label=_("Task"), fields=("name", "description", "status", "priority", "owner", "about")),
            Section(label=_("Time"), fields=("due_at", "remind_at", "recurrence", "pending_at", "completed_at")),
            Section(label=_("Parts"), fields=("parent",)),
        ),
        highlights=("status", "due_at", "priority", "owner", "about"),
        board=Board(by="status", verb="move", card=("pending_at", "priority", "about", "owner")),
        panels=(
            Panel(
                on="*",
                field="about",
                label=_("Open tasks"),
                columns=("pending_at", "owner"),
                where={"field": "status", "op": "is", "value": "open"},
                tick="complete",
            ),
            Panel(on="task", field="parent", label=_("Sub-tasks"), columns=("pending_at", "status"), tick="complete"),
        ),
        search=Search(names=("name",), prose=("description",), subtitle=("due_at",)),
        keys=("external_ids",),
        verbs={"status": "move"},
        given=True,
        help=_("What is to be done until when, and by whom."),
        synonyms=("tarea", "to do", "pendiente"),
    )
)
