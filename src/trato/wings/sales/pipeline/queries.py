"""Reads of pipelines and stages for rules. They ask nobody's rights: pipelines are for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from trato.wings.sales.pipeline.model import Pipeline, Stage


def default_pipeline() -> Pipeline | None:
    """Where deals go that name no pipeline."""
    return Pipeline.objects.filter(deleted_at=None).order_by("-is_default", "created_at", "id").first()


def other_defaults(pipeline: UUID) -> list[UUID]:
    """The pipelines besides that one that are the default."""
    return list(Pipeline.objects.filter(is_default=True).exclude(pk=pipeline).values_list("pk", flat=True))


def stage(stage_id: UUID) -> Stage:
    """The stage with that id. Stage.DoesNotExist when there is none."""
    return Stage.objects.get(pk=stage_id)


def stage_of_kind(pipeline_id: Any, kind: str) -> Stage | None:
    """The pipeline's first stage of that kind."""
    stages = Stage.objects.filter(pipeline_id=pipeline_id, kind=kind, deleted_at=None)
    return stages.order_by("position", "created_at", "id").first()


def stages(kind: str) -> list[Stage]:
    """All stages of that kind."""
    return list(Stage.objects.filter(kind=kind, deleted_at=None))


def first_stages(kind: str) -> list[Stage]:
    """Each pipeline's first stage of that kind."""
    ordered = Stage.objects.filter(kind=kind, deleted_at=None).order_by("pipeline", "position", "created_at", "id")
    return list(ordered.distinct("pipeline"))


def next_place(pipeline_id: Any, kind: str) -> int:
    """Where a new stage goes: behind the open ones, an ending behind all."""
    stages = Stage.objects.filter(pipeline_id=pipeline_id, deleted_at=None)
    if kind == Stage.OPEN:
        stages = stages.filter(kind=kind)
    last: int | None = stages.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def pushed_back(stage: Stage) -> list[tuple[Any, int]]:
    """The stages that make room for one, each with its new place: from its place on until there is a gap."""
    whole: Any = stage.pipeline_id
    others = Stage.objects.filter(pipeline_id=whole, deleted_at=None, position__gte=stage.position)
    place, found = stage.position, []
    for other, old in (
        others.exclude(pk=stage.pk).order_by("position", "created_at", "id").values_list("pk", "position")
    ):
        if old > place:
            break
        place += 1
        found.append((other, place))
    return found


def has_deals(field: str, record_id: UUID) -> bool:
    """Whether deals, those in the trash included, are in a stage (`field` "stage") or a pipeline ("pipeline")."""
    column = {"stage": "stage_id", "pipeline": "pipeline_id"}[field]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM deal WHERE {column} = %s)", [record_id])
        row = cursor.fetchone()
    return bool(row and row[0])
