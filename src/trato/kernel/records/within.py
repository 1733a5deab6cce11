"""Which rows of a list its reader may see, asked the way that is fast for how many those are.

What hangs on other records (notes, tasks, files) is asked row by row where the reader sees many: a page is soon full.
Who sees few would have the whole table walked for it; their rows are collected from what they own instead.
"""

from __future__ import annotations

import time
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

FEW = 5_000
"""Who sees no more rows than this, through no more records, has them collected."""
REMEMBERED_SECONDS = 60.0
_few: dict[tuple[str, str, UUID | None], tuple[float, bool]] = {}


def seen(actor: Actor, spec: ObjectSpec) -> Sql:
    """`policy.visible` of a row aliased `a`, to read."""
    branches = policy.branches(actor, spec)
    if not branches or not _are_few(actor, spec, branches):
        return policy.visible(actor, spec, "a")
    collected = "a.id = ANY(ARRAY(" + sql.join(" UNION ALL ", branches) + "))"
    return sql.both([collected, policy.open_to(actor, spec, "a")])


def _are_few(actor: Actor, spec: ObjectSpec, branches: list[Sql]) -> bool:
    """Whether there is little to collect. Remembered for a minute: it only decides how to look."""
    key = (scope.organization().schema_name, spec.name, actor.id)
    known = _few.get(key)
    if known and known[0] > time.monotonic():
        return known[1]
    walked = sql.join(" UNION ALL ", [*policy.nearest(actor, spec), *branches])
    [(number,)] = fetch("SELECT count(*) FROM (" + walked + f" LIMIT {FEW + 1}) walked")
    if len(_few) >= 10_000:
        _few.clear()
    _few[key] = (time.monotonic() + REMEMBERED_SECONDS, number <= FEW)
    return _few[key][1]
