"""What one person has at hand of one object: its views, how they arranged them, and their favourites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.fields.base import Json, from_jsonb
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec, SavedView
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.views.models import ViewLayout
from trato.kernel.views.shape import Columns, Shape, columns_of, opened
from trato.lib import sql
from trato.lib.ids import as_uuid
from trato.lib.sql import Sql

ALL = "all"
"""The key of all records, as they come."""
MAX_VIEWS = 200
MAX_FAVOURITES = 50
_ROLE = '(SELECT u.role_id FROM "user" u WHERE u.id = %s)'


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A view as somebody finds it: `key` is its id, or the name of one that comes with the object."""

    key: str
    name: str
    spec: ObjectSpec
    raw: Mapping[str, Json]
    audience: str = "everyone"
    owner: UUID | None = None
    owner_name: str = ""
    role: UUID | None = None
    for_me: bool = False
    """Whether it is what opens first for the person's role."""
    folder: str = ""
    version: int = 0

    @property
    def kind(self) -> str:
        found = self.raw.get("kind")
        return found if found in ICONS else "table"

    @property
    def is_shipped(self) -> bool:
        return self.owner is None and not as_uuid(self.key)

    def shape(self, actor: Actor) -> Shape:
        return opened(self.spec, self.raw, locale_of(actor))

    def changeable(self, actor: Actor) -> bool:
        """Whether the actor may save into it."""
        return not self.is_shipped and policy.may(actor, "update", registry.get("view"), self.owner)


@dataclass(frozen=True, kw_only=True)
class Favourite:
    """A line of the sidebar."""

    id: UUID
    url: str
    label: str
    icon: str
    hue: str


class Desk:
    """Read at once, when something of it is first asked for, and with it the figures `beside` of the same page."""

    def __init__(self, actor: Actor, spec: ObjectSpec | None, beside: Sequence[Sql] = ()) -> None:
        self.actor, self.spec, self.beside = actor, spec, beside

    @cached_property
    def _read(self) -> tuple[Any, ...]:
        parts = [self._views(), self._layouts(), self._favourites(), *self.beside]
        [row] = fetch("SELECT " + sql.join(", ", parts))
        return row

    @property
    def figures(self) -> tuple[Any, ...]:
        """What `beside` came to."""
        return self._read[3:]

    def _part(self, place: int) -> Json:
        return from_jsonb(self._read[place])

    # What is read

    @cached_property
    def views(self) -> list[Saved]:
        """The object's views: those that people made, in their order, then those that come with it."""
        if self.spec is None:
            return []
        spec = self.spec
        return [*(_saved(spec, each) for each in self._part(0)), *shipped(self.actor, spec)]

    @property
    def layouts(self) -> Mapping[str, Columns]:
        """How the person arranged the columns, by the key of the view."""
        return {key: columns_of(raw) for key, raw in (self._part(1) or {}).items()}

    @property
    def default(self) -> Saved | None:
        """What opens first: what the person's role is given, else all records."""
        return next((each for each in self.views if each.for_me), None)

    def find(self, key: str) -> Saved:
        """The view of that key. RecordNotFound when there is none for this person."""
        found = next((each for each in self.views if each.key == key), None)
        if found is None:
            raise RecordNotFound(key)
        return found

    def keeps(self, url: str) -> bool:
        """Whether what lies at an address is among the favourites."""
        return any(each.url == url for each in self.favourites)

    @cached_property
    def favourites(self) -> list[Favourite]:
        return [each for raw in self._part(2) if (each := _favourite(self.actor, raw)) is not None]

    def arrange(self, key: str, columns: list[Json] | None) -> None:
        """Remember how the person arranged a view's columns; None forgets it."""
        if self.spec is None or self.actor.id is None:
            return
        user, plural = self.actor.id, self.spec.plural
        self.__dict__.pop("_read", None)
        if columns is None:
            ViewLayout.objects.filter(user_id=user, object=plural, view=key).delete()
        else:
            ViewLayout.objects.update_or_create(user_id=user, object=plural, view=key, defaults={"columns": columns})

    # Its SQL

    def _views(self) -> Sql:
        if self.spec is None:
            return Sql("NULL::jsonb")
        seen = policy.visible(self.actor, registry.get("view"), "v")
        inner = (
            f"SELECT v.*, o.name AS owner_name, v.audience = 'role' AND v.role_id = {_ROLE} AS for_me"
            ' FROM "view" v LEFT JOIN "user" o ON o.id = v.owner_id WHERE v.object = %s AND v.deleted_at IS NULL AND '
        )
        whole = Sql(inner, (self.actor.id, self.spec.plural)) + seen
        order = f" ORDER BY v.position NULLS LAST, public.sort_key(v.name), v.id LIMIT {MAX_VIEWS}"
        return "(SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM (" + whole + order + ") v)"

    def _layouts(self) -> Sql:
        text = (
            "(SELECT coalesce(jsonb_object_agg(l.view, l.columns), '{}') FROM view_layout l"
            " WHERE l.user_id = %s AND l.object = %s)"
        )
        return Sql(text, (self.actor.id, self.spec.plural if self.spec else ""))

    def _favourites(self) -> Sql:
        views = policy.visible(self.actor, registry.get("view"), "v")
        lists = policy.visible(self.actor, registry.get("list"), "l")
        inner = (
            Sql(
                "SELECT f.id, f.kind, f.object, f.key, f.target_id, coalesce(v.name, l.name) AS name,"
                " v.kind AS shown_as FROM favourite f"
                ' LEFT JOIN "view" v ON v.id = f.target_id AND v.deleted_at IS NULL AND '
            )
            + views
            + " LEFT JOIN list l ON l.id = f.target_id AND l.deleted_at IS NULL AND "
            + lists
            + Sql(" WHERE f.user_id = %s", (self.actor.id,))
        )
        order = f" ORDER BY f.position, f.id LIMIT {MAX_FAVOURITES}"
        return "(SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM (" + inner + order + ") f)"


