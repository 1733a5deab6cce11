"""What an import changed in records that existed: before and after, in the form that the timeline keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson

from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField, ManyLinksField, Ref
from trato.kernel.intake.beside import LINKS
from trato.kernel.intake.image import Image
from trato.kernel.records import links
from trato.kernel.tenancy.database import fetch
from trato.lib import sql

CHUNK = 2000

Pairs = dict[str, list[Any]]


def before_of(image: Image) -> str:
    """The table of what changed records were like before."""
    return image.table[:-1] + '_before"'


def changes(image: Image) -> Iterator[list[tuple[UUID, dict[str, list[Any]]]]]:
    """Changed records with what differs, in JSON form, a chunk at a time."""
    fields = [each for each in image.part.fields if not each.custom]
    custom = [each for each in image.part.fields if each.custom]
    names = list(image.columns)
    old = ", ".join(f"b.{sql.name(name)}" for name in names)
    new = ", ".join(f"t.{sql.name(name)}" for name in names)
    last = UUID(int=0)
    selected = f"SELECT b.id{', ' if names else ''}{old}{', ' if names else ''}{new}"
    while True:
        rows = fetch(
            f"{selected} FROM {before_of(image)} b JOIN {sql.name(image.spec.table)} t ON t.id = b.id WHERE b.id > %s"
            f" ORDER BY b.id LIMIT {CHUNK}",
            [last],
        )
        if not rows:
            return
        last = rows[-1][0]
        sides = [(row[0], dict(zip(names, row[1:], strict=False)), _last(names, row)) for row in rows]
        pairs = [(one, _pairs(fields, before, after)) for one, before, after in sides]
        _name_links(fields, pairs)
        found = [(one, {name: _json(image, name, pair) for name, pair in each.items()}) for one, each in pairs]
        if custom:
            for (_one, diff), (_same, before, after) in zip(found, sides, strict=True):
                diff.update(_custom_diff(custom, before["custom"], after["custom"]))
        _add_links(image, dict(found))
        yield found


def _last(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, row[1 + len(names) :], strict=True))


def _pairs(fields: Sequence[Field], before: dict[str, Any], after: dict[str, Any]) -> Pairs:
    found: Pairs = {}
    for field in fields:
        columns = [each.name for each in field.columns]
        if any(before[name] != after[name] for name in columns):
            found[field.name] = [field.load(*(_raw(field, side[name]) for name in columns)) for side in (before, after)]
    return found


def _raw(field: Field, value: Any) -> Any:
    """JSON comes as text from a plain cursor."""
    is_json = field.columns[0].pg_type == "jsonb"
    return orjson.loads(value) if is_json and isinstance(value, str | bytes) else value


def _name_links(fields: Sequence[Field], pairs: Sequence[tuple[UUID, Pairs]]) -> None:
    for field in fields:
        if isinstance(field, LinkField):
            refs = [ref for _one, each in pairs for ref in each.get(field.name, ()) if ref is not None]
            names = links.titles(field.to, {ref.id for ref in refs})
            for _one, each in pairs:
                if field.name in each:
                    each[field.name] = [ref and Ref(ref.id, names.get(ref.id, "")) for ref in each[field.name]]


def _json(image: Image, name: str, pair: Sequence[Any]) -> list[Any]:
    field = image.spec.field(name)
    return [None if value is None else field.to_json(value) for value in pair]


def _custom_diff(fields: Sequence[Field], before: Any, after: Any) -> dict[str, list[Any]]:
    old, new = (orjson.loads(side) if isinstance(side, str | bytes) else side or {} for side in (before, after))
    names = [field.name for field in fields]
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def _add_links(image: Image, diffs: dict[UUID, dict[str, list[Any]]]) -> None:
    """Many-links that were added: the list before and after."""
    for link in image.part.links:
        if not isinstance(link.field, ManyLinksField):
            continue
        added = fetch(
            f"SELECT source_id, target_id FROM {image.plan.table(LINKS)} WHERE relation = %s"
            " AND source_id = ANY(%s::uuid[])",
            [link.field.relation, list(diffs)],
        )
        new = {(source, target) for source, target in added}
        for source in {source for source, _target in new}:
            after = links.read(link.field, source)
            before = tuple(each for each in after if (source, links.target(each)) not in new)
            diffs[source][link.field.name] = [link.field.to_json(before), link.field.to_json(after)]
