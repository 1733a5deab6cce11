"""The kinds of notifications, and which of them a person wants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trato.kernel.notifications.models import Unwanted

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ASSIGNED, MENTIONED, REMINDED, FOLLOWED, JOB = "assigned", "mentioned", "reminded", "followed", "job"


@dataclass(frozen=True)
class Kind:
    """A kind of notification, as the settings offer it."""

    name: str
    label: _StrOrPromise
    help: _StrOrPromise
    icon: str


KINDS: tuple[Kind, ...] = (
    Kind(ASSIGNED, _("Assignments"), _("Somebody makes you the owner of a record."), "user"),
    Kind(MENTIONED, _("Mentions"), _("Somebody writes @ and your name."), "mention"),
    Kind(REMINDED, _("Reminders"), _("A task or a meeting of yours is near."), "bell"),
    Kind(FOLLOWED, _("Records you follow"), _("Somebody changes a record that you follow."), "eye"),
    Kind(JOB, _("Long work"), _("An import, an export or a bulk change of yours has come to its end."), "check"),
)


def wanted(user: UUID) -> frozenset[str]:
    """The kinds that a person wants to hear of: all, until they say otherwise."""
    unwanted = set(Unwanted.objects.filter(user_id=user).values_list("kind", flat=True))
    return frozenset(each.name for each in KINDS) - unwanted


def choose(user: UUID, names: Collection[str]) -> None:
    """Let a person hear of the kinds `names` and of no others."""
    Unwanted.objects.filter(user_id=user).delete()
    Unwanted.objects.bulk_create(Unwanted(user_id=user, kind=each.name) for each in KINDS if each.name not in names)
