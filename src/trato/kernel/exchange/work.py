"""The jobs of this room: `exchange.import` (also its check run) and `exchange.export`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.access.policy import Denied
from trato.kernel.exchange import cleaning, exporting, importing  # noqa: F401  # cleaning is declared with the jobs
from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.models import Import
from trato.kernel.filters.errors import FilterError
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import JobFailed, Running
from trato.kernel.records.errors import Invalid
from trato.kernel.records.selection import UnknownField
from trato.kernel.tenancy.actor import Actor

_TOLD = ("rows", "counts", "made", "left_out", "unmatched", "asked", "errors", "applied")
IMPORT, EXPORT = "exchange.import", "exchange.export"


class UnderWay(Exception):
    """The import is being worked on."""


def start_import(actor: Actor, one: Import, *, dry_run: bool) -> Job:
    """Check an import's file, or bring it in, as a job. UnderWay while another one is at it."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=one.pk)
        before = Job.objects.filter(pk=locked.job_id).first() if locked.job_id else None
        if before is not None and not before.is_over:
            raise UnderWay(str(one.pk))
        started = queue.start(actor, IMPORT, {"import": str(one.pk), "dry_run": dry_run})
        Import.objects.filter(pk=one.pk).update(job_id=started.pk)
    one.refresh_from_db()
    return started


@job(IMPORT, attempts=2)
def bring_in(running: Running) -> Mapping[str, Any]:
    """The result says what became of the rows; `rejected` is the address of the rejected ones."""
    one = Import.objects.get(pk=UUID(running.input["import"]))
    try:
        rows = importing.count_rows(one)
    except FileNotFoundError as error:
        raise JobFailed(_("The file is not there any more; send it again.")) from error

    def progress(share: float) -> None:
        running.report(round(share * rows), rows)

    try:
        found = importing.run(running.actor, one, dry_run=bool(running.input["dry_run"]), progress=progress)
    except (Invalid, BadFormat) as error:
        raise JobFailed(str(error)) from error
    except Denied as error:
        raise JobFailed(_("You may not bring in {objects}.").format(objects=error.spec.label_plural)) from error
    running.report(found["rows"], found["rows"], force=True, **found["counts"])
    told = {name: found[name] for name in _TOLD}
    entry = str(one.entry_id) if one.entry_id else None
    rejected = f"/api/v1/imports/{one.pk}/rejected.csv" if one.rejected else None
    return {**told, "import": str(one.pk), "entry": entry, "rejected": rejected}


def start_export(actor: Actor, asked: exporting.Asked) -> Job:
    """Write records to a file as a job, whose result has the file's address."""
    return queue.start(actor, EXPORT, asked.to_json())


@job(EXPORT, attempts=2)
def write_out(running: Running) -> Mapping[str, Any]:
    """The result has the `url` of the file, which works for a day."""
    try:
        made = exporting.run(running.actor, exporting.from_json(running.input), running.report)
    except (UnknownField, FilterError) as error:
        raise JobFailed(str(error)) from error
    return {"url": exporting.address(running.job.pk), "path": made.path, "name": made.name, "rows": made.rows}
