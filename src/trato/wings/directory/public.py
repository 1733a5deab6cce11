"""What other wings may use of the directory."""

from trato.wings.directory.choices import INDUSTRIES, SOURCES
from trato.wings.directory.customers import Customer, set_customer_since, settle_customers

__all__ = ["INDUSTRIES", "SOURCES", "Customer", "set_customer_since", "settle_customers"]
