"""What a file is, told from its content: names lie."""

from __future__ import annotations

from pathlib import PurePosixPath

import filetype

TEXT = "text/plain"
BINARY = "application/octet-stream"
HEAD = 8192
MAX_NAME = 200

_TEXTS = {"csv": "text/csv", "md": "text/markdown", "json": "application/json", "ics": "text/calendar"}
"""Texts that are harmless as what they say they are. All others are plain text, whatever they call themselves."""
_REFUSED = frozenset({"application/x-msdownload", "application/x-executable", "application/x-mach-binary"})
_SAME = {"jpeg": "jpg", "tiff": "tif", "htm": "html", "docm": "docx", "xlsm": "xlsx", "pptm": "pptx"}
_CONTAINERS = frozenset({"zip"})
"""Formats that others are made of: a .docx whose parts lie in an unusual order still is one."""
_IN_ZIP = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "jar", "zip"})
_KNOWN = frozenset(each.extension for each in filetype.TYPES)


class Refused(ValueError):
    """A file that is not taken in: `code` one of the API's, and why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def judged(name: str, head: bytes) -> tuple[str, str]:
    """(name, type) that the content deserves. A name that says another type gets the right ending; what may run by
    itself, and what says it is of a known type and is of none, is Refused."""
    plain = clean_name(name)
    said = PurePosixPath(plain).suffix.removeprefix(".").lower()
    said = _SAME.get(said, said)
    if not head:
        raise Refused("required")
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise Refused("not_allowed")
    kind = filetype.guess(head)
    if kind is not None:
        if kind.mime in _REFUSED:
            raise Refused("not_allowed")
        is_so = said == kind.extension or (kind.extension in _CONTAINERS and said in _IN_ZIP)
        return (plain if is_so else f"{plain}.{kind.extension}"), kind.mime
    if is_text(head):
        harmless = said in _TEXTS or said in {"txt", "log", "eml"}
        return (plain if harmless else f"{plain}.txt"), _TEXTS.get(said, TEXT)
    if said in _KNOWN:
        raise Refused("not_allowed")
    return plain, BINARY


def clean_name(name: str) -> str:
    """The last part of a path, without what file systems and headers dislike."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*').strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > MAX_NAME:
        kept = f"{stem[: MAX_NAME - len(ending) - 1]}{dot}{ending}" if stem else kept[:MAX_NAME]
    return kept or "file"


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file reads as text."""
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4 and len(head) >= HEAD
    return True
