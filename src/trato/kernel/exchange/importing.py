"""An import from the file to its end: taking the file in, the check run, the import itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import custom_fields, entries
from trato.kernel.actions.conflicts import explain
from trato.kernel.exchange import detect, files, guessing, inventing, rejected, report, workbooks
from trato.kernel.exchange.detect import BadFormat, Format
from trato.kernel.exchange.models import Import
from trato.kernel.exchange.reading import Table, open_table
from trato.kernel.fields.base import Json, TextFormat
from trato.kernel.fields.dates import order_of
from trato.kernel.fields.number import decimal_mark
from trato.kernel.fields.select import OptionsField
from trato.kernel.intake import plan
from trato.kernel.intake.mapping import CREATE, REJECT, ImportMapping, parse
from trato.kernel.intake.run import Run
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import uuid7

Progress = Callable[[float], None]
"""Told which share of the work is done, 0 to 1."""
READING = 0.4


def take_in(
    actor: Actor,
    spec: ObjectSpec,
    path: Path,
    file_name: str,
    mapping: ImportMapping | None = None,
    *,
    create_fields: bool = False,
) -> Import:
    """Note a file that lies in the organization's folder, with its format and a mapping: the one given, or a guess;
    with `create_fields` every column that would be left out gets a field of its own.

    BadFormat when the file is no table, Invalid when the mapping cannot work, Denied when the actor may not bring such
    records in: the file is gone then.
    """
    try:
        return _take_in(actor, spec, path, file_name, mapping, create_fields=create_fields)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _take_in(
    actor: Actor, spec: ObjectSpec, path: Path, file_name: str, mapping: ImportMapping | None, *, create_fields: bool
) -> Import:
    if policy.reach(actor, "create", spec) == 0 and policy.reach(actor, "update", spec) == 0:
        raise policy.Denied("create", spec)
    detected = detect.detect(path, workbooks.unfold(path))
    form = detected.but(mapping) if mapping else detected
    table = open_table(path, form)
    chosen = mapping or guessing.guess(actor, spec, table)
    if create_fields:
        chosen = inventing.for_the_rest(actor, spec, table, form_of(actor, form), chosen)
    chosen = inventing.with_options(table, chosen)
    if mapping is not None or create_fields:
        plan.make(actor, spec, chosen, table.names, form_of(actor, form), run="")
    return Import.objects.create(
        object=spec.name,
        file_name=file_name[:300],
        path=files.relative(path),
        size=path.stat().st_size,
        format=detected.to_json(),
        mapping=chosen.to_json(),
        created_by_id=actor.id,
    )


def find(actor: Actor, import_id: UUID) -> Import | None:
    """The actor's own import with that id, or of the job with that id; administrators find everybody's."""
    found = Import.objects.filter(pk=import_id).first() or Import.objects.filter(job_id=import_id).first()
    if found is not None and (actor.administers or found.created_by_id == actor.id):
        return found
    return None


def mapping_of(one: Import) -> ImportMapping:
    """The import's mapping as it stands."""
    return parse(one.mapping)


def remap(actor: Actor, one: Import, mapping: ImportMapping) -> None:
    """Give the import another mapping; what its last check said holds no more. Invalid, BadFormat when it cannot work,
    and nothing is changed then."""
    if one.is_applied:
        return
    table = table_of(one, mapping)
    mapping = inventing.with_options(table, mapping)
    plan.make(actor, registry.get(one.object), mapping, table.names, form_of(actor, table.format), run="")
    one.mapping, one.report = mapping.to_json(), {}
    one.save(update_fields=["mapping", "report"])


def settle(actor: Actor, one: Import, answers: Sequence[tuple[str, str, Any]]) -> int:
    """Answer unmatched values, each as column, text and answer (another text, None, CREATE or REJECT); answers how many
    are left to be shown. Invalid when they cannot be answered so."""
    mapping = mapping_of(one).answer_all(answers)
    return _settle(actor, one, mapping, {(column, text) for column, text, _value in answers})


def settle_column(actor: Actor, one: Import, column: str, how: str) -> int:
    """Answer all unmatched values of a column ("" of every one) at once: `create` them, leave them `blank`, `reject`
    their rows, or take the `nearest` where one is near; answers how many are left to be shown."""
    mapping = mapping_of(one)
    chosen = [each for each in one.report.get("unmatched", ()) if column in {"", each["column"]}]
    if how == "nearest":
        chosen = [each for each in chosen if report.is_near(each)]
        answers = [(each["column"], each["text"], each["suggestions"][0]["value"]) for each in chosen]
    else:
        said = {"create": CREATE, "blank": None}.get(how, REJECT)
        answers = [(each["column"], each["text"], said) for each in chosen]
    if how in {"create", "blank"}:  # also what did not fit into the report
        linked = {each["column"] for each in chosen if each["object"]}
        mapping = mapping.missing_in(linked, "create" if how == "create" else "blank")
        answers = [answer for answer in answers if answer[0] not in linked]
    settled = {(each["column"], each["text"]) for each in chosen}
    return _settle(actor, one, mapping.answer_all(answers), settled)


