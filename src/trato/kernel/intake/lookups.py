"""Finding the records that links name: once for each distinct text, set-based, only what the actor may link to."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.intake.plan import Link, Plan
from trato.kernel.intake.targets import EXTERNAL
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql

_UUID = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'"
KEYS_AT_ONCE = 10_000
FEW = 200
"""Texts that are looked up one by one."""


def look_up(plan: Plan, link: Link) -> None:
    """Make the link's table: every distinct text of the file with the one record it names. `hits` counts candidates,
    `made` marks ids of records that are still to be created."""
    wanted = f"unnest({sql.name(link.staged)})" if link.many else sql.name(link.staged)
    execute(
        f"CREATE TEMP TABLE {link.table} ON COMMIT DROP AS SELECT text, text AS key, NULL::uuid AS id, 0 AS hits,"
        f" FALSE AS made, FALSE AS own FROM (SELECT DISTINCT {wanted} AS text FROM {plan.table('staged')}) w"
        " WHERE text IS NOT NULL"
    )
    execute(f"CREATE UNIQUE INDEX ON {link.table} (text)")
    execute(f"ANALYZE {link.table}")
    for source, condition in _ways(plan, link):
        _match(plan, link, source, condition)


def _ways(plan: Plan, link: Link) -> Iterator[tuple[str, Sql]]:
    """How the text may name a record, the best first: FROM items beside the target's row `t`, and the condition."""
    path = link.column.match
    by_id = Sql(f"t.id = CASE WHEN f.text ~* {_UUID} THEN f.text::uuid END")
    if path == "id":
        yield "", by_id
    elif path.startswith(f"{EXTERNAL}."):
        named = Sql("x.object = %s AND x.source = %s", (link.to.name, path.removeprefix(f"{EXTERNAL}.")))
        yield "external_id x", named + " AND x.key = f.text AND x.record_id = t.id"
    elif path:
        yield _by_field(plan, link, link.to.field(path))
    else:
        if fetch(f"SELECT 1 FROM {link.table} WHERE text ~* {_UUID} LIMIT 1"):
            yield "", by_id
        for name in (link.to.title, *link.to.lookup):
            if name in link.to.by_name:
                yield _by_field(plan, link, link.to.field(name))


def _by_field(plan: Plan, link: Link, field: Field) -> tuple[str, Sql]:
    if isinstance(field, ContactPointsField):
        _normalise(plan, link, field)
        points = f"LATERAL jsonb_array_elements({field.any_sql('t')}) point"
        return points, Sql("point->>'value' = f.key")
    if field.family == "text":
        return "", Sql(f"{_compared(link, field)} = public.norm(f.text)")
    _normalise(plan, link, field)
    return "", Sql(f"({field.value_sql('t')})::text = f.key")


def _compared(link: Link, field: Field) -> str:
    """A target's words as they are compared. Few texts are found in the index of its trigrams, some milliseconds each;
    many by one pass over all targets. The planner takes equality there for cheap however many they are, so that the
    index is hidden from it."""
    words = f"public.norm({field.value_sql('t')})"
    [(many,)] = fetch(f"SELECT count(*) > {FEW} FROM {link.table}")
    return f"({words} || '')" if many else words


def _normalise(plan: Plan, link: Link, field: Field) -> None:
    """Give the texts the form in which the field stores them."""
    texts = [text for (text,) in fetch(f"SELECT text FROM {link.table}")]
    for start in range(0, len(texts), KEYS_AT_ONCE):
        some = texts[start : start + KEYS_AT_ONCE]
        keys = [_stored(field, text, plan) for text in some]
        execute(
            f"UPDATE {link.table} f SET key = v.key FROM unnest(%s::text[], %s::text[]) v (text, key)"
            " WHERE v.text = f.text",
            [some, keys],
        )


def _stored(field: Field, text: str, plan: Plan) -> str:
    try:
        return str(field.operand(text, plan.form.locale))
    except FieldError:
        return text


def _match(plan: Plan, link: Link, source: str, condition: Sql) -> None:
    visible = policy.visible(plan.actor, link.to, "t", link.field.needs)
    from_items = f"{sql.name(link.to.table)} t" + (f" CROSS JOIN {source}" if source else "")
    where = sql.both([Sql("f.hits = 0"), condition, Sql("t.deleted_at IS NULL"), visible, _shared(plan, link)])
    found = (
        f"SELECT f.text, (array_agg(DISTINCT t.id))[1] AS id, count(DISTINCT t.id) AS hits FROM {link.table} f"
        f" CROSS JOIN {from_items} WHERE " + where + " GROUP BY f.text"
    )
    statement = f"UPDATE {link.table} f SET id = h.id, hits = h.hits FROM (" + found + ") h WHERE h.text = f.text"
    execute(statement.text, statement.params)


