"""Requests that do not say how long they are (`Transfer-Encoding: chunked`).

Django reads only as much as is announced, which here is nothing. Such a body is read to its end first, if it is small
enough to be held; a large file is to be sent with its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def sized(application: Application, limit: int) -> Application:
    """The application, for which every body has a length; 413 for an unannounced one above `limit` bytes."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chunked = environ.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
        if chunked and not environ.get("CONTENT_LENGTH"):
            body = environ["wsgi.input"].read(limit + 1)
            if len(body) > limit:
                start_response("413 Content Too Large", [("Content-Type", "text/plain"), ("Connection", "close")])
                return [b"Send a body this large with its Content-Length.\n"]
            environ = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return answer
