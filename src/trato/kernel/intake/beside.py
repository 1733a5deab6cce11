"""What a row makes besides its record: outside keys, many-links, child records."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trato.kernel.fields.links import ManyLinksField
from trato.kernel.intake.image import Image
from trato.kernel.intake.lookups import texts_of
from trato.kernel.intake.plan import Link, Part, Plan
from trato.kernel.tenancy.database import execute
from trato.lib import sql

KEYS, LINKS = "keys", "links"


def prepare_keys(plan: Plan) -> None:
    """Make the table of outside keys to be added; refuse rows whose key belongs to another record."""
    table, matched = plan.table(KEYS), plan.table("matched")
    execute(f"CREATE TEMP TABLE {table} (_row int, record_id uuid, source text, key text) ON COMMIT DROP")
    for column, source in plan.sources.items():
        execute(
            f"INSERT INTO {table} SELECT DISTINCT ON (s.{column}) s._row, m._target, %s, s.{column}"
            f" FROM {plan.table('staged')} s JOIN {matched} m ON m._row = s._row WHERE s.{column} IS NOT NULL",
            [source],
        )
    execute(
        f"INSERT INTO {plan.table('rejected')} (_row, col, code, message, cell)"
        f" SELECT k._row, '', 'duplicate', %s, k.key FROM {table} k"
        " JOIN external_id x ON x.object = %s AND x.source = k.source AND x.key = k.key"
        f" JOIN {sql.name(plan.spec.table)} t ON t.id = x.record_id AND t.deleted_at IS NULL WHERE t.id <> k.record_id",
        [_("Another record has this outside key."), plan.spec.name],
    )


def prepare_links(plan: Plan) -> None:
    """Make the table of many-links to be added: those that are not there yet."""
    table = plan.table(LINKS)
    execute(
        f"CREATE TEMP TABLE {table} (_row int, relation text, source_id uuid, target_id uuid, role text) ON COMMIT DROP"
    )
    for link in _many(plan):
        execute(
            f"INSERT INTO {table} SELECT min(s._row), %s, m._target, f.id, %s FROM {texts_of(plan, link)} s"
            f" JOIN {link.table} f ON f.text = s.text JOIN {plan.table('matched')} m ON m._row = s._row"
            " WHERE f.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM link l WHERE l.relation = %s"
            " AND l.source_id = m._target AND l.target_id = f.id)"
            f" AND NOT EXISTS (SELECT 1 FROM {table} l WHERE l.relation = %s AND l.source_id = m._target"
            " AND l.target_id = f.id) GROUP BY m._target, f.id",
            [relation := _relation(link), link.column.role or None, relation, relation],
        )


def _many(plan: Plan) -> list[Link]:
    return [link for link in plan.main.links if link.many]


def _relation(link: Link) -> str:
    if not isinstance(link.field, ManyLinksField):
        raise TypeError("only many-links have a relation")
    return link.field.relation


def prepare_children(plan: Plan, part: Part) -> Image:
    """Make the rows of child records: each with its parent, and the child that exists already, told by what it links
    to and its place among those that link to the same."""
    if part.relation is None:
        raise TypeError("a part without a relation has no parents")
    table = plan.table(f"rows{part.prefix}")
    singles = [link for link in part.links if not link.many]
    given = [f"s.{sql.name(name)}" for slot in part.values for name, _kind in slot.columns]
    given += [f"s.{sql.name(part.prefix + 'custom')}", *(f"s.{sql.name(link.staged)}" for link in singles)]
    joins = "".join(
        f" LEFT JOIN {link.table} f{number} ON f{number}.text = s.{sql.name(link.staged)}"
        for number, link in enumerate(singles)
    )
    links = "".join(f", f{number}.id AS l{number}" for number in range(len(singles)))
    same = ", ".join(["m._target", *(f"f{number}.id" for number in range(len(singles)))])
    execute(
        f"CREATE TEMP TABLE {table} ON COMMIT DROP AS SELECT s._row, uuidv7() AS _target, NULL::uuid AS found,"
        f" m._target AS parent{links}, row_number() OVER (PARTITION BY {same} ORDER BY s._row) AS nth"
        f" FROM {plan.table('staged')} s JOIN {plan.table('matched')} m ON m._row = s._row{joins}"
        f" WHERE num_nonnulls({', '.join(given)}) > 0"
    )
    parent = sql.name(part.relation.field.columns[0].name)
    columns = [sql.name(link.field.columns[0].name) for link in singles]
    order = ", ".join([parent, *columns])
    match = "".join(f" AND c.l{number} IS NOT DISTINCT FROM e.{column}" for number, column in enumerate(columns))
    execute(
        f"UPDATE {table} c SET found = e.id, _target = e.id FROM (SELECT id, {order}, row_number() OVER"
        f" (PARTITION BY {order} ORDER BY created_at, id) AS nth FROM {sql.name(part.spec.table)}"
        f" WHERE deleted_at IS NULL AND {parent} IN (SELECT found FROM {plan.table('matched')})) e"
        f" WHERE e.{parent} = c.parent AND e.nth = c.nth{match}"
    )
    return Image(plan, part, plan.table(f"image{part.prefix}"), table)


def mark_changed(plan: Plan, children: list[Image]) -> None:
    """Records that get a key, a link or a child have changed, even if no column of theirs has."""
    image = plan.table("image")
    new_keys = (
        f"SELECT k.record_id FROM {plan.table(KEYS)} k WHERE NOT EXISTS (SELECT 1 FROM external_id x"
        " WHERE x.object = %s AND x.source = k.source AND x.key = k.key AND x.record_id = k.record_id)"
    )
    execute(f"UPDATE {image} SET _changed = TRUE WHERE NOT _changed AND id IN ({new_keys})", [plan.spec.name])
    parents = [f"SELECT source_id FROM {plan.table(LINKS)}"]
    parents += [
        f"SELECT r.parent FROM {child.source} r JOIN {child.table} c ON c.id = r._target WHERE c._changed"
        for child in children
    ]
    for ids in parents:
        execute(f"UPDATE {image} SET _changed = TRUE WHERE NOT _changed AND id IN ({ids})")


def forget_rejected(plan: Plan, children: list[Image]) -> None:
    """Take rejected rows out of keys, links and children."""
    for table in (plan.table(KEYS), plan.table(LINKS), *(child.source for child in children)):
        execute(f"DELETE FROM {table} k USING {plan.table('rejected')} r WHERE r._row = k._row")


def write_keys(plan: Plan) -> None:
    """Add the outside keys; one that a record in the trash still held goes over to the new record."""
    execute(
        f"INSERT INTO external_id (id, object, source, key, record_id) SELECT uuidv7(), %s, source, key, record_id"
        f" FROM {plan.table(KEYS)} ON CONFLICT (object, source, key) DO UPDATE SET record_id = excluded.record_id"
        " WHERE external_id.record_id <> excluded.record_id",
        [plan.spec.name],
    )


def write_links(plan: Plan) -> None:
    """Add the many-links, behind those that are there; the first of a record that has none is its primary."""
    execute(
        "INSERT INTO link (id, relation, source_id, target_id, role, position, is_primary) SELECT uuidv7(), n.relation,"
        " n.source_id, n.target_id, n.role, coalesce(b.last, -1) + n.nth, b.last IS NULL AND n.nth = 1"
        " FROM (SELECT *, row_number() OVER (PARTITION BY relation, source_id ORDER BY _row, target_id) AS nth"
        f" FROM {plan.table(LINKS)}) n LEFT JOIN (SELECT l.relation, l.source_id, max(l.position) AS last FROM link l"
        f" WHERE (l.relation, l.source_id) IN (SELECT relation, source_id FROM {plan.table(LINKS)})"
        " GROUP BY l.relation, l.source_id) b ON b.relation = n.relation AND b.source_id = n.source_id"
    )
