"""Records that look the same and are not: what somebody said once is not asked again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.models import Apart
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch

MAX_TOGETHER = 20
"""Records of one group."""


def tell(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    """None of these is another of these. The caller has checked that the actor may say so."""
    pairs = combinations(sorted(set(ids))[:MAX_TOGETHER], 2)
    rows = (Apart(object=spec.name, low_id=low, high_id=high, by_id=actor.id) for low, high in pairs)
    Apart.objects.bulk_create(rows, ignore_conflicts=True)


def forget(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    """They may be the same after all."""
    Apart.objects.filter(object=spec.name, low_id__in=ids, high_id__in=ids).delete()


def pairs(spec: ObjectSpec, ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """The pairs among some records that are not the same, the lower id first."""
    rows = fetch(
        "SELECT low_id, high_id FROM apart WHERE object = %s AND low_id = ANY(%s::uuid[])", [spec.name, list(set(ids))]
    )
    return {(low, high) for low, high in rows}


def without(ids: Sequence[UUID], known: set[tuple[UUID, UUID]]) -> list[UUID]:
    """Those of a group that may still be the same as another of it."""
    return [one for one in ids if any((min(one, other), max(one, other)) not in known for other in ids if other != one)]
