"""Records into files: CSV, XLSX or JSON lines, page by page by keyset, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.exchange import columns, files, formats
from trato.kernel.exchange.columns import Column
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import parse
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.records import outside_keys
from trato.kernel.records.listing import MAX_PAGE, ListQuery, count, page
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql

SALT = "trato.exports"
VALID_SECONDS = 24 * 60 * 60
MAX_IDS = 10_000

Report = Callable[[int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be exported. `paths` empty: everything that an import takes back. `labels`: the header is in words."""

    object: str
    format: str = "csv"
    paths: tuple[str, ...] = ()
    filter: Json = None
    sort: str = ""
    ids: tuple[str, ...] = ()
    labels: bool = True

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(raw: Mapping[str, Any]) -> Asked:
    """What `to_json` wrote."""
    return Asked(**{**raw, "paths": tuple(raw["paths"]), "ids": tuple(raw["ids"])})


@dataclass(frozen=True)
class Made:
    """The file that was made."""

    path: str
    name: str
    rows: int


def run(actor: Actor, asked: Asked, report: Report = lambda _done, _total: None) -> Made:
    """Write the file. UnknownField or FilterError for what cannot be asked."""
    spec = registry.get(asked.object)
    query = _query(actor, asked)
    chosen = columns.of(spec, asked.paths)
    columns.check(spec, chosen)
    total = count(actor, spec, query, exact=True)[0]
    path = files.new("exports", f".{asked.format}")
    done = 0
    try:
        with formats.open_for(asked.format, path) as writer:
            writer.header([column.label if asked.labels else column.path for column in chosen])
            for rows in _pages(actor, asked, query, chosen):
                for row in rows:
                    writer.row(chosen, row)
                done += len(rows)
                report(done, total)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    day = timezone.localdate().isoformat()
    return Made(files.relative(path), f"{spec.plural}-{day}.{asked.format}", done)


def _query(actor: Actor, asked: Asked) -> ListQuery:
    spec = registry.get(asked.object)
    narrow = Sql("a.id = ANY(%s::uuid[])", (list(asked.ids),)) if asked.ids else sql.TRUE
    wanted = parse(asked.filter, spec, locale_of(actor))
    return ListQuery(filter=wanted, sort=asked.sort, limit=MAX_PAGE, narrow=narrow)


def _pages(actor: Actor, asked: Asked, query: ListQuery, chosen: tuple[Column, ...]) -> Iterator[list[dict[str, Any]]]:
    """The records, a page at a time, with their outside keys where a column asks for them."""
    spec = registry.get(asked.object)
    paths = tuple(dict.fromkeys(column.base for column in chosen if column.field is not None))
    keyed = any(column.source for column in chosen)
    cursor: str | None = ""
    while cursor is not None:
        found = page(actor, spec, ListQuery(**{**vars(query), "paths": paths, "cursor": cursor}))
        if keyed:
            keys = outside_keys.read(spec.name, [row["id"] for row in found.rows])
            for row in found.rows:
                row["external_ids"] = {each["source"]: each["key"] for each in keys[row["id"]]}
        yield found.rows
        cursor = found.next


# Handing over ------------------------------------------------------------------------------------------------------


def address(job_id: UUID) -> str:
    """The address of a job's file: whoever has it may read the file, for a day."""
    token = signing.dumps([scope.organization().schema_name, str(job_id)], salt=SALT, compress=True)
    return f"/api/v1/exports/{token}"


def open_token(token: str) -> tuple[Path, str] | None:
    """The file that a token of `address` leads to, and what it is called; None when it leads nowhere any more."""
    try:
        schema, job_id = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    job = Job.objects.filter(pk=job_id).first() if schema == scope.organization().schema_name else None
    if job is None or not job.result or "path" not in job.result:
        return None
    path = files.absolute(job.result["path"])
    return (path, str(job.result["name"])) if path.is_file() else None


def formats_offered() -> list[tuple[str, str]]:
    """The formats with their names, for menus."""
    return [("csv", "CSV"), ("xlsx", "Excel"), ("jsonl", _("JSON lines"))]
