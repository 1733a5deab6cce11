"""What other wings may use of collaboration."""

from trato.wings.collaboration.note.model import Note

__all__ = ["Note"]
