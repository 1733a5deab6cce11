"""Records that are, or may be, the same."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trato.kernel.actions import merging
from trato.kernel.api import presenting
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.params import identities, mapping, only
from trato.kernel.api.problems import invalid, matched
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import duplicates
from trato.kernel.records.duplicates import MAX_GROUPS, SURE
from trato.lib.ids import as_uuid


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


@operation(
    "Merge records into one; `choose` says for a field from which of them its value comes.",
    takes="MergeRequest",
    gives="{O}Outcome",
    conditional=True,
    problems=("merged", "not_available"),
)
def merge(call: Call, spec: ObjectSpec) -> Answer:
    only(call.object, "keep", "merge", "choose")
    keep = as_uuid(call.object.get("keep"))
    if keep is None:
        raise invalid("keep", "invalid", _("Give the id of a record."))
    others = identities(call.object.get("merge"), "merge", merging.MAX_MERGED)
    choose = {}
    for name, raw in mapping(call.object.get("choose") or {}).items():
        source = as_uuid(raw)
        if source is None:
            raise invalid("choose", "invalid", _("Give the id of a record."), f"/{name}")
        choose[name] = source
    done = merging.merge(call.actor, spec.name, keep, others, choose, expect=call.expect)
    shown = presenting.changed(call.actor, spec, keep, done.version)
    return Answer({"entry": str(done.entry), "data": dict(done.data), "record": shown.body}, headers=shown.headers)
