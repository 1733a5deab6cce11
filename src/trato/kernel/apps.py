from django.apps import AppConfig
from django.utils.module_loading import import_string

_START = (
    "trato.kernel.access.spec",
    "trato.kernel.records.currency_spec",
)


class KernelConfig(AppConfig):
    name = "trato.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Declare the platform's own objects; the wings' apps, listed after this one, declare theirs."""
        for module in _START:
            import_string(f"{module}.declare")()
