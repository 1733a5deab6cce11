"""Every address of the API with its operations: `urls` and the OpenAPI document are made from this list."""

from __future__ import annotations

from trato.kernel.api.operations import Route, route
from trato.kernel.api.views import (
    access,
    batch,
    contents,
    duplicates,
    exchange,
    jobs,
    meta,
    notifications,
    records,
    related,
    saved,
    search,
    tags,
    timeline,
    verbs,
)

FIXED: tuple[Route, ...] = (
    route("me", GET=access.me),
    route("search", GET=search.search),
    route("timeline", GET=timeline.everything),
    route("timeline/{entry}/undo", POST=timeline.take_back),
    route("notifications", GET=notifications.browse),
    route("notifications/{notification}/read", POST=notifications.read),
    route("notifications/{notification}/unread", POST=notifications.unread),
    route("notifications/{notification}/done", POST=notifications.done),
    route("notifications/{notification}/snooze", POST=notifications.snooze),
    route("tags", GET=tags.browse),
    route("jobs", GET=jobs.mine),
    route("jobs/{job_id}", GET=jobs.read),
    route("jobs/{job_id}/cancel", POST=jobs.cancel),
    route("jobs/{job_id}/resume", POST=jobs.resume),
    route("imports/{import_id}", GET=exchange.read),
    route("imports/{import_id}/rejected.csv", GET=exchange.rejected),
    route("meta/views", GET=saved.every, POST=saved.make),
    route("meta/views/{view_id}", GET=saved.one, PATCH=saved.change, DELETE=saved.remove),
    route("meta/objects", GET=meta.every),
    route("meta/objects/{objects}", GET=meta.one),
    route("meta/objects/{objects}/fields", GET=meta.fields, POST=meta.make_field),
    route("meta/objects/{objects}/fields/{field}", PATCH=meta.change_field, DELETE=meta.remove_field),
)

OF_OBJECTS: tuple[Route, ...] = (
    route("{objects}", GET=records.browse, POST=records.create),
    route("{objects}/query", POST=records.query),
    route("{objects}/aggregate", POST=records.aggregate),
    route("{objects}/batch", POST=batch.batch),
    route("{objects}/import", POST=exchange.bring_in),
    route("{objects}/export", POST=exchange.write_out),
    route("{objects}/merge", POST=duplicates.merge),
    route("{objects}/duplicates", GET=duplicates.groups),
    route("{objects}/duplicates/check", POST=duplicates.check),
    route("{objects}/actions/{verb}", POST=verbs.run_many),
    route("{objects}/by/{source}/{key}", GET=records.read_by_key, PUT=records.put_by_key),
    route("{objects}/{id}", GET=records.read, PATCH=records.change, DELETE=records.delete),
    route("{objects}/{id}/restore", POST=records.restore),
    route("{objects}/{id}/content", GET=contents.read, POST=contents.replace),
    route("{objects}/{id}/actions", GET=verbs.verbs),
    route("{objects}/{id}/actions/{verb}", POST=verbs.run),
    route("{objects}/{id}/timeline", GET=timeline.of_record),
    route("{objects}/{id}/history/{field}", GET=timeline.of_field),
    route("{objects}/{id}/access", GET=access.explain),
    route("{objects}/{id}/followers", GET=notifications.followers),
    route("{objects}/{id}/follow", POST=notifications.follow, DELETE=notifications.unfollow),
    route("{objects}/{id}/related/{relation}", GET=related.browse, POST=related.link, DELETE=related.unlink),
    route("{objects}/{id}/related/{relation}/{other}", DELETE=related.unlink),
)
"""Of every object; those of records come last, so that no word is taken for an id."""
