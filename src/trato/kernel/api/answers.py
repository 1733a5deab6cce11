"""What a view answers, before it is a response of Django's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase

JSON = "application/json"


@dataclass
class Answer:
    """A JSON body (None for an empty one), a status and headers. `raw` is a body that is already written."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON
    raw: bytes | None = None

    def written(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return b"" if self.body is None else orjson.dumps(self.body)

    def response(self) -> HttpResponseBase:
        content = self.written()
        found = HttpResponse(content, status=self.status, content_type=self.content_type)
        if not content:
            del found["Content-Type"]
        for name, value in self.headers.items():
            found[name] = value
        return found


def no_content() -> Answer:
    return Answer(None, 204)
