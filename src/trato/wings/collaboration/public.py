"""What other wings may use of collaboration."""

from trato.wings.collaboration.activity.model import Activity
from trato.wings.collaboration.following.reactions import follow
from trato.wings.collaboration.note.model import Note
from trato.wings.collaboration.task.model import Task

__all__ = ["Activity", "Note", "Task", "follow"]
