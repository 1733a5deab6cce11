"""Pipelines and their stages."""

from __future__ import annotations

import re

import pytest

from trato.kernel.actions import runner, undo
from trato.kernel.objects import registry
from trato.kernel.records.errors import Invalid
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.wings.sales.deal.model import Deal
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


def _row(pipeline: object) -> list[tuple[str, str, int]]:
    stages = Stage.objects.filter(pipeline=pipeline).order_by("position")
    return list(stages.values_list("name", "kind", "position"))


SHIPPED = [("Prospecting", "open", 1), ("Negotiation", "open", 2), ("Won", "won", 3), ("Lost", "lost", 4)]


def test_a_new_pipeline_is_usable_at_once_and_goes_with_its_stages_when_taken_back(administrator: Actor) -> None:
    made = runner.create(administrator, "pipeline", {"name": "Renewals"})
    assert _row(made.record) == SHIPPED
    deal = runner.create(administrator, "deal", {"name": "Forklifts", "pipeline": str(made.record.pk)}).record
    runner.perform(administrator, "deal.win", deal.pk)
    assert Deal.objects.get(pk=deal.pk).stage.name == "Won"
    other = runner.create(administrator, "pipeline", {"name": "Partners"})
    assert other.entry
    undo.undo(administrator, other.entry)
    assert not Stage.objects.filter(pipeline=other.record, deleted_at=None).exists()


def test_a_stage_takes_its_place_and_those_behind_make_room(administrator: Actor) -> None:
    pipeline = Pipeline.objects.get()
    made = runner.create(administrator, "stage", {"pipeline": str(pipeline.pk), "name": "Offer", "kind": "open"}).record
    expected = [("Prospecting", "open", 1), ("Negotiation", "open", 2), ("Offer", "open", 3), ("Won", "won", 4)]
    assert _row(pipeline) == [*expected, ("Lost", "lost", 5)]
    runner.update(administrator, "stage", made.pk, {"position": 1})
    assert [name for name, _kind, _place in _row(pipeline)] == ["Offer", "Prospecting", "Negotiation", "Won", "Lost"]


def test_required_fields_are_chosen_by_label(administrator: Actor) -> None:
    stage = Stage.objects.get(key="negotiation")
    field = registry.get("stage").field("required")
    locale = locale_of(administrator)
    shown = field.input(("next_step",), locale, element_id="f")
    assert re.search(r'value="next_step"[^>]* checked[^>]*>Next step', shown)
    assert 'value="amount"' in shown
    assert 'value="stage"' not in shown
    runner.update(administrator, "stage", stage.pk, {"required": ["Next step", "amount"]})
    stage.refresh_from_db()
    assert stage.required == ["next_step", "amount"]
    assert field.text(tuple(stage.required), locale) == "Next step; Amount"
    assert "next_step" not in field.cell(tuple(stage.required), locale)
