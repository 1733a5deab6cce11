"""What nobody is told any more: of records that are deleted for good."""

from collections.abc import Sequence
from uuid import UUID

from trato.kernel.actions.purging import purges
from trato.kernel.tenancy.database import execute

_ENTRIES = (
    "SELECT e.id FROM subject s JOIN entry e ON e.id = s.entry_id"
    " WHERE s.record_id = ANY(%s::uuid[]) AND e.record_id = s.record_id"
)


@purges()
def forget(ids: Sequence[UUID]) -> None:
    """Nobody follows the records nor was told of them; what was told of others because of them does not name them."""
    gone = [list(ids)]
    execute("DELETE FROM follow WHERE record_id = ANY(%s::uuid[])", gone)
    execute("DELETE FROM notification WHERE record_id = ANY(%s::uuid[])", gone)
    execute(f"UPDATE notification SET title = '' WHERE title <> '' AND entry_id IN ({_ENTRIES})", gone)
