"""All that a run knows before it reads the first row: slots, links, children, keys and the rights that bear on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import registry as actions
from trato.kernel.fields.base import Field, FieldError, TextFormat
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.intake.mapping import CREATE, REJECT, Column, ImportMapping
from trato.kernel.intake.slots import Cell, Slot, TextSlot, TextsSlot, ValueSlot
from trato.kernel.intake.targets import EXTERNAL, Target, resolve, with_new_fields
from trato.kernel.objects import registry
from trato.kernel.objects.registry import Relation
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.targets import look_up
from trato.kernel.tenancy.actor import Actor, Reach


@dataclass(frozen=True)
class Link:
    """A column whose text names a record: where the text is staged, and the table of what was found for it."""

    column: Column
    field: LinkField | ManyLinksField
    staged: str
    table: str
    to: ObjectSpec
    answers: Mapping[str, Any]

    @property
    def many(self) -> bool:
        return isinstance(self.field, ManyLinksField)

    @property
    def wanted_new(self) -> list[str]:
        """Texts for which the user answered that a record is to be made."""
        return [text for text, answer in self.answers.items() if answer is CREATE]

    @property
    def refused(self) -> list[str]:
        """Texts whose rows the user left out."""
        return [text for text, answer in self.answers.items() if answer is REJECT]


@dataclass(frozen=True)
class Part:
    """The fields of one record that a row fills: the row's own record, or one child record. `prefix` sets the
    staging columns of a child apart."""

    spec: ObjectSpec
    prefix: str = ""
    values: tuple[ValueSlot, ...] = ()
    links: tuple[Link, ...] = ()
    relation: Relation | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """Those with columns in the record's own table, and user-made ones."""
        single = [link.field for link in self.links if not link.many]
        return (*(slot.field for slot in self.values), *single)


@dataclass(frozen=True)
class Plan:
    """One import of one file by one actor. `run` sets its temporary tables apart from those of a run inside it."""

    actor: Actor
    mapping: ImportMapping
    form: TextFormat
    main: Part
    children: tuple[Part, ...]
    slots: tuple[Slot, ...]
    sources: Mapping[str, str]
    """Outside keys: the other system by staging column."""
    has_id: bool
    new_fields: tuple[Field, ...]
    defaults: Mapping[str, Any]
    run: str

    @property
    def spec(self) -> ObjectSpec:
        return self.main.spec

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.main, *self.children)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for part in self.parts for link in part.links)

    @property
    def creates(self) -> bool:
        return self.mapping.mode in {"create", "upsert"}

    def table(self, name: str) -> str:
        """The temporary table called `name`, of this run."""
        return f'"_{self.run}_{name}"'


def make(
    actor: Actor, spec: ObjectSpec, mapping: ImportMapping, names: Sequence[str], form: TextFormat, *, run: str
) -> Plan:
    """The plan for a file with these columns. Invalid lists what is wrong with the mapping, Denied what the actor may
    not do."""
    _require(actor, spec, mapping)
    whole, new_fields = with_new_fields(spec, mapping)
    if new_fields and not actor.administers:
        raise policy.Denied("create", spec)
    targets = resolve(whole, mapping.columns)
    places = {name: place for place, name in enumerate(names)}
    absent = [each.column.name for each in targets if each.column.name not in places]
    if absent:
        message = _("The file has no such column.")
        raise Invalid([Problem("mapping", "unknown_field", message, f"/columns/{name}") for name in absent])
    made = _Maker(form, mapping.values, places, run)
    plan = made.plan(actor, whole, mapping, targets, new_fields)
    _check(plan)
    return plan


def _require(actor: Actor, spec: ObjectSpec, mapping: ImportMapping) -> None:
    needed: dict[str, tuple[policy.Right, ...]] = {"create": ("create",), "upsert": ("create", "update")}
    for right in needed.get(mapping.mode, ("update",)):
        if policy.reach(actor, right, spec) is Reach.NONE:
            raise policy.Denied(right, spec)


