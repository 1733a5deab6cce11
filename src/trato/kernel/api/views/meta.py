"""What objects there are and what they are made of; fields of one's own."""

from __future__ import annotations

from trato.kernel.access import policy
from trato.kernel.actions import custom_fields
from trato.kernel.api import describing
from trato.kernel.api.answers import Answer, no_content
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.views import saved
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Reach


@operation("The objects you may read.", gives="Objects")
def every(call: Call) -> Answer:
    seen = [each for each in registry.every() if policy.reach(call.actor, "read", each) is not Reach.NONE]
    return Answer({"items": [describing.summary(call.actor, each) for each in seen]})


@operation("An object with its fields, relations, verbs and layout.", gives="Object")
def one(call: Call, spec: ObjectSpec) -> Answer:
    return Answer({**describing.whole(call.actor, spec), "views": saved.of_object(call.actor, spec)})


@operation(
    "Make a field of one's own (administrators).", takes="NewField", gives="Field", status=201, problems=("duplicate",)
)
def make_field(call: Call, spec: ObjectSpec) -> Answer:
    made = custom_fields.make(call.actor, spec, call.object)
    where = f"/api/v1/meta/objects/{spec.plural}/fields/{made.name}"
    return Answer(describing.described(made), 201, {"Location": where})


@operation("Change a field of one's own (administrators).", takes="FieldChange", gives="Field")
def change_field(call: Call, spec: ObjectSpec, field: str) -> Answer:
    return Answer(describing.described(custom_fields.change(call.actor, spec, field, call.object)))


@operation("Take a field of one's own away; records keep its values, unseen (administrators).", status=204)
def remove_field(call: Call, spec: ObjectSpec, field: str) -> Answer:
    custom_fields.remove(call.actor, spec, field)
    return no_content()


@operation("The fields of an object.", gives="Fields")
def fields(_call: Call, spec: ObjectSpec) -> Answer:
    return Answer({"items": [describing.described(each) for each in spec.fields]})
