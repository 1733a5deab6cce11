"""`trato import OBJECT FILE`: bring a file in, with a mapping or by a guess, and say what became of it."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trato.kernel.access import actors
from trato.kernel.access.models import User
from trato.kernel.access.policy import Denied
from trato.kernel.exchange import files, importing, work
from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.models import Import
from trato.kernel.intake.mapping import ImportMapping, parse
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.objects.custom import refresh_shape
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.project.commands import arguments
from trato.project.commands.organization import chosen
from trato.project.trouble import Trouble

CHUNK = 1 << 20
SHOWN = 20
"""So many unmatched values are printed one by one."""


def run(options: Namespace) -> None:
    mapping = None if options.mapping is None else _mapping(options.mapping)
    with scope.enter(chosen(options)):
        actor = _person(options.person)
        one = _take_in(actor, _spec(options.object), options.file, mapping, create_fields=options.create_fields)
        if mapping is None:
            print(json.dumps(one.mapping, ensure_ascii=False, indent=2))
            _say("Mapped by a guess; the mapping above can be saved, corrected and given with --mapping.")
        with queue.inline(_watch):
            job = work.start_import(actor, one, dry_run=options.dry_run)
        one.refresh_from_db()
        if job.state != Job.State.DONE:
            raise Trouble(job.error or "The import did not come to its end; nothing was written.")
        if not (job.result or {}).get("rows"):
            raise Trouble(
                f"{options.file} has no rows: a line of headings and lines of values (CSV), or a sheet (XLSX)."
            )
        _report(one, job.result or {})


def _person(given: str) -> Actor:
    """Whose import it is, and whose records it makes where the file names no owner."""
    able = User.objects.filter(is_active=True, deleted_at=None)
    if given:
        email = arguments.email(given)
        found = able.filter(email=email).first()
        missing = f"Nobody with the e-mail {email} may act here."
    else:
        found = able.filter(role__is_administrator=True, is_service=False).order_by("created_at", "id").first()
        missing = "There is no administrator here; say who brings the file in: --as EMAIL."
    if found is None:
        raise Trouble(missing)
    return actors.of_user(found.pk)


def _spec(name: str) -> ObjectSpec:
    refresh_shape()
    found = [each for each in registry.every() if name.casefold() in {each.name, each.plural}]
    if not found:
        names = ", ".join(each.name for each in registry.every())
        raise Trouble(f"There is no object {name!r}. There are: {names}.")
    return found[0]


def _mapping(path: Path) -> ImportMapping:
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"{path} is not JSON: {error}.") from error
    except Invalid as error:
        raise Trouble(_worded(path, error)) from error


def _take_in(
    actor: Actor, spec: ObjectSpec, path: Path, mapping: ImportMapping | None, *, create_fields: bool
) -> Import:
    try:
        stored, _size = files.store(_chunks(path), "imports", ".csv")
        return importing.take_in(actor, spec, stored, path.name, mapping, create_fields=create_fields)
    except files.TooLarge as error:
        raise Trouble(f"{path} has more than 1 GiB.") from error
    except BadFormat as error:
        raise Trouble(f"{path}: {error}") from error
    except Invalid as error:
        raise Trouble(_worded(path, error)) from error
    except Denied as error:
        raise Trouble(f"{error} is not allowed.") from error


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _worded(path: Path, error: Invalid) -> str:
    return "\n".join(f"{path}: {each.pointer or each.field}: {each.message}" for each in error.problems)


def _watch(job: Job) -> None:
    _say(f"{job.done} of {job.total} rows…")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(one: Import, result: dict[str, Any]) -> None:
    counts = ", ".join(f"{result['counts'][name]} {name}" for name in ("create", "update", "skip", "reject"))
    print(f"{'Checked' if not result['applied'] else 'Imported'} {result['rows']} rows: {counts}.")
    if result["left_out"]:
        print(f"Left out: {', '.join(result['left_out'])} (--create-fields makes a field for each)")
    for name, number in result["made"].items():
        print(f"  besides: {number} {name}")
    for each in result["unmatched"][:SHOWN]:
        near = ", ".join(f"“{one['name']}” ({one['likeness']} %)" for one in each["suggestions"][:3]) or "nothing"
        print(f"  {each['column']}: “{each['text']}” names no {each['label']} ({each['rows']} rows); near: {near}")
    for each in result["asked"]:
        print(f"  {each['column']}: {each['values']} values in all name nothing ({each['rows']} rows)")
    for each in result["errors"]:
        if each["code"] not in {"not_found", "not_an_option", "ambiguous"}:
            where = f"{each['column']}: " if each["column"] else ""
            print(f"  {where}{each['message']} ({each['rows']} rows, the first is {each['first']})")
    if one.rejected:
        print(f"Rejected rows: {files.absolute(one.rejected)}")
