"""Schemas that belong to no single object."""

from __future__ import annotations

from typing import Any

from trato.kernel.api.params import LIST, PARAMETERS
from trato.kernel.api.problems import CODES, FIELD_CODES
from trato.kernel.notifications.kinds import KINDS
from trato.kernel.objects.kinds import USER_MADE

Schema = dict[str, Any]

ID: Schema = {"type": "string", "format": "uuid"}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}
_ANY: Schema = {}
_MAP: Schema = {"type": "object"}


def thing(*required: str, **properties: Schema) -> Schema:
    """An object with these properties."""
    found: Schema = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def items(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def to(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_NAMED = thing("id", "name", id=ID, name=_TEXT)
_REASON = thing("field", "label", "score", field=_TEXT, label=_TEXT, score=_COUNT)
_MATCH = thing("id", id=ID, name=_TEXT, score=_COUNT, reasons=items(_REASON))
_OPTION = thing("key", "label", key=_TEXT, label=_TEXT, hue=_TEXT)

_FILTER: Schema = {
    "description": "A group of conditions, or one condition. Groups nest to depth 10, 200 conditions in all.",
    "anyOf": [
        *(
            {**thing(kind, **{kind: items(to("Filter"))}), "additionalProperties": False}
            for kind in ("all", "any", "none")
        ),
        thing("field", "op", field=_TEXT, op=_TEXT, value=_ANY, where=to("Filter"), of=_TEXT),
        {"type": "object", "maxProperties": 0},
        {"type": "null"},
    ],
}

_FIELD = thing(
    "name", "kind", "label",
    name=_TEXT, kind=_TEXT, label=_TEXT, help=_TEXT, required=_FLAG, readonly=_FLAG, unique=_FLAG, custom=_FLAG,
    sortable=_FLAG, operators=items(_TEXT), options=items(_OPTION), to=_TEXT, roles=items(_OPTION),
    types=items(_OPTION),
)  # fmt: skip
_VERB = thing(
    "verb", "label", "inputs", verb=_TEXT, label=_TEXT, icon=_TEXT, tone=_TEXT, inputs=items(to("Field"))
)  # fmt: skip
_OBJECT = thing("name", "singular", "label", name=_TEXT, singular=_TEXT, label=_TEXT, rights=_MAP)
_NEW_OPTIONS = items({"anyOf": [_TEXT, thing("label", key=_TEXT, label=_TEXT, hue=_TEXT)]})
_FIELD_CHANGE: dict[str, Schema] = {
    "label": _TEXT,
    "help": _TEXT,
    "required": _FLAG,
    "options": _NEW_OPTIONS,
    "position": _COUNT,
}
_VIEW = thing(
    "name", "object",
    id=_TEXT, version=_COUNT, name=_TEXT, object=_TEXT, kind={"enum": ["table", "board", "calendar", "chart"]},
    filter={"anyOf": [to("Filter"), {"type": "null"}]}, q=_or_null(_TEXT), sort=_or_null(_TEXT),
    columns=_or_null(items({"anyOf": [_TEXT, thing("field", field=_TEXT, width=_COUNT)]})),
    group_by=_or_null(items(_TEXT)), lanes=_or_null(_TEXT), dates=_or_null(_TEXT), chart=_or_null(_MAP),
    audience={"enum": ["private", "team", "everyone", "role"]}, role=_ANY, owner=_ANY, folder=_or_null(_TEXT),
    position=_or_null(_COUNT), shipped=_FLAG,
)  # fmt: skip
_MOMENT = _or_null({"type": "string", "format": "date-time"})

SCHEMAS: dict[str, Schema] = {
    "Problem": thing(
        "type", "title", "status", "detail", "code",
        type=_TEXT, title=_TEXT, status=_COUNT, detail=_TEXT, code={"enum": sorted(CODES)}, errors=items(to("Fault")),
        id=ID, version=_COUNT, matches=items(to("Match")), hidden=_COUNT,
    ),
    "Fault": thing(
        "field", "pointer", "code", "message",
        field=_TEXT, pointer=_TEXT, code={"enum": sorted(FIELD_CODES)}, message=_TEXT,
    ),
    "Filter": _FILTER,
    "ListQuery": thing(**{name: _ANY if name != "filter" else to("Filter") for name in LIST}),
    "AggregateQuery": thing(
        filter=to("Filter"),
        group_by=items({"anyOf": [_TEXT, thing("field", field=_TEXT, by=_TEXT, **{"as": _TEXT})]}),
        measures=items(thing("op", op=_TEXT, field=_TEXT, **{"as": _TEXT})),
        order=_TEXT,
        limit=_COUNT,
    ),
    "Groups": thing("rows", "more", rows=items(_MAP), more=_FLAG),
    "ExternalId": thing("source", "key", source=_TEXT, key=_TEXT),
    "Match": _MATCH,
    "Warning": thing("code", "message", code=_TEXT, message=_TEXT, matches=items(to("Match")), hidden=_COUNT),
    "DuplicateCheck": thing("matches", "hidden", "exact", matches=items(to("Match")), hidden=_COUNT, exact=_FLAG),
    "DuplicateGroups": thing(
        "items", items=items(thing("score", score=_COUNT, reasons=items(_REASON), records=items(_NAMED)))
    ),
    "BatchResults": thing(
        "applied", "results",
        applied=_FLAG,
        results=items(thing(
            "status", "id", "errors",
            status=_COUNT, id=_or_null(ID), version=_COUNT, errors=items(to("Fault")), code=_TEXT, detail=_TEXT,
        )),
    ),
    "Verb": _VERB,
    "Verbs": thing("items", items=items(to("Verb"))),
    "BulkRequest": thing(ids=items(ID), filter=to("Filter"), values=_MAP),
    "Job": thing(
        "id", "kind", "state",
        id=ID, kind=_TEXT, state={"enum": ["queued", "running", "done", "failed", "cancelled"]}, done=_COUNT,
        total=_or_null(_COUNT), counts=_MAP, result=_or_null(_MAP), error=_or_null(_TEXT), created_at=_MOMENT,
        started_at=_MOMENT, finished_at=_MOMENT,
    ),
    "Import": thing(
        "id", "object", "mapping",
        id=ID, object=_TEXT, file=_TEXT, size=_COUNT, format=_MAP, mapping=_MAP, report=_MAP, job=_or_null(ID),
        entry=_or_null(ID), created_at=_MOMENT,
    ),
    "ImportRequest": thing(
        "file", file={"type": "string", "contentMediaType": "text/csv"},
        mapping={"type": "string", "contentMediaType": "application/json"},
    ),
    "FileUpload": thing("file", file={"type": "string", "contentMediaType": "application/octet-stream"}),
    "ExportRequest": thing(
        format={"enum": ["csv", "xlsx", "jsonl"]}, fields=items(_TEXT), filter=to("Filter"), sort=_TEXT,
        ids=items(ID), labels=_FLAG,
    ),
    "Jobs": thing("items", items=items(to("Job"))),
    "MergeRequest": thing(
        "keep", "merge", keep=ID, merge=items(ID), choose={"type": "object", "additionalProperties": ID},
    ),
    "LinkRequest": thing("id", id=ID, role=_or_null(_TEXT), primary=_FLAG),
    "Entry": thing(
        "id", "at", "actor", "verb", "object", "diff",
        id=ID, at={"type": "string", "format": "date-time"}, actor=_MAP, verb=_TEXT, object=_TEXT,
        record=_or_null(_MAP), version=_or_null(_COUNT), diff=_MAP, data=_MAP, cause=_or_null(ID), undoes=_or_null(ID),
        undone=_FLAG,
    ),
    "Timeline": thing("items", "next", items=items(to("Entry")), next=_or_null(_TEXT)),
    "Notification": thing(
        "id", "kind", "at", "unread",
        id=ID, kind={"enum": sorted(each.name for each in KINDS)}, at={"type": "string", "format": "date-time"},
        record=_or_null(_MAP), number=_COUNT, verb=_TEXT, actor=_TEXT, entry=_or_null(ID), job=_or_null(ID),
        unread=_FLAG, snoozed_until=_MOMENT,
    ),
    "Notifications": thing(
        "items", "next", "unread", items=items(to("Notification")), next=_or_null(_TEXT), unread=_COUNT
    ),
    "Snooze": thing("until", until={"type": "string", "format": "date-time"}),
    "Followers": thing("items", items=items(_NAMED)),
    "History": thing("items", items=items(thing(
        "value", "since", "seconds", value=_ANY, since=_MOMENT, until=_MOMENT, seconds=_COUNT, by=_TEXT,
    ))),
    "Tags": thing("items", items=items(thing("tag", "count", tag=_TEXT, count=_COUNT, more=_FLAG, objects=_MAP))),
    "Undoing": thing("undone", "conflicts", "dry_run", undone=items(ID), conflicts=items(_MAP), dry_run=_FLAG),
    "Access": thing(
        "user", "read", "update", "delete", "rules",
        user=_NAMED, read=_FLAG, update=_FLAG, delete=_FLAG,
        rules=items(thing("right", "rule", "holds", "text", right=_TEXT, rule=_TEXT, holds=_FLAG, text=_TEXT)),
    ),
    "Me": thing("id", "name", "scopes", id=ID, name=_TEXT, scopes=items(_TEXT), organization=_MAP),
    "Hits": thing("items", items=items(thing(
        "object", "id", "name", object=_TEXT, id=ID, name=_TEXT, subtitle=_TEXT, matched={"oneOf": [thing(
            "field", "text", "marks", field=_TEXT, text=_TEXT, marks=items(items({"type": "integer"})),
        ), {"type": "null"}]},
    )), meant=items(_TEXT)),
    "Field": _FIELD,
    "Fields": thing("items", items=items(to("Field"))),
    "NewField": thing("kind", "label", name=_TEXT, kind={"enum": sorted(USER_MADE)}, **_FIELD_CHANGE),
    "FieldChange": thing(**_FIELD_CHANGE),
    "ObjectSummary": _OBJECT,
    "Objects": thing("items", items=items(to("ObjectSummary"))),
    "Object": {"allOf": [to("ObjectSummary"), thing(
        "fields", fields=items(to("Field")), relations=items(_MAP), verbs=items(to("Verb")), views=items(_MAP),
        layout=items(_MAP),
    )]},
    "SavedView": _VIEW,
    "Views": thing("items", items=items(to("SavedView"))),
    "OpenApi": _MAP,
}  # fmt: skip


def parameter(name: str) -> Schema:
    """A query parameter."""
    schema, words = PARAMETERS[name]
    return {"name": name, "in": "query", "description": words, "schema": dict(schema)}
