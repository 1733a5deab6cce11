from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register

_DECLARATIONS = ("trato.kernel.access.spec", "trato.kernel.records.currency_spec", "trato.kernel.views.spec")


class KernelConfig(AppConfig):
    name = "trato.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Declare the platform's own objects and say what a new organization is given.

        The wings' apps are listed after this one and declare theirs likewise.
        """
        for module in _DECLARATIONS:
            import_module(module).declare()
        import_module("trato.kernel.bulk.job")
        import_module("trato.kernel.actions.undo_job")
        import_module("trato.kernel.bulk.retagging")
        import_module("trato.kernel.actions.people")
        import_module("trato.kernel.actions.currencies")
        import_module("trato.kernel.views.preparing")
        import_module("trato.kernel.views.picked")
        import_module("trato.kernel.notifications.forgetting")
        organizations = import_module("trato.kernel.tenancy.organizations")
        organizations.on_prepare.append(import_module("trato.kernel.objects.storage").prepare)
        organizations.on_prepare.append(import_module("trato.kernel.search.storage").prepare)
        organizations.on_prepare.append(import_module("trato.kernel.records.tags").prepare)
        import_module("trato.kernel.actions.runner").tails.append(import_module("trato.kernel.search.documents").keep)
        import_module("trato.kernel.actions.runner").tails.append(import_module("trato.kernel.records.tags").keep)
        import_module("trato.kernel.actions.runner").tails.append(
            import_module("trato.kernel.actions.administrators").keep_one
        )
        accounts = import_module("trato.kernel.access.accounts")
        organizations.on_create.append(accounts.seed_roles)
        organizations.on_speak.append(accounts.rename_roles)
        organizations.on_create.append(import_module("trato.kernel.records.currencies").seed)
        import_module("trato.kernel.jobs.running").resolve_actors_with(
            import_module("trato.kernel.access.actors").of_user
        )
        telling = import_module("trato.kernel.notifications.telling")
        consuming = import_module("trato.kernel.timeline.consuming")
        consuming.consumers.append(telling.consumer)
        counting = import_module("trato.kernel.search.counting")
        consuming.consumers.append(counting.consumer)
        import_module("trato.kernel.search.storage").on_old.append(lambda: counting.start(counting.RENEW))
        organizations.on_create.append(lambda _organization: consuming.begin())
        import_module("trato.kernel.jobs.running").ends.append(telling.job_ended)
        import_module("trato.kernel.actions.undo").large[:] = [import_module("trato.kernel.intake.undoing").undo]
        import_module("trato.kernel.intake.people")
        import_module("trato.kernel.exchange.work")
        places = import_module("trato.kernel.ui.shell").places
        places += [
            import_module(f"trato.kernel.{each}").places
            for each in ("desk.queue", "pages.dashboard", "sheets.views.picked")
        ]
        import_module("trato.kernel.palette.rows").provides.append(import_module("trato.kernel.palette.viewrows").rows)
        register(import_module("trato.kernel.objects.checks").check_specs)
        register(import_module("trato.kernel.actions.checks").check_actions)
