"""Where Django looks for the wing's tables. Each is declared in its object's room."""

from trato.wings.commerce.product.model import Product

__all__ = ["Product"]
