"""Bodies without an announced length."""

from io import BytesIO
from typing import Any

from trato.project.unsized import sized


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def ask(body: bytes, **environ: str) -> tuple[str, bytes]:
    said: list[str] = []
    given = {"wsgi.input": BytesIO(body), **environ}
    answer = sized(echo, 10)(given, lambda status, headers: said.append(status))
    return said[0], b"".join(answer)


def test_a_chunked_body_is_read_to_its_end() -> None:
    assert ask(b"0123456789", HTTP_TRANSFER_ENCODING="Chunked") == ("200 OK", b"0123456789")
    assert ask(b"", HTTP_TRANSFER_ENCODING="chunked") == ("200 OK", b"")


def test_one_that_is_too_long_is_refused() -> None:
    assert ask(b"0123456789x", HTTP_TRANSFER_ENCODING="chunked")[0] == "413 Content Too Large"


def test_announced_bodies_pass_as_they_are() -> None:
    assert ask(b"0123456789xyz", CONTENT_LENGTH="13") == ("200 OK", b"0123456789xyz")
    assert ask(b"x") == ("200 OK", b"")
