from importlib import import_module

from django.apps import AppConfig

_ROOMS = (
    "note.spec",
    "note.actions",
    "note.reactions",
    "task.spec",
    "task.actions",
    "task.reactions",
    "activity.spec",
    "activity.actions",
    "comment.spec",
    "comment.reactions",
    "file.spec",
    "file.actions",
    "following.reactions",
    "writing",
    "telling",
    "day",
)


class CollaborationConfig(AppConfig):
    name = "trato.wings.collaboration"
    label = "collaboration"

    def ready(self) -> None:
        """Declare the wing's objects, verbs and reactions."""
        for room in _ROOMS:
            import_module(f"{self.name}.{room}")
