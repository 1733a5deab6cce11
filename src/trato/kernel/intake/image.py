"""The records as they would be: built before anything is written, and held against the database's own constraints.

A dry run and an import build the same images and refuse the same rows; the import then copies them into place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field as ModelField
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField
from trato.kernel.intake.plan import Part, Plan
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql


@dataclass(frozen=True)
class Image:
    """The table of would-be records of one part, built from rows (`source`: _row, _target, found, parent)."""

    plan: Plan
    part: Part
    table: str
    source: str

    @property
    def spec(self) -> ObjectSpec:
        return self.part.spec

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that an update may change, in the record's own table."""
        given = [column.name for field in self.part.fields for column in field.columns]
        custom = ["custom"] if any(field.custom for field in self.part.fields) else []
        owned = ["team_id"] if any(field.name == "owner" for field in self.part.fields) else []
        return (*given, *custom, *owned)


def stored_columns(spec: ObjectSpec) -> dict[str, ModelField[Any, Any]]:
    """The columns of an object's table that are written, not generated, by name."""
    return {str(each.column): each for each in spec.model._meta.concrete_fields if not each.generated}


def build(image: Image) -> None:
    """Fill the image: what exists with what the file gives, what is new with defaults and what the file gives."""
    spec = image.spec
    table = sql.name(spec.table)
    execute(
        f"CREATE TEMP TABLE {image.table} (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED,"
        " _row int, _created boolean, _changed boolean) ON COMMIT DROP"
    )
    _allow_nulls(image)
    names, values = _columns(image)
    head = f"INSERT INTO {image.table} ({', '.join(map(sql.name, names))}, _row, _created, _changed) SELECT "
    head_values = sql.join(", ", values) + ", r._row, r.found IS NULL, r.found IS NULL"
    statement = head + head_values + _from(image)
    execute(statement.text, statement.params)
    execute(f"CREATE UNIQUE INDEX ON {image.table} (id)")
    execute(f"ANALYZE {image.table}")
    if image.columns:
        new = ", ".join(f"i.{sql.name(name)}" for name in image.columns)
        old = ", ".join(f"t.{sql.name(name)}" for name in image.columns)
        execute(
            f"UPDATE {image.table} i SET _changed = TRUE FROM {table} t WHERE t.id = i.id AND NOT i._created"
            f" AND ROW({new}) IS DISTINCT FROM ROW({old})"
        )


def _from(image: Image) -> Sql:
    part, plan = image.part, image.plan
    joins = f" FROM {image.source} r JOIN {plan.table('staged')} s ON s._row = r._row"
    joins += f" LEFT JOIN {sql.name(image.spec.table)} t ON t.id = r.found"
    for number, link in enumerate(part.links):
        if not link.many:
            joins += f" LEFT JOIN {link.table} f{number} ON f{number}.text = s.{sql.name(link.staged)}"
    if part.relation is not None:
        joins += f" LEFT JOIN {plan.table('image')} p ON p.id = r.parent"
    if not image.spec.owned:
        return Sql(joins)
    owner = _owner(image)
    owners = " LEFT JOIN LATERAL (SELECT " + owner + " AS owner_id) o ON TRUE"
    return joins + owners + ' LEFT JOIN "user" u ON u.id = o.owner_id'


def _owner(image: Image) -> Sql:
    """The owner of a new record: the file's, its parent's, the default, the actor; of an old one the file's or its
    own."""
    blank = _blank(image)
    default = Sql("%s::uuid", (blank.owner_id or image.plan.actor.id,))
    parent = "p.owner_id, " if image.part.relation is not None else ""
    given = next((_found(image, each) for each in image.part.fields if each.name == "owner"), "NULL::uuid")
    if image.plan.mapping.mode == "fill":
        return Sql(f"coalesce(t.owner_id, {given})")
    new = f"coalesce({given}, {parent}" + default + ")"
    return "CASE WHEN t.id IS NULL THEN " + new + f" ELSE coalesce({given}, t.owner_id) END"


def _blank(image: Image) -> Any:
    """A new record before the file says anything: the model's defaults, the fields', the mapping's."""
    record = image.spec.model()
    defaults = {each.name: each.default for each in image.spec.fields if each.default is not None and not each.custom}
    if image.part is image.plan.main:
        defaults |= image.plan.defaults
    for name, value in defaults.items():
        field = image.spec.field(name)
        if field.columns and not field.readonly:
            field.set(record, value)
    return record


def _columns(image: Image) -> tuple[list[str], list[Sql]]:
    """Every stored column with the expression that gives it its value."""
    blank = _blank(image)
    by_column = {column.name: field for field in image.part.fields for column in field.columns}
    names, values = [], []
    for column, each in stored_columns(image.spec).items():
        constant = _constant(image, blank, each)
        value = _special(image, column)
        if value is None and column in by_column:
            value = _given(image, by_column[column], column, constant)
        if value is None:
            value = "CASE WHEN t.id IS NULL THEN " + _typed(constant, each) + f" ELSE t.{sql.name(column)} END"
        names.append(column)
        values.append(value)
    return names, values


