from importlib import import_module

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    name = "trato.wings.commerce"
    label = "commerce"

    def ready(self) -> None:
        """Declare the wing's objects."""
        import_module(f"{self.name}.product.spec")
