"""A record's relations: what is linked to it, linking and unlinking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.actions import runner
from trato.kernel.api import presenting
from trato.kernel.api.answers import Answer, no_content
from trato.kernel.api.endpoint import readable
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.params import LIST, only
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.fields.base import Json
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, listing
from trato.kernel.records.errors import RecordNotFound
from trato.lib import sql
from trato.lib.ids import as_uuid
from trato.lib.sql import Sql


@dataclass(frozen=True)
class _Relation:
    """A relation of `spec`: the records of `to` that `field` ties to it. `inverse`: the field is theirs."""

    spec: ObjectSpec
    to: ObjectSpec
    field: LinkField | ManyLinksField
    inverse: bool

    def narrow(self, record_id: UUID) -> Sql:
        """The condition on a row of `to`, aliased `a`, that it is related to the record."""
        if isinstance(self.field, LinkField):
            return Sql(f"{self.field.value_sql('a')} = %s", (record_id,))
        ours, theirs = ("target_id", "source_id") if self.inverse else ("source_id", "target_id")
        inner = f"SELECT l.{theirs} FROM link l WHERE l.relation = {sql.literal(self.field.relation)} AND l.{ours} = %s"
        return Sql(f"a.id IN ({inner})", (record_id,))

    def sides(self, record_id: UUID, other: UUID) -> tuple[ObjectSpec, UUID, UUID]:
        """The object and record whose field holds the link, and the record it names."""
        return (self.to, other, record_id) if self.inverse else (self.spec, record_id, other)


def _relation(call: Call, spec: ObjectSpec, name: str) -> _Relation:
    inverse = registry.relations(spec.name).get(name)
    if inverse is not None:
        return _Relation(spec, readable(call.actor, registry.get(inverse.object).plural), inverse.field, inverse=True)
    field = spec.by_name.get(name)
    if isinstance(field, ManyLinksField):
        return _Relation(spec, readable(call.actor, registry.get(field.to).plural), field, inverse=False)
    raise ApiProblem("not_found")


@operation("The records of a relation.", *LIST, gives="{O}RelatedPage")
def browse(call: Call, spec: ObjectSpec, record_id: UUID, relation: str) -> Answer:
    found = _relation(call, spec, relation)
    listing.get(call.actor, spec, record_id, ())
    shown = presenting.page(call, found.to, call.params, found.narrow(record_id))
    if isinstance(found.field, ManyLinksField) and shown["items"]:
        ids = [UUID(each["id"]) for each in shown["items"]]
        roles = links.between(found.field, record_id, ids, inverse=found.inverse)
        for item in shown["items"]:
            role, primary = roles.get(UUID(item["id"]), (None, False))
            item["link"] = {"role": role, "primary": primary}
    return Answer(shown)


@operation("Link a record.", takes="LinkRequest", status=204, problems=("merged",))
def link(call: Call, spec: ObjectSpec, record_id: UUID, relation: str) -> Answer:
    only(call.object, "id", "role", "primary")
    found = _relation(call, spec, relation)
    listing.get(call.actor, spec, record_id, ())
    owner, holder, named = found.sides(record_id, _other(call.object.get("id")))
    if isinstance(found.field, LinkField):
        runner.update(call.actor, owner.name, holder, {found.field.name: str(named)})
    else:
        added: dict[str, Any] = {"id": str(named)}
        added |= {key: call.object[key] for key in ("role", "primary") if key in call.object}
        runner.update(call.actor, owner.name, holder, {found.field.name: {"add": [added]}})
    return no_content()


@operation("Unlink a record, given as `?id=` or in the body.", "id", status=204, problems=("merged",))
def unlink(call: Call, spec: ObjectSpec, record_id: UUID, relation: str, other: UUID | None = None) -> Answer:
    found = _relation(call, spec, relation)
    listing.get(call.actor, spec, record_id, ())
    other = other or call.params.uuid("id") or _other(call.object.get("id"))
    owner, holder, named = found.sides(record_id, other)
    if not _linked(call, found, record_id, other):
        raise RecordNotFound(str(other))
    change: Json = None if isinstance(found.field, LinkField) else {"remove": [str(named)]}
    runner.update(call.actor, owner.name, holder, {found.field.name: change})
    return no_content()


def _linked(call: Call, found: _Relation, record_id: UUID, other: UUID) -> bool:
    narrow = sql.both([found.narrow(record_id), Sql("a.id = %s", (other,))])
    return bool(listing.page(call.actor, found.to, listing.ListQuery(paths=(), limit=1, narrow=narrow)).rows)


def _other(raw: Json) -> UUID:
    found = as_uuid(raw)
    if found is None:
        raise invalid("id", "invalid" if raw else "required", _("Give the id of a record."))
    return found
