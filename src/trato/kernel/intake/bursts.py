"""Filling GIN indexes in bulk.

One entry after the other costs a walk down the tree for every word. For the time of a large import the entries are
gathered and sorted into the tree by the thousand. Nobody else notices: the setting changes inside the transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from trato.kernel.tenancy.database import execute, fetch

LEAST = 2000
"""Fewer records are not worth it."""
MEMORY = "48MB"
_SETTINGS = ("gin_pending_list_limit", "work_mem")

_INDEXES = """
SELECT i.indexrelid::regclass::text FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' JOIN pg_am a ON a.oid = c.relam AND a.amname = 'gin'
JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = current_schema()::regnamespace AND t.relname = ANY(%s)
WHERE c.reloptions @> '{fastupdate=off}' ORDER BY i.indexrelid
"""


@contextmanager
def gathered(tables: Sequence[str], records: int) -> Iterator[None]:
    """Gather what is written to the GIN indexes of these tables, if the records are many, and sort it in at the end."""
    indexes = [name for (name,) in fetch(_INDEXES, [list(tables)])] if records >= LEAST else []
    if not indexes:
        yield
        return
    before = [fetch(f"SHOW {name}")[0][0] for name in _SETTINGS]
    _settle([MEMORY] * len(_SETTINGS))
    for index in indexes:
        execute(f"ALTER INDEX {index} SET (fastupdate = on)")
    yield
    for index in indexes:
        fetch("SELECT gin_clean_pending_list(%s::regclass)", [index])
        execute(f"ALTER INDEX {index} SET (fastupdate = off)")
    _settle(before)


def _settle(values: Sequence[str]) -> None:
    for name, value in zip(_SETTINGS, values, strict=True):
        fetch("SELECT set_config(%s, %s, TRUE)", [name, value])
