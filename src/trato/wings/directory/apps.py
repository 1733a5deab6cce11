from importlib import import_module

from django.apps import AppConfig

_DECLARATIONS = ("account.spec", "contact.spec")


class DirectoryConfig(AppConfig):
    name = "trato.wings.directory"
    label = "directory"

    def ready(self) -> None:
        """Declare the wing's objects and what they react to."""
        for module in _DECLARATIONS:
            import_module(f"{self.name}.{module}")
