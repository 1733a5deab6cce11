"""Objects, fields and relations as metadata: what a program needs to build a form, a table or a mapping."""

from __future__ import annotations

from trato.kernel.access import policy
from trato.kernel.actions import registry as actions
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.fields.select import OptionsField
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor


def plural_of(name: str) -> str:
    """What the object is called in paths; the name itself of one that is no more."""
    try:
        return registry.get(name).plural
    except UnknownObject:
        return name


def described(field: Field) -> dict[str, Json]:
    """One field."""
    found: dict[str, Json] = {
        "name": field.name,
        "kind": field.kind,
        "label": str(field.label),
        "help": str(field.help),
        "required": field.required,
        "readonly": field.readonly,
        "unique": field.unique,
        "custom": field.custom,
        "sortable": field.sortable,
        "operators": sorted(field.operators),
    }
    if isinstance(field, OptionsField):
        found["options"] = [{"key": each.key, "label": str(each.label), "hue": each.hue} for each in field.options]
    if isinstance(field, LinkField | ManyLinksField):
        found["to"] = plural_of(field.to)
    if field.part_of:
        found["part_of"] = field.part_of
    if isinstance(field, ManyLinksField):
        found["roles"] = [{"key": key, "label": str(label)} for key, label in field.roles]
    if isinstance(field, ContactPointsField):
        found["types"] = [{"key": key, "label": str(label)} for key, label in field.types]
    return found


def summary(actor: Actor, spec: ObjectSpec) -> dict[str, Json]:
    """One object in a list of objects."""
    return {
        "name": spec.plural,
        "singular": spec.name,
        "label": str(spec.label),
        "label_plural": str(spec.label_plural),
        "help": str(spec.help),
        "icon": spec.icon,
        "group": spec.group,
        "title": spec.title,
        "owned": spec.owned,
        "rights": {
            right: policy.reach(actor, right, spec).name.lower() for right in ("create", "read", "update", "delete")
        },
    }


def whole(actor: Actor, spec: ObjectSpec) -> dict[str, Json]:
    """One object with its fields, relations, verbs and layout."""
    return {
        **summary(actor, spec),
        "fields": [described(each) for each in spec.fields],
        "relations": relations(spec),
        "verbs": [verb(each) for each in actions.of(spec.name)],
        "written_by_verbs": dict(spec.verbs),
        "keys": list(spec.keys),
        "sort": spec.sort,
        "columns": list(spec.columns),
        "layout": [{"label": str(each.label), "fields": list(each.fields)} for each in spec.layout],
    }


def relations(spec: ObjectSpec) -> list[dict[str, Json]]:
    """What `/related/{relation}` leads to."""
    own = [
        {"name": each.name, "label": str(each.label), "object": plural_of(each.to), "many": True}
        for each in spec.fields
        if isinstance(each, ManyLinksField)
    ]
    others = [
        {
            "name": each.name,
            "label": str(each.label),
            "object": plural_of(each.object),
            "many": isinstance(each.field, ManyLinksField),
        }
        for each in registry.relations(spec.name).values()
    ]
    return [*own, *others]


def verb(action: actions.Action) -> dict[str, Json]:
    """One verb with its inputs."""
    return {
        "verb": action.verb,
        "label": str(action.label),
        "icon": action.icon,
        "tone": action.tone,
        "inputs": [described(each) for each in action.inputs],
    }
