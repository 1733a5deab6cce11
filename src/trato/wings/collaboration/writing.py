"""The composer's tabs: what people write on a record's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trato.kernel.ui import composing
from trato.kernel.ui.composing import Tab

_HELD = ("outcome", "duration", "starts_at")

composing.tabs += [
    Tab(
        name="comment",
        label=_("Comment"),
        icon="comment",
        object="comment",
        text="body",
        placeholder=_("Write a comment. @ mentions a colleague."),
        key="n",
        on=("note", "task", "activity", "file"),
    ),
    Tab(
        name="note",
        label=_("Note"),
        icon="note",
        object="note",
        text="body",
        fields=("is_private",),
        placeholder=_("Write a note. @ mentions a colleague."),
        key="n",
    ),
    Tab(
        name="task",
        label=_("Task"),
        icon="task",
        object="task",
        title="name",
        asks=_("What is to be done"),
        text="description",
        fields=("due_at", "owner", "priority"),
        placeholder=_("Details, if any"),
        key="t",
        plans=True,
        due="due_at",
    ),
    Tab(
        name="call",
        label=_("Call"),
        icon="phone",
        object="activity",
        text="notes",
        fields=_HELD,
        values={"kind": "call"},
        placeholder=_("What was said"),
        key="r c",
    ),
    Tab(
        name="email",
        label=_("E-mail"),
        icon="mail",
        object="activity",
        title="name",
        text="notes",
        fields=("direction", "starts_at"),
        values={"kind": "email"},
        placeholder=_("What was written"),
        key="r e",
    ),
    Tab(
        name="meeting",
        label=_("Meeting"),
        icon="meeting",
        object="activity",
        title="name",
        text="notes",
        fields=("starts_at", "duration", "place", "outcome"),
        values={"kind": "meeting"},
        placeholder=_("What it is about, or what came of it"),
        key="r m",
    ),
]
