"""The first people of an organization, and those that a command adds."""

from __future__ import annotations

from django.utils.translation import gettext, override

from trato.kernel.access.models import Role, User
from trato.kernel.access.roles import SHIPPED
from trato.kernel.tenancy.models import Organization


class UnknownRole(LookupError):
    """There is no role of that key."""


def seed_roles(organization: Organization) -> None:
    """The shipped roles, named in the organization's language. Safe to call again."""
    with override(organization.language):
        for role in SHIPPED:
            Role.objects.get_or_create(
                key=role["key"],
                defaults={
                    "name": gettext(role["name"]),
                    "is_administrator": role["is_administrator"],
                    "grants": role["grants"],
                },
            )


def rename_roles(before: str, after: str) -> None:
    """Give the shipped roles that still have their first names those of another language."""
    for role in SHIPPED:
        with override(before):
            old = gettext(role["name"])
        with override(after):
            Role.objects.filter(key=role["key"], name=old).update(name=gettext(role["name"]))


def ensure_user(*, email: str, name: str = "", role: str = "representative") -> User:
    """The user with that e-mail, made with the role of that key when there is none. UnknownRole when none has it."""
    found = Role.objects.filter(key=role).first()
    if found is None:
        raise UnknownRole(role)
    user, _created = User.objects.get_or_create(
        email=email.casefold(), defaults={"name": name or email.partition("@")[0], "role": found}
    )
    return user


def ensure_administrator(email: str) -> User:
    """The administrator with that e-mail, made when there is none."""
    return ensure_user(email=email, role="administrator")
