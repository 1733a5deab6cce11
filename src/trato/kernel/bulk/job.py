"""A bulk that outlives its request: `queue.start(actor, bulk_job.KIND, asked(…))`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from trato.kernel.bulk import running as bulk
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import parse
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import JobFailed, Running
from trato.kernel.objects import registry as objects
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid
from trato.kernel.records.listing import ListQuery, count
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql

KIND = "actions.bulk"


def asked(
    spec: ObjectSpec,
    verb: str,
    values: Mapping[str, Json],
    *,
    ids: Sequence[UUID] = (),
    filter: Json = None,
) -> dict[str, Any]:
    """The job's input: the verb with its values, on `ids`, or on all that `filter` lets through."""
    named = {"ids": [str(each) for each in ids], "filter": filter}
    return {"object": spec.name, "verb": verb, "values": dict(values), **named}


def chosen(actor: Actor, spec: ObjectSpec, given: Mapping[str, Any]) -> ListQuery:
    """The records that the job's input names. FilterError when the filter is none."""
    narrow = Sql("a.id = ANY(%s::uuid[])", (given["ids"],)) if given["ids"] else sql.TRUE
    wanted = parse(given["filter"], spec, locale_of(actor))
    return ListQuery(filter=wanted, trash=given["verb"] == "restore", narrow=narrow)


@job(KIND, in_parts=True)
def work(running: Running) -> Mapping[str, Any]:
    """Run the verb over the chosen records; the result says how many were changed and which were not.

    The job's id is the entry's, by which a job taken up again goes on where it was cut off.
    """
    given, actor = running.input, running.actor
    spec = objects.get(given["object"])
    query = chosen(actor, spec, given)
    if running.job.total is None:  # what an earlier attempt changed may no longer be among the chosen
        running.report(0, count(actor, spec, query, exact=True)[0], force=True)
    try:
        done = bulk.run(
            actor, spec.name, given["verb"], given["values"], query, entry=running.job.pk, progress=running.goes_on
        )
    except Invalid as error:
        raise JobFailed(str(error)) from error
    running.report(done.seen, changed=done.done, same=done.same, skipped=done.skipped, force=True)
    return {
        "entry": str(done.entry),
        "done": done.done,
        "same": done.same,
        "skipped": done.skipped,
        "reasons": [{"reason": reason, "count": count} for reason, count in done.reasons.most_common(20)],
        "refused": [{"id": str(one), "reason": reason} for one, reason in done.refused],
    }
