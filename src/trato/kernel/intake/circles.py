"""Records that a file would put above themselves: parents of accounts, managers of people. Refused row by row, by the
rule that the runner holds single records to (records.lines)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trato.kernel.intake.image import Image
from trato.kernel.intake.lookups import texts_of
from trato.kernel.intake.plan import Link
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql


def refuse(image: Image, link: Link, number: int) -> int:
    """Reject the rows whose records stand on a circle of `link`; answers how many.

    Whoever a record leads to is asked of the image first, then of what is stored: a file may close a circle with
    records it says nothing of. Doubling the step finds circles of any length in few statements: whoever does not come
    to an end is on a circle or leads to one, and after more steps than there are records all have arrived on it.
    """
    walk = image.table[:-1] + f'_walk{number}"'
    column = sql.name(link.field.columns[0].name)
    execute(f"DROP TABLE IF EXISTS {walk}")
    execute(
        f"CREATE TEMP TABLE {walk} ON COMMIT DROP AS WITH RECURSIVE walk (id, next) AS ("
        f"SELECT id, {column} FROM {image.table} WHERE _changed AND {column} IS NOT NULL UNION"
        f" SELECT w.next, CASE WHEN i.id IS NULL THEN t.{column} ELSE i.{column} END FROM walk w"
        f" LEFT JOIN {image.table} i ON i.id = w.next LEFT JOIN {sql.name(image.spec.table)} t ON t.id = w.next"
        " WHERE w.next IS NOT NULL) SELECT id, next FROM walk WHERE next IS NOT NULL"
    )
    [(left,)] = fetch(f"SELECT count(*) FROM {walk}")
    steps, enough = 1, left
    while left and steps < 2 * enough:
        execute(
            f"UPDATE {walk} w SET next = further.next FROM {walk} me LEFT JOIN {walk} further ON further.id = me.next"
            " WHERE me.id = w.id"
        )
        left -= execute(f"DELETE FROM {walk} WHERE next IS NULL")
        steps *= 2
    if not left:
        return 0
    return execute(
        f"INSERT INTO {image.plan.table('rejected')} (_row, col, code, message, cell)"
        f" SELECT i._row, %s, 'invalid', %s, coalesce(s.text, '') FROM {image.table} i"
        f" LEFT JOIN {texts_of(image.plan, link)} s ON s._row = i._row"
        f" WHERE i._changed AND i.id IN (SELECT next FROM {walk})",
        [link.column.name, _("This would lead back to the record itself.")],
    )
