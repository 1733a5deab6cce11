"""The demo company that is measured, and those through whose eyes."""

from __future__ import annotations

from dataclasses import dataclass

from trato.kernel.access import sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.project.demo import company


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company: `token` for the API, `cookie` for pages."""

    email: str
    label: str
    token: str
    cookie: str


def made(scale: str) -> Organization:
    """The demo company at that scale, the one that is there if it fits."""
    found = company.find()
    wanted = company.SCALES[scale].contacts
    if found is not None:
        with scope.enter(found):
            [(count,)] = fetch("SELECT count(*) FROM contact")
        if wanted <= count < 2 * wanted:
            return found
    return company.make(scale, report=lambda line: print(f"Making {line}…", flush=True))


def people() -> dict[str, Person]:
    """With a fresh token and session each. To be called inside the company, like `owned`."""
    found = {}
    for name, label in (("rep2", "a representative"), ("rep1", "one who sees 0.1 %"), ("admin", "an administrator")):
        user = User.objects.get(email=f"{name}@demo.example")
        token = sessions.make_token(user, label="bench", rate=0, days=1)
        found[name] = Person(user.email or "", label, token, sessions.open_session(user))
    return found


def owned(table: str, person: Person, count: int = 100) -> list[str]:
    """Ids of some records that are theirs."""
    rows = fetch(
        f'SELECT a.id::text FROM {table} a JOIN "user" u ON u.id = a.owner_id'
        " WHERE u.email = %s AND a.deleted_at IS NULL LIMIT %s",
        [person.email, count],
    )
    return [row[0] for row in rows]
