"""Making and removing the demo company."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from trato.kernel.objects import registry
from trato.kernel.records import tags
from trato.kernel.search import documents
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.lib import sql
from trato.lib.dates import zone_of
from trato.lib.text import norm
from trato.project.demo import functions, history, people, personal, plan, records, work
from trato.project.demo.english import ENGLISH
from trato.project.demo.spanish import SPANISH
from trato.project.demo.words import Words
from trato.wings.collaboration import mentions
from trato.wings.collaboration.following import queries as following
from trato.wings.collaboration.note.spec import MENTIONS

LANGUAGES = {each.language: each for each in (SPANISH, ENGLISH)}
LARGE = 10_000
ADMINISTRATOR, REPRESENTATIVE = "admin@demo.example", "rep2@demo.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much of everything. One deal of `lined` has lines, `changes` are told of each besides its way through the
    stages, and the first `worked` deals and leads are worked on: calls, tasks, notes."""

    accounts: int
    contacts: int
    deals: int
    leads: int
    people: int
    changes: int
    lined: int = 1
    worked: int

    @property
    def is_large(self) -> bool:
        return self.contacts >= LARGE

    def owners(self, words: Words) -> list[str]:
        """The e-mail addresses of those who own records, as often as they are to have some. The first has next to none
        of a large company (plan.OWNER_OF)."""
        everybody = [f"rep{number}@demo.example" for number in range(1, self.people + 1)]
        if self.is_large:
            return everybody
        return [everybody[0], *everybody, REPRESENTATIVE, REPRESENTATIVE, manager(words), ADMINISTRATOR]


SCALES = {
    "small": Scale(accounts=160, contacts=420, deals=520, leads=180, people=12, changes=1, worked=520),
    "100k": Scale(
        accounts=30_000, contacts=100_000, deals=50_000, leads=10_000, people=201, changes=1, lined=4, worked=6_000
    ),
    "1m": Scale(
        accounts=300_000,
        contacts=1_000_000,
        deals=500_000,
        leads=100_000,
        people=201,
        changes=2,
        lined=10,
        worked=8_000,
    ),
}


def domain() -> str:
    """The host name under which the demo company answers."""
    host = settings.TRATO_URL.split("://", 1)[1].split("/", 1)[0].partition(":")[0]
    return f"demo.{host}"


def manager(words: Words) -> str:
    """The e-mail address of the manager who is shown around."""
    return f"manager.{norm(words.teams[0])}@demo.example"


def find() -> Organization | None:
    """The demo company, if there is one."""
    found: Organization | None = Organization.objects.filter(is_demo=True).first()
    return found


def remove() -> bool:
    """Drop the demo company with everything in it; answers whether there was one."""
    found = find()
    if found:
        with scope.leave():
            organizations.drop(found)
    return found is not None


def make(
    scale_name: str,
    *,
    language: str = "es",
    today: date | None = None,
    report: Callable[[str], None] = lambda _line: None,
) -> Organization:
    """The demo company at a scale, made anew: the same for the same language and day."""
    remove()
    scale, words = SCALES[scale_name], LANGUAGES.get(language, ENGLISH)
    organization = organizations.create(
        words.company,
        domain=domain(),
        is_demo=True,
        language=words.language,
        currency=words.currency,
        zone=words.zone,
        region=words.country,
    )
    day = today or datetime.now(zone_of(words.zone)).date()
    with scope.enter(organization):
        keys, indexes = (_take_keys(), _take_indexes()) if scale.is_large else ([], [])
        _fill(scale, words, day, report)
        report("search")
        for spec in registry.every():
            documents.rebuild(spec)
        report("indexes")
        _make(indexes + keys)
        report("statistics")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        report("what comes next")
        _follow()
    return organization


def _steps() -> Iterator[tuple[str, Sequence[str]]]:
    yield "people", [*people.EVERYBODY, plan.OWNERS]
    yield "plans", plan.EVERYTHING
    yield "accounts and contacts", records.DIRECTORY
    yield "deals", records.SELLING
    yield "leads", [records.LEADS]
    yield "history", list(history.statements())
    yield "work", work.WORK
    yield "inboxes", personal.PERSONAL


def _fill(scale: Scale, words: Words, today: date, report: Callable[[str], None]) -> None:
    values = _values(scale, words, today)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        for statement in functions.all_of(words.zone):
            cursor.execute(statement)
        for label, statements in _steps():
            report(label)
            for statement in statements:
                cursor.execute(statement, values)


def _values(scale: Scale, words: Words, today: date) -> dict[str, Any]:
    sizes = {name: getattr(scale, name) for name in ("accounts", "contacts", "deals", "leads", "people")}
    return {
        **words.values(),
        **sizes,
        "changes": scale.changes,
        "lined": scale.lined,
        "worked": scale.worked,
        "large": scale.is_large,
        "owners": scale.owners(words),
        "personas": [REPRESENTATIVE, manager(words), ADMINISTRATOR],
        "codes": [code for _name, code, _series, _price in words.products],
        "today": today,
    }


def _follow() -> None:
    """Bring what the kernel's and the wings' own mechanisms keep up to date: mentions, what comes next, what was last, tags."""
    mentions.keep(
        MENTIONS, "body", [each for (each,) in fetch("SELECT id FROM note WHERE strpos(body, '/r/user/') > 0")]
    )
    targets: following.Targets = {}
    for name in ("note", "task", "activity"):
        ids = [each for (each,) in fetch(f"SELECT id FROM {sql.name(name)}")]
        for to, found in following.targets_of(registry.get(name), ids).items():
            targets.setdefault(to, set()).update(found)
    following.renew(targets)
    tags.prepare()


def _take_keys() -> list[str]:
    """Drop the foreign keys and answer what makes them again: checking them all at once takes a join, row by row minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
            " WHERE k.connamespace = current_schema()::regnamespace AND k.contype = 'f' AND k.conparentid = 0"
            " ORDER BY 1, 2"
        )
        taken = cursor.fetchall()
        for table, name, _definition in taken:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {sql.name(name)}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {sql.name(name)} {definition}" for table, name, definition in taken]


def _take_indexes() -> list[str]:
    """Drop the indexes that carry no constraint and answer what makes them again: filling first and indexing afterwards
    is many times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " LEFT JOIN pg_constraint k ON k.conindid = c.oid LEFT JOIN pg_inherits h ON h.inhrelid = c.oid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND k.oid IS NULL AND h.inhrelid IS NULL"
            " ORDER BY c.relname"
        )
        taken = cursor.fetchall()
        for name, _definition in taken:
            cursor.execute(f"DROP INDEX {sql.name(name)}")
    return [definition for _name, definition in taken]


def _make(definitions: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for definition in definitions:
            cursor.execute(definition)
