from importlib import import_module

from django.apps import AppConfig

_ROOMS = ("form.spec", "form.reactions", "submission.spec")


class MarketingConfig(AppConfig):
    name = "trato.wings.marketing"
    label = "marketing"

    def ready(self) -> None:
        """Declare the wing's objects and reactions."""
        for room in _ROOMS:
            import_module(f"{self.name}.{room}")
