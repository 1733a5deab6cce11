"""How a deal begins, enters a stage, and what its amount is worth: what its verbs share with every other change."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.actions.registry import prepares
from trato.kernel.fields.base import FieldError
from trato.kernel.objects import registry
from trato.kernel.records import currencies
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib.dates import zone_of
from trato.wings.sales.deal import queries, rules
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.pipeline import queries as pipelines
from trato.wings.sales.pipeline.model import Stage


@prepares("deal")
def complete(*, actor: Actor, record: Deal, given: frozenset[str]) -> None:
    """A new deal begins in the first open stage of its pipeline; an amount that is cleared is the sum of the lines."""
    if "closed_on" in given and "stage" not in given:
        _check_closing_day(record)
    if given & {"opened_on", "closed_on"}:
        agree_on_days(actor, record, told="opened_on" in given)
    if record._state.adding:
        _begin(actor, record, given)
    elif "pipeline" in given and record.stage.pipeline_id != record.pipeline_id:
        enter(actor, record, _stage(record, record.stage.kind), closed_on=record.closed_on)
    if "amount" in given:
        record.amount_own = record.amount is not None
        if not record.amount_own and not record._state.adding:
            put_sum_of_lines(record)
    if given & {"amount", "closed_on"}:
        value_at_closing(record)


def enter(actor: Actor, deal: Deal, stage: Stage, *, closed_on: date | None) -> None:
    """The deal is in that stage now, with what follows for probability, closing day and lost reason."""
    effect = rules.entering(
        stage.kind,
        stage.probability,
        closed_on=closed_on,
        today=variables_of(actor).today,
        current=deal.probability,
        left=deal.stage.probability if deal.stage_id else None,
    )
    deal.reached = _reached(deal, stage)
    deal.stage, deal.pipeline_id, deal.stage_since = stage, stage.pipeline_id, timezone.now()
    deal.probability, deal.closed_on = effect.probability, effect.closed_on
    agree_on_days(actor, deal)
    if not effect.keeps_lost_reason:
        deal.lost_reason = None
    value_at_closing(deal)


def _reached(deal: Deal, stage: Stage) -> Stage | None:
    """How far the deal came that enters `stage`: a lost one to the open stage where it was last, else to the first."""
    if stage.kind != Stage.LOST:
        return stage
    was: Stage | None = deal.stage if deal.stage_id else None
    if was is not None and was.kind == Stage.OPEN and was.pipeline_id == stage.pipeline_id:
        return was
    last = queries.last_open_stage(deal.pk, stage.pipeline_id)
    return last or pipelines.stage_of_kind(stage.pipeline_id, Stage.OPEN)


def put_sum_of_lines(deal: Deal) -> None:
    """The amount is what the lines add up to."""
    total = queries.sum_of_lines(deal.pk, scope.organization().currency)
    registry.get("deal").field("amount").set(deal, total)


def value_at_closing(deal: Deal) -> None:
    """A closed deal is worth what its amount was worth on its closing day, an open one what it is worth now."""
    field = registry.get("deal").field("amount")
    amount = field.get(deal)
    if amount is None:
        return
    try:
        field.set(deal, currencies.in_base(amount, deal.closed_on))
    except FieldError as error:
        raise Invalid([Problem("amount", error.code, error.message, error.pointer)]) from error


def agree_on_days(actor: Actor, deal: Deal, *, told: bool = False) -> None:
    """No deal was closed before it was opened. The day it was opened gives way unless somebody has `told` it."""
    if deal.closed_on is None:
        return
    if not (told or deal._state.adding):
        made_on = deal.created_at.astimezone(zone_of(actor.zone)).date()
        deal.opened_on = rules.opened(deal.opened_on, deal.closed_on, made_on=made_on)
    if deal.opened_on is not None and deal.closed_on < deal.opened_on:
        raise Invalid([Problem("closed_on", "invalid", _("It was opened after this day."))])


def _check_closing_day(deal: Deal) -> None:
    is_closed = deal.stage_id is not None and deal.stage.kind != Stage.OPEN
    if is_closed and deal.closed_on is None:
        raise Invalid([Problem("closed_on", "required", _("A won or lost deal has a closing day."))])
    if not is_closed and deal.closed_on is not None:
        raise Invalid([Problem("closed_on", "invalid", _("Win or lose the deal to close it."))])


def _begin(actor: Actor, deal: Deal, given: frozenset[str]) -> None:
    if deal.pipeline_id is None:
        pipeline = pipelines.default_pipeline()
        if pipeline is None:
            raise Invalid([Problem("pipeline", "required", _("Make a pipeline first, in the settings."))])
        deal.pipeline = pipeline
    if "opened_on" not in given:
        deal.opened_on = variables_of(actor).today
    if deal.name is None:
        deal.name = rules.name_for(deal.account.name if deal.account_id else None, ())
    closed_on, lost_reason = deal.closed_on, deal.lost_reason
    enter(actor, deal, _stage(deal, Stage.OPEN), closed_on=None)
    if "stage" in given:  # the move to the stage that was given with them takes them from here
        deal.closed_on, deal.lost_reason = closed_on, lost_reason


def _stage(deal: Deal, kind: str) -> Stage:
    stage = pipelines.stage_of_kind(deal.pipeline_id, kind)
    if stage is None:
        raise Invalid([Problem("pipeline", "invalid", _("This pipeline has no such stage."))])
    return stage
