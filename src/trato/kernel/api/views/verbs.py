"""Verbs: which make sense now, running one, running one on many."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.access.policy import Denied, Right
from trato.kernel.actions import possible, registry, runner
from trato.kernel.api import describing, presenting
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.params import identities, mapping, only
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.api.views.jobs import started
from trato.kernel.bulk import job as bulk_job
from trato.kernel.bulk import sets
from trato.kernel.filters.language import parse
from trato.kernel.jobs import queue
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Reach

GENERIC: dict[str, Right] = {"update": "update", sets.TAG: "update", "delete": "delete", "restore": "delete"}
"""What can be done to many records besides their object's own verbs."""
MAX_IDS = 10_000


@operation("The verbs that make sense for a record now.", gives="Verbs")
def verbs(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    return Answer({"items": [describing.verb(each) for each in possible.verbs(call.actor, spec, record_id)]})


@operation(
    "Run a verb on a record. The body holds its inputs.",
    takes="{O}Inputs",
    gives="{O}Outcome",
    conditional=True,
    problems=("merged", "not_available"),
)
def run(call: Call, spec: ObjectSpec, record_id: UUID, verb: str) -> Answer:
    if registry.get(f"{spec.name}.{verb}") is None:
        raise ApiProblem("not_found")
    done = runner.perform(call.actor, f"{spec.name}.{verb}", record_id, call.object, expect=call.expect)
    shown = presenting.changed(call.actor, spec, record_id, done.version)
    body = {"entry": None if done.entry is None else str(done.entry), "data": dict(done.data), "record": shown.body}
    return Answer(body, headers=shown.headers)


@operation("Run a verb on many records, as a job.", takes="BulkRequest", gives="Job", status=202)
def run_many(call: Call, spec: ObjectSpec, verb: str) -> Answer:
    only(call.object, "ids", "filter", "values")
    declared = registry.get(f"{spec.name}.{verb}")
    if (declared is None and verb not in GENERIC) or (declared is not None and declared.alone):
        raise ApiProblem("not_found")
    right = declared.right if declared else GENERIC[verb]
    if policy.reach(call.actor, right, spec) is Reach.NONE:
        raise Denied(right, spec)
    values = mapping(call.object.get("values", {}))
    if ("ids" in call.object) == ("filter" in call.object):
        raise invalid("filter", "required", _("Give ids, or a filter: {} means all records."))
    ids = identities(call.object["ids"], "ids", MAX_IDS) if "ids" in call.object else []
    parse(call.object.get("filter"), spec, locale_of(call.actor))
    asked = bulk_job.asked(spec, verb, values, ids=ids, filter=call.object.get("filter"))
    return started(queue.start(call.actor, bulk_job.KIND, asked))
