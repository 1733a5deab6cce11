"""What other wings may use of commerce."""

from trato.wings.commerce.product.queries import Offer, offer

__all__ = ["Offer", "offer"]
