"""Files in and out: imports, their rejected rows, exports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trato.kernel.api import params, problems
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.api.views.jobs import moment, started
from trato.kernel.exchange import columns, exporting, files, formats, importing, upload, work
from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.models import Import
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import parse as parse_filter
from trato.kernel.intake.mapping import parse
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.order import parse as parse_sort
from trato.kernel.records.variables import locale_of
from trato.lib.ids import as_uuid


@dataclass
class FileAnswer(Answer):
    """A file of the organization, to be saved under a name."""

    path: Path = Path()
    name: str = ""

    def response(self) -> HttpResponseBase:
        found = FileResponse(self.path.open("rb"), as_attachment=True, filename=self.name)
        found["X-Content-Type-Options"] = "nosniff"
        return found


@operation(
    "Bring in a file, CSV or .xlsx (multipart: `file`, and `mapping` as JSON; without one it is guessed).",
    "dry_run",
    takes="ImportRequest",
    gives="Job",
    status=202,
    problems=("too_large",),
)
def bring_in(call: Call, spec: ObjectSpec) -> Answer:
    found = _upload(call.request)
    try:
        text = call.request.POST.get("mapping")
        mapping = None if text is None else parse(params.loads(text.encode()))
        path = upload.keep(found, "imports", ".csv")
        one = importing.take_in(call.actor, spec, path, found.name or "", mapping)
    except files.TooLarge:
        raise ApiProblem("too_large") from None
    except BadFormat as error:
        raise problems.invalid("file", "invalid", str(error)) from None
    return started(work.start_import(call.actor, one, dry_run=call.params.flag("dry_run")))


def _upload(request: HttpRequest) -> UploadedFile[bytes]:
    if request.content_type != "multipart/form-data":
        raise ApiProblem("unsupported_media_type", _("Send the file as multipart/form-data."))
    found = request.FILES.get("file")
    if upload.was_too_large(request):
        raise ApiProblem("too_large")
    unknown = sorted({*request.POST, *request.FILES} - {"file", "mapping"})
    if unknown:
        raise ApiProblem("unknown_parameter", _("“{name}” is not known here.").format(name=unknown[0][:40]))
    if not isinstance(found, UploadedFile):
        raise problems.invalid("file", "required", _("Send a file."))
    return found


@operation("An import: its file, mapping, and the report of its last run.", gives="Import")
def read(call: Call, import_id: UUID) -> Answer:
    return Answer(_as_json(_find(call, import_id)))


@operation("The rejected rows as CSV, each with its reason; mended they can be brought in again.")
def rejected(call: Call, import_id: UUID) -> Answer:
    one = _find(call, import_id)
    if not one.rejected:
        raise ApiProblem("not_found")
    name = Path(one.file_name).stem[:100] or "import"
    return FileAnswer(path=files.absolute(one.rejected), name=f"{name}.rejected.csv")


def _find(call: Call, import_id: UUID) -> Import:
    found = importing.find(call.actor, import_id)
    if found is None:
        raise ApiProblem("not_found")
    return found


def _as_json(one: Import) -> dict[str, Json]:
    return {
        "id": str(one.pk),
        "object": one.object,
        "file": one.file_name,
        "size": one.size,
        "format": one.format,
        "mapping": one.mapping,
        "report": one.report,
        "job": None if one.job_id is None else str(one.job_id),
        "entry": None if one.entry_id is None else str(one.entry_id),
        "created_at": moment(one.created_at),
    }


@operation("Write records to a file; the job's result has its address, which works for a day.",
           takes="ExportRequest", gives="Job", status=202)  # fmt: skip
def write_out(call: Call, spec: ObjectSpec) -> Answer:
    asked = _asked(call, spec)
    parse_filter(asked.filter, spec, locale_of(call.actor))
    parse_sort(call.actor, spec, asked.sort)
    columns.of(spec, asked.paths)
    return started(work.start_export(call.actor, asked))


def _asked(call: Call, spec: ObjectSpec) -> exporting.Asked:
    body = call.object
    unknown = sorted(body.keys() - {"format", "fields", "filter", "sort", "ids", "labels"})
    if unknown:
        raise problems.invalid(unknown[0], "unknown_key", _("“{name}” is not known here.").format(name=unknown[0]))
    form = body.get("format", "csv")
    if form not in formats.FORMATS:
        raise problems.invalid("format", "not_an_option", _("One of csv, xlsx and jsonl."))
    given = params.Params(body)
    ids = given.names("ids")
    if len(ids) > exporting.MAX_IDS or not all(map(as_uuid, ids)):
        raise problems.invalid("ids", "invalid", _("Give at most 10,000 ids."))
    labels = body.get("labels", True)
    if not isinstance(labels, bool):
        raise problems.invalid("labels", "invalid", _("Give true or false."))
    return exporting.Asked(
        object=spec.name,
        format=form,
        paths=given.names("fields"),
        filter=body.get("filter"),
        sort=given.text("sort"),
        ids=ids,
        labels=labels,
    )


@require_GET
def download(_request: HttpRequest, token: str) -> HttpResponseBase:
    """An exported file, for whoever has its address, while that holds."""
    found = exporting.open_token(token)
    if found is None:
        return HttpResponseNotFound(_("This address is not valid any more."), content_type="text/plain; charset=utf-8")
    return FileAnswer(path=found[0], name=found[1]).response()
