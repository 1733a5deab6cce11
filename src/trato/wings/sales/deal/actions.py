"""The deal's verbs. Its stage is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trato.kernel.actions import runner
from trato.kernel.actions.registry import action
from trato.kernel.fields.base import Json
from trato.kernel.fields.dates import DateField
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.select import SelectField
from trato.kernel.objects import registry
from trato.kernel.objects.model import Record
from trato.kernel.records import links
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal import queries, rules
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.deal.spec import CONTACTS, LOST_REASON, LOST_REASONS
from trato.wings.sales.deal.stages import agree_on_days, enter
from trato.wings.sales.pipeline import queries as pipelines
from trato.wings.sales.pipeline.model import Stage

_CLOSED_ON = DateField(name="closed_on", label=_("Closed on"), help=_("Today, unless you say otherwise."))
_WHY_LOST = SelectField(name="lost_reason", label=LOST_REASON.label, options=LOST_REASONS, required=True)
_COPIED = ("account", "pipeline", "amount", "type", "source")
_COPIED_OF_LINES = ("product", "name", "quantity", "price", "discount")


@action(
    "deal.move",
    label=_("Move stage"),
    past=_("moved"),
    icon="move",
    key="m",
    inputs=(LinkField(name="stage", label=_("Stage"), to="stage", required=True), _CLOSED_ON, LOST_REASON),
)
def move(
    *, actor: Actor, deal: Deal, stage: Ref, closed_on: date | None, lost_reason: str | None
) -> Mapping[str, Any] | None:
    """Move the deal to another stage; entering a closed one closes it, entering an open one opens it again."""
    _move(actor, deal, pipelines.stage(stage.id), closed_on, lost_reason)
    return None


@action(
    "deal.win",
    label=_("Win"),
    past=_("won"),
    icon="won",
    key="w",
    tone="positive",
    inputs=(_CLOSED_ON,),
    available=lambda deal: deal.is_open,
)
def win(*, actor: Actor, deal: Deal, closed_on: date | None) -> Mapping[str, Any] | None:
    """Move the deal to its pipeline's won stage."""
    _move(actor, deal, _stage_of_kind(deal, Stage.WON), closed_on, None)
    return None


@action(
    "deal.lose",
    label=_("Lose"),
    past=_("lost"),
    icon="lost",
    key="l",
    tone="negative",
    inputs=(_WHY_LOST, _CLOSED_ON),
    available=lambda deal: deal.is_open,
)
def lose(*, actor: Actor, deal: Deal, lost_reason: str, closed_on: date | None) -> Mapping[str, Any] | None:
    """Move the deal to its pipeline's lost stage, saying why."""
    _move(actor, deal, _stage_of_kind(deal, Stage.LOST), closed_on, lost_reason)
    return None


@action("deal.reopen", label=_("Reopen"), past=_("reopened"), icon="reopen", available=lambda deal: deal.is_closed)
def reopen(*, actor: Actor, deal: Deal) -> Mapping[str, Any] | None:
    """Bring a closed deal back to the open stage where it was last."""
    last = queries.last_open_stage(deal.pk, deal.pipeline_id)
    _move(actor, deal, last or _stage_of_kind(deal, Stage.OPEN), None, None)
    return None


@action("deal.copy", label=_("Copy"), past=_("copied"), icon="copy")
def copy(*, actor: Actor, deal: Deal) -> Mapping[str, Any] | None:
    """Make a new open deal with the same account, contacts, amount and lines."""
    values = _kept("deal", deal, _COPIED)
    if not deal.amount_own:
        values.pop("amount", None)
    name = gettext("{name} (copy)").format(name=deal.name or "").strip()
    contacts = CONTACTS.to_json(links.read(CONTACTS, deal.pk))
    made = runner.create(actor, "deal", {**values, "name": name, "contacts": contacts})
    for line in queries.lines_of(deal.pk):
        runner.create(actor, "deal_line", {**_kept("deal_line", line, _COPIED_OF_LINES), "deal": str(made.record.pk)})
    return {"deal": {"id": str(made.record.pk), "name": name}}


def _kept(object_name: str, record: Record, names: tuple[str, ...]) -> dict[str, Json]:
    spec = registry.get(object_name)
    pairs = {name: (spec.field(name), spec.field(name).get(record)) for name in names}
    return {name: field.to_json(value) for name, (field, value) in pairs.items() if value is not None}


def _stage_of_kind(deal: Deal, kind: str) -> Stage:
    found = pipelines.stage_of_kind(deal.pipeline_id, kind)
    if found is None:
        raise Invalid([Problem("stage", "invalid", gettext("This pipeline has no such stage."))])
    return found


def _move(actor: Actor, deal: Deal, stage: Stage, closed_on: date | None, lost_reason: str | None) -> None:
    if stage.pk == deal.stage_id:
        deal.closed_on = None if stage.kind == Stage.OPEN else closed_on or deal.closed_on
        agree_on_days(actor, deal)
        return
    deal.lost_reason = lost_reason or deal.lost_reason
    if stage.kind == Stage.LOST and not deal.lost_reason:
        raise Invalid([Problem("lost_reason", "required", gettext("Say why the deal was lost."))])
    _ask_for(deal, stage)
    enter(actor, deal, stage, closed_on=closed_on or deal.closed_on)


def _ask_for(deal: Deal, stage: Stage) -> None:
    """Refuse to enter a stage whose required fields are empty, naming them."""
    spec = registry.get("deal")
    named = [name for name in stage.required or () if name in spec.by_name]
    filled = {name for name in named if _is_filled(deal, name)}
    problems = [
        Problem(name, "required", gettext("“{stage}” needs this.").format(stage=stage.name))
        for name in rules.missing(named, filled)
    ]
    if problems:
        raise Invalid(problems)


def _is_filled(deal: Deal, name: str) -> bool:
    if name == CONTACTS.name:
        return bool(queries.contacts_on(deal.pk))
    return registry.get("deal").field(name).get(deal) is not None
