"""One HTTP client on one kept connection, as thin as Python allows: it must not hide what it measures."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """A connection to a server of this machine."""

    def __init__(self, port: int, host: str = "localhost", headers: Mapping[str, str] | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")
        lines = {"Host": f"{host}:{port}", **(headers or {})}
        self.head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())

    def ask(self, method: str, target: str, body: bytes = b"") -> Reply:
        """Send a request and read its whole answer."""
        extra = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.socket.sendall(f"{method} {target} HTTP/1.1\r\n{self.head}{extra}\r\n".encode() + body)
        status = int(self.stream.readline().split()[1])
        headers: dict[str, str] = {}
        while (line := self.stream.readline().strip()) != b"":
            name, _colon, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return Reply(status, headers, self._body(headers))

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self.stream.read(int(headers.get("content-length", "0")))
        parts = []
        while size := int(self.stream.readline(), 16):
            parts.append(self.stream.read(size))
            self.stream.readline()
        self.stream.readline()
        return b"".join(parts)

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()
        self.socket.close()
