"""Pipelines and their stages."""

from __future__ import annotations

import pytest

from trato.kernel.actions import runner
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.wings.sales.pipeline.actions import seed
from trato.wings.sales.pipeline.model import Pipeline, Stage


def test_an_organization_starts_with_one_pipeline(organization: Organization) -> None:
    pipeline = Pipeline.objects.get()
    stages = Stage.objects.order_by("position").values_list("key", "name", "kind", "probability")
    assert (pipeline.name, pipeline.is_default) == ("Sales", True)
    assert list(stages) == [
        ("prospecting", "Prospecting", "open", 10),
        ("negotiation", "Negotiation", "open", 40),
        ("won", "Won", "won", 100),
        ("lost", "Lost", "lost", 0),
    ]
    seed(organization)
    assert Pipeline.objects.count() == 1


def test_there_is_one_default_pipeline(administrator: Actor) -> None:
    first = Pipeline.objects.get()
    second = runner.create(administrator, "pipeline", {"name": "Renewals", "is_default": True}).record
    assert list(Pipeline.objects.filter(is_default=True)) == [second]
    runner.update(administrator, "pipeline", first.pk, {"is_default": True})
    assert list(Pipeline.objects.filter(is_default=True)) == [first]


def test_only_fields_of_deals_can_be_required(administrator: Actor) -> None:
    stage = Stage.objects.get(key="negotiation")
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "stage", stage.pk, {"required": ["amount", "shoe_size"]})
    assert [(each.field, each.code) for each in refused.value.problems] == [("required", "not_an_option")]


def test_a_stage_with_deals_keeps_its_meaning_and_stays(administrator: Actor) -> None:
    stage = Stage.objects.get(key="prospecting")
    runner.update(administrator, "stage", stage.pk, {"kind": "lost"})
    runner.update(administrator, "stage", stage.pk, {"kind": "open"})
    runner.create(administrator, "deal", {"name": "Forklifts"})
    with pytest.raises(Invalid):
        runner.update(administrator, "stage", stage.pk, {"kind": "lost"})
    with pytest.raises(Invalid):
        runner.delete(administrator, "stage", stage.pk)
    with pytest.raises(Invalid):
        runner.delete(administrator, "pipeline", stage.pipeline_id)
    runner.update(administrator, "stage", stage.pk, {"name": "First talk", "probability": "15"})
    stage.refresh_from_db()
    assert (stage.kind, stage.name, stage.deleted_at) == ("open", "First talk", None)


def test_an_empty_stage_can_go(administrator: Actor) -> None:
    stage = Stage.objects.get(key="negotiation")
    runner.delete(administrator, "stage", stage.pk)
    stage.refresh_from_db()
    assert stage.is_deleted
