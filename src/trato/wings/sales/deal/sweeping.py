"""The set-based twins of the deal's verbs: what `move` and `enter` make of one deal, said of many in SQL.

Open deals, and lost ones that are reopened, where nothing is missing. A won deal that is opened again may unmake a
customer, who may have become one by the next deal: such deals are taken one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trato.kernel.actions.registry import Sweep, sweeps
from trato.kernel.fields.links import ManyLinksField, Ref
from trato.kernel.objects import registry
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql
from trato.wings.sales.deal.settling import settle_closed, settle_entered
from trato.wings.sales.deal.spec import CONTACTS, LOST_REASON
from trato.wings.sales.pipeline import queries as pipelines
from trato.wings.sales.pipeline.model import Stage

_IS_OPEN = Sql("a.closed_on IS NULL")
_LEFT = "SELECT s.probability FROM stage s WHERE s.id = a.stage_id"
_LEFT_OF_KIND = "EXISTS (SELECT 1 FROM stage s WHERE s.id = a.stage_id AND s.kind = %s AND s.pipeline_id = %s)"
_RATE = """(SELECT r.rate FROM currency_rate r JOIN currency c ON c.id = r.currency_id
    WHERE c.code = a.amount_currency AND r.deleted_at IS NULL AND r.starts_on <= coalesce(%s::date, r.starts_on)
    ORDER BY r.starts_on DESC LIMIT 1)"""
_HAS_CONTACTS = (
    f"EXISTS (SELECT 1 FROM link l WHERE l.relation = {sql.literal(CONTACTS.relation)} AND l.source_id = a.id)"
)


@dataclass(frozen=True)
class _Way:
    """Deals for which `where` holds enter `stage`, a closed one on `day`, as far as all is `given`."""

    stage: Stage
    where: Sql
    given: Sql = _IS_OPEN
    day: date | None = None
    lost_reason: str | None = None


@sweeps("deal.move")
def move(*, actor: Actor, stage: Ref, closed_on: date | None, lost_reason: str | None) -> Sweep:
    """Open deals of other stages; those that are in it stay as they are."""
    to = pipelines.stage(stage.id)
    there, elsewhere = Sql("a.stage_id = %s", (to.pk,)), Sql("a.stage_id IS DISTINCT FROM %s", (to.pk,))
    way = _Way(to, sql.TRUE, sql.both([elsewhere, _IS_OPEN]), _day(actor, to, closed_on), lost_reason)
    if to.kind == Stage.OPEN:
        return _sweep(actor, [way], same=sql.both([there, _IS_OPEN]))
    return _sweep(actor, [way], same=sql.FALSE if closed_on else sql.both([there, Sql("a.opened_on <= a.closed_on")]))


@sweeps("deal.win")
def win(*, actor: Actor, closed_on: date | None) -> Sweep:
    """Open deals, each into its pipeline's won stage."""
    ways = [
        _Way(each, _of_pipeline(each), day=_day(actor, each, closed_on)) for each in pipelines.first_stages(Stage.WON)
    ]
    return _sweep(actor, ways)


@sweeps("deal.lose")
def lose(*, actor: Actor, lost_reason: str, closed_on: date | None) -> Sweep:
    """Open deals, each into its pipeline's lost stage."""
    ways = [
        _Way(each, _of_pipeline(each), day=_day(actor, each, closed_on), lost_reason=lost_reason)
        for each in pipelines.first_stages(Stage.LOST)
    ]
    return _sweep(actor, ways)


@sweeps("deal.reopen")
def reopen(*, actor: Actor) -> Sweep:
    """Lost deals, each into the stage that it had reached."""
    ways = [
        _Way(
            stage=each,
            where=Sql("a.reached_id = %s", (each.pk,)),
            given=Sql(f"(a.closed_on IS NOT NULL AND {_LEFT_OF_KIND})", (Stage.LOST, each.pipeline_id)),
        )
        for each in pipelines.stages(Stage.OPEN)
    ]
    return _sweep(actor, ways)


