"""Bringing a file in, step by step: file, columns, check, import."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trato.kernel.access.policy import Denied
from trato.kernel.exchange import files, upload, work
from trato.kernel.exchange import importing as imports
from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.models import Import
from trato.kernel.intake.mapping import ImportMapping
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, RecordNotFound
from trato.kernel.ui import answers, shell
from trato.kernel.ui.shell import PageRequest
from trato.kernel.wizard import steps as importing


@require_http_methods(["GET", "POST"])
def start(request: PageRequest) -> HttpResponse:
    """Choose what is brought in, and the file."""
    specs = _importable(request)
    if request.method == "POST":
        return _taken_in(request)
    wanted = request.GET.get("object", "")
    context = {
        "specs": specs,
        "wanted": wanted if wanted in {each.plural for each in specs} else "accounts",
        "max": files.MAX_BYTES,
        "recent": [(each, registry.get(each.object)) for each in imports.recent(request.actor)],
    }
    return answers.page(request, "import/start", context)


def _importable(request: PageRequest) -> list[ObjectSpec]:
    listed = [*shell.listed(request.actor), *(registry.get(name) for name in ("user", "team"))]
    return [each for each in listed if shell.may_create(request.actor, each)]


def _taken_in(request: PageRequest) -> HttpResponse:
    spec = registry.by_plural(request.POST.get("object", ""))
    found = request.FILES.get("file")
    if upload.was_too_large(request):
        return answers.refusal(_("The file is too large: at most 1 GiB."), 413)
    if not isinstance(found, UploadedFile):
        return answers.refusal(_("Choose a file first."), 400)
    try:
        one = imports.take_in(request.actor, spec, upload.keep(found, "imports", ".csv"), found.name or "")
    except files.TooLarge:
        return answers.refusal(_("The file is too large: at most 1 GiB."), 413)
    except BadFormat as error:
        return answers.refusal(str(error), 400)
    return answers.go(f"/import/{one.pk}")


@require_GET
def show(request: PageRequest, import_id: UUID) -> HttpResponse:
    """The step that the import is at; `?step=columns` goes back."""
    one = _find(request, import_id)
    job = _job(request, one)
    if job is not None and not job.is_over:
        step = 3 if job.input.get("dry_run") else 4
        return answers.page(request, "import/progress", {**_frame(one), "job": job, "step": step})
    if one.is_applied:
        return answers.page(request, "import/done", {**_frame(one), **_found(request, one), "step": 5})
    failed = job.error if job is not None and job.state == Job.State.FAILED else ""
    if one.report and request.GET.get("step") != "columns":
        context = {**_frame(one), **_found(request, one), "failed": failed, "step": 3}
        return answers.page(request, "import/check", context)
    mapping = imports.mapping_of(one)
    return answers.page(request, "import/columns", {**_columns(request, one, mapping), "failed": failed, "step": 2})


@require_POST
def columns(request: PageRequest, import_id: UUID) -> HttpResponse:
    """Draw the form of columns anew, or take it and check the file."""
    one = _find(request, import_id)
    before = imports.mapping_of(one)
    try:
        mapping = importing.read(request.actor, one, before, request.POST)
        if "redraw" not in request.POST:
            imports.remap(request.actor, one, mapping)
            return _started(request, one, dry_run=True)
    except Denied:
        return answers.refusal(_("Only administrators make fields."), 403)
    except (Invalid, BadFormat) as error:
        said = " ".join(each.message for each in error.problems) if isinstance(error, Invalid) else str(error)
        return answers.refusal(said, 400)
    return answers.fragment(request, "import/columns_form", _columns(request, one, mapping))


@require_POST
def settle(request: PageRequest, import_id: UUID) -> HttpResponse:
    """Answer an unmatched value, or all of a column, or all there are; check again when none is left."""
    one = _find(request, import_id)
    data = request.POST
    how, column = data.get("how", ""), data.get("column", "")
    if how.endswith("_all"):
        left = imports.settle_column(request.actor, one, column, how.removesuffix("_all"))
    else:
        meant = importing.answer(how, data.get("value", ""))
        left = imports.settle(request.actor, one, [(column, data.get("text", ""), meant)])
    if left:
        return answers.go(f"/import/{one.pk}")
    return _started(request, one, dry_run=True)


@require_GET
def unmatched(request: PageRequest, import_id: UUID, place: int) -> HttpResponse:
    """Other values of a column that wait for an answer."""
    one = _find(request, import_id)
    found = one.report.get("asked", [])
    if place >= len(found):
        raise RecordNotFound(str(import_id))
    start = request.GET.get("start", "0")
    chosen = importing.unmatched(one, found[place]["column"], int(start) if start.isdecimal() else 0)
    context = {"one": one, "group": {**found[place], "place": place, **chosen}}
    return answers.fragment(request, "import/unmatched_list", context)


@require_POST
def run(request: PageRequest, import_id: UUID) -> HttpResponse:
    """Bring the file in."""
    return _started(request, _find(request, import_id), dry_run=False)


@require_GET
def progress(request: PageRequest, import_id: UUID) -> HttpResponse:
    """How far the import's job is; when it is over the page goes on."""
    one = _find(request, import_id)
    job = _job(request, one)
    if job is None:
        raise RecordNotFound(str(import_id))
    return answers.fragment(request, "import/job", {"one": one, "job": job})


