"""What must hold when pipelines and stages change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from trato.kernel.actions import runner
from trato.kernel.actions.registry import prepares, reaction
from trato.kernel.objects import registry
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.pipeline import queries
from trato.wings.sales.pipeline.actions import SHIPPED_STAGES, shipped_names
from trato.wings.sales.pipeline.model import Pipeline, Stage


@prepares("pipeline")
def give_way(*, actor: Actor, record: Pipeline, given: frozenset[str]) -> None:
    """There is one default pipeline: the one before steps back first."""
    if record.is_default and "is_default" in given:
        for other in queries.other_defaults(record.pk):
            runner.put(actor, "pipeline", other, {"is_default": False})


@reaction("pipeline", verbs=("create",))
def begin_usable(*, actor: Actor, record: Pipeline, entry: UUID, before: Mapping[str, Any]) -> None:
    """A new pipeline has the stages that every one needs: open ones, one for won and one for lost deals."""
    with override(scope.organization().language):
        names = shipped_names()
    for place, (key, _alias, kind, probability) in enumerate(SHIPPED_STAGES, start=1):
        values = {"name": names[key], "kind": kind, "probability": probability, "position": place}
        runner.create(actor, "stage", {**values, "pipeline": str(record.pk)})


@prepares("stage")
def prepare_stage(*, actor: Actor, record: Stage, given: frozenset[str]) -> None:
    """Only fields that deals have can be required. A stage takes its place, and those behind make room."""
    _know_fields(record)
    if record._state.adding and "position" not in given:
        record.position = queries.next_place(record.pipeline_id, record.kind)
    if record._state.adding or given & {"position", "pipeline"}:
        for behind, place in queries.pushed_back(record):
            runner.put(actor, "stage", behind, {"position": place})


def _know_fields(record: Stage) -> None:
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
