"""Links to other records: one (a foreign key) and many (rows of the `link` table, with a role each)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import COMMON_OPERATORS, Column, Field, FieldError, Json, Locale, Titles, from_jsonb
from trato.lib import controls, sql
from trato.lib.ids import as_uuid

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise

Needs = Literal["read", "update"]

RELATION_OPERATORS = COMMON_OPERATORS | {"related", "not_related"}


@dataclass(frozen=True, slots=True)
class Ref:
    """A record as others name it."""

    id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A link given by a value of the other record (`{"match": {"name": "Acme"}}`), still to be looked up."""

    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Linked:
    """One of many links: the other record and what it is to this one."""

    to: Ref | Match
    role: str | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class LinkChange:
    """`{"add": […], "remove": […]}`: a change of many-links that leaves the others alone."""

    add: tuple[Linked, ...] = ()
    remove: tuple[UUID, ...] = ()


def clean_target(raw: Json) -> Ref | Match:
    """The record that an id, `{"id"}` or `{"match"}` names. FieldError when it is none of these."""
    if isinstance(raw, Ref):
        return raw
    if isinstance(raw, Mapping) and isinstance(match := raw.get("match"), Mapping) and match:
        return Match(dict(match))
    found = as_uuid(raw.get("id") if isinstance(raw, Mapping) else raw)
    if found is None:
        raise FieldError("invalid", _("Give the id of a record."))
    return Ref(found)


@dataclass(frozen=True, kw_only=True)
class LinkField(Field):
    """A link to one record of the object `to`. Seen from there it is the relation `inverse`."""

    kind: ClassVar[str] = "link"
    family: ClassVar[str] = "link"
    pg_type: ClassVar[str] = "uuid"
    operators: ClassVar[frozenset[str]] = RELATION_OPERATORS

    to: str
    inverse: str = ""
    inverse_label: _StrOrPromise = ""
    on_timeline: bool = False
    """What happens to this record is part of the other's timeline too."""
    indexed: bool = True
    needs: Needs = "read"
    """The right that one must have on the other record to link to it: "update" where the link changes it."""

    @property
    def leads_to_whole(self) -> bool:
        """Whether the record is a part of the other and cannot be without it (a line and its deal)."""
        return self.required

    @property
    def columns(self) -> tuple[Column, ...]:
        return (Column(f"{self.name}_id", "uuid"),)

    def dump(self, value: Any) -> tuple[Any, ...]:
        return (value.id if isinstance(value, Ref) else value,)

    def load(self, *raw: Any) -> Ref | None:
        identity, title = (*raw, None)[:2]
        return None if identity is None else Ref(identity, title or "")

    def select_sql(self, alias: str, titles: Titles) -> tuple[str, ...]:
        return (self.value_sql(alias), titles(self.to, self.value_sql(alias)))

    def clean(self, raw: Json, locale: Locale) -> Ref | Match | None:
        return None if raw in (None, "") else clean_target(raw)

    def to_json(self, value: Any) -> Json:
        return None if value is None else {"id": str(value.id), "name": value.name}

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else Ref(UUID(raw["id"]), raw.get("name", ""))

    def operand(self, raw: Json, locale: Locale) -> Any:
        found = clean_target(raw)
        return found.id if isinstance(found, Ref) else found

    def text(self, value: Any, locale: Locale) -> str:
        return value.name if value is not None else ""

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return f'<a class="link" href="/r/{self.to}/{value.id}">{escape(value.name)}</a>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        identity, title = (value.id, value.name) if isinstance(value, Ref) else ("", "")
        hidden = f'<input type="hidden" name="{self.name}" value="{identity}">'
        return _picker(self.to, hidden, title, element_id, describedby)


