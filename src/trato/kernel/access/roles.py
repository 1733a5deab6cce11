"""The roles that a new organization starts with."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext_noop as _

_ALL = {"create": "all", "read": "all", "update": "all", "delete": "all"}
_TEAM = {"create": "team", "read": "team", "update": "team", "delete": "own"}
_OWN = {"create": "own", "read": "own", "update": "own", "delete": "own"}
_SEE = {"read": "all"}


class ShippedRole(TypedDict):
    key: str
    name: str
    is_administrator: bool
    grants: dict[str, dict[str, str]]


SHIPPED: tuple[ShippedRole, ...] = (
    {"key": "administrator", "name": _("Administrator"), "is_administrator": True, "grants": {"*": _ALL}},
    {"key": "manager", "name": _("Manager"), "is_administrator": False, "grants": {"*": _TEAM}},
    {"key": "representative", "name": _("Representative"), "is_administrator": False, "grants": {"*": _OWN}},
    {"key": "read-only", "name": _("Read-only"), "is_administrator": False, "grants": {"*": _SEE}},
)
