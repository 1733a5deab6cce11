"""What must hold of currencies and their rates, and what a rate is called."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.actions.registry import prepares, settles
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.lib.money import CURRENCIES

_LABELS = """
UPDATE currency_rate r SET label = c.code || ' ' || r.starts_on FROM written w, currency c
WHERE r.id = w.record_id AND c.id = r.currency_id
"""


@prepares("currency")
def know_code(*, actor: Actor, record: Currency, given: frozenset[str]) -> None:
    """A currency is known by its code, however it is typed."""
    record.code = record.code.upper()
    if record.code not in CURRENCIES:
        message = _("“{value}” is not the code of a currency; one is EUR.").format(value=record.code)
        raise Invalid([Problem("code", "not_an_option", message)])


@prepares("currency_rate")
def name_rate(*, actor: Actor, record: CurrencyRate, given: frozenset[str]) -> None:
    """A rate is called after its currency and its first day; the base currency has none."""
    if record.currency.code == scope.organization().currency:
        message = _("This is the base currency: one unit of it is always worth 1.")
        raise Invalid([Problem("currency", "invalid", message)])
    if record.rate <= 0:
        raise Invalid([Problem("rate", "out_of_range", _("Enter more than 0."))])
    record.label = f"{record.currency.code} {record.starts_on}"


@settles("currency_rate")
def settle_names(*, actor: Actor, entry: UUID) -> None:
    """What `name_rate` calls one, for all that a file brings in."""
    execute(_LABELS)
