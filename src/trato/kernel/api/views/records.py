"""Lists of records and single records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from trato.kernel.actions import contents, purging, runner
from trato.kernel.api import presenting
from trato.kernel.api.answers import Answer, no_content
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.params import LIST, of_body
from trato.kernel.api.problems import ApiProblem
from trato.kernel.api.saving import create as save_new
from trato.kernel.api.saving import put as save_by_key
from trato.kernel.api.views.contents import upload
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures, listing, outside_keys
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.variables import locale_of


@operation("List records.", *LIST, gives="{O}Page")
def browse(call: Call, spec: ObjectSpec) -> Answer:
    return Answer(presenting.page(call, spec, call.params))


@operation("List records; the parameters are sent as the body.", takes="ListQuery", gives="{O}Page")
def query(call: Call, spec: ObjectSpec) -> Answer:
    return Answer(presenting.page(call, spec, of_body(call.body, LIST)))


@operation("Group and measure records.", takes="AggregateQuery", gives="Groups")
def aggregate(call: Call, spec: ObjectSpec) -> Answer:
    wanted = parse_aggregate(call.object, spec, locale_of(call.actor))
    rows, more = figures.aggregate(call.actor, spec, wanted)
    return Answer({"rows": rows, "more": more})


@operation(
    "Create a record.",
    "on_duplicate",
    takes="{O}Values",
    gives="{O}",
    status=201,
    problems=("duplicate", "not_available"),
)
def create(call: Call, spec: ObjectSpec) -> Answer:
    shelf = contents.shelves.get(spec.name)
    if shelf is not None and call.request.content_type == "multipart/form-data":
        return upload(call, spec, shelf)
    saved = save_new(call.actor, spec, call.object, call.params.choice("on_duplicate", ""))
    extra: dict[str, Any] = {"warnings": saved.warnings} if saved.warnings else {}
    answer = presenting.changed(call.actor, spec, saved.id, saved.version, status=saved.status, **extra)
    return _located(spec, saved.id, answer)


@operation("Read a record.", "fields", gives="{O}")
def read(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    found = presenting.record(call.actor, spec, record_id, call.params)
    return Answer(found, headers={"ETag": presenting.etag(found["version"])})


@operation(
    "Change some fields of a record.",
    takes="{O}Changes",
    gives="{O}",
    conditional=True,
    problems=("duplicate", "merged", "not_available"),
)
def change(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    done = runner.update(call.actor, spec.name, record_id, call.object, expect=call.expect)
    return presenting.changed(call.actor, spec, record_id, done.version)


@operation(
    "Move a record to the trash, or delete it for good.",
    "purge",
    status=204,
    conditional=True,
    problems=("merged", "not_available"),
)
def delete(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    if call.params.flag("purge"):
        purging.purge(call.actor, spec.name, record_id, expect=call.expect)
    else:
        runner.delete(call.actor, spec.name, record_id, expect=call.expect)
    return no_content()


@operation("Bring a record back from the trash.", gives="{O}", problems=("merged", "not_available"))
def restore(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    try:
        done = runner.restore(call.actor, spec.name, record_id)
    except RecordNotFound:
        listing.get(call.actor, spec, record_id, ())
        raise ApiProblem("not_available") from None
    return presenting.changed(call.actor, spec, record_id, done.version)


@operation("Read the record with a key of another system.", "fields", gives="{O}")
def read_by_key(call: Call, spec: ObjectSpec, source: str, key: str) -> Answer:
    found = outside_keys.find(spec.name, source, key)
    if found is None:
        raise ApiProblem("not_found")
    shown = presenting.record(call.actor, spec, found, call.params)
    return Answer(shown, headers={"ETag": presenting.etag(shown["version"])})


@operation(
    "Create or change the record with a key of another system.",
    takes="{O}Values",
    gives="{O}",
    conditional=True,
    problems=("duplicate", "not_available"),
)
def put_by_key(call: Call, spec: ObjectSpec, source: str, key: str) -> Answer:
    saved = save_by_key(call.actor, spec, source, key, call.object, expect=call.expect)
    answer = presenting.changed(call.actor, spec, saved.id, saved.version, status=saved.status)
    return _located(spec, saved.id, answer)


def _located(spec: ObjectSpec, record_id: UUID, answer: Answer) -> Answer:
    answer.headers = {**answer.headers, "Location": address(spec, record_id)}
    return answer


def address(spec: ObjectSpec, record_id: UUID) -> str:
    """The record's path, absolute on its host."""
    return f"/api/v1/{spec.plural}/{record_id}"
