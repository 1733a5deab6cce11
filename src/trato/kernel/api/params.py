"""What a request says: its parameters, its JSON body and its conditions. Nothing unknown is let pass.

Each parameter is declared here once, for reading and for the OpenAPI document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.fields.base import Json
from trato.lib.ids import as_uuid

_BOOLEAN: Mapping[str, Json] = {"type": "boolean", "default": False}
_TEXT: Mapping[str, Json] = {"type": "string"}

PARAMETERS: Mapping[str, tuple[Mapping[str, Json], str]] = {
    "q": (_TEXT, "Words to search for."),
    "filter": (_TEXT, "A filter (see the schema Filter) as URL-encoded JSON."),
    "view": (_TEXT, "The id of a saved view whose filter, sort and fields apply."),
    "sort": (_TEXT, "Fields to sort by, `-` before those that descend: `-amount,name`. Empties come last."),
    "fields": (
        _TEXT,
        "The fields to read, comma-separated; of links and parts too: `account.industry,lines.product`.",
    ),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, "Items on a page."),
    "cursor": (_TEXT, "`next` or `prev` of a page before."),
    "count": ({"enum": ["none", "estimate", "exact"]}, "How to count; by default an estimate, with the first page."),
    "trash": ({"enum": ["only"]}, "`only`: what lies in the trash instead."),
    "on_duplicate": (
        {"enum": ["reject", "warn", "skip", "update", "create"]},
        "What to do when a record with the same key exists. By default equal keys are refused and likenesses reported.",
    ),
    "purge": (_BOOLEAN, "Delete for good instead of moving to the trash (administrators)."),
    "dry_run": (_BOOLEAN, "Only say what would happen."),
    "kinds": (_TEXT, "Only these verbs, comma-separated: `create,win`."),
    "user": ({"type": "string", "format": "uuid"}, "The user asked about; by default oneself."),
    "id": ({"type": "string", "format": "uuid"}, "The record to unlink."),
    "objects": (_TEXT, "Only these objects, comma-separated."),
    "box": ({"enum": ["new", "snoozed", "done"]}, "The box of the inbox; by default what is new."),
    "version": ({"type": "integer", "minimum": 1}, "A version of the file; by default the last."),
    "state": (_TEXT, "Only jobs in this state."),
}
LIST = ("q", "filter", "view", "sort", "fields", "limit", "cursor", "count", "trash")
"""The parameters of every list of records."""

MAX_LIMIT = 500
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_JSON_TYPES = re.compile(r"application/(?:[\w.+-]+\+)?json\s*(?:;.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Params:
    """Parameters of one request, from its query string or, for POST …/query, from its body."""

    values: Mapping[str, Json]

    def text(self, name: str) -> str:
        """A text, '' when not given."""
        found = self.values.get(name)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise invalid(name, "invalid", _("Enter text."))
        return found

    def names(self, name: str) -> tuple[str, ...]:
        """Comma-separated names, or a list of them."""
        found = self.values.get(name)
        if isinstance(found, list):
            if not all(isinstance(each, str) for each in found):
                raise invalid(name, "invalid", _("Give a list of names."))
            return tuple(found)
        return tuple(each.strip() for each in self.text(name).split(",") if each.strip())

    def flag(self, name: str) -> bool:
        found = self.values.get(name)
        if isinstance(found, bool):
            return found
        if self.text(name) not in {"", "true", "false", "1", "0"}:
            raise invalid(name, "invalid", _("Give true or false."))
        return found in {"true", "1"}

    def choice(self, name: str, default: str) -> str:
        """One of the values that the parameter is declared with."""
        found = self.text(name) or default
        allowed = PARAMETERS[name][0]["enum"]
        if found and found not in allowed:
            raise invalid(name, "not_an_option", _("Give one of: {options}.").format(options=", ".join(allowed)))
        return found

    def limit(self, default: int = 50, most: int = MAX_LIMIT) -> int:
        raw = self.values.get("limit")
        if raw is None:
            return default
        known = type(raw) is int or (isinstance(raw, str) and re.fullmatch(r"\d{1,9}", raw, re.ASCII))
        number = int(raw) if known else 0
        if not 1 <= number <= most:
            raise invalid("limit", "out_of_range", _("Give a number from 1 to {limit}.").format(limit=most))
        return number

    def uuid(self, name: str) -> UUID | None:
        raw = self.text(name)
        if not raw:
            return None
        found = as_uuid(raw)
        if found is None:
            raise invalid(name, "invalid", _("Give the id of a record."))
        return found

    def json(self, name: str) -> Json:
        """JSON inside a parameter; in a body it is there as it is."""
        raw = self.values.get(name)
        return loads(raw.encode(errors="surrogatepass")) if isinstance(raw, str) and raw else raw


def of_query(request: HttpRequest, allowed: Collection[str]) -> Params:
    """The query string's parameters; 400 for one that does not exist here, or is given twice."""
    given = {}
    for name, values in request.GET.lists():
        _known(name, allowed)
        if len(values) > 1:
            raise ApiProblem("malformed", _("“{name}” is given twice.").format(name=name))
        if "\0" in values[0] or not _encodable(values[0]):
            raise ApiProblem("malformed", _("The text holds a character that cannot be stored."))
        given[name] = values[0]
    return Params(given)


