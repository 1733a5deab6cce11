"""What an operator may enter for e-mails, scopes, host names and currencies; Trouble says in a line what is wrong."""

import re
from collections.abc import Iterable

from trato.kernel.fields.base import FieldError
from trato.kernel.fields.text import clean_email
from trato.kernel.objects import registry
from trato.lib.money import CURRENCIES
from trato.project.trouble import Trouble

_HOST_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_WIDE_SCOPES = ("read", "write", "admin")


def email(given: str) -> str:
    """As it is stored."""
    try:
        found = clean_email(given)
    except FieldError as error:
        raise Trouble(f"{given!r} is not an e-mail address: {error.message}") from error
    if found is None:
        raise Trouble("An e-mail address is needed.")
    return found


def name(given: str) -> str:
    """One line with something in it."""
    found = " ".join(given.split())
    if not found or not found.isprintable():
        raise Trouble("A name is needed.")
    return found


def scopes(given: Iterable[str]) -> tuple[str, ...]:
    """read, write, admin, or an object's plural with read or write."""
    objects = {spec.plural for spec in registry.every()}
    for each in given:
        plural, _colon, right = each.partition(":")
        if each not in _WIDE_SCOPES and not (plural in objects and right in {"read", "write"}):
            raise Trouble(f"There is no scope {each!r}; there are {', '.join(_WIDE_SCOPES)} and such as deals:read.")
    return tuple(given)


def host_name(given: str) -> str:
    """A bare host name, without scheme, port or path."""
    found = given.casefold().rstrip(".")
    if not _HOST_NAME.fullmatch(found):
        raise Trouble(f"{given!r} is not a host name such as acme.example.com.")
    return found


def currency(given: str) -> str:
    """A code of ISO 4217."""
    found = given.upper()
    if found not in CURRENCIES:
        raise Trouble(f"There is no currency {given!r}; EUR and USD are such codes.")
    return found
