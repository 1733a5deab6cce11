"""Views and lists that somebody keeps in the sidebar, in an order of their own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from trato.kernel.tenancy.actor import Actor
from trato.kernel.views.desk import MAX_FAVOURITES
from trato.kernel.views.models import Favourite
from trato.lib.ids import as_uuid


def toggle(actor: Actor, kind: str, plural: str, key: str) -> bool:
    """Take a view or list among the actor's favourites, or out of them; whether it is one now."""
    target = as_uuid(key)
    at = {"user_id": actor.id, "kind": kind, "object": plural, "key": "" if target else key, "target_id": target}
    with transaction.atomic():
        if Favourite.objects.filter(**at).delete()[0]:
            return False
        mine = Favourite.objects.filter(user_id=actor.id)
        if actor.id is None or mine.count() >= MAX_FAVOURITES:
            return False
        last = mine.aggregate(last=Max("position"))["last"]
        Favourite.objects.create(**at, position=0 if last is None else last + 1)
    return True


def arrange(actor: Actor, ids: Sequence[UUID]) -> None:
    """Put the actor's favourites in this order; those not named stay behind them."""
    mine = {each.pk: each for each in Favourite.objects.filter(user_id=actor.id).order_by("position", "pk")}
    wanted = [each for each in dict.fromkeys(ids) if each in mine]
    for place, one in enumerate([*wanted, *(each for each in mine if each not in wanted)]):
        mine[one].position = place
    Favourite.objects.bulk_update(mine.values(), ["position"])
