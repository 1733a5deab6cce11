"""Records that are, or may be, the same."""

from __future__ import annotations

from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.saving import matched
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import duplicates
from trato.kernel.records.duplicates import MAX_GROUPS, SURE


@operation("Groups of records that share a key or a name.", "limit", gives="DuplicateGroups")
def groups(call: Call, spec: ObjectSpec) -> Answer:
    found = duplicates.groups(call.actor, spec, limit=call.params.limit(most=MAX_GROUPS))
    return Answer(
        {
            "items": [
                {
                    "score": max(reason.score for reason in each.reasons),
                    "reasons": [
                        {"field": reason.field, "label": str(reason.label), "score": reason.score}
                        for reason in each.reasons
                    ],
                    "records": [{"id": str(one), "name": name} for one, name in each.records],
                }
                for each in found
            ]
        }
    )


@operation("What a record with these values would double; nothing is saved.", takes="{O}Values", gives="DuplicateCheck")
def check(call: Call, spec: ObjectSpec) -> Answer:
    found = duplicates.check(call.actor, spec, call.object)
    return Answer(
        {
            "matches": [matched(each) for each in found.matches],
            "hidden": found.hidden_sure + found.hidden_likely,
            "exact": bool(found.hidden_sure or any(each.score == SURE for each in found.matches)),
        }
    )