def of_body(body: Json, allowed: Collection[str]) -> Params:
    """A body that holds parameters; 400 for one that does not exist."""
    for name in mapping(body):
        _known(name, allowed)
    return Params(body)


def _known(name: str, allowed: Collection[str]) -> None:
    if name not in allowed:
        raise ApiProblem("unknown_parameter", _("There is no parameter “{name}” here.").format(name=name[:60]))


def body_of(request: HttpRequest) -> Json:
    """The request's JSON, `{}` when it has no body. 400 malformed, 413 too large, 415 not JSON."""
    raw = request.body
    if not raw.strip():
        return {}
    if not _JSON_TYPES.fullmatch(request.headers.get("Content-Type", "").strip()):
        raise ApiProblem("unsupported_media_type", _("Send the body as application/json."))
    return loads(raw)


def loads(raw: bytes) -> Json:
    """JSON. 400 when it is none, or holds a character that no text here can hold."""
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ApiProblem("malformed", _("This is not JSON: {reason}.").format(reason=str(error)[:200])) from None
    if b"\\u0000" in raw and _holds_nul(found):
        raise ApiProblem("malformed", _("The text holds a character that cannot be stored."))
    return found


def _holds_nul(value: Json) -> bool:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and "\0" in each:
            return True
        if isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
    return False


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def mapping(body: Json) -> dict[str, Json]:
    """The body as an object; 422 when it is another sort of JSON."""
    if not isinstance(body, dict):
        raise invalid("", "invalid", _("Send an object."))
    return body


def only(body: Mapping[str, Any], *allowed: str) -> None:
    """422 for a member that means nothing."""
    for name in body:
        if name not in allowed:
            raise invalid(name, "unknown_key", _("“{name}” is not known here.").format(name=name[:60]))


def identities(raw: Json, field: str, most: int) -> list[UUID]:
    """A list of record ids, none twice. 422 otherwise."""
    if not isinstance(raw, list) or not raw or len(raw) > most:
        raise invalid(field, "invalid", _("Give a list of 1 to {limit} ids.").format(limit=most))
    found = [as_uuid(each) for each in raw]
    for place, each in enumerate(found):
        if each is None:
            raise invalid(field, "invalid", _("Give the id of a record."), f"/{place}")
    return list(dict.fromkeys(each for each in found if each))


def expected_version(request: HttpRequest) -> int | None:
    """The version that `If-Match` asks for; None when it asks for none. One that cannot match is -1."""
    raw = request.headers.get("If-Match")
    if raw is None or raw.strip() == "*":
        return None
    tags = _TAG.findall(raw)
    if len(tags) != 1:
        raise ApiProblem("malformed", _("Give one version in If-Match."))
    return int(tags[0]) if re.fullmatch(r"\d{1,9}", tags[0], re.ASCII) else -1