def _day(actor: Actor, stage: Stage, closed_on: date | None) -> date | None:
    return None if stage.kind == Stage.OPEN else closed_on or variables_of(actor).today


def _of_pipeline(stage: Stage) -> Sql:
    return Sql("a.pipeline_id = %s", (stage.pipeline_id,))


def _sweep(actor: Actor, ways: Sequence[_Way], *, same: Sql = sql.FALSE) -> Sweep:
    """Each deal goes the way that is its own."""
    made = [(way.where, _made(way)) for way in ways]
    columns = {
        name: "CASE" + sql.join("", [" WHEN " + where + " THEN " + values[name] for where, values in made]) + " END"
        for name in (made[0][1] if made else ())
    }
    only = sql.either([sql.both([way.where, way.given, *_conditions(actor, way)]) for way in ways])
    closes = any(each.day for each in ways)
    return Sweep(columns=columns, only=only, same=same, then=settle_closed if closes else settle_entered)


def _made(way: _Way) -> dict[str, Sql]:
    """The columns of a deal that enters the stage, as `stages.enter` leaves them."""
    stage = way.stage
    is_lost, to, probability = stage.kind == Stage.LOST, Sql("%s::uuid", (stage.pk,)), Sql("%s", (stage.probability,))
    by_hand = f"CASE WHEN a.probability IS DISTINCT FROM ({_LEFT}) THEN coalesce(a.probability, " + probability
    return {
        "stage_id": to,
        "pipeline_id": Sql("%s::uuid", (stage.pipeline_id,)),
        "reached_id": Sql("a.stage_id") if is_lost else to,
        "stage_since": Sql("statement_timestamp()"),
        "probability": by_hand + ") ELSE " + probability + " END" if way.day is None else probability,
        "closed_on": Sql("%s::date", (way.day,)),
        "opened_on": Sql("a.opened_on") if way.day is None else Sql("least(a.opened_on, %s::date)", (way.day,)),
        "lost_reason": Sql("coalesce(%s::text, a.lost_reason)", (way.lost_reason,)) if is_lost else Sql("NULL::text"),
        "amount_base": _worth(way.day),
    }


def _worth(day: date | None) -> Sql:
    """What the amount is worth on that day, else now, as `stages.value_at_closing` has it; NULL without a rate."""
    base = Sql("CASE WHEN a.amount_currency = %s THEN a.amount ELSE", (scope.organization().currency,))
    return base + Sql(f" round(a.amount * {_RATE}, 2) END", (day,))


def _conditions(actor: Actor, way: _Way) -> list[Sql]:
    """What must hold of a deal that goes this way, beside where it is."""
    found = [_is_filled(name, way) for name in way.stage.required or ()]
    found.append("(a.amount IS NULL OR " + _worth(way.day) + " IS NOT NULL)")
    if not scope.organization().currency_is_chosen:
        found.append(Sql("a.amount IS NULL"))
    if way.day is not None:
        made_on = Sql("(a.created_at AT TIME ZONE %s)::date", (actor.zone,))
        earlier = Sql("(a.opened_on IS NULL OR a.opened_on <= %s OR a.opened_on = ", (way.day,))
        found.append(earlier + made_on + ")")
    if way.stage.kind == Stage.LOST:
        found.append(_is_filled(LOST_REASON.name, way))
        found.append(Sql(_LEFT_OF_KIND, (Stage.OPEN, way.stage.pipeline_id)))
    return found


def _is_filled(name: Any, way: _Way) -> Sql:
    """The twin of what `move` asks of a deal; a field that is not there any more is not asked for."""
    field = registry.get("deal").by_name.get(name)
    if field is None or (name == LOST_REASON.name and way.lost_reason):
        return sql.TRUE
    if isinstance(field, ManyLinksField) or field.composed:
        return Sql(_HAS_CONTACTS) if name == CONTACTS.name else sql.FALSE
    return Sql(f"{field.value_sql('a')} IS NOT NULL")
