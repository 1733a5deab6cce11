"""What can be done with records, as buttons and menu rows show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trato.kernel.access import policy
from trato.kernel.actions import registry
from trato.kernel.actions.registry import Action
from trato.kernel.actions.runner import NotAvailable
from trato.kernel.bulk import sets
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import tags
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor, Reach
from trato.kernel.ui import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MANY = 300
"""More records than this are changed by a job."""


@dataclass(frozen=True)
class BulkVerb:
    """One thing to do with many records. `fields` are what its dialog asks for."""

    name: str
    label: _StrOrPromise
    icon: str
    right: policy.Right
    fields: tuple[Field, ...] = ()
    tone: str = ""

    @property
    def runs(self) -> str:
        """The verb it comes to."""
        return "update" if self.name in {"edit", "assign"} else self.name


def bulk_verbs(actor: Actor, spec: ObjectSpec) -> list[BulkVerb]:
    """What the actor may do with many records of an object at once."""
    found = []
    owner = spec.by_name.get("owner")
    found.append(BulkVerb("edit", _("Edit"), "edit", "update", _writable(spec)))
    if spec.owned and owner:
        found.append(BulkVerb("assign", _("Assign"), "assign", "update", (owner,)))
    if tags.fields(spec):
        found.append(BulkVerb(sets.TAG, _("Tag"), "tag", "update", _tagging(spec)))
    own = (each for each in registry.of(spec.name) if not each.alone)
    found += [BulkVerb(each.verb, each.label, each.icon, each.right, each.inputs, each.tone) for each in own]
    found.append(BulkVerb("delete", _("Delete"), "delete", "delete", tone="negative"))
    return [each for each in found if policy.reach(actor, each.right, spec)]


def may_merge(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the actor may make one record of several: of business objects that are known by keys."""
    whole = spec.owned and not (spec.guarded or spec.personal or spec.about) and bool(spec.keys)
    return whole and all(policy.reach(actor, right, spec) is not Reach.NONE for right in ("update", "delete"))


def bulk_bar(actor: Actor, spec: ObjectSpec) -> dict[str, object]:
    """What the bar over chosen records offers, wherever they are chosen."""
    return {"verbs": bulk_verbs(actor, spec), "may_merge": may_merge(actor, spec)}


def bulk_verb(actor: Actor, spec: ObjectSpec, name: str) -> BulkVerb:
    """The one called `name`. NotAvailable when there is none, or none for this actor."""
    found = next((each for each in bulk_verbs(actor, spec) if each.name == name), None)
    if found is None:
        raise NotAvailable(name)
    return found


def bulk_values(actor: Actor, verb: BulkVerb, data: QueryDict) -> dict[str, Json]:
    """The values that a bulk writes. Of "edit" only the fields that were chosen, each of which may be emptied. Invalid
    when tags are to be added or removed and none is named."""
    if verb.name == sets.TAG:
        return _tags(actor, verb, data)
    if verb.name != "edit":
        return forms.read(actor, verb.fields, data)
    emptied = data.getlist("empty")
    given = forms.read(actor, edited(verb, data), data)
    return {each.name: None if each.name in emptied else given.get(each.name) for each in edited(verb, data)}


def edited(verb: BulkVerb, data: QueryDict) -> tuple[Field, ...]:
    """The fields that were chosen to be edited, in the order they were."""
    known = {each.name: each for each in verb.fields}
    return tuple(known[name] for name in dict.fromkeys(data.getlist("field")) if name in known)


def _tagging(spec: ObjectSpec) -> tuple[Field, ...]:
    """What is asked of who tags many: whether tags are added, removed or put in the place of others, and which."""
    modes = (
        Option("add", _("Add these")),
        Option("remove", _("Remove these")),
        Option("set", _("Put these in the place of all")),
    )
    own = tags.fields(spec)
    mode = SelectField(name="mode", label=_("What to do"), options=modes, default="add", required=True)
    which = SelectField(
        name="into", label=_("Field"), options=tuple(Option(each.name, each.label) for each in own), default=own[0].name
    )
    named = TagsField(name="tags", label=_("Tags"))
    return (mode, named) if len(own) == 1 else (which, mode, named)


def _tags(actor: Actor, verb: BulkVerb, data: QueryDict) -> dict[str, Json]:
    given = forms.read(actor, verb.fields, data)
    mode, named = given.get("mode", "add"), given.get("tags", [])
    if not named and mode != "set":
        raise Invalid([Problem("tags", "required", gettext("Enter a value."))])
    return {"field": given.get("into", ""), str(mode): named}


def action_of(spec: ObjectSpec, verb: str) -> Action:
    """The verb of an object. A board's drop is called "move", whatever its verb. NotAvailable when there is none."""
    name = spec.board.verb if verb == "move" and spec.board else verb
    found = registry.get(f"{spec.name}.{name}")
    if found is None:
        raise NotAvailable(verb)
    return found


def chosen(data: QueryDict) -> tuple[list[UUID], Json]:
    """Which records a bulk is about: ids, or (None) all that a filter lets through."""
    if data.get("all") == "1":
        return [], data.get("filter") or ""
    return forms.uuids(data.getlist("ids")), None


def _writable(spec: ObjectSpec) -> tuple[Field, ...]:
    return tuple(each for each in spec.fields if _is_writable(each))


def _is_writable(field: Field) -> bool:
    return not (field.readonly or field.unique or field.part_of or field.kind == "json")
