"""Files to bring in, written in a line, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from trato.kernel.exchange import files, importing
from trato.kernel.exchange.models import Import
from trato.kernel.intake.mapping import parse
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor

DATA = Path(__file__).resolve().parents[6] / "shared" / "data"
"""Real files, where they are at hand."""


@dataclass
class Brought:
    """A file that was brought in, and its report."""

    one: Import
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Created, updated, skipped, rejected."""
        found = self.report["counts"]
        return found["create"], found["update"], found["skip"], found["reject"]

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """(column, code, rows) of what was rejected."""
        return [(each["column"], each["code"], each["rows"]) for each in self.report["errors"]]

    @property
    def rejected(self) -> str:
        """The file of rejected rows."""
        return files.absolute(self.one.rejected).read_text("utf-8-sig") if self.one.rejected else ""


Bring = Callable[..., Brought]


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def bring(administrator: Actor) -> Bring:
    """`bring("account", "name\\nAcme\\n", mapping=…, dry_run=…, actor=…)`; the guessed mapping when none is given,
    changed by `edit`."""

    def run(
        name: str,
        content: str | bytes | Path,
        mapping: dict[str, Any] | None = None,
        *,
        edit: dict[str, Any] | None = None,
        dry_run: bool = False,
        actor: Actor | None = None,
    ) -> Brought:
        who = actor or administrator
        raw = content.read_bytes() if isinstance(content, Path) else content
        path, _size = files.store([raw.encode() if isinstance(raw, str) else raw], "imports", ".csv")
        given = None if mapping is None else parse(mapping)
        one = importing.take_in(who, registry.get(name), path, "file.csv", given)
        if edit:
            one.mapping = {**one.mapping, **edit}
            one.save()
        return Brought(one, importing.run(who, one, dry_run=dry_run))

    return run


def columns(**to: Any) -> dict[str, Any]:
    """A mapping's columns: `columns(Name="name")`."""
    return {"columns": {name: {"to": path} if isinstance(path, str) else path for name, path in to.items()}}


NAME = {"mode": "upsert", "key": ["name"], **columns(name="name", employees="employees")}


def every(actor: Actor, name: str, *paths: str) -> list[tuple[Any, ...]]:
    """Values of all records, in the order of the first path."""
    spec = registry.get(name)
    rows = listing.page(actor, spec, listing.ListQuery(paths=paths, sort=paths[0], limit=500)).rows
    return [tuple(_plain(row[path]) for path in paths) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [getattr(each, "value", None) or _plain(getattr(each, "to", each)) for each in value]
    return value.name if hasattr(value, "name") else getattr(value, "full", value)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])