@dataclass(frozen=True, kw_only=True)
class ManyLinksField(Field):
    """Links to many records of the object `to`, each with a role of `roles`; one may be the primary.

    Value: a tuple of `Linked`, the primary first. Stored as rows of `link` (records.links).
    """

    kind: ClassVar[str] = "links"
    family: ClassVar[str] = "links"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = frozenset({"related", "not_related", "empty", "not_empty", "count"})
    sortable: ClassVar[bool] = False
    needs: ClassVar[Needs] = "read"

    to: str
    inverse: str = ""
    inverse_label: _StrOrPromise = ""
    on_timeline: bool = False
    roles: tuple[tuple[str, _StrOrPromise], ...] = ()
    of: str
    """The object it is a field of."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    @property
    def relation(self) -> str:
        """The name its rows carry in the `link` table."""
        return f"{self.of}.{self.name}"

    def get(self, record: Any) -> Any:
        raise TypeError(f"{self.name}: many-links are read with records.links, not from the record")

    set = get  # type: ignore[assignment]  # refused the same way

    def value_sql(self, alias: str) -> str:
        raise TypeError(f"{self.name}: many-links have no single value")

    def select_sql(self, alias: str, titles: Titles) -> tuple[str, ...]:
        rows = (
            "SELECT jsonb_agg(jsonb_build_array(l.target_id, "  # names come from declarations
            + titles(self.to, "l.target_id")
            + ", l.role, l.is_primary) ORDER BY l.is_primary DESC, l.position, l.id) FROM link l"
            f" WHERE l.relation = {sql.literal(self.relation)} AND l.source_id = {alias}.id"
        )
        return (f"({rows})",)

    def load(self, *raw: Any) -> tuple[Linked, ...] | None:
        rows = from_jsonb(raw[0])
        if not rows:
            return None
        return tuple(Linked(Ref(UUID(one), name or ""), role, bool(primary)) for one, name, role, primary in rows)

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw in (None, "", [], ()):
            return None
        if isinstance(raw, Mapping) and (raw.keys() <= {"add", "remove"}):
            removed = tuple(as_uuid(each) for each in raw.get("remove") or ())
            if None in removed:
                raise FieldError("invalid", _("Give the ids of the records to unlink."), "/remove")
            return LinkChange(self._linked(raw.get("add") or []), tuple(each for each in removed if each))
        return self._linked(raw if isinstance(raw, list | tuple) else [raw])

    def _linked(self, items: Any) -> tuple[Linked, ...]:
        if not isinstance(items, list | tuple) or len(items) > 500:
            raise FieldError("invalid", _("Give a list of at most 500 links."))
        found: list[Linked] = []
        allowed = {key for key, _label in self.roles}
        for position, item in enumerate(items):
            if isinstance(item, Linked):
                found.append(item)
                continue
            role = item.get("role") if isinstance(item, Mapping) else None
            if role is not None and role not in allowed:
                raise FieldError(
                    "not_an_option", _("“{role}” is not one of the roles.").format(role=role), f"/{position}/role"
                )
            primary = bool(item.get("primary")) if isinstance(item, Mapping) else False
            found.append(Linked(clean_target(item), role, primary))
        return tuple(found)

    def to_json(self, value: Any) -> Json:
        return [
            {"id": str(each.to.id), "name": each.to.name, "role": each.role, "primary": each.primary}
            for each in value or ()
        ]

    def from_json(self, raw: Json) -> Any:
        return tuple(
            Linked(Ref(UUID(each["id"]), each.get("name", "")), each.get("role"), bool(each.get("primary")))
            for each in raw
        )

    def text(self, value: Any, locale: Locale) -> str:
        return ", ".join(each.to.name for each in value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        return ", ".join(
            f'<a class="link" href="/r/{self.to}/{each.to.id}">{escape(each.to.name)}</a>' for each in value or ()
        )

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        items = "".join(self._item(each, f"{self.name}-{each.to.id}-role") for each in value or ())
        picker = _picker(self.to, "", "", element_id, describedby, multiple=True)
        return f'<t-multi data-kind="tags" data-name="{self.name}"><span data-items>{items}</span>{picker}</t-multi>'

    def _item(self, linked: Linked, role_name: str) -> str:
        to = linked.to
        if not isinstance(to, Ref):
            return ""
        role = ""
        if self.roles:
            role = controls.choose(
                role_name,
                linked.role,
                self.roles,
                element_id=None,
                aria_label=_("Role of {record}").format(record=to.name),
            )
        return controls.chosen(self.name, to.id, to.name, more=role)

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        return [
            {"id": one, "role": data.get(f"{self.name}-{one}-role") or None} for one in data.getlist(self.name) if one
        ]


def _picker(to: str, hidden: str, shown: str, element_id: str, describedby: str, *, multiple: bool = False) -> str:
    """The control that finds a record of the object `to` by typing (element t-combobox)."""
    given = controls.attributes(
        type="text",
        role="combobox",
        id=element_id,
        value=shown,
        aria_expanded="false",
        aria_autocomplete="list",
        aria_describedby=describedby or None,
        autocomplete="off",
    )
    return (
        f'<t-combobox data-options-url="/options/{to}"{" data-multiple" if multiple else ""}>{hidden}'
        f'<div class="input-group"><input{given}>{controls.icon("down")}</div></t-combobox>'
    )
