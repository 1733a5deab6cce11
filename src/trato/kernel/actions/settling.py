"""Running a settler over the records that a set-based change has written."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.actions.registry import Settler
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.lib.sql import Sql

_COLUMNS = "record_id uuid PRIMARY KEY, created boolean NOT NULL, imaged boolean NOT NULL, entry uuid"


def settle(settler: Settler, actor: Actor, entry: UUID, written: Sql) -> None:
    """Let `settler` make true what follows for the rows of the query `written` (record_id, created, imaged, entry), all
    of them caused by `entry`. Part of the caller's transaction."""
    execute(f"CREATE TEMP TABLE written ({_COLUMNS}) ON COMMIT DROP")
    execute("INSERT INTO written " + written)
    execute("ANALYZE written")
    settler(actor=actor, entry=entry)
    execute("DROP TABLE written")