def _settle(actor: Actor, one: Import, mapping: ImportMapping, settled: set[tuple[str, str]]) -> int:
    left = [each for each in one.report.get("unmatched", ()) if (each["column"], each["text"]) not in settled]
    gone = [each for each in one.report.get("unmatched", ()) if (each["column"], each["text"]) in settled]
    asked = []
    for each in one.report.get("asked", ()):
        mine = [other for other in gone if other["column"] == each["column"]]
        near = each["near"] - sum(1 for other in mine if report.is_near(other))
        values, rows = each["values"] - len(mine), each["rows"] - sum(other["rows"] for other in mine)
        if any(other["column"] == each["column"] for other in left):
            asked.append({**each, "values": values, "rows": rows, "near": near})
    report_now = {**one.report, "unmatched": left, "asked": asked}
    remap(actor, one, mapping)
    one.report = report_now
    one.save(update_fields=["report"])
    return len(left)


def recent(actor: Actor, limit: int = 10) -> list[Import]:
    """The actor's own imports, newest first."""
    return list(Import.objects.filter(created_by_id=actor.id).order_by("-id")[:limit])


def count_rows(one: Import) -> int:
    """About how many rows the file has: its lines."""
    with files.absolute(one.path).open("rb") as file:
        return max(1, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")))


def table_of(one: Import, mapping: ImportMapping) -> Table:
    """The import's file, read in the format of the mapping."""
    return open_table(files.absolute(one.path), detect.from_json(one.format).but(mapping))


def form_of(actor: Actor, form: Format) -> TextFormat:
    """How the file writes its values: as it says itself, else as the actor's country and language do."""
    locale = locale_of(actor)
    return TextFormat(form.date_order or order_of(locale), form.decimal or decimal_mark(locale), locale)


@dataclass(frozen=True)
class _Nothing(Exception):
    """Takes a dry run back."""


def run(actor: Actor, one: Import, *, dry_run: bool, progress: Progress = lambda _share: None) -> report.Report:
    """Check the import's file, and unless it is a dry run bring it in: all that is not rejected, or nothing.

    Invalid for a mapping that cannot work, BadFormat for a file that makes no sense. An import that was brought in is
    not brought in again.
    """
    one.refresh_from_db()
    if one.is_applied:
        return dict(one.report)
    spec = registry.get(one.object)
    mapping = parse(one.mapping)
    table = table_of(one, mapping)
    form = form_of(actor, table.format)
    planned = plan.make(actor, spec, mapping, table.names, form, run=token_hex(4))
    entry = None if dry_run else uuid7()
    found: report.Report = {}
    try:
        with transaction.atomic():
            found = _pass(actor, one, Run(planned), table, entry, progress)
            if entry is None:
                raise _Nothing
            _note(one, found, entry)
    except _Nothing:
        _note(one, found, None)
    except IntegrityError as error:
        raise _clash(error) from error
    one.refresh_from_db()
    return found


def _note(one: Import, found: report.Report, entry: UUID | None) -> None:
    Import.objects.filter(pk=one.pk).update(report=found, rejected=found.pop("rejected"), entry_id=entry)


def _pass(actor: Actor, one: Import, run_: Run, table: Table, entry: UUID | None, progress: Progress) -> report.Report:
    lines = count_rows(one)
    run_.read(table.rows(), lambda done: progress(min(done / lines, 1) * READING))
    run_.judge(lock=entry is not None)
    progress(0.5 if entry else 0.9)
    found = report.of(run_, table)
    found["rejected"] = rejected.write(run_, table, one)
    found["applied"] = entry is not None
    if entry is not None:
        _make_fields(actor, run_)
        entries.write_whole(actor, entry, "import", run_.plan.spec, {"file": one.file_name, **found["counts"]})
        run_.write(entry, lambda share: progress(0.5 + share / 2))
    return found


def _make_fields(actor: Actor, run_: Run) -> None:
    """The user-made fields that the mapping asks for."""
    spec = registry.get(run_.plan.spec.name)
    for field in run_.plan.new_fields:
        raw: dict[str, Json] = {"name": field.name, "kind": field.kind, "label": str(field.label)}
        if isinstance(field, OptionsField):
            raw["options"] = [{"key": each.key, "label": str(each.label)} for each in field.options]
        custom_fields.make(actor, spec, raw)


def _clash(error: IntegrityError) -> Exception:
    """Somebody else wrote meanwhile what the check had found free."""
    reason = explain(error)
    if isinstance(reason, Duplicate):
        return BadFormat(_("Somebody stored the same records at this moment. Nothing was imported; try again."))
    return reason if isinstance(reason, Invalid) else error
