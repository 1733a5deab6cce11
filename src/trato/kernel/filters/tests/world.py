"""A small business to filter: companies, people and deals with every family of field, in tables of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from trato.kernel.fields.address import AddressField
from trato.kernel.fields.base import Field, Locale
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.kernel.fields.duration import DurationField
from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.number import DecimalField, IntegerField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.phones import PhoneField, PhonesField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.select import MultiSelectField, Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import TextField
from trato.kernel.filters.evaluate import Neighbour
from trato.kernel.filters.paths import KEYS
from trato.kernel.filters.variables import Variables
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization
from trato.lib import sql
from trato.lib.sql import Sql

LOCALE = Locale(language="en", zone="Europe/Madrid", currency="EUR", region="ES")
NOW = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
"""A night on which the clocks of Madrid change, and there it is already the 30th."""
ME, REPORT = UUID(int=1), UUID(int=2)
MY_TEAM = UUID(int=9)
VARIABLES = Variables(
    me=ME,
    my_team=MY_TEAM,
    my_reports=(REPORT, UUID(int=3)),
    now=NOW,
    today=NOW.astimezone(ZoneInfo("Europe/Madrid")).date(),
    zone="Europe/Madrid",
    fiscal_year_start=4,
)
SECTORS = (Option("retail", "Retail"), Option("software", "Software"), Option("food", "Food"))
ROLES = (("decides", "Decides"), ("advises", "Advises"))


def _model(table: str) -> Any:
    return type(table, (), {"_meta": SimpleNamespace(db_table=table)})


def _spec(name: str, plural: str, label: str, fields: tuple[Field, ...], sort: str = "-updated_at") -> ObjectSpec:
    return ObjectSpec(
        name=name,
        plural=plural,
        model=_model(f"world_{name}"),
        label=label,
        label_plural=plural.title(),
        icon="account",
        fields=fields,
        title="title" if name == "person" else "name",
        sort=sort,
        owned=False,
    )


COMPANY = _spec(
    "company",
    "companies",
    "Company",
    (
        TextField(name="name", label="Name"),
        SelectField(name="sector", label="Sector", options=SECTORS),
        AddressField(name="address", label="Address"),
        IntegerField(name="employees", label="Employees"),
        MultiSelectField(name="markets", label="Markets", options=SECTORS),
        PhoneField(name="fax", label="Fax"),
        LinkField(name="parent", label="Parent", to="company", inverse="children", inverse_label="Children"),
        LinkField(name="keeper", label="Keeper", to="user"),
        LinkField(name="squad", label="Squad", to="team"),
        DecimalField(name="x_score", label="Score", custom=True),
        TextField(name="x_motto", label="Motto", custom=True),
        DateField(name="x_since", label="Since", custom=True),
        TagsField(name="x_labels", label="Labels", custom=True),
    ),
)
PERSON = _spec(
    "person",
    "people",
    "Person",
    (
        PersonNameField(name="title", label="Name"),
        EmailsField(name="emails", label="E-mails"),
        PhonesField(name="phones", label="Phones"),
        CheckboxField(name="subscribed", label="Subscribed"),
        RichTextField(name="about", label="About"),
        LinkField(name="company", label="Company", to="company", inverse="people", inverse_label="People"),
    ),
)
DEAL = _spec(
    "trade",
    "trades",
    "Deal",
    (
        TextField(name="name", label="Name"),
        MoneyField(name="amount", label="Amount"),
        DateField(name="closes", label="Closes"),
        DateTimeField(name="seen", label="Seen"),
        DurationField(name="effort", label="Effort"),
        TagsField(name="tags", label="Tags"),
        LinkField(name="company", label="Company", to="company", inverse="trades", inverse_label="Deals"),
        ManyLinksField(
            name="people",
            label="People",
            to="person",
            of="trade",
            roles=ROLES,
            inverse="trades",
            inverse_label="Deals",
        ),
    ),
)
SPECS = (COMPANY, PERSON, DEAL)

Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def known(organization: Organization) -> Iterator[None]:
    """The three objects registered, and forgotten afterwards."""
    held: tuple[dict[Any, Any], ...] = (registry._specs, registry._by_plural, registry._shaped)
    kept = [dict(each) for each in held]
    relations = {name: dict(each) for name, each in registry._relations.items()}
    try:
        for spec in SPECS:
            registry.register(spec)
        with scope.enter(organization, "a world of its own"):
            yield
    finally:
        for each, before in zip(held, kept, strict=True):
            each.clear()
            each.update(before)
        registry._relations.clear()
        registry._relations.update(relations)


def create_tables() -> None:
    with connection.cursor() as cursor:
        for spec in SPECS:
            columns = [f"{sql.name(each.name)} {each.pg_type}" for one in spec.fields for each in one.columns]
            if spec is PERSON:
                parts = ", ".join(f"title_{part}" for part in ("prefix", "given", "family", "family2", "suffix"))
                columns.append(f"title text GENERATED ALWAYS AS (public.full_name({parts})) STORED")
            columns.append("custom jsonb NOT NULL DEFAULT '{}', deleted_at timestamptz")
            columns.append("created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now()")
            columns.append("created_by_id uuid, updated_by_id uuid")
            cursor.execute(f"CREATE TABLE {sql.name(spec.table)} (id uuid PRIMARY KEY, {', '.join(columns)})")


@dataclass
class World:
    """What there is, in Python and in the tables. `hidden` are ids that the actor does not see."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    links: Sequence[tuple[UUID, UUID, str | None]] = ()
    hidden: frozenset[UUID] = frozenset()
    by_id: dict[UUID, Mapping[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {row["id"]: row for rows in self.rows.values() for row in rows}

    def store(self) -> None:
        """Replace the tables' rows by these."""
        with connection.cursor() as cursor:
            for spec in SPECS:
                cursor.execute(f"DELETE FROM {sql.name(spec.table)}")
                for row in self.rows.get(spec.name, ()):
                    self._insert(cursor, spec, row)
            cursor.execute("DELETE FROM external_id")
            for spec in SPECS:
                for row in self.rows.get(spec.name, ()):
                    for source, key in row.get(KEYS) or ():
                        cursor.execute(
                            "INSERT INTO external_id (id, object, source, key, record_id)"
                            " VALUES (uuidv7(), %s, %s, %s, %s)",
                            (spec.name, source, key, row["id"]),
                        )
            cursor.execute("DELETE FROM link")
            for source, target, role in self.links:
                cursor.execute(
                    "INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)"
                    " VALUES (uuidv7(), 'trade.people', %s, %s, %s, false, 0)",
                    (source, target, role),
                )

    def _insert(self, cursor: Any, spec: ObjectSpec, row: Mapping[str, Any]) -> None:
        names, values, custom = ["id", "deleted_at"], [row["id"], row.get("deleted_at")], {}
        for one in spec.fields:
            value = row.get(one.name)
            if one.custom and value is not None:
                custom[one.name] = one.to_json(value)
            for column, raw in zip(one.columns, one.dump(value) if one.columns else (), strict=True):
                names.append(column.name)
                values.append(json.dumps(raw) if column.pg_type == "jsonb" and raw is not None else raw)
        names.append("custom")
        values.append(json.dumps(custom))
        slots = ", ".join(["%s"] * len(values))
        cursor.execute(
            f"INSERT INTO {sql.name(spec.table)} ({', '.join(map(sql.name, names))}) VALUES ({slots})", values
        )

    def visible(self, _spec: ObjectSpec, alias: str) -> Sql:
        return Sql(f"{alias}.id <> ALL(%s::uuid[])", (list(self.hidden),)) if self.hidden else sql.TRUE

    def neighbours(self, spec: ObjectSpec, row: Mapping[str, Any], name: str) -> list[Neighbour]:
        """What `visible` and the trash leave of the related records."""
        found = self._tied(spec, row, name)
        return [each for each in found if not each.row.get("deleted_at") and each.row["id"] not in self.hidden]

    def _tied(self, spec: ObjectSpec, row: Mapping[str, Any], name: str) -> list[Neighbour]:
        relation = registry.relations(spec.name).get(name)
        if name == "people" and spec is not COMPANY and spec.name == "trade":
            return [Neighbour(self.by_id[to], role) for source, to, role in self.links if source == row["id"]]
        if name == "trades" and spec.name == "person":
            return [Neighbour(self.by_id[source], role) for source, to, role in self.links if to == row["id"]]
        if name in spec.by_name:
            link = row.get(name)
            return [Neighbour(self.by_id[link.id])] if link is not None and link.id in self.by_id else []
        assert relation is not None
        rows = self.rows.get(relation.object, ())
        return [
            Neighbour(each)
            for each in rows
            if (link := each.get(relation.field.name)) is not None and link.id == row["id"]
        ]
