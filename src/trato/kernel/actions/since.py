"""What others built on a record since an entry brought it here: why an undo leaves it where it is."""

from __future__ import annotations

from collections.abc import Iterator

from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql

_HAPPENED = """EXISTS (SELECT 1 FROM subject since JOIN entry l ON l.id = since.entry_id
    LEFT JOIN entry because ON because.id = l.cause_id
    WHERE since.record_id = {t}.id AND since.entry_id > {e}.id AND l.record_id = {t}.id
    AND l.undoes_id IS NULL AND because.undoes_id IS NULL AND l.cause_id IS DISTINCT FROM {e}.id
    AND ({e}.cause_id IS NULL OR l.cause_id IS DISTINCT FROM {e}.cause_id)
    AND NOT EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = l.id))"""
_APART = """NOT EXISTS (SELECT 1 FROM subject made JOIN entry b ON b.id = made.entry_id
    WHERE made.record_id = o.id AND b.record_id = o.id AND ({same}))"""
_CAUSE = "{e}.cause_id = b.id"
_BESIDE = "{e}.cause_id = b.cause_id AND NOT " + _HAPPENED.replace("{t}", "o").replace("{e}", "b")


def built_on(spec: ObjectSpec, record: str = "t", entry: str = "e") -> str:
    """SQL of whether the row `record` was changed after the row `entry`, or others link to it. A part is built on with
    its whole. What was undone does not count, nor what the undo takes back later: what made the entry itself, and
    records of the same object or parts that have the same cause and were left as they came."""
    ways = [_HAPPENED.format(t=record, e=entry), *_linked(spec, record, entry), *_whole(spec, record, entry)]
    return "(" + " OR ".join(ways) + ")"


def _linked(spec: ObjectSpec, record: str, entry: str) -> Iterator[str]:
    for other, field in registry.links_to(spec.name):
        follows = other.name == spec.name or (isinstance(field, LinkField) and field.leads_to_whole)
        apart = _APART.format(same=(f"{_CAUSE} OR {_BESIDE}" if follows else _CAUSE).format(e=entry))
        others = f"{sql.name(other.table)} o WHERE o.deleted_at IS NULL AND o.id <> {record}.id AND {apart}"
        if isinstance(field, LinkField):
            yield f"EXISTS (SELECT 1 FROM {others} AND {field.value_sql('o')} = {record}.id)"
        elif isinstance(field, ManyLinksField):
            joined = f"k.relation = {sql.literal(field.relation)} AND k.target_id = {record}.id AND k.source_id = o.id"
            yield f"EXISTS (SELECT 1 FROM link k, {others} AND {joined})"


def _whole(spec: ObjectSpec, record: str, entry: str) -> Iterator[str]:
    for field in spec.fields:
        if not (isinstance(field, LinkField) and field.leads_to_whole):
            continue
        whole = registry.get(field.to)
        yield (
            f"EXISTS (SELECT 1 FROM {sql.name(whole.table)} w JOIN subject came ON came.record_id = w.id"
            f" JOIN entry v ON v.id = came.entry_id AND v.record_id = w.id AND v.cause_id = {entry}.cause_id"
            f" WHERE v.verb = 'create' AND w.id = {field.value_sql(record)} AND {built_on(whole, 'w', 'v')})"
        )
