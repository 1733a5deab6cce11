"""The rejected rows as a file: as they came, with the reason behind; mended, it can be brought in again."""

from __future__ import annotations

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from trato.kernel.exchange import files
from trato.kernel.exchange.guard import guarded
from trato.kernel.exchange.models import Import
from trato.kernel.exchange.reading import Table
from trato.kernel.intake.run import Run
from trato.kernel.tenancy.database import fetch

AT_ONCE = 5000


def write(run: Run, table: Table, one: Import) -> str:
    """Write the rejected rows beside the import's file; answers the file's kept path, '' when there are none."""
    if one.rejected:
        files.absolute(one.rejected).unlink(missing_ok=True)
    if not fetch(f"SELECT 1 FROM {run.plan.table('rejected')} LIMIT 1"):
        return ""
    path = files.new("imports", ".rejected.csv")
    _write(run, table, path)
    return files.relative(path)


def _write(run: Run, table: Table, path: Path) -> None:
    """One pass over the file beside one over the rejections, both in the order of rows."""
    reasons: dict[int, str] = {}
    known_to = 0
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        path.chmod(0o600)
        writer = csv.writer(file)
        writer.writerow([*map(guarded, table.names), _("Reason")])
        for row in table.rows():
            if row.number > known_to:
                reasons, known_to = _reasons(run, known_to)
            if row.number in reasons:
                writer.writerow([*map(guarded, row.cells), reasons[row.number]])


def _reasons(run: Run, after: int) -> tuple[dict[int, str], int]:
    """The reasons of the next rejected rows, and up to which row they are known."""
    rows = fetch(
        "SELECT _row, string_agg(DISTINCT CASE WHEN col = '' THEN message ELSE col || ': ' || message END, '; ')"
        f" FROM {run.plan.table('rejected')} WHERE _row > %s GROUP BY _row ORDER BY _row LIMIT {AT_ONCE}",
        [after],
    )
    return dict(rows), rows[-1][0] if len(rows) == AT_ONCE else 1 << 62
