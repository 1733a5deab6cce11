"""Where Django looks for the wing's tables. Each is declared in its object's room."""

from trato.wings.collaboration.activity.model import Activity
from trato.wings.collaboration.comment.model import Comment
from trato.wings.collaboration.file.model import File, FileVersion
from trato.wings.collaboration.note.model import Note
from trato.wings.collaboration.task.model import Task

__all__ = ["Activity", "Comment", "File", "FileVersion", "Note", "Task"]
