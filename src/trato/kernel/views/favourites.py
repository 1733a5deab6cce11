"""Views and lists that somebody keeps in the sidebar, in an order of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from trato.kernel.tenancy.actor import Actor
from trato.kernel.views.desk import MAX_FAVOURITES
from trato.kernel.views.models import Favourite
from trato.lib.ids import as_uuid


def toggle(actor: Actor, kind: str, plural: str, key: str) -> bool:
    """Take a view or list among the actor's favourites, or out of them; whether it is one now."""
    if actor.id is None:
        return False
    target = as_uuid(key)
    at: dict[str, Any] = {"kind": kind, "object": plural, "key": "" if target else key, "target_id": target}
    with transaction.atomic():
        mine = Favourite.objects.filter(user_id=actor.id)
        if mine.filter(**at).delete()[0]:
            return False
        if mine.count() >= MAX_FAVOURITES:
            return False
        last = mine.aggregate(last=Max("position"))["last"]
        Favourite.objects.create(user_id=actor.id, **at, position=0 if last is None else last + 1)
    return True


def move(actor: Actor, one: UUID, after: UUID | None) -> None:
    """Put one of the actor's favourites behind another, or first."""
    if actor.id is None:
        return
    mine = list(Favourite.objects.filter(user_id=actor.id).order_by("position", "pk"))
    moved = next((each for each in mine if each.pk == one), None)
    if moved is None:
        return
    mine.remove(moved)
    at = next((place + 1 for place, each in enumerate(mine) if each.pk == after), 0)
    mine.insert(at, moved)
    for place, each in enumerate(mine):
        each.position = place
    Favourite.objects.bulk_update(mine, ["position"])
