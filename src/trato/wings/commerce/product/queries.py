"""Reads of products for rules of other objects."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trato.lib.money import Money
from trato.wings.commerce.product.model import Product


@dataclass(frozen=True, slots=True)
class Offer:
    """What a product is called and costs."""

    name: str
    price: Money | None


def offer(product: UUID) -> Offer | None:
    """Name and price of a product; None when there is none such. The caller has looked the product up for an actor."""
    found = Product.objects.filter(pk=product).first()
    if found is None:
        return None
    currency = found.price_currency
    price = None if found.price is None or currency is None else Money(found.price, currency, found.price_base)
    return Offer(found.name, price)
