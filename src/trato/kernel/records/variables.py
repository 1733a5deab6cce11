"""What `me`, `my_team`, `my_reports`, `today` and `now` mean for an actor."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone

from trato.kernel.fields.base import Locale
from trato.kernel.filters.compile import Variables
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor


def variables_of(actor: Actor) -> Variables:
    """A filter's variables at this moment."""
    organization = scope.organization()
    now = timezone.now()
    return Variables(
        me=actor.id,
        my_team=actor.team_id,
        my_reports=actor.own[1:],
        now=now,
        today=now.astimezone(ZoneInfo(actor.zone)).date(),
        zone=actor.zone,
        fiscal_year_start=organization.fiscal_year_start,
    )


def locale_of(actor: Actor) -> Locale:
    """How the actor reads and writes values."""
    organization = scope.organization()
    return Locale(actor.language, actor.zone, organization.currency, organization.region)