def _constant(image: Image, blank: Any, column: ModelField[Any, Any]) -> Sql:
    """What a new record has in a column that the file says nothing of."""
    raw = getattr(blank, column.attname)
    if raw.__class__.__name__ == "DatabaseDefault":
        return Sql(_database_default(image.spec, str(column.column)))
    # A text column that takes no NULL begins as '' in Python, which here would hide that it is missing.
    return Sql("%s", (None if raw == "" else column.get_db_prep_save(raw, connection),))


def _typed(constant: Sql, column: ModelField[Any, Any]) -> Sql:
    """A constant with its column's type, which PostgreSQL cannot always tell inside a CASE."""
    return "(" + constant + f")::{column.db_type(connection)}"


def _database_default(spec: ObjectSpec, column: str) -> str:
    rows = fetch(
        "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid"
        " AND a.attnum = d.adnum WHERE d.adrelid = %s::regclass AND a.attname = %s",
        [sql.name(spec.table), column],
    )
    return str(rows[0][0]) if rows else "NULL"


def _special(image: Image, column: str) -> Sql | None:
    """Columns that the platform fills."""
    me = Sql("%s::uuid", (image.plan.actor.id,))
    if column == "id":
        return Sql("r._target")
    if column in {"created_at", "updated_at"}:
        return Sql(f"coalesce(t.{column}, now())")
    if column == "version":
        return Sql("coalesce(t.version, 1)")
    if column == "deleted_at":
        return Sql("NULL::timestamptz")
    if column == "created_by_id":
        return "CASE WHEN t.id IS NULL THEN " + me + " ELSE t.created_by_id END"
    if column == "updated_by_id":
        return "CASE WHEN t.id IS NULL THEN " + me + " ELSE t.updated_by_id END"
    if column == "custom":
        given = f"coalesce(s.{sql.name(image.part.prefix + 'custom')}, '{{}}')"
        order = (given, "t.custom") if image.plan.mapping.mode == "fill" else ("t.custom", given)
        return Sql(f"CASE WHEN t.id IS NULL THEN {given} ELSE {order[0]} || {order[1]} END")
    if not image.spec.owned:
        return None
    if column == "owner_id":
        return Sql("o.owner_id")
    if column == "team_id":
        return Sql("CASE WHEN t.id IS NULL OR o.owner_id IS DISTINCT FROM t.owner_id THEN u.team_id ELSE t.team_id END")
    parent = image.part.relation
    return Sql("r.parent") if parent is not None and column == parent.field.columns[0].name else None


def _found(image: Image, field: Field) -> str:
    """The id that a link's text was found to mean."""
    number = next(place for place, each in enumerate(image.part.links) if each.field is field)
    return f"f{number}.id"


def _given(image: Image, field: Field, column: str, constant: Sql) -> Sql:
    """A column that the file fills: for new records over its default, for old ones over what is there."""
    name, prefix = sql.name(column), image.part.prefix
    kind = next(each.pg_type for each in field.columns if each.name == column)
    if isinstance(field, LinkField):
        value = has = _found(image, field)
    else:
        value = f"s.{sql.name(prefix + column)}"
        has = ", ".join(f"s.{sql.name(prefix + each.name)}" for each in field.columns)
    is_given = f"num_nonnulls({has}) > 0"
    there = f"num_nonnulls({', '.join(f't.{sql.name(each.name)}' for each in field.columns)}) > 0"
    new = f"CASE WHEN {is_given} THEN {value} ELSE (" + constant + f")::{kind} END"
    old = _merged(image, field, value, f"t.{name}", is_given)
    if image.plan.mapping.mode == "fill":
        old = f"CASE WHEN {there} THEN t.{name} ELSE {value} END"
    return "CASE WHEN t.id IS NULL THEN " + new + f" ELSE {old} END"


def _merged(image: Image, field: Field, value: str, before: str, is_given: str) -> str:
    """An old value with a new one: lists grow, addresses and names are filled part by part, others are replaced."""
    if field.family == "values":
        same = "e->>'value'"
        added = (
            f"(SELECT jsonb_agg(e || '{{\"primary\": false}}') FROM jsonb_array_elements({value}) e"
            f" WHERE NOT {before} @> jsonb_build_array(jsonb_build_object('value', {same})))"
        )
        return f"CASE WHEN {before} IS NULL THEN {value} ELSE {before} || coalesce({added}, '[]') END"
    if field.family == "choices":
        added = f"(SELECT jsonb_agg(e) FROM jsonb_array_elements({value}) e WHERE NOT {before} @> e)"
        return f"CASE WHEN {before} IS NULL THEN {value} ELSE {before} || coalesce({added}, '[]') END"
    if field.family == "address":
        filled = f"coalesce(jsonb_strip_nulls({value}), '{{}}')"
        return f"CASE WHEN {before} IS NULL THEN {value} ELSE {before} || {filled} END"
    by_part = any(cell.target.part for slot in image.part.values if slot.field is field for cell in slot.cells)
    if field.kind == "person_name" and by_part:
        return f"coalesce({value}, {before})"
    return f"CASE WHEN {is_given} THEN {value} ELSE {before} END"


