"""Which record each row is: one that exists, or one that an earlier row of the file already made.

The answer is what storing the rows one after the other would have given: rows that share a key are one record, whose
first row leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField
from trato.kernel.intake.lookups import own_value
from trato.kernel.intake.plan import Plan
from trato.kernel.intake.targets import EXTERNAL
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql

MAX_PASSES = 50
_UUID = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'"


def match(plan: Plan) -> None:
    """Make the table `matched`: each row's record (`_target`), the existing one (`found`), and the row that leads."""
    keyed, hits, matched = plan.table("keyed"), plan.table("hits"), plan.table("matched")
    execute(f"CREATE TEMP TABLE {keyed} (_row int, place int, key text) ON COMMIT DROP")
    execute(f"CREATE TEMP TABLE {hits} (_row int, place int, id uuid) ON COMMIT DROP")
    keys = list(_keys(plan))
    for place, key in enumerate(keys):
        execute(f"INSERT INTO {keyed} SELECT DISTINCT _row, {place}, key FROM ({key.staged}) k WHERE key IS NOT NULL")
    execute(f"ANALYZE {keyed}")
    for place, key in enumerate(keys):
        statement = f"INSERT INTO {hits} SELECT DISTINCT k._row, {place}, e.id FROM {keyed} k JOIN (" + key.existing
        statement += f") e ON e.key = k.key WHERE k.place = {place}"
        execute(statement.text, statement.params)
    execute(
        f"CREATE TEMP TABLE {matched} ON COMMIT DROP AS SELECT s._row, s._id AS _target, h.id AS found,"
        f" coalesce(h.times, 0) AS times, s._row AS leader FROM {plan.table('staged')} s LEFT JOIN (SELECT _row,"
        " (array_agg(id))[1] AS id, count(*) AS times FROM (SELECT _row, id, place, min(place) OVER (PARTITION BY _row)"
        f" AS best FROM {hits}) r WHERE place = best GROUP BY _row) h ON h._row = s._row"
    )
    execute(f"CREATE UNIQUE INDEX ON {matched} (_row)")
    execute(f"ANALYZE {matched}")
    _gather(plan)


class _Key:
    """A key as two sub-queries of (_row, key) and (id, key) in one form."""

    def __init__(self, staged: str, existing: Sql) -> None:
        self.staged, self.existing = staged, existing


def _keys(plan: Plan) -> Iterator[_Key]:
    """The mapping's keys, then outside keys whether named or not: those are unique by nature."""
    outside = [f"{EXTERNAL}.{source}" for source in plan.sources.values()]
    for name in dict.fromkeys((*plan.mapping.key, *outside)):
        if name == "id":
            given = f"SELECT _row, lower(_given) AS key FROM {plan.table('staged')} WHERE _given ~* {_UUID}"
            living = f"FROM {sql.name(plan.spec.table)} WHERE deleted_at IS NULL"
            yield _Key(given, Sql(f"SELECT id, id::text AS key {living}"))
        elif name.startswith(f"{EXTERNAL}."):
            yield _outside_key(plan, name.removeprefix(f"{EXTERNAL}."))
        else:
            yield _field_key(plan, plan.spec.field(name))


def _outside_key(plan: Plan, source: str) -> _Key:
    column = next(column for column, each in plan.sources.items() if each == source)
    existing = Sql(
        f"SELECT x.record_id AS id, x.key FROM external_id x JOIN {sql.name(plan.spec.table)} t ON t.id = x.record_id"
        " AND t.deleted_at IS NULL WHERE x.object = %s AND x.source = %s",
        (plan.spec.name, source),
    )
    return _Key(f"SELECT _row, {column} AS key FROM {plan.table('staged')}", existing)


def _field_key(plan: Plan, field: Field) -> _Key:
    staged, stored = plan.table("staged"), sql.name(plan.spec.table)
    living = f"FROM {stored} t"
    if isinstance(field, LinkField):
        link = next(each for each in plan.main.links if each.field is field)
        joined = f"JOIN {link.table} f ON f.text = s.{sql.name(link.staged)}"
        given = f"SELECT s._row, f.id::text AS key FROM {staged} s {joined}"
        return _Key(given, Sql(f"SELECT t.id, {field.value_sql('t')}::text AS key {living} WHERE t.deleted_at IS NULL"))
    if field.family in {"values", "choices"}:
        value = "v->>'value'" if field.family == "values" else "v #>> '{}'"
        elements = "CROSS JOIN LATERAL jsonb_array_elements({}) v"
        column = (lambda alias: f"{alias}.{sql.name(field.columns[0].name)}") if field.columns else field.value_sql
        given = f"SELECT s._row, {value} AS key FROM {staged} s {elements.format(column('s'))}"
        existing = f"SELECT t.id, {value} AS key {living} {elements.format(column('t'))} WHERE t.deleted_at IS NULL"
        return _Key(given, Sql(existing))
    wrap = "public.norm({})" if field.family == "text" else "({})::text"
    given = f"SELECT s._row, {wrap.format(own_value(field, 's'))} AS key FROM {staged} s"
    existing = f"SELECT t.id, {wrap.format(field.value_sql('t'))} AS key {living} WHERE t.deleted_at IS NULL"
    return _Key(given, Sql(existing))


