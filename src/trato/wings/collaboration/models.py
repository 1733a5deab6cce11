"""Where Django looks for the wing's tables. Each is declared in its object's room."""

from trato.wings.collaboration.note.model import Note

__all__ = ["Note"]
