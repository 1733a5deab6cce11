"""What an amount is worth in the organization's base currency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization
from trato.lib.money import Money

CENT = Decimal("0.01")


def in_base(money: Money, on: date | None = None) -> Money:
    """`money` with its worth in the base currency: at the rate of the day `on`, else the latest one.

    FieldError `no_rate` for a currency without a rate.
    """
    if money.currency == scope.organization().currency:
        return replace(money, base=money.amount)
    rates = CurrencyRate.objects.filter(currency__code=money.currency, deleted_at=None)
    dated = rates.filter(starts_on__lte=on) if on else rates
    rate = dated.order_by("-starts_on").values_list("rate", flat=True).first()
    if rate is None:
        message = _("There is no exchange rate for {currency}; add one in the settings.")
        raise FieldError("no_rate", message.format(currency=money.currency), "/currency")
    return replace(money, base=(money.amount * rate).quantize(CENT, ROUND_HALF_UP))


def seed(organization: Organization) -> None:
    """The organization's own currency. Safe to call again."""
    Currency.objects.get_or_create(code=organization.currency, defaults={"name": organization.currency})
