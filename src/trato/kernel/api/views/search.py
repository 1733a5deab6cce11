"""Search across objects."""

from __future__ import annotations

from trato.kernel.api.answers import Answer
from trato.kernel.api.describing import plural_of
from trato.kernel.api.endpoint import readable
from trato.kernel.api.operations import Call, operation
from trato.kernel.fields.base import Json
from trato.kernel.search import finding
from trato.kernel.search.context import Match

MOST = 100


@operation("The best hits over all objects you may see.", "q", "objects", "limit", gives="Hits")
def search(call: Call) -> Answer:
    """Best first. `matched` says in which field it was found, if not in the name; `meant` which words were read for
    those that no record holds."""
    objects = tuple(readable(call.actor, each).name for each in call.params.names("objects"))
    limit = call.params.limit(20, MOST)
    found = finding.search(call.actor, call.params.text("q"), limit=limit, objects=objects, shown=True)
    return Answer(
        {
            "items": [
                {
                    "object": plural_of(each.object),
                    "id": str(each.id),
                    "name": each.title,
                    "subtitle": each.subtitle,
                    "matched": _matched(each.match),
                }
                for each in found.hits
            ],
            "meant": list(found.meant),
        }
    )


def _matched(match: Match | None) -> Json:
    """A field's text, and the stretches of it, [from, to), that hold what was typed."""
    if match is None:
        return None
    marks, at = [], 0
    for text, marked in match.pieces:
        if marked:
            marks.append([at, at + len(text)])
        at += len(text)
    return {"field": match.field, "text": match.text, "marks": marks}
