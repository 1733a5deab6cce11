"""What a note, a task or a file is about: records of any object.

Stored as one many-links field for each object, its parts (`about_deals`, `about_contacts`), so that each can be
filtered, imported, merged and undone like any other link. This field shows and takes them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import MANY_OPERATORS, Field, FieldError, Json, Locale, Titles, from_jsonb
from trato.kernel.fields.links import Linked, ManyLinksField, Match, Ref, clean_target
from trato.lib import controls, sql
from trato.lib.ids import as_uuid

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

MAX_RECORDS = 500


@dataclass(frozen=True, slots=True)
class About:
    """One record that something is about: its object by the plural, and the record."""

    object: str
    to: Ref

    @property
    def key(self) -> str:
        return str(self.to.id)


@dataclass(frozen=True, kw_only=True)
class AboutField(Field):
    """Links to records of any object. Value: a tuple of `About`. The registry gives it its parts, one an object.

    `beside` names objects that have no place in the sidebar and can be meant all the same. `private` names the
    checkbox that hides the whole record from all but its owner and administrators.
    """

    kind: ClassVar[str] = "about"
    family: ClassVar[str] = "choices"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = MANY_OPERATORS
    sortable: ClassVar[bool] = False
    composed: ClassVar[bool] = True

    beside: tuple[str, ...] = ()
    private: str = ""
    named: tuple[str, ...] = ()
    """Many-links to people who may read the record because it names them: whom it mentions, who takes part."""
    pieces: tuple[ManyLinksField, ...] = ()

    @cached_property
    def links(self) -> Mapping[str, ManyLinksField]:
        """Its parts, by the plural of their object."""
        return {each.name.removeprefix(f"{self.name}_"): each for each in self.pieces}

    @property
    def columns(self) -> tuple[Any, ...]:
        return ()

    def dump(self, value: Any) -> tuple[Any, ...]:
        return ()

    def get(self, record: Any) -> Any:
        raise TypeError(f"{self.name}: read its parts with records.links, not from the record")

    set = get  # type: ignore[assignment]  # refused the same way

    def _rows(self, alias: str) -> str:
        relations = ", ".join(sql.literal(each.relation) for each in self.links.values()) or "''"
        return f"FROM link l WHERE l.source_id = {alias}.id AND l.relation IN ({relations})"

    def value_sql(self, alias: str) -> str:
        return f"(SELECT jsonb_agg(l.target_id) {self._rows(alias)})"

    def select_sql(self, alias: str, titles: Titles) -> tuple[str, ...]:
        cases = " ".join(
            f"WHEN {sql.literal(each.relation)} THEN jsonb_build_array({sql.literal(plural)}, l.target_id,"
            f" {titles(each.to, 'l.target_id')})"
            for plural, each in self.links.items()
        )
        if not cases:
            return ("NULL::jsonb",)
        return (f"(SELECT jsonb_agg(CASE l.relation {cases} END ORDER BY l.position, l.id) {self._rows(alias)})",)

    def load(self, *raw: Any) -> tuple[About, ...] | None:
        rows = from_jsonb(raw[0]) if raw else None
        return tuple(About(plural, Ref(UUID(one), name or "")) for plural, one, name in rows) if rows else None

    def clean(self, raw: Json, locale: Locale) -> tuple[About, ...] | None:
        targets = self._targets([raw] if isinstance(raw, str) and raw else raw or [], "")
        return tuple(About(plural, to) for plural, to in targets if isinstance(to, Ref)) or None

    def _targets(self, raw: Json, pointer: str) -> list[tuple[str, Ref | Match]]:
        """The records that a list names, each with the plural of its object."""
        if not isinstance(raw, list | tuple) or len(raw) > MAX_RECORDS:
            message = _("Give a list of at most {limit} records.").format(limit=MAX_RECORDS)
            raise FieldError("invalid", message, pointer)
        return [self._target(each, f"{pointer}/{position}") for position, each in enumerate(raw)]

    def _target(self, raw: Json, pointer: str) -> tuple[str, Ref | Match]:
        if isinstance(raw, About):
            return raw.object, raw.to
        if isinstance(raw, str):
            raw = dict(zip(("object", "id"), raw.split(":", 1), strict=False))
        plural = raw.get("object") if isinstance(raw, Mapping) else None
        if plural not in self.links:
            known = ", ".join(sorted(self.links))
            message = _("Say what it is about as one of: {objects}.").format(objects=known)
            raise FieldError("not_an_option" if plural else "required", message, f"{pointer}/object")
        try:
            return str(plural), clean_target(raw)
        except FieldError as error:
            raise FieldError(error.code, error.message, f"{pointer}/id") from None

    def spread(self, raw: Json, locale: Locale) -> dict[str, Any]:
        """What is to be written of it, said of its parts: a list replaces all, `{"add", "remove"}` changes."""
        if not (isinstance(raw, Mapping) and raw and raw.keys() <= {"add", "remove"}):
            given = self._by_part(raw or [], "")
            return {each.name: given.get(each.name, ()) for each in self.pieces}
        named = raw.get("remove") or ()
        removed = [as_uuid(each.get("id") if isinstance(each, Mapping) else each) for each in named]
        if None in removed:
            raise FieldError("invalid", _("Give the ids of the records to unlink."), "/remove")
        added, gone = self._by_part(raw.get("add") or [], "/add"), tuple(each for each in removed if each)
        touched = (each.name for each in self.pieces if gone or each.name in added)
        return {name: {"add": added.get(name, ()), "remove": gone} for name in touched}

    def _by_part(self, raw: Json, pointer: str) -> dict[str, tuple[Linked, ...]]:
        found: dict[str, tuple[Linked, ...]] = {}
        for plural, target in self._targets(raw, pointer):
            name = self.links[plural].name
            found[name] = (*found.get(name, ()), Linked(target))
        return found

    def to_json(self, value: Any) -> Json:
        return [{"object": each.object, "id": str(each.to.id), "name": each.to.name} for each in value or ()]

    def from_json(self, raw: Json) -> Any:
        found = tuple(About(each["object"], Ref(UUID(each["id"]), each.get("name", ""))) for each in raw or ())
        return found or None

    def operand(self, raw: Json, locale: Locale) -> Any:
        found = as_uuid(raw.get("id") if isinstance(raw, Mapping) else raw)
        if found is None:
            raise FieldError("invalid", _("Give the id of a record."))
        return str(found)

    def text(self, value: Any, locale: Locale) -> str:
        return ", ".join(each.to.name if isinstance(each, About) else str(each) for each in value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        return " ".join(
            f'<a class="tag" data-tone="neutral" href="/{each.object}/{each.to.id}">{escape(each.to.name)}</a>'
            for each in value or ()
        )

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        items = "".join(controls.chosen(self.name, f"{each.object}:{each.to.id}", each.to.name) for each in value or ())
        given = controls.attributes(
            type="text", role="combobox", id=element_id, aria_expanded="false", aria_autocomplete="list",
            aria_describedby=describedby or None, autocomplete="off",
        )  # fmt: skip
        picker = (
            f'<t-combobox data-options-url="/options/any" data-multiple><div class="input-group"><input{given}>'
            f"{controls.icon('down')}</div></t-combobox>"
        )
        return f'<t-multi data-kind="tags" data-name="{self.name}"><span data-items>{items}</span>{picker}</t-multi>'

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        pairs = (each.partition(":") for each in data.getlist(self.name) if each)
        return [{"object": plural, "id": one} for plural, _colon, one in pairs]
