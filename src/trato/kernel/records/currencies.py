"""What an amount is worth in the organization's base currency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization
from trato.lib.money import Money

CENT = Decimal("0.01")
ONE = Decimal(1)


def in_base(money: Money, on: date | None = None) -> Money:
    """`money` with its worth in the base currency: at the rate of the day `on`, else the latest one.

    FieldError `no_rate` for a currency without a rate.
    """
    return convert(money, rate(money.currency, on))


def rate(currency: str, on: date | None = None) -> Decimal:
    """What one unit of a currency is worth: on the day `on`, else at the latest rate. FieldError `no_rate`.

    An organization that never chose its base currency takes that of the first amount it meets.
    """
    organization = scope.organization()
    if not organization.currency_is_chosen:
        return _choose(organization, currency)
    if currency == organization.currency:
        return ONE
    rates = CurrencyRate.objects.filter(currency__code=currency, deleted_at=None)
    dated = rates.filter(starts_on__lte=on) if on else rates
    found: Decimal | None = dated.order_by("-starts_on").values_list("rate", flat=True).first()
    if found is None:
        message = _("There is no exchange rate for {currency}; add one in the settings.")
        raise FieldError("no_rate", message.format(currency=currency), "/currency")
    return found


def _choose(organization: Organization, currency: str) -> Decimal:
    """The first amount decides, unless another transaction's has decided meanwhile."""
    undecided = Organization.objects.filter(pk=organization.pk, currency_is_chosen=False)
    undecided.update(currency=currency, currency_is_chosen=True)
    scope.renew(Organization.objects.get(pk=organization.pk))
    seed(scope.organization())
    transaction.on_commit(organizations.forget_hosts)
    return rate(currency)


def convert(money: Money, at: Decimal) -> Money:
    """`money` with its worth at that rate."""
    return replace(money, base=(money.amount * at).quantize(CENT, ROUND_HALF_UP))


def seed(organization: Organization) -> None:
    """The organization's own currency. Safe to call again."""
    Currency.objects.get_or_create(code=organization.currency, defaults={"name": organization.currency})
