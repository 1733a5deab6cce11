"""What a demo company is put together from: everything that it says in one language. Nobody real is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

Texts = tuple[str, ...]


def texts(joined: str) -> Texts:
    """Texts written in one, with bars between them."""
    return tuple(each.strip() for each in joined.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of one language. `representative`, `manager`, `administrator` are the names of the personas; in texts
    {person} stands for somebody's first name, {who} for a colleague who is mentioned, {product} for a product."""

    language: str
    company: str
    currency: str
    zone: str
    country: str
    mobile: str
    landline: str
    digits: int
    representative: str
    manager: str
    administrator: str
    teams: Texts
    given: Texts
    family: Texts
    has_second_family: bool
    first: Texts
    second: Texts
    form: Texts
    cities: Texts
    streets: Texts
    jobs: Texts
    departments: Texts
    steps: Texts
    stages: Texts
    products: tuple[tuple[str, str, str, int], ...]
    interests: Texts
    account_tags: Texts
    contact_tags: Texts
    lead_tags: Texts
    calls: Texts
    meetings: Texts
    emails: Texts
    places: Texts
    held: Texts
    tasks: Texts
    office_tasks: Texts
    office_meeting: str
    notes: Texts
    mentions: Texts
    forms: tuple[tuple[str, str, str], ...]
    consent: str
    answers: Texts
    labels: Texts
    campaigns: Texts
    lists: tuple[tuple[str, str], ...]
    list_notes: Texts
    view: str

    def values(self) -> dict[str, Any]:
        """As parameters of statements: lists of texts as arrays, lists of rows as JSON."""
        found: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name, value in found.items():
            if isinstance(value, tuple):
                found[name] = list(value) if isinstance(value[0], str) else Jsonb([list(each) for each in value])
        return found
