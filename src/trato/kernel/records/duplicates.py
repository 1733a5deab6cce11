"""Records that are, or may be, the same as another: on entry, and in what is there already.

Equal keys (the object's `keys`, any e-mail of several, outside keys) mean the same record; an equal name, for
objects that have keys, only makes it likely. Records that the actor may not see are counted, never shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, FieldError, Json
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import apart, outside_keys
from trato.kernel.records.errors import Invalid
from trato.kernel.records.links import titles
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch, fetch_holding
from trato.lib import sql
from trato.lib.sql import Sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SURE, LIKELY = 100, 60
MAX_MATCHES = 20
MAX_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two records seem the same: they have the same value in `field`."""

    field: str
    label: _StrOrPromise
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """A record that the candidate seems to be."""

    id: UUID
    name: str
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """100 for an equal key, less for a likeness."""
        return max(each.score for each in self.reasons)


@dataclass(frozen=True, slots=True)
class Found:
    """The matches the actor may see, the surest first, and how many there are besides, sure and likely. `field` is the
    one that the surest of all share."""

    matches: tuple[Match, ...] = ()
    hidden_sure: int = 0
    hidden_likely: int = 0
    field: str = ""

    def __bool__(self) -> bool:
        return bool(self.matches or self.hidden)

    @property
    def hidden(self) -> int:
        return self.hidden_sure + self.hidden_likely

    @property
    def certain(self) -> Found:
        """What is the same for sure."""
        if not (self.sure or self.hidden_sure):
            return Found()
        return replace(self, matches=self.sure, hidden_likely=0)

    @property
    def sure(self) -> tuple[Match, ...]:
        return tuple(each for each in self.matches if each.score == SURE)

    @property
    def likely(self) -> tuple[Match, ...]:
        return tuple(each for each in self.matches if each.score < SURE)


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Records that share a value."""

    reasons: tuple[Reason, ...]
    records: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class _Probe:
    """One way to be the same, as a condition on a row aliased `a`. `values` are what it compares, as text."""

    reason: Reason
    condition: Sql
    values: tuple[str, ...] = ()


def check(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json]) -> Found:
    """What a record with these values (JSON, not yet stored) would double. One statement.

    Values that cannot be read double nothing: whoever stores them will say what is wrong.
    """
    probes = list(_probes(actor, spec, raw))
    return _gather(probes, fetch(_asked(actor, spec, probes, None))) if probes else Found()


def check_holding(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], *, apart_from: UUID) -> Found:
    """As `check`, for the record `apart_from`, which is about to be stored with these values: until the transaction
    ends, nobody else stores one with an equal key. One statement."""
    probes = list(_probes(actor, spec, raw))
    if not probes:
        return Found()
    sure = (each for each in probes if each.reason.score == SURE)
    names = [f"{spec.name} {each.reason.field} {value}" for each in sure for value in each.values]
    return _gather(probes, fetch_holding(names, _asked(actor, spec, probes, apart_from)))


def like(actor: Actor, spec: ObjectSpec, record_id: UUID) -> tuple[Match, ...]:
    """The other records that a stored one seems to be the same as, but those that somebody said it is not."""
    record = spec.model._default_manager.get(pk=record_id)
    values = {each.name: each.to_json(value) for each in watched(spec) if (value := each.get(record)) is not None}
    probes = list(_probes(actor, spec, values))
    if not probes:
        return ()
    found = _gather(probes, fetch(_asked(actor, spec, probes, record_id))).matches
    known = apart.pairs(spec, [record_id, *(each.id for each in found)])
    return tuple(each for each in found if (min(each.id, record_id), max(each.id, record_id)) not in known)


def watched(spec: ObjectSpec) -> list[Field]:
    """The fields whose equal values matter: the keys, and the one that makes sameness likely, unless it is computed."""
    likeness = _likeness(spec)
    return [*_key_fields(spec), *([likeness] if likeness and not likeness.readonly else ())]


def _asked(actor: Actor, spec: ObjectSpec, probes: list[_Probe], apart_from: UUID | None) -> Sql:
    seen = policy.visible(actor, spec, "a")
    other = sql.TRUE if apart_from is None else Sql("a.id <> %s", (apart_from,))
    parts = []
    for place, probe in enumerate(probes):
        head = (
            f"(SELECT {place}, a.id, a.{sql.name(spec.title)}::text, ("
            + seen
            + f") FROM {sql.name(spec.table)} a WHERE "
        )
        condition = sql.both([Sql("a.deleted_at IS NULL"), other, probe.condition])
        parts.append(head + condition + f" LIMIT {MAX_MATCHES})")
    return sql.join(" UNION ALL ", parts)


def _gather(probes: list[_Probe], rows: list[tuple[Any, ...]]) -> Found:
    why: dict[UUID, list[Reason]] = {}
    names: dict[UUID, str] = {}
    for place, record_id, name, visible in rows:
        why.setdefault(record_id, []).append(probes[place].reason)
        if visible:
            names[record_id] = name or ""
    shown = [Match(one, names[one], tuple(why[one])) for one in why if one in names]
    hidden = [max(each.score for each in why[one]) for one in why if one not in names]
    shown.sort(key=lambda match: (-match.score, str(match.id)))
    sure = sum(score == SURE for score in hidden)
    every = [reason for match in shown for reason in match.reasons] + [reason for one in why for reason in why[one]]
    field = max(every, key=lambda reason: reason.score).field if every else ""
    return Found(tuple(shown[:MAX_MATCHES]), sure, len(hidden) - sure, field)


def _probes(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json]) -> Iterator[_Probe]:
    locale = locale_of(actor)
    for field in _key_fields(spec):
        try:
            if isinstance(field, ContactPointsField):
                values = [point.value for point in field.clean(raw.get(field.name), locale) or ()]
                condition = _any_of(field, values)
            else:
                value = field.operand(raw.get(field.name), locale) if raw.get(field.name) else None
                values = [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
                condition = _equal(field, value)
        except FieldError:
            continue
        if condition:
            yield _Probe(Reason(field.name, field.label, SURE), condition, tuple(values))
    yield from _outside(spec, raw)
    title = _likeness(spec)
    if title is not None and raw.get(title.name):
        try:
            like = _equal(title, title.operand(raw[title.name], locale))
        except FieldError:
            return
        if like:
            yield _Probe(Reason(title.name, title.label, LIKELY), like)


def _outside(spec: ObjectSpec, raw: Mapping[str, Json]) -> Iterator[_Probe]:
    try:
        keys = outside_keys.clean(raw.get("external_ids"))
    except Invalid:
        return
    if keys:
        rows = "SELECT x.record_id FROM external_id x WHERE x.object = %s AND (x.source, x.key) IN ("
        pairs = sql.join(", ", [Sql("(%s, %s)", pair) for pair in keys])
        yield _Probe(
            Reason("external_ids", _("Outside key"), SURE),
            Sql("a.id IN (" + rows, (spec.name,)) + pairs + "))",
            tuple(" ".join(pair) for pair in keys),
        )


def _key_fields(spec: ObjectSpec) -> list[Field]:
    return [spec.by_name[name] for name in spec.keys if name in spec.by_name]


def _likeness(spec: ObjectSpec) -> Field | None:
    """The field whose equal value makes sameness likely: the name, of objects that have keys."""
    field = spec.by_name.get(spec.title)
    known = field is not None and spec.owned and spec.keys and field.name not in spec.keys
    return field if known and field is not None and field.family == "text" else None


def _any_of(field: ContactPointsField, values: list[str]) -> Sql:
    if not values:
        return sql.EMPTY
    column = field.any_sql("a")
    return sql.either([Sql(f"{column} @> %s::jsonb", (orjson.dumps([{"value": value}]).decode(),)) for value in values])


def _equal(field: Field, value: Any) -> Sql:
    if value is None:
        return sql.EMPTY
    if field.family == "text":
        return Sql(f"public.norm({field.value_sql('a')}) = public.norm(%s)", (str(value),))
    if field.family == "choices":
        return sql.either([Sql(f"{field.value_sql('a')} ? %s", (each,)) for each in value])
    if not isinstance(value, str | int | UUID):
        return sql.EMPTY
    return Sql(f"{field.value_sql('a')} = %s", (value,))


def groups(actor: Actor, spec: ObjectSpec, *, limit: int = 50) -> list[DuplicateGroup]:
    """Records the actor sees that share a key or a name, the largest groups first."""
    likeness = _likeness(spec)
    wanted = [(field, SURE) for field in _key_fields(spec)] + ([(likeness, LIKELY)] if likeness else [])
    found: dict[frozenset[UUID], list[Reason]] = {}
    for field, score in wanted:
        shared = _sharing(actor, spec, field, MAX_GROUPS)
        known = apart.pairs(spec, (one for ids in shared for one in ids))
        for ids in filter(None, (apart.without(each, known) for each in shared)):
            found.setdefault(frozenset(ids), []).append(Reason(field.name, field.label, score))
    names = titles(spec.name, {one for ids in found for one in ids})
    made = [
        DuplicateGroup(tuple(reasons), tuple((one, names.get(one, "")) for one in sorted(ids)))
        for ids, reasons in found.items()
    ]
    made.sort(key=lambda group: (-max(each.score for each in group.reasons), -len(group.records), group.records[0]))
    return made[:limit]


def _sharing(actor: Actor, spec: ObjectSpec, field: Field, limit: int) -> list[list[UUID]]:
    """The ids of the records of each group. The values that occur more than once are counted by one pass, which
    remembers nothing else; who has them is then asked of the index, for those few."""
    seen = sql.both([Sql("a.deleted_at IS NULL"), policy.visible(actor, spec, "a")])
    value, points, match = _shared_value(field)
    head = f"SELECT {value} FROM {sql.name(spec.table)} a{points} WHERE " + seen
    shared = head + f" GROUP BY 1 HAVING count(*) > 1 ORDER BY count(*) DESC, 1 LIMIT {limit + 1}"
    values = [one for (one,) in fetch(shared) if one is not None][:limit]  # asked in SQL it would be worked out twice
    if not values:
        return []
    theirs = f"(SELECT array_agg(a.id ORDER BY a.id) FROM {sql.name(spec.table)} a WHERE {match} AND " + seen + ")"
    first = "SELECT (" + theirs + f")[1:{MAX_MATCHES}]"
    rows = fetch(first + Sql(" FROM unnest(%s::text[]) WITH ORDINALITY v(value, place) ORDER BY v.place", (values,)))
    return [ids for (ids,) in rows if ids and len(ids) > 1]


def _shared_value(field: Field) -> tuple[str, str, str]:
    """What is equal in records that share a value (as text, of a row `a`), what it is unfolded by, and the condition,
    for the index, that a row has the value `v.value`."""
    if isinstance(field, ContactPointsField):
        column = field.any_sql("a")
        points = f" CROSS JOIN LATERAL jsonb_array_elements({column}) point"
        return "point->>'value'", points, f"{column} @> jsonb_build_array(jsonb_build_object('value', v.value))"
    own = field.value_sql("a")
    if field.family == "choices":
        return "point", f" CROSS JOIN LATERAL jsonb_array_elements_text({own}) point", f"{own} ? v.value"
    value = f"public.norm({own})" if field.family == "text" else f"({own})::text"
    return value, "", f"{value} = v.value"
