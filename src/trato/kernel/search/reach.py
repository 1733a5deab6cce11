"""What an actor may see of the documents, as few groups of objects that are looked through alike."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.access.policy import owners_within, reach
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib.sql import FALSE, TRUE, Sql

FEW = 10_000
"""Who sees no more documents than this has all of them looked through."""
REMEMBERED_SECONDS = 60.0
_few: dict[tuple[str, tuple[UUID, ...]], tuple[float, bool]] = {}


@dataclass(frozen=True)
class Group:
    """Objects whose documents (aliased `d`) the actor sees by one condition. `is_few`: those of some owners, few of
    them; `is_judged`: seeing one takes a look at other tables."""

    specs: tuple[ObjectSpec, ...]
    seen: Sql
    is_few: bool = False
    is_judged: bool = False
    owners: tuple[UUID, ...] = ()
    """Whose documents they are, where that is the condition."""

    @property
    def first(self) -> Sql:
        """What candidates must meet, before they are judged."""
        return TRUE if self.is_judged else self.seen


def groups(actor: Actor, specs: Sequence[ObjectSpec]) -> list[Group]:
    """The groups; objects that the actor sees nothing of are in none."""
    whole: list[ObjectSpec] = []
    owned: dict[tuple[UUID, ...], list[ObjectSpec]] = {}
    found: list[Group] = []
    for spec in specs:
        seen = policy.visible_document(actor, spec, "d")
        if seen == TRUE:
            whole.append(spec)
        elif seen != FALSE and spec.about is None and not spec.personal:
            owned.setdefault(owners_within(actor, reach(actor, "read", spec)), []).append(spec)
        elif seen != FALSE:
            found.append(Group((spec,), seen, is_judged=True))
    if whole:
        found.insert(0, Group(tuple(whole), TRUE))
    for owners, theirs in owned.items():
        seen = policy.visible_document(actor, theirs[0], "d")
        found.append(Group(tuple(theirs), seen, is_few=_are_few(owners), owners=owners))
    return found


def _are_few(owners: tuple[UUID, ...]) -> bool:
    """Whether these owners have few documents. Remembered for a minute: it only decides how to look."""
    key = (scope.organization().schema_name, owners)
    known = _few.get(key)
    if known and known[0] > time.monotonic():
        return known[1]
    [(number,)] = fetch(
        "SELECT count(*) FROM (SELECT FROM search_document WHERE owner_id = ANY(%s::uuid[]) LIMIT %s) d",
        [list(owners), FEW + 1],
    )
    if len(_few) >= 10_000:
        _few.clear()
    _few[key] = (time.monotonic() + REMEMBERED_SECONDS, number <= FEW)
    return _few[key][1]
