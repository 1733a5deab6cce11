"""Files as records: uploading, new versions, and their content."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from trato.kernel.actions import contents
from trato.kernel.actions.contents import Content, Shelf, TooLarge
from trato.kernel.api import params, presenting, problems
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.objects.spec import ObjectSpec

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})
"""Types that browsers may show: none that can hold a script of ours."""


@dataclass
class ContentAnswer(Answer):
    """A file's bytes."""

    content: Content | None = None

    def response(self) -> HttpResponseBase:
        if self.content is None:
            raise TypeError("a content answer needs a content")
        return served(self.content)


def served(content: Content, *, inline: bool = False) -> HttpResponseBase:
    """The bytes, to be saved; shown only where asked and harmless, and then without any right in our pages."""
    shown = inline and content.type in INLINE
    found = StreamingHttpResponse(content.chunks, content_type=content.type)
    found["Content-Length"] = str(content.size)
    found["Content-Disposition"] = content_disposition_header(not shown, content.name) or "attachment"
    found["X-Content-Type-Options"] = "nosniff"
    found["Cache-Control"] = "private, no-cache"
    sandbox = "" if content.type == "application/pdf" and shown else "; sandbox"
    found["Content-Security-Policy"] = f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'{sandbox}"
    return found


def upload(call: Call, spec: ObjectSpec, shelf: Shelf) -> Answer:
    """A new record from a multipart body: `file`, and `data` with values as JSON."""
    values = params.mapping(params.loads(call.request.POST.get("data", "{}").encode()))
    try:
        done = shelf.take(call.actor, file_of(call.request), values)
    except TooLarge:
        raise ApiProblem("too_large") from None
    answer = presenting.changed(call.actor, spec, done.record.pk, done.version, status=201)
    return Answer(answer.body, 201, {**answer.headers, "Location": f"/api/v1/{spec.plural}/{done.record.pk}"})


@operation("The content of a file, its last version or another.", "version")
def read(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    version = call.params.text("version")
    number = int(version) if version.isdigit() else None
    return ContentAnswer(content=_shelf(spec).read(call.actor, record_id, number))


@operation("Give a file a new version (multipart: `file`).", takes="FileUpload", gives="{O}", problems=("too_large",))
def replace(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    try:
        done = _shelf(spec).replace(call.actor, record_id, file_of(call.request))
    except TooLarge:
        raise ApiProblem("too_large") from None
    return presenting.changed(call.actor, spec, record_id, done.version)


def file_of(request: HttpRequest) -> UploadedFile[bytes]:
    """The uploaded file of a multipart request."""
    if request.content_type != "multipart/form-data":
        raise ApiProblem("unsupported_media_type", _("Send the file as multipart/form-data."))
    found = request.FILES.get("file")
    if getattr(request, "was_too_large", False):
        raise ApiProblem("too_large")
    if not isinstance(found, UploadedFile):
        raise problems.invalid("file", "required", _("Choose a file."))
    return found


def _shelf(spec: ObjectSpec) -> Shelf:
    found = contents.shelves.get(spec.name)
    if found is None:
        raise ApiProblem("not_found")
    return found
