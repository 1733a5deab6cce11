"""Images into records, with an entry each, all caused by the import's own entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import orjson
from django.db import connection

from trato.kernel.actions import concerned, runner, settling
from trato.kernel.actions import registry as actions
from trato.kernel.intake.beside import KEYS
from trato.kernel.intake.differences import before_of, changes
from trato.kernel.intake.image import Image, stored_columns
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql

TAIL = 5000


def settle_images(images: Sequence[Image]) -> None:
    """Let the objects make true of new records what needs no stored row: children first, parents look at them."""
    tables, keys = {each.spec.name: each.table for each in images}, images[0].plan.table(KEYS)
    for each in reversed(images):
        settler = actions.image_settler(each.spec.name)
        if settler is not None:
            settler(actor=each.plan.actor, images=tables, keys=keys)


def store(image: Image) -> None:
    """Copy the image into place, remembering what changed records were like before."""
    table, me = sql.name(image.spec.table), image.plan.actor.id
    columns = ", ".join(map(sql.name, stored_columns(image.spec)))
    execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {image.table} WHERE _created ORDER BY _row")
    old = ", ".join(f"t.{sql.name(name)}" for name in ("id", *image.columns))
    execute(
        f"CREATE TEMP TABLE {before_of(image)} ON COMMIT DROP AS SELECT {old} FROM {table} t JOIN {image.table} i"
        " ON i.id = t.id WHERE i._changed AND NOT i._created"
    )
    execute(f"CREATE UNIQUE INDEX ON {before_of(image)} (id)")
    new = [f"{sql.name(name)} = i.{sql.name(name)}" for name in image.columns]
    new += ["version = t.version + 1", "updated_at = now()", "updated_by_id = %s"]
    execute(
        f"UPDATE {table} t SET {', '.join(new)} FROM {image.table} i"
        " WHERE i.id = t.id AND i._changed AND NOT i._created",
        [me],
    )


def settle(image: Image, entry: UUID) -> None:
    """Let the object make true what its verbs and reactions would have made true."""
    settler = actions.settler(image.spec.name)
    if settler is None:
        return
    imaged = "_created" if actions.image_settler(image.spec.name) else "FALSE"
    written = Sql(f"SELECT id, _created, {imaged}, NULL::uuid FROM {image.table} WHERE _changed")
    settling.settle(settler, image.plan.actor, entry, written)


def count(images: Sequence[Image]) -> int:
    """How many records there are to write."""
    return sum(number for each in images for (number,) in fetch(f"SELECT count(*) FROM {each.table} WHERE _changed"))


def know_sizes(images: Sequence[Image]) -> None:
    """Let the planner know tables that this import has multiplied: it would take a full one for empty, and read all of
    it for every row."""
    tables = [*(each.spec.table for each in images), "link", "external_id"]
    for (name,) in fetch(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"
        " AND c.relname = ANY(%s) AND c.reltuples < %s",
        [tables, 4 * count(images)],
    ):
        execute(f"ANALYZE (SKIP_LOCKED) {sql.name(name)}")


def remember(image: Image, cause: UUID) -> None:
    """Write the entries of all records of the image, with their subjects and outbox rows."""
    diffs = image.table[:-1] + '_diffs"'
    execute(f"CREATE TEMP TABLE {diffs} (record_id uuid PRIMARY KEY, diff jsonb) ON COMMIT DROP")
    for chunk in changes(image):
        with connection.cursor() as cursor, cursor.copy(f"COPY {diffs} FROM STDIN") as copy:
            for record_id, diff in chunk:
                copy.write_row((record_id, orjson.dumps(diff).decode()))
    spec, actor = image.spec, image.plan.actor
    execute(
        "WITH e AS (INSERT INTO entry (id, actor_id, actor_name, actor_kind, verb, object, record_id, title, version,"
        " diff, data, cause_id) SELECT uuidv7(), %s, %s, %s, CASE WHEN i._created THEN 'create' ELSE 'update' END, %s,"
        f" t.id, coalesce(t.{sql.name(spec.title)}, ''), t.version, coalesce(d.diff, '{{}}'), '{{}}', %s"
        f" FROM {image.table} i JOIN {sql.name(spec.table)} t ON t.id = i.id LEFT JOIN {diffs} d ON d.record_id = i.id"
        " WHERE i._changed ORDER BY i._row RETURNING id, record_id, diff),"
        f" s AS (INSERT INTO subject (entry_id, object, record_id) {concerned.subjects(spec)})"
        " INSERT INTO outbox (entry_id) SELECT id FROM e",
        [actor.id, actor.name, actor.kind, spec.name, cause],
    )


def tell(image: Image, progress: Callable[[float], None]) -> None:
    """Keep with the records what must be true with them (search documents), in batches."""
    changed = frozenset(field.name for field in image.part.fields) | {"owner"}
    ids = [each for (each,) in fetch(f"SELECT id FROM {image.table} WHERE _changed ORDER BY _row")]
    for start in range(0, len(ids), TAIL):
        for tail in runner.tails:
            tail(image.spec, ids[start : start + TAIL], changed)
        progress(start / len(ids))
