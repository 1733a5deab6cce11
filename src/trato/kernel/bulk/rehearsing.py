"""What a bulk would do, in counts, before it is done. Nothing is written, no more than `MOST` records are looked at.

What one statement changes, one statement counts; other records are asked one by one whether the verb makes sense.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import registry, runner
from trato.kernel.actions.diffs import Snapshot
from trato.kernel.actions.values import clean, clean_inputs
from trato.kernel.bulk import sets
from trato.kernel.bulk.running import reason_of
from trato.kernel.bulk.sets import Change
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField, Ref
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links
from trato.kernel.records.errors import Invalid
from trato.kernel.records.listing import ListQuery, condition_of
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql

MOST = 100_000
"""Records that are counted by a statement."""
MOST_LOOKED_AT = 2_000
"""Records that are looked at one by one."""
MOST_TRIED = 300
"""Records on which a verb is tried: each asks the database on its own."""

Verdict = Callable[[Record], str | None]
"""Why a record would be left alone; "" when it is so already, None when it would change."""


@dataclass(frozen=True)
class Rehearsal:
    """Of `seen` records so many would `change` and so many are the `same` already; `reasons` counts those left alone.
    `partly`: there are more records than were looked at."""

    seen: int
    change: int
    same: int
    reasons: list[tuple[str, int]] = field(default_factory=list)
    partly: bool = False

    @property
    def left(self) -> int:
        """How many would be left alone."""
        return sum(count for _reason, count in self.reasons)

    def __add__(self, other: Rehearsal) -> Rehearsal:
        reasons = Counter(dict(self.reasons)) + Counter(dict(other.reasons))
        seen, partly = self.seen + other.seen, self.partly or other.partly
        return Rehearsal(seen, self.change + other.change, self.same + other.same, reasons.most_common(), partly)


def rehearse(actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json], chosen: ListQuery) -> Rehearsal:
    """What `bulk.run` would do with the same arguments. Invalid when the values fit no record."""
    change = sets.plan(actor, spec, verb, raw)
    if change is None:
        return _looked_at(actor, spec, chosen, _verdict(actor, spec, verb, raw))
    counted, beyond = _counted(actor, change, chosen)
    if not beyond:
        return counted
    allowed = policy.visible(actor, spec, "a", change.right)
    table = f"a.id IN (SELECT a.id FROM {sql.name(spec.table)} a WHERE "
    looked = table + condition_of(actor, spec, chosen) + f" LIMIT {MOST + 1})"
    unfit = sql.both([looked, allowed, "(" + change.fits + ") IS NOT TRUE"])
    return counted + _looked_at(
        actor, spec, ListQuery(trash=chosen.trash, narrow=unfit), _trial(actor, spec, verb, raw), MOST_TRIED
    )


def _counted(actor: Actor, change: Change, chosen: ListQuery) -> tuple[Rehearsal, int]:
    """What the statement does, and how many records it does not fit."""
    allowed = policy.visible(actor, change.spec, "a", change.right)
    fitting = sql.both([allowed, change.fits])
    inner = f"SELECT a.* FROM {sql.name(change.spec.table)} a WHERE " + condition_of(actor, change.spec, chosen)
    filters = sql.join("), count(*) FILTER (WHERE ", [allowed, fitting, sql.both([fitting, change.differs])])
    statement = "SELECT count(*), count(*) FILTER (WHERE " + filters + ") FROM (" + inner + f" LIMIT {MOST + 1}) a"
    [(seen, able, fit, changing)] = fetch(statement)
    refused = [(_denied(change.right), seen - able)] if seen > able else []
    beyond = able - fit
    return Rehearsal(seen - beyond, changing, fit - changing, refused, partly=seen > MOST), beyond


def _denied(right: policy.Right) -> str:
    return _("not yours to delete") if right == "delete" else _("not yours to change")


def _looked_at(
    actor: Actor, spec: ObjectSpec, chosen: ListQuery, verdict: Verdict, most: int = MOST_LOOKED_AT
) -> Rehearsal:
    condition = condition_of(actor, spec, chosen)
    head = f"SELECT a.id FROM {sql.name(spec.table)} a WHERE "
    ids = [one for (one,) in fetch(head + condition + f" ORDER BY a.id LIMIT {most + 1}")]
    found: Counter[str | None] = Counter()
    records = spec.model._default_manager.filter(pk__in=ids[:most])
    for record in records:
        found[verdict(record)] += 1
    change, same = found.pop(None, 0), found.pop("", 0)
    reasons = [(str(reason), count) for reason, count in found.most_common()]
    return Rehearsal(change + same + found.total(), change, same, reasons, partly=len(ids) > most)


def _verdict(actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json]) -> Verdict:
    declared = registry.get(f"{spec.name}.{verb}")
    if declared is not None:
        return _of_verbs(actor, spec, declared.right, [declared], lambda _record: True)
    right = sets.RIGHTS[verb]
    if verb != "update":
        return _of_verbs(actor, spec, right, [], lambda _record: True)
    values = clean(actor, spec, raw)
    needed = [found for name in values.verbs if (found := registry.get(f"{spec.name}.{spec.verbs[name]}"))]
    given: dict[str, Any] = {**values.fields, **{name: _linked(each) for name, each in values.verbs.items()}}
    owner = values.fields.get("owner")
    if "owner" in given and not policy.may(actor, "update", spec, owner.id if owner else None) and not spec.given:
        return lambda _record: _("you may not give it to that owner")
    return _of_verbs(actor, spec, right, needed, lambda record: _differs(spec, record, given))


def _trial(actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json]) -> Verdict:
    """What a verb that changes its record and nothing else makes of a record in memory."""
    declared = registry.get(f"{spec.name}.{verb}")
    if declared is None:
        raise runner.NotAvailable(verb)
    function, inputs = declared.function, clean_inputs(actor, declared.inputs, raw)
    state, names = _state(spec), dict[UUID, str]()

    def verdict(record: Record) -> str | None:
        if not declared.available(record):
            return _now(state, record, actor, names)
        snapshot = Snapshot(spec, record)
        try:
            function(actor=actor, **{spec.name: record}, **inputs)
        except Invalid as error:
            return reason_of(spec, error)
        return None if snapshot.columns() else ""

    return verdict


def _of_verbs(
    actor: Actor,
    spec: ObjectSpec,
    right: policy.Right,
    needed: Sequence[registry.Action],
    differs: Callable[[Record], bool],
) -> Verdict:
    state, names = _state(spec), dict[UUID, str]()

    def verdict(record: Record) -> str | None:
        if not policy.may(actor, right, spec, record.owner_id):
            return _denied(right)
        if not all(each.available(record) for each in needed):
            return _now(state, record, actor, names)
        return None if differs(record) else ""

    return verdict


def _linked(raw: Json) -> Json:
    return raw["id"] if isinstance(raw, dict) and "id" in raw else raw


def _differs(spec: ObjectSpec, record: Record, given: Mapping[str, Any]) -> bool:
    return any(_is_other(spec.field(name), record, value) for name, value in given.items())


def _is_other(known: Field, record: Record, value: Any) -> bool:
    if isinstance(known, ManyLinksField):
        return True
    now = known.get(record)
    return _id(now) != _id(value) if isinstance(known, LinkField) else bool(now != value)


def _id(value: Any) -> str:
    """The id that a link's value names, in whichever form."""
    return str(value.id if isinstance(value, Ref) else value or "")


def _state(spec: ObjectSpec) -> Field | None:
    """The field that says where a record stands: the one that its verbs write."""
    written = (spec.by_name.get(name) for name in (*spec.verbs, "status"))
    return next((each for each in written if each is not None), None)


def _now(state: Field | None, record: Record, actor: Actor, names: dict[UUID, str]) -> str:
    """Where a record stands for which a verb makes no sense."""
    value = None if state is None else state.get(record)
    if state is None or value is None:
        return _("this makes no sense for it now")
    if isinstance(state, LinkField):
        if value.id not in names:
            names |= links.titles(state.to, [value.id])
        words = names.get(value.id, "")
    else:
        words = state.text(value, locale_of(actor))
    return f"{state.label}: {words}"
