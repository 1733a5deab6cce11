"""The addresses under /api/v1/, made from the routes."""

from __future__ import annotations

import re
from uuid import UUID

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from trato.kernel.api.endpoint import Endpoint, nowhere
from trato.kernel.api.operations import Route
from trato.kernel.api.routes import FIXED, OF_OBJECTS
from trato.kernel.api.views.exchange import download
from trato.lib.ids import as_uuid

_PARTS = {
    "objects": "<str:plural>",
    "id": "<record:record_id>",
    "entry": "<record:entry>",
    "job_id": "<record:job_id>",
    "import_id": "<record:import_id>",
    "notification": "<record:notification>",
    "other": "<record:other>",
    "view_id": "<record:view_id>",
    "key": "<path:key>",
}


class _RecordId:
    """An id in any spelling of a UUID; anything else leads nowhere."""

    regex = "[0-9a-fA-F-]{32,36}"

    def to_python(self, value: str) -> UUID:
        found = as_uuid(value)
        if found is None:
            raise ValueError(value)
        return found

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(_RecordId, "record")


def _pattern(each: Route) -> URLPattern:
    address = re.sub(r"\{(\w+)\}", lambda part: _PARTS.get(part[1], f"<str:{part[1]}>"), each.path)
    return path(address, Endpoint(each.operations))


urlpatterns: list[URLPattern | URLResolver] = [
    *map(_pattern, FIXED),
    path("exports/<str:token>", download),
    *map(_pattern, OF_OBJECTS),
    re_path(r"^[\s\S]*$", nowhere),
]
nowhere.csrf_exempt = True  # type: ignore[attr-defined]  # as Endpoint: no cookie is read
