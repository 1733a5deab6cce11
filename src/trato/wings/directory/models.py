"""Where Django looks for the wing's tables. Each is declared in its object's room."""

from trato.wings.directory.account.model import Account
from trato.wings.directory.contact.model import Contact

__all__ = ["Account", "Contact"]
