"""What must hold when pipelines and stages change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.actions import runner
from trato.kernel.actions.registry import prepares, reaction
from trato.kernel.objects import registry
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.pipeline import queries
from trato.wings.sales.pipeline.model import Pipeline, Stage


@prepares("pipeline")
def give_way(*, actor: Actor, record: Pipeline, given: frozenset[str]) -> None:
    """There is one default pipeline: the one before steps back first."""
    if record.is_default and "is_default" in given:
        for other in queries.other_defaults(record.pk):
            runner.put(actor, "pipeline", other, {"is_default": False})


@prepares("stage")
def know_fields(*, actor: Actor, record: Stage, given: frozenset[str]) -> None:
    """Only fields that deals have can be required."""
    fields = registry.get("deal").by_name
    unknown = [name for name in record.required or () if name not in fields]
    if unknown:
        message = _("“{name}” is not a field of deals.").format(name=unknown[0])
        raise Invalid([Problem("required", "not_an_option", message)])


@reaction("stage", fields=("kind", "pipeline"))
def keep_meaning(*, actor: Actor, record: Stage, entry: UUID, before: Mapping[str, Any]) -> None:
    """What a stage means is settled once deals are in it: they were won, lost or counted by it."""
    was = {name: value for name, value in before.items() if name in {"kind", "pipeline"} and value is not None}
    if was and queries.has_deals("stage", record.pk):
        message = _("Deals are in this stage; make another stage and move them there.")
        raise Invalid([Problem(next(iter(was)), "invalid", message)])


@reaction("stage", verbs=("delete",))
def refuse_losing_deals(*, actor: Actor, record: Stage, entry: UUID, before: Mapping[str, Any]) -> None:
    """A stage with deals cannot go."""
    if queries.has_deals("stage", record.pk):
        raise Invalid([Problem("stage", "invalid", _("Deals are in this stage; move them to another one first."))])


@reaction("pipeline", verbs=("delete",))
def refuse_losing_pipeline(*, actor: Actor, record: Pipeline, entry: UUID, before: Mapping[str, Any]) -> None:
    """A pipeline with deals cannot go."""
    if queries.has_deals("pipeline", record.pk):
        raise Invalid(
            [Problem("pipeline", "invalid", _("Deals are in this pipeline; move them to another one first."))]
        )
