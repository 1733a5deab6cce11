from importlib import import_module

from django.apps import AppConfig

_ROOMS = (
    "pipeline.spec",
    "pipeline.reactions",
    "lead.spec",
    "lead.actions",
    "lead.converting",
    "lead.reactions",
    "lead.settling",
    "lead.sweeping",
    "deal.spec",
    "deal.line_spec",
    "deal.stages",
    "deal.actions",
    "deal.reactions",
    "deal.settling",
    "deal.sweeping",
    "dashboard.spec",
    "day",
    "desk.spec",
)


class SalesConfig(AppConfig):
    name = "trato.wings.sales"
    label = "sales"

    def ready(self) -> None:
        """Declare the wing's objects, verbs and reactions, and what a new organization is given."""
        for room in _ROOMS:
            import_module(f"{self.name}.{room}")
        organizations = import_module("trato.kernel.tenancy.organizations")
        pipelines = import_module("trato.wings.sales.pipeline.actions")
        organizations.on_create.append(pipelines.seed)
        organizations.on_speak.append(pipelines.rename)
