"""Search across objects."""

from __future__ import annotations

from trato.kernel.api.answers import Answer
from trato.kernel.api.describing import plural_of
from trato.kernel.api.endpoint import readable
from trato.kernel.api.operations import Call, operation
from trato.kernel.search import finding

MOST = 100


@operation("The best hits over all objects you may see.", "q", "objects", "limit", gives="Hits")
def search(call: Call) -> Answer:
    objects = tuple(readable(call.actor, each).name for each in call.params.names("objects"))
    limit = call.params.limit(20, MOST)
    hits = finding.find(call.actor, call.params.text("q"), limit=limit, objects=objects)
    return Answer(
        {
            "items": [
                {"object": plural_of(each.object), "id": str(each.id), "name": each.title, "subtitle": each.subtitle}
                for each in hits
            ]
        }
    )
