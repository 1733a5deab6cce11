"""What a browser would send for the controls in a piece of HTML."""

from html.parser import HTMLParser

from django.utils.datastructures import MultiValueDict


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._open: str | None = None
        self._text = ""
        self._in_template = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._in_template = True
        name = given.get("name", "")
        if tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self._send(name, given.get("value", ""))
        elif tag in {"textarea", "select"}:
            self._open, self._text = name, ""
        elif tag == "option" and self._open and "selected" in given:
            self._text = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._in_template = False
        elif tag in {"textarea", "select"} and self._open:
            self._send(self._open, self._text)
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self._text += data

    def _send(self, name: str, value: str) -> None:
        if not self._in_template:
            self.sent.append((name, value))


def posted(html: str) -> MultiValueDict[str, str]:
    parser = _Controls()
    parser.feed(html)
    found: MultiValueDict[str, str] = MultiValueDict()
    for name, value in parser.sent:
        found.appendlist(name, value)
    return found