class _Maker:
    """Makes slots from targets."""

    def __init__(self, form: TextFormat, answers: Mapping[str, Any], places: Mapping[str, int], run: str) -> None:
        self.form, self.answers, self.places, self.run = form, answers, places, run
        self.slots: list[Slot] = []
        self.tables = 0

    def plan(
        self,
        actor: Actor,
        spec: ObjectSpec,
        mapping: ImportMapping,
        targets: Sequence[Target],
        new_fields: tuple[Field, ...],
    ) -> Plan:
        own = [each for each in targets if each.relation is None]
        relations = {each.relation.name: each.relation for each in targets if each.relation is not None}
        main = self.part(spec, "", [each for each in own if each.field is not None], None)
        children = tuple(
            self.part(
                registry.get(relation.object),
                f"_c{number}_",
                [each for each in targets if each.relation is relation],
                relation,
            )
            for number, relation in enumerate(relations.values())
        )
        sources = {}
        for number, target in enumerate(each for each in own if each.source):
            self.slots.append(TextSlot(self.cell(target), f"_k{number}", max_length=200))
            sources[f"_k{number}"] = target.source
        ids = [each for each in own if each.is_id]
        self.slots += [TextSlot(self.cell(each), "_given") for each in ids]
        defaults = _defaults(actor, spec, mapping, self.form)
        return Plan(
            actor=actor, mapping=mapping, form=self.form, main=main, children=children, slots=tuple(self.slots),
            sources=sources, has_id=bool(ids), new_fields=new_fields, defaults=defaults, run=self.run,
        )  # fmt: skip

    def part(self, spec: ObjectSpec, prefix: str, targets: Sequence[Target], relation: Relation | None) -> Part:
        values: list[ValueSlot] = []
        links: list[Link] = []
        by_field: dict[str, list[Target]] = {}
        for target in targets:
            if target.field is not None:
                by_field.setdefault(target.field.name, []).append(target)
        for shared in by_field.values():
            found = shared[0].field
            if isinstance(found, LinkField | ManyLinksField):
                links += [self.link(target, found, prefix) for target in shared]
            elif found is not None:
                values.append(ValueSlot(found, [self.cell(each) for each in shared], self.form, prefix=prefix))
        self.slots += values
        return Part(spec, prefix, tuple(values), tuple(links), relation)

    def link(self, target: Target, field: LinkField | ManyLinksField, prefix: str) -> Link:
        cell, number = self.cell(target), self.tables
        self.tables += 1
        staged = f"{prefix or '_'}t{number}_{field.name}"[:60]
        many = isinstance(field, ManyLinksField)
        self.slots.append(TextsSlot(cell, staged) if many else TextSlot(cell, staged))
        table = f'"_{self.run}_found_{number}"'
        return Link(target.column, field, staged, table, registry.get(field.to), cell.answers)

    def cell(self, target: Target) -> Cell:
        return Cell(target, self.places[target.column.name], self.answers)


def _defaults(actor: Actor, spec: ObjectSpec, mapping: ImportMapping, form: TextFormat) -> Mapping[str, Any]:
    """The mapping's defaults as values. Invalid lists what is wrong with them."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, raw in mapping.defaults.items():
        found = spec.by_name.get(name)
        if found is None or found.readonly or isinstance(found, ManyLinksField):
            message = _("“{path}” is not a field that can have a default.").format(path=name)
            problems.append(Problem("mapping", "unknown_field", message, f"/defaults/{name}"))
            continue
        try:
            values[name] = found.clean(raw, form.locale)
        except FieldError as error:
            problems.append(Problem("mapping", error.code, error.message, f"/defaults/{name}"))
    looked_up = look_up(actor, {name: spec.by_name[name] for name in values}, values)
    problems += [Problem("mapping", each.code, each.message, f"/defaults/{each.field}") for each in looked_up]
    if problems:
        raise Invalid(problems)
    return values


def _check(plan: Plan) -> None:
    """What could only fail for every row is said at once."""
    problems = []
    known = {"id"} if plan.has_id else set()
    known |= {f"{EXTERNAL}.{source}" for source in plan.sources.values()}
    known |= {each.name for each in plan.main.fields}
    for each in plan.mapping.key:
        if each not in known:
            message = _("The key “{key}” is not among the columns.").format(key=each)
            problems.append(Problem("mapping", "unknown_field", message, "/key"))
    if plan.mapping.mode in {"update", "fill"} and not plan.mapping.key:
        problems.append(Problem("mapping", "required", _("Say by which key records are found."), "/key"))
    for part in plan.parts:
        problems += _unsettled(part)
    for link in plan.links:
        problems += _uncreatable(plan.actor, link)
    if problems:
        raise Invalid(problems)


def _unsettled(part: Part) -> list[Problem]:
    """Fields that only a verb may write, of an object that cannot make the verb's rules true for many at once."""
    if actions.settler(part.spec.name) is not None:
        return []
    message = _("“{field}” follows rules that an import cannot keep yet; leave its column out.")
    return [
        Problem("mapping", "readonly", message.format(field=each.label), "/columns")
        for each in part.fields
        if each.name in part.spec.verbs
    ]


def _uncreatable(actor: Actor, link: Link) -> list[Problem]:
    """Links whose missing records are to be made, by somebody who may not, or of whom too little is known."""
    if link.column.missing != "create" and not link.wanted_new:
        return []
    pointer = f"/columns/{link.column.name}/missing"
    if policy.reach(actor, "create", link.to) is Reach.NONE:
        message = _("You may not create {objects}.").format(objects=link.to.label_plural)
        return [Problem("mapping", "invalid", message, pointer)]
    title = link.to.title
    needed = [each.name for each in link.to.fields if each.required and each.default is None and each.name != title]
    if link.column.match not in {"", title} or title not in link.to.by_name or needed:
        message = _("{objects} cannot be made from their name alone.").format(objects=link.to.label_plural)
        return [Problem("mapping", "invalid", message, pointer)]
    return []