def _gather(plan: Plan) -> None:
    """Rows that share a key, or an existing record, follow the first of them."""
    keyed, matched = plan.table("keyed"), plan.table("matched")
    execute(f"INSERT INTO {keyed} SELECT _row, -1, found::text FROM {matched} WHERE found IS NOT NULL")
    shared = plan.table("shared")
    execute(
        f"CREATE TEMP TABLE {shared} ON COMMIT DROP AS SELECT _row, place, key FROM (SELECT *, count(*) OVER"
        f" (PARTITION BY place, key) AS times FROM {keyed}) k WHERE times > 1"
    )
    if not fetch(f"SELECT 1 FROM {shared} LIMIT 1"):
        return
    execute(f"ANALYZE {shared}")
    for _pass in range(MAX_PASSES):
        moved = execute(
            f"UPDATE {matched} m SET leader = g.leader FROM (SELECT s._row, min(g.leader) AS leader FROM {shared} s"
            f" JOIN (SELECT s.place, s.key, min(m.leader) AS leader FROM {shared} s JOIN {matched} m ON m._row = s._row"
            " GROUP BY s.place, s.key) g ON g.place = s.place AND g.key = s.key GROUP BY s._row) g"
            " WHERE g._row = m._row AND g.leader < m.leader"
        )
        if not moved:
            break
    execute(
        f"UPDATE {matched} m SET found = g.found, _target = l._target FROM (SELECT leader,"
        f" (array_agg(found ORDER BY _row) FILTER (WHERE found IS NOT NULL))[1] AS found FROM {matched}"
        f" GROUP BY leader HAVING count(*) > 1) g JOIN {matched} l ON l._row = g.leader WHERE m.leader = g.leader"
    )


def settle(plan: Plan, *, lock: bool) -> None:
    """Refuse rows whose record the mode, or the actor's rights, do not allow; `lock` the records to be changed."""
    matched, table = plan.table("matched"), sql.name(plan.spec.table)
    execute(f"UPDATE {matched} SET _target = found WHERE found IS NOT NULL")
    if lock:
        ids = f"SELECT DISTINCT found FROM {matched} WHERE found IS NOT NULL"
        execute(f"SELECT t.id FROM {table} t WHERE t.id IN ({ids}) ORDER BY t.id FOR UPDATE")
    _refuse(plan, Sql("m.times > 1"), "ambiguous", _("Several records have this key."))
    if plan.mapping.mode == "create":
        _refuse(plan, Sql("m.found IS NOT NULL"), "duplicate", _("A record with this key exists."))
        if not plan.children:
            _refuse(plan, Sql("m.leader <> m._row AND m.found IS NULL"), "duplicate", _("An earlier row has this key."))
        return
    if plan.mapping.mode in {"update", "fill"}:
        _refuse(plan, Sql("m.found IS NULL"), "not_found", _("No record has this key."))
    allowed = policy.visible(plan.actor, plan.spec, "t", "update")
    if allowed != sql.TRUE:
        inside = f"m.found IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = m.found AND "
        _refuse(plan, inside + allowed + ")", "denied", _("A record with this key exists, and you may not change it."))


def fold(plan: Plan) -> None:
    """Give the leading row of a record the values of the rows that follow it: the last one given, or in the mode
    `fill` the first."""
    staged, matched = plan.table("staged"), plan.table("matched")
    if not fetch(f"SELECT 1 FROM {matched} WHERE leader <> _row LIMIT 1"):
        return
    names = [name for slot in plan.main.values for name, _kind in slot.columns]
    names += ["custom", *(link.staged for link in plan.main.links if not link.many)]
    order = "ASC" if plan.mapping.mode == "fill" else "DESC"
    merged = ", ".join(
        f"(array_agg(x.{column} ORDER BY x._row {order}) FILTER (WHERE x.{column} IS NOT NULL))[1] AS {column}"
        for column in map(sql.name, names)
    )
    given = ", ".join(f"{column} = g.{column}" for column in map(sql.name, names))
    execute(
        f"UPDATE {staged} s SET {given} FROM (SELECT m.leader, {merged} FROM {staged} x JOIN {matched} m"
        f" ON m._row = x._row WHERE m.leader IN (SELECT leader FROM {matched} WHERE leader <> _row)"
        " GROUP BY m.leader) g WHERE s._row = g.leader"
    )


def _refuse(plan: Plan, condition: Sql, code: str, message: str) -> None:
    head = Sql(f"INSERT INTO {plan.table('rejected')} (_row, col, code, message, cell) SELECT m._row, ")
    values = Sql("%s, %s, %s, ''", ("", code, message))
    statement = head + values + f" FROM {plan.table('matched')} m WHERE " + condition
    execute(statement.text, statement.params)


def forget_rejected(plan: Plan) -> None:
    """Take rejected rows, and those that follow them, out of what is to be written."""
    rejected, matched, staged = plan.table("rejected"), plan.table("matched"), plan.table("staged")
    execute(
        f"INSERT INTO {rejected} (_row, col, code, message, cell) SELECT m._row, '', 'invalid', %s, '' FROM {matched} m"
        f" WHERE m.leader <> m._row AND EXISTS (SELECT 1 FROM {rejected} r WHERE r._row = m.leader)"
        f" AND NOT EXISTS (SELECT 1 FROM {rejected} r WHERE r._row = m._row)",
        [_("An earlier row of the same record was rejected.")],
    )
    for table in (staged, matched):
        execute(f"DELETE FROM {table} s USING {rejected} r WHERE r._row = s._row")
