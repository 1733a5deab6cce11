"""From what a caller sent to clean values, all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import currencies, outside_keys
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.targets import held_by, look_up, nothing_held
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.lib.money import Money


@dataclass(frozen=True)
class Clean:
    """Values ready to store. `verbs` are those whose writing runs a verb, by field; `keys` None when not given."""

    fields: dict[str, Any]
    verbs: dict[str, Json]
    keys: outside_keys.Keys | None

    def without_verbs(self) -> Clean:
        return replace(self, verbs={})


def clean(
    actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], *, creating: bool = False, of: Record | None = None
) -> Clean:
    """The values of a record that `raw` means; `of` is the one that they are to change. Invalid lists every problem;
    nothing else is done."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    verbs = {name: raw[name] for name in spec.verbs if name in raw}
    keys = outside_keys.clean(raw["external_ids"]) if "external_ids" in raw else None
    for name, given in _spread(actor, spec, raw, problems).items():
        field = spec.by_name.get(name)
        if name in verbs or name == "external_ids":
            continue
        if field is None:
            problems.append(Problem(name, "unknown_field", _("There is no such field.")))
        elif field.readonly:
            problems.append(Problem(name, "readonly", _("This field is computed and cannot be written.")))
        else:
            _take(actor, field, given, values, problems)
    if creating:
        _fill(spec, raw, values, problems)
    problems += look_up(actor, spec.by_name, values, held_by(of) if of else nothing_held)
    if problems:
        raise Invalid(problems)
    return Clean(values, verbs, keys)


def clean_inputs(actor: Actor, inputs: tuple[Field, ...], raw: Mapping[str, Json]) -> dict[str, Any]:
    """A verb's typed inputs. Invalid lists every problem."""
    by_name = {each.name: each for each in inputs}
    problems = [Problem(name, "unknown_field", _("There is no such field.")) for name in raw if name not in by_name]
    values: dict[str, Any] = {}
    for field in inputs:
        _take(actor, field, raw.get(field.name, field.default), values, problems)
    problems += look_up(actor, by_name, values)
    if problems:
        raise Invalid(problems)
    return values


def _take(actor: Actor, field: Field, given: Json, values: dict[str, Any], problems: list[Problem]) -> None:
    try:
        value = field.need(field.clean(given, locale_of(actor)))
        values[field.name] = currencies.in_base(value) if isinstance(value, Money) else value
    except FieldError as error:
        problems.append(Problem(field.name, error.code, error.message, error.pointer))


def _spread(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], problems: list[Problem]) -> Mapping[str, Json]:
    """`raw` with what it says of a composed field said of the field's parts."""
    about = spec.about
    if about is None or about.name not in raw:
        return raw
    rest = {name: given for name, given in raw.items() if name != about.name}
    try:
        return rest | about.spread(raw[about.name], locale_of(actor))
    except FieldError as error:
        problems.append(Problem(about.name, error.code, error.message, error.pointer))
        return rest


def _fill(spec: ObjectSpec, raw: Mapping[str, Json], values: dict[str, Any], problems: list[Problem]) -> None:
    """Defaults for what a new record was not given, and complaints about what it needs."""
    for field in spec.fields:
        if field.name in raw or field.readonly or field.composed or field.name in spec.verbs:
            continue
        if field.default is not None:
            values[field.name] = field.default
        elif field.required:
            problems.append(Problem(field.name, "required", _("Enter a value.")))