def shipped(actor: Actor, spec: ObjectSpec) -> list[Saved]:
    """The views that come with an object, but those that name a field which is not there."""
    found = []
    for each in spec.views:
        saved = Saved(key=each.key, name=str(each.label), spec=spec, raw=_raw(each))
        if not saved.shape(actor).lost:
            found.append(saved)
    return found


def _raw(each: SavedView) -> dict[str, Json]:
    return {
        "kind": each.kind,
        "filter": each.filter,
        "sort": each.sort,
        "columns": list(each.columns),
        "group_by": list(each.group_by),
        "dates": each.dates,
        "chart": each.chart,
    }


def _saved(spec: ObjectSpec, raw: Mapping[str, Json]) -> Saved:
    return Saved(
        key=raw["id"],
        name=raw["name"],
        spec=spec,
        raw=raw,
        audience=raw["audience"],
        owner=as_uuid(raw["owner_id"]),
        owner_name=raw["owner_name"] or "",
        role=as_uuid(raw["role_id"]),
        for_me=bool(raw["for_me"]),
        folder=raw["folder"] or "",
        version=raw["version"],
    )


def _favourite(actor: Actor, raw: Mapping[str, Json]) -> Favourite | None:
    """None for what is there no more, or not for this person any more."""
    try:
        spec = registry.by_plural(raw["object"])
    except UnknownObject:
        return None
    if not policy.reach(actor, "read", spec):
        return None
    if raw["kind"] == "list":
        if raw["name"] is None:
            return None
        return Favourite(
            id=UUID(raw["id"]), url=f"/lists/{raw['target_id']}", label=raw["name"], icon="list", hue=spec.hue
        )
    key, name, shown_as = raw["target_id"], raw["name"], raw["shown_as"]
    if key is None:
        each = next((each for each in shipped(actor, spec) if each.key == raw["key"]), None)
        key, name, shown_as = (each.key, each.name, each.kind) if each else (None, None, None)
    if name is None:
        return None
    return Favourite(
        id=UUID(raw["id"]),
        url=f"/{spec.plural}/view/{key}",
        label=name,
        icon=ICONS.get(shown_as or "", "table"),
        hue=spec.hue,
    )


ICONS = {"table": "table", "board": "board", "calendar": "calendar", "chart": "chart"}
