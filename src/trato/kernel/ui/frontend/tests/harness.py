"""A server that answers as the contract says, keeps what it was asked, and can be told to refuse."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qs, urlsplit

from . import pages

POLICY = (
    f"default-src 'none'; script-src 'self' 'nonce-{pages.NONCE}'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; worker-src 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, list[str]]
    body: str

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body, keep_blank_values=True)


@dataclass
class Answer:
    html: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Harness:
    """`refuse[path]` answers in place of the usual; `asked` is everything but pages and assets, in order."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    refuse: dict[str, Answer] = field(default_factory=dict)
    signals: list[str] = field(default_factory=list)
    told: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    polls: int = 0

    def posts(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST" and asked.path == path]

    def signal(self, kind: str, detail: dict[str, object]) -> None:
        self.signals.append(f"event: {kind}\ndata: {json.dumps(detail)}\n\n")
        self.told.set()

    def answer(self, asked: Asked) -> Answer:
        if asked.path in self.refuse:
            return self.refuse[asked.path]
        parts = asked.path.strip("/").split("/")
        fixed = self._fixed(asked)
        if fixed is not None:
            return fixed
        if len(parts) >= 3 and parts[0] in {"deals", "accounts"}:
            return self._record(asked, parts)
        return Answer("", 404)

    def _fixed(self, asked: Asked) -> Answer | None:
        query = {key: values[0] for key, values in asked.query.items()}
        if asked.path in FIXED:
            return FIXED[asked.path]
        match asked.path:
            case "/view":
                drawn = pages.view(query.get("filter", ""))
                return Answer(drawn if asked.method == "PARTIAL" else pages.page(drawn))
            case "/rows":
                return Answer(pages.rows(int(query["start"])))
            case "/bulk":
                return Answer(_dialog(f'<p id="echo">{asked.body}</p>'))
            case "/filter/fields" | "/filter/value":
                return Answer(_menu(query))
            case "/jobs/1":
                self.polls += 1
                return Answer(pages.job(self.polls))
            case _:
                return None

    def _record(self, asked: Asked, parts: list[str]) -> Answer:
        number = int(parts[1])
        match parts[2:]:
            case ["cell", _] if asked.method == "GET":
                return Answer('<div class="cell-editor"><input name="value" aria-label="Value" value="old"></div>')
            case ["cell", "amount"]:
                return Answer(pages.row(number, amount=asked.form["value"][0], version=2))
            case ["cell", _]:
                return Answer(f'<td data-field="next" data-editable>{asked.form["value"][0]}</td>')
            case ["row"]:
                return Answer(pages.row(number, amount="999", version=9))
            case ["card"]:
                return Answer(pages.card(number, "won", version=9))
            case ["actions", "move"]:
                return Answer(pages.card(number, asked.form["stage"][0], version=2))
            case ["field", _] if asked.method == "GET":
                return Answer('<input class="input" name="value" aria-label="Value" value="old">')
            case ["field", name]:
                value = asked.form["value"][0]
                return Answer(
                    f'<div data-field="{name}" data-editable data-version="2"><dt>{name}</dt><dd>{value}</dd></div>'
                )
            case _:
                return Answer("", 404)


def _dialog(inside: str) -> str:
    return f'<t-dialog><dialog class="dialog" aria-label="Dialog">{inside}</dialog></t-dialog>'


def _menu(query: dict[str, str]) -> str:
    if "part" not in query:
        item = '<button role="menuitem" data-field="city" data-op="is">City</button>'
        return f'<div class="menu" role="menu" aria-label="Fields">{item}</div>'
    if query["part"] == "op":
        item = '<button role="menuitem" data-op="lt" data-keep>below</button>'
        return f'<div class="menu" role="menu" aria-label="Verbs">{item}</div>'
    return (
        '<form class="menu" data-shape="text"><input name="value" class="input" aria-label="Value">'
        '<button class="button">Apply</button></form>'
    )


FIXED = {
    "/board/totals": Answer(pages.lane_head("open", 77) + pages.lane_head("won", 78)),
    "/new": Answer(_dialog('<form hx-post="/create" hx-target="this" hx-swap="outerHTML"><input name="name"></form>')),
    "/create": Answer("", 204, {"HX-Trigger": '{"toast": {"message": "Creada", "undo_url": "/undo"}}'}),
    "/settle": Answer("", 204, {"HX-Trigger": '{"conflict:settled": {}}'}),
    "/totals": Answer('<table><tfoot><tr><td colspan="4">After</td></tr></tfoot></table>'),
    "/undo": Answer("", 204),
    "/layout": Answer("", 204),
    "/palette": Answer(
        '<ul role="group"><li role="option" id="p1" data-href="#first" data-use="go:/first">First</li>'
        '<li role="option" id="p2" data-url="/new">Second</li><li role="option" id="p3" data-about="accounts/7"'
        ' data-title="Third & last" data-href="#third">Third</li>'
        '<li role="option" id="p4" data-press="#new">Fourth</li></ul>'
    ),
    "/palette/used": Answer("", 204),
    "/sw.js": Answer("", 200, {"Content-Type": "text/javascript"}),
    "/options/user": Answer(
        '<li role="option" data-value="u1" data-label="Ana"><span class="avatar">A</span>Ana</li>'
        '<li role="option" data-value="u2" data-label="Eva"><span class="avatar">E</span>Eva</li>'
    ),
    "/options": Answer(
        '<li role="option" data-value="k" data-label="Konex">Konex</li>'
        '<li role="option" data-value="c" data-label="Codehow">Codehow</li>'
    ),
    "/compose": Answer('<li class="entry">written</li>'),
    "/upload": Answer('<p id="uploaded">Uploaded</p>'),
}


PAGES = {"/board": pages.board, "/record": pages.record, "/chart": pages.chart, "/upload-page": pages.upload}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.harness = Harness(f"http://127.0.0.1:{self.server_port}")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def harness(self) -> Harness:
        return cast("Server", self.server).harness

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: the test output is for the tests."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/live":
            self._stream()
        elif url.path.startswith("/dist/"):
            self._asset(url.path.removeprefix("/dist/"))
        elif url.path in PAGES:
            self._send(Answer(pages.page(PAGES[url.path]())))
        else:
            self._ask("PARTIAL" if url.path == "/view" and self.headers.get("HX-Request") == "true" else "GET")

    def do_POST(self) -> None:
        self._ask("POST")

    def _ask(self, method: str) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
        if method == "POST" and self.headers.get("X-CSRFToken") != "token":
            self._send(Answer("no token", 403))
            return
        asked = Asked(method, url.path, parse_qs(url.query), body)
        self.harness.asked.append(asked)
        self._send(self.harness.answer(asked))

    def _send(self, answer: Answer) -> None:
        self._send_bytes(
            answer.html.encode(), answer.status, {"Content-Type": "text/html; charset=utf-8", **answer.headers}
        )

    def _send_bytes(self, data: bytes, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _asset(self, name: str) -> None:
        file = pages.DIST / name
        if file.is_file():
            kind = TYPES.get(file.suffix, "application/octet-stream")
            self._send_bytes(file.read_bytes(), 200, {"Content-Type": kind})
        else:
            self._send(Answer("", 404))

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        harness = self.harness
        sent = 0
        with suppress(OSError):
            self.wfile.write(b": here\n\n")
            while not harness.closing.is_set():
                for signal in harness.signals[sent:]:
                    self.wfile.write(signal.encode())
                    sent += 1
                self.wfile.flush()
                harness.told.wait()
                harness.told.clear()


@contextmanager
def serve() -> Iterator[Harness]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.harness
    finally:
        server.harness.closing.set()
        server.harness.told.set()
        server.shutdown()
        server.server_close()
        thread.join()
