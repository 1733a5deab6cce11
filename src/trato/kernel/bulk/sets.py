"""What becomes of many records at once, as SQL: the plan of a bulk that need not take them one by one.

Plain values, tags, the trash, and verbs whose object declares what they come to (actions.registry.sweeps): what is the
same statement for each record. Whatever a rule could decide otherwise for one record than for the next (other verbs,
keys, lines of records, reactions without a set-based twin) has no plan here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import registry, runner
from trato.kernel.actions.registry import Action, Settler
from trato.kernel.actions.values import Clean, clean, clean_inputs
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import ManyLinksField, Ref
from trato.kernel.fields.select import MAX_VALUES
from trato.kernel.fields.tags import TagsField
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import lines, tags
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm

TAG = "tag"
"""The bulk that adds tags, removes them, or puts others in the place of all, and leaves the rest alone."""
RIGHTS: Mapping[str, policy.Right] = {"update": "update", TAG: "update", "delete": "delete", "restore": "delete"}
_TRASH = {"delete": "now()", "restore": "NULL::timestamptz"}


@dataclass(frozen=True)
class Change:
    """New values of columns, over a row aliased `a`, of the records that it `fits`; where it is the `same`, if it says
    so, nothing is left to do. `verb` is what the entries say; `then` settles what follows."""

    spec: ObjectSpec
    verb: str
    right: policy.Right
    columns: Mapping[str, Sql]
    then: Settler | None
    fits: Sql = sql.TRUE
    same: Sql | None = None

    @property
    def moves_trash(self) -> bool:
        """Whether it changes where the records are, and no field of theirs."""
        return self.verb in _TRASH

    @property
    def differs(self) -> Sql:
        """The condition that a row would not be the same afterwards."""
        if self.moves_trash:
            return Sql("a.deleted_at IS NULL" if self.verb == "delete" else "a.deleted_at IS NOT NULL")
        if self.same is not None:
            return "(" + self.same + ") IS NOT TRUE"
        old = ", ".join(f"a.{sql.name(each)}" for each in self.columns)
        return "ROW(" + sql.join(", ", self.columns.values()) + f") IS DISTINCT FROM ROW({old})"


def plan(actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json]) -> Change | None:
    """How records are changed at once; None when each has to be looked at. Invalid when the values fit none."""
    if verb not in RIGHTS:
        declared = registry.get(f"{spec.name}.{verb}")
        return None if declared is None else _by_twin(actor, spec, declared, clean_inputs(actor, declared.inputs, raw))
    columns: Mapping[str, Sql] | None
    if verb in _TRASH:
        columns, names = {"deleted_at": Sql(_TRASH[verb])}, {"deleted_at"}
    elif verb == TAG:
        field, expression = _tagging(actor, spec, raw)
        columns, names = _tag_column(field, expression), {field.name}
    else:
        values = clean(actor, spec, raw)
        columns, names = _assigned(actor, spec, values), set(values.fields)
    if columns is None or not _is_plain(spec):
        return None
    entered = "update" if verb == TAG else verb
    settled = _is_heard(spec, entered, names) or (entered == "update" and registry.preparer(spec.name) is not None)
    then = registry.settler(spec.name) if settled else None
    return None if settled and then is None else Change(spec, entered, RIGHTS[verb], columns, then)


def _by_twin(actor: Actor, spec: ObjectSpec, declared: Action, inputs: Mapping[str, Any]) -> Change | None:
    twin = registry.sweep(declared.name)
    if twin is None or not _is_plain(spec):
        return None
    found = twin(actor=actor, **inputs)
    names = {each.name for each in spec.fields if not found.columns.keys().isdisjoint(x.name for x in each.columns)}
    if found.then is None and _is_heard(spec, declared.verb, names):
        return None
    fits = sql.either([found.only, found.same])
    return Change(spec, declared.verb, declared.right, found.columns, found.then, fits, found.same)


def _is_plain(spec: ObjectSpec) -> bool:
    return spec.owned and not (spec.guarded or spec.personal)


def _is_heard(spec: ObjectSpec, verb: str, names: set[str]) -> bool:
    changed = spec.with_wholes(names)
    return any(each.hears(verb, changed) for each in registry.reactions(spec.name))


def one_by_one(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], record: Record) -> dict[str, Json]:
    """What a tagging comes to for one record, as values of an update."""
    field, values = _tags(actor, spec, raw)
    gone = {norm(each) for each in values["remove"]}
    before = values["set"] if "set" in raw else field.get(record) or ()
    return {field.name: [*(each for each in before if norm(each) not in gone), *values["add"]]}


def _assigned(actor: Actor, spec: ObjectSpec, values: Clean) -> dict[str, Sql] | None:
    """Columns by the value that all records get; None when a rule wants to see each record."""
    names = set(values.fields)
    fields = [spec.field(name) for name in values.fields]
    special = any(each.unique or isinstance(each, ManyLinksField) for each in fields)
    if values.verbs or values.keys is not None or special or names & set(spec.keys) or lines.fields(spec, names):
        return None
    blank = spec.model()
    for field in fields:
        field.set(blank, values.fields[field.name])
    stored = {str(each.column): each for each in spec.model._meta.concrete_fields}
    columns: dict[str, Sql] = {}
    for column in (each for field in fields for each in field.columns):
        model_field = stored[column.name]
        value = model_field.get_db_prep_save(getattr(blank, model_field.attname), connection)
        columns[column.name] = Sql(f"%s::{model_field.db_type(connection)}", (value,))
    if any(each.custom for each in fields):
        columns["custom"] = _custom(fields, blank)
    return columns if "owner" not in names else _owned(actor, spec, values.fields["owner"], columns)


def _custom(fields: list[Field], blank: Any) -> Sql:
    own = [each.name for each in fields if each.custom]
    given = {name: blank.custom[name] for name in own if name in blank.custom}
    kept = connection.ops.adapt_json_value(given, None)
    return Sql("((a.custom - %s::text[]) || %s::jsonb)", (own, kept))


def _owned(actor: Actor, spec: ObjectSpec, owner: Ref | None, columns: dict[str, Sql]) -> dict[str, Sql] | None:
    """A record belongs to the team of whom it is given to; only to those whom the actor's right reaches."""
    identity = None if owner is None else owner.id
    given_away = spec.given and policy.may(actor, "update", spec, actor.id)
    if not given_away and not policy.may(actor, "update", spec, identity):
        return None
    team = Sql("%s::uuid", (runner.team_of(actor, identity),))
    moved = "CASE WHEN a.owner_id IS DISTINCT FROM " + columns["owner_id"] + " THEN "
    return {**columns, "team_id": moved + team + " ELSE a.team_id END"}


