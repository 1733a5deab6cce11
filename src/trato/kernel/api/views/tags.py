"""Tags in use."""

from __future__ import annotations

from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.records import tags
from trato.kernel.records.tags import COUNTED, Used


@operation(
    "Tags in use, those that begin with `q` first; on how many records you may see, up to 10,000 an object.",
    "objects",
    "q",
    "limit",
    gives="Tags",
)
def browse(call: Call) -> Answer:
    try:
        named = [registry.by_plural(each) for each in call.params.names("objects")]
    except UnknownObject:
        raise ApiProblem("not_found") from None
    found = tags.used(
        call.actor, named or registry.every(), call.params.text("q"), limit=call.params.limit(most=tags.MOST)
    )
    return Answer({"items": [_as_json(each) for each in found]})


def _as_json(each: Used) -> dict[str, object]:
    counts = {registry.get(name).plural: min(count, COUNTED) for name, count in each.counts.items()}
    return {"tag": each.label, "count": sum(counts.values()), "more": each.more, "objects": counts}