# Refusing ----------------------------------------------------------------------------------------------------------


def check(image: Image) -> None:
    """Reject rows whose record could not be stored, or is not the actor's to store so."""
    _check_owner(image)
    _check_required(image)
    _check_constraints(image)
    _check_unique(image)


def _refuse(image: Image, condition: Sql, column: str, code: str, message: str) -> None:
    head = Sql(f"INSERT INTO {image.plan.table('rejected')} (_row, col, code, message, cell) SELECT i._row, ")
    values = Sql("%s, %s, %s, ''", (column, code, message))
    statement = head + values + f" FROM {image.table} i WHERE " + condition
    execute(statement.text, statement.params)


def _check_owner(image: Image) -> None:
    actor, spec = image.plan.actor, image.spec
    allowed = policy.visible(actor, spec, "i", "create")
    if allowed != sql.TRUE:
        condition = "i._created AND NOT coalesce(" + allowed + ", FALSE)"
        _refuse(image, condition, "", "denied", _("You may not create this for that owner."))
    if any(field.name == "owner" for field in image.part.fields):
        allowed = policy.visible(actor, spec, "i", "update")
        if allowed != sql.TRUE:
            condition = "NOT i._created AND i._changed AND NOT coalesce(" + allowed + ", FALSE)"
            _refuse(image, condition, "", "denied", _("You may not give this to that owner."))


def _check_required(image: Image) -> None:
    for field in image.spec.fields:
        if field.required and not field.readonly and not field.custom and field.name not in image.spec.verbs:
            columns = ", ".join(f"i.{sql.name(each.name)}" for each in field.columns)
            if columns:
                message = _("{field} is missing.").format(field=field.label)
                _refuse(image, Sql(f"i._created AND num_nonnulls({columns}) = 0"), "", "required", message)


def _check_constraints(image: Image) -> None:
    """The table's own CHECK and NOT NULL constraints, asked of the image."""
    rows = fetch(
        "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'c'",
        [sql.name(image.spec.table)],
    )
    for name, expression in rows:
        message = _("These values do not go together ({rule}).").format(rule=name)
        inside = f"SELECT k._row FROM {image.table} k WHERE NOT ({expression.replace('%', '%%')})"
        _refuse(image, Sql(f"i._row IN ({inside}) AND i._changed"), "", "invalid", message)
    for (column,) in _not_null(image):
        message = _("{field} is missing.").format(field=_label(image.spec, column))
        _refuse(image, Sql(f"i.{sql.name(column)} IS NULL"), "", "required", message)


def _not_null(image: Image) -> list[tuple[str]]:
    return fetch(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull AND NOT attisdropped",
        [sql.name(image.spec.table)],
    )


def _allow_nulls(image: Image) -> None:
    """An image may lack what a record needs: that is what is to be found out."""
    drops = ", ".join(f"ALTER {sql.name(column)} DROP NOT NULL" for (column,) in _not_null(image))
    execute(f"ALTER TABLE {image.table} {drops}")


def _label(spec: ObjectSpec, column: str) -> str:
    field = next((each for each in spec.fields if column in {one.name for one in each.columns}), None)
    return column if field is None else str(field.label)


def _check_unique(image: Image) -> None:
    """The table's unique indexes: neither records nor earlier rows may have the key of a row."""
    table = sql.name(image.spec.table)
    indexes = fetch(
        "SELECT indexrelid, indnkeyatts, pg_get_expr(indpred, indrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
        [table],
    )
    for index, width, predicate in indexes:
        keys = [fetch("SELECT pg_get_indexdef(%s, %s, FALSE)", [index, at])[0][0] for at in range(1, width + 1)]
        named = ", ".join(f"{key} AS k{place}" for place, key in enumerate(keys)).replace("%", "%%")
        where = f" WHERE {predicate}".replace("%", "%%") if predicate else ""
        same = " AND ".join(f"x.k{place} = y.k{place}" for place in range(width))
        message = _("A record with the same {field} exists.").format(field=_label(image.spec, keys[0].strip('"')))
        mine = f"SELECT _row, id, {named} FROM {image.table}{where}"
        theirs = f"SELECT id, {named} FROM {table}{where}"
        taken = f"SELECT x._row FROM ({mine}) x JOIN ({theirs}) y ON {same} AND y.id <> x.id"
        _refuse(image, Sql(f"i._row IN ({taken})"), "", "duplicate", message)
        order = ", ".join(f"k{place}" for place in range(width))
        whole = " AND ".join(f"k{place} IS NOT NULL" for place in range(width))
        place = f"row_number() OVER (PARTITION BY {order} ORDER BY _row)"
        again = f"SELECT _row, {place} AS n FROM ({mine}) x WHERE {whole}"
        condition = f"i._row IN (SELECT _row FROM ({again}) z WHERE n > 1)"
        _refuse(image, Sql(condition), "", "duplicate", _("An earlier row has this key."))


def forget_rejected(image: Image) -> int:
    """Take rejected rows out of the image; answers how many went."""
    return execute(f"DELETE FROM {image.table} i USING {image.plan.table('rejected')} r WHERE r._row = i._row")