def _shared(plan: Plan, link: Link) -> Sql:
    """A stage is looked up within the pipeline that all rows are given: what both objects link to must agree."""
    part = next(each for each in plan.parts if link in each.links)
    if part is not plan.main:
        return sql.TRUE
    conditions = []
    for name, value in plan.defaults.items():
        ours, theirs = plan.spec.by_name[name], link.to.by_name.get(name)
        if isinstance(ours, LinkField) and isinstance(theirs, LinkField) and ours.to == theirs.to and value is not None:
            conditions.append(Sql(f"{theirs.value_sql('t')} = %s", (value.id,)))
    return sql.both(conditions)


def find_among_rows(plan: Plan, link: Link) -> None:
    """Links of an object to itself: texts that name a row of this very file mean the record the row will be."""
    key = link.column.match or plan.spec.title
    slot = next((each for each in plan.main.values if each.field.name == key), None)
    if link.to.name != plan.spec.name or slot is None or slot.field.family != "text":
        return
    value = own_value(slot.field, "s")
    execute(
        f"UPDATE {link.table} f SET id = h.id, hits = h.hits, own = TRUE FROM (SELECT f.text,"
        " (array_agg(DISTINCT m._target))[1] AS id, count(DISTINCT m._target) AS hits"
        f" FROM {link.table} f JOIN {plan.table('staged')} s ON public.norm({value}) = public.norm(f.text)"
        f" JOIN {plan.table('matched')} m ON m._row = s._row WHERE f.hits = 0 GROUP BY f.text) h WHERE h.text = f.text"
    )


def own_value(field: Field, alias: str) -> str:
    """A field's value on a staged row: as on a record, but for the whole name, which records have generated."""
    if field.kind == "person_name":
        parts = ", ".join(f"{alias}.{sql.name(f'{field.name}_{part}')}" for part in _NAME_PARTS)
        return f"public.full_name({parts})"
    return field.value_sql(alias)


_NAME_PARTS = ("prefix", "given", "family", "family2", "suffix")


def mark_missing(link: Link) -> int:
    """Give texts that name nothing, where records are to be made for them, the ids of those records; equal names share
    one. Answers how many there are."""
    every = link.column.missing == "create"
    which = f"hits = 0 AND {'NOT ' if every else ''}public.norm(text) = ANY(%s)"
    if not every and not link.wanted_new:
        return 0
    execute(
        f"UPDATE {link.table} f SET id = n.id, made = TRUE, hits = 1 FROM (SELECT name, uuidv7() AS id FROM (SELECT"
        f" DISTINCT public.norm(text) AS name FROM {link.table} WHERE {which}) d) n"
        " WHERE f.hits = 0 AND n.name = public.norm(f.text)",
        [link.refused if every else link.wanted_new],
    )
    return len(fetch(f"SELECT 1 FROM {link.table} WHERE made LIMIT 1"))


def settle_missing(plan: Plan, link: Link) -> None:
    """What is not found rejects its rows, or stays empty."""
    message = _("There is no {object} of that name.").format(object=str(link.to.label))
    if link.column.missing != "blank":
        _reject(plan, link, Sql("f.hits = 0"), "not_found", message)
    elif link.refused:
        refused = Sql("f.hits = 0 AND public.norm(f.text) = ANY(%s)", (link.refused,))
        _reject(plan, link, refused, "not_found", message)
    message = _("Several records have that name; give something that tells them apart.")
    _reject(plan, link, Sql("f.hits > 1"), "ambiguous", message)


def texts_of(plan: Plan, link: Link) -> str:
    """A sub-query of the texts that rows give for a link: (_row, text)."""
    column = f"unnest({sql.name(link.staged)})" if link.many else sql.name(link.staged)
    return f"(SELECT _row, {column} AS text FROM {plan.table('staged')})"


def _reject(plan: Plan, link: Link, condition: Sql, code: str, message: str) -> None:
    execute(
        f"INSERT INTO {plan.table('rejected')} (_row, col, code, message, cell) SELECT s._row, %s, %s, %s, f.text"
        f" FROM {texts_of(plan, link)} s JOIN {link.table} f ON f.text = s.text WHERE {condition.text}",
        [link.column.name, code, message, *condition.params],
    )