# Tags --------------------------------------------------------------------------------------------------------------


def _tags(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json]) -> tuple[TagsField, dict[str, tuple[str, ...]]]:
    """The field, and the tags to `add`, to `remove`, to `set`."""
    own = {each.name: each for each in tags.fields(spec)}
    field = own.get(str(raw.get("field") or next(iter(own), "")))
    unknown = raw.keys() - {"field", "add", "remove", "set"}
    if field is None or unknown:
        name = next(iter(unknown), "field")
        raise Invalid([Problem(name, "unknown_field", _("There is no such field."))])
    values = clean(actor, spec, {field.name: raw.get("add")}).fields[field.name] or ()
    removed = field.clean(raw.get("remove"), locale_of(actor)) or ()
    placed = field.clean(raw.get("set"), locale_of(actor)) or ()
    if not (values or removed or "set" in raw):
        raise Invalid([Problem("add", "required", _("Enter a value."))])
    return field, {"add": values, "remove": removed, "set": placed}


def _tagging(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json]) -> tuple[TagsField, Sql]:
    """The field, and its new tags as an expression: what is kept in its order, then what is new."""
    field, values = _tags(actor, spec, raw)
    there = tags.stored_sql(field, "a")
    before = Sql(f"coalesce({there}, '[]'::jsonb)")
    if "set" in raw:
        before = Sql("%s::jsonb", (connection.ops.adapt_json_value(list(values["set"]), None),))
    kept = (
        "SELECT t.v, t.n FROM jsonb_array_elements_text("
        + before
        + ") WITH ORDINALITY t (v, n) WHERE NOT EXISTS (SELECT 1 FROM unnest("
        + Sql("%s::text[]) r WHERE public.norm(r) = public.norm(t.v))", (list(values["remove"]),))
    )
    added = Sql("SELECT v, 1000 + n FROM unnest(%s::text[]) WITH ORDINALITY y (v, n)", (list(values["add"]),))
    new = f" WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text({there}) o WHERE public.norm(o) = public.norm(v)"
    gone = Sql(
        " AND NOT EXISTS (SELECT 1 FROM unnest(%s::text[]) r WHERE public.norm(r) = public.norm(o)))",
        (list(values["remove"]),),
    )
    whole = kept + " UNION ALL " + added + (Sql("") if "set" in raw else new + gone) + f" ORDER BY 2 LIMIT {MAX_VALUES}"
    return field, "(SELECT jsonb_agg(z.v ORDER BY z.n) FROM (" + whole + ") z (v, n))"


def _tag_column(field: TagsField, expression: Sql) -> dict[str, Sql]:
    if not field.custom:
        return {field.columns[0].name: expression}
    built = f"jsonb_strip_nulls(jsonb_build_object({sql.literal(field.name)}, " + expression + "))"
    return {"custom": f"((a.custom - {sql.literal(field.name)}) || " + built + ")"}