@require_GET
def example(request: PageRequest, import_id: UUID) -> HttpResponse:
    """Another row of the check run's examples."""
    one = _find(request, import_id)
    return answers.fragment(request, "import/example", {"one": one, **_example(request, one)})


@require_GET
def rejected(request: PageRequest, import_id: UUID) -> HttpResponseBase:
    """The rejected rows as a file."""
    one = _find(request, import_id)
    if not one.rejected:
        raise RecordNotFound(str(import_id))
    name = f"{Path(one.file_name).stem[:100] or 'import'}.rejected.csv"
    file = files.absolute(one.rejected).open("rb")
    return FileResponse(file, as_attachment=True, filename=name)


def _find(request: PageRequest, import_id: UUID) -> Import:
    found = imports.find(request.actor, import_id)
    if found is None:
        raise RecordNotFound(str(import_id))
    return found


def _job(request: PageRequest, one: Import) -> Job | None:
    return queue.find(request.actor, one.job_id) if one.job_id else None


def _started(request: PageRequest, one: Import, *, dry_run: bool) -> HttpResponse:
    with suppress(work.UnderWay):
        work.start_import(request.actor, one, dry_run=dry_run)
    return answers.go(f"/import/{one.pk}")


def _frame(one: Import) -> dict[str, object]:
    return {"one": one, "spec": registry.get(one.object)}


def _columns(request: PageRequest, one: Import, mapping: ImportMapping) -> dict[str, object]:
    frame = _frame(one)
    spec = registry.get(one.object)
    found = importing.choices(one, mapping)
    return {
        **frame,
        "mapping": mapping,
        "columns": found,
        "left_out": sum(1 for each in found if not each.to),
        "places": importing.places(spec),
        "keys": importing.keys(spec, mapping),
        "format": importing.format_of(one, mapping, request.actor),
        "sheet": importing.sheet_of(one.format["sheet"]) if one.format.get("sheet") else "",
        "may_make": request.actor.is_administrator,
        "modes": importing.MODES,
        "missing": importing.MISSING,
        "kinds": importing.KINDS,
        "factors": importing.FACTORS,
        "currencies": importing.currencies(request.actor),
        "step": 2,
    }


def _found(request: PageRequest, one: Import) -> dict[str, object]:
    language = request.actor.language
    return {
        "counts": importing.counted(one, language),
        "asked": importing.asked(one),
        "errors": importing.errors(one),
        "notes": list(importing.worth_knowing(one, language)),
        "besides": importing.besides(one, language),
        "format": importing.said_format(one, imports.mapping_of(one), request.actor),
        **_example(request, one),
    }


def _example(request: PageRequest, one: Import) -> dict[str, object]:
    examples = one.report.get("examples", [])
    asked = request.GET.get("row", "0")
    place = min(int(asked) if asked.isdecimal() else 0, max(0, len(examples) - 1))
    return {
        "example": examples[place] if examples else None,
        "earlier": place - 1 if place else None,
        "later": place + 1 if place + 1 < len(examples) else None,
    }
