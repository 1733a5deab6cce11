"""Files that were brought in or written out, once nobody needs them (jobs.cleaning says when)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from trato.kernel.exchange import files
from trato.kernel.exchange.models import Import
from trato.kernel.jobs.cleaning import KEEP, KEEP_SHORT, delete, sweep

_OLD_IMPORTS = (
    "created_at < now() - %s AND NOT EXISTS"
    " (SELECT 1 FROM job j WHERE j.id = import.job_id AND j.state IN ('queued', 'running'))"
)


@sweep
def clean_files() -> int:
    """Imports whose time is over, and the files that no import names any more; exports whose address has ended."""
    gone = delete("import", _OLD_IMPORTS, KEEP)
    named = {path for pair in Import.objects.values_list("path", "rejected") for path in pair}
    return gone + _unlink("imports", KEEP, named) + _unlink("exports", KEEP_SHORT, set())


def _unlink(kind: str, kept: timedelta, named: set[str]) -> int:
    before = (datetime.now(UTC) - kept).timestamp()
    old = [
        path
        for path in files.folder(kind).iterdir()
        if path.is_file() and path.stat().st_mtime < before and files.relative(path) not in named
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
