"""Made-up values, records and happenings, that look as real ones do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from trato.kernel.fields.base import Field, FieldError, Json, Locale
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.select import OptionsField
from trato.kernel.objects.due_fields import SinceField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.selection import resolve
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.feed import Happening
from trato.kernel.ui import faces
from trato.kernel.ui.lists import title_path

PEOPLE = ("Ana Ruiz", "Óscar Gil", "Marta Ibáñez")
NAMES = ("Acme Corporation", "Faro Azul", "Norte Hardware")
SHARES = ("20", "40", "70")
_JSON: Mapping[str, Json] = {
    "text": "GTX Plus Pro",
    "money": {"amount": "4821.00"},
    "integer": 12,
    "decimal": "12.5",
    "checkbox": True,
    "tags": ["Norte", "Feria"],
    "url": "https://acme.example",
    "email": "compras@acme.example",
    "emails": [{"value": "compras@acme.example"}],
    "phone": "+34600111222",
    "phones": [{"value": "+34600111222"}],
    "person_name": {"given": "Ana", "family": "Ruiz"},
}
"""A value of each kind that cells show, as the API takes it; of other kinds there is none."""


def ident(number: int) -> UUID:
    """The id of the record, entry or lane of that number."""
    return UUID(int=number)


def value(field: Field, locale: Locale, place: int = 0) -> Any:
    """A value that the field may have; None where none is made up."""
    now = datetime.now(UTC)
    if isinstance(field, LinkField):
        return Ref(ident(place + 1), (PEOPLE if faces.is_person(field) else NAMES)[place % 3])
    if isinstance(field, SinceField):
        return now - timedelta(days=1 + 20 * place)
    if field.family in {"date", "datetime"}:
        moment = now + timedelta(days=3 * place - 1)
        return moment if field.family == "datetime" else moment.date()
    raw = SHARES[place % 3] if field.kind == "percent" else _JSON.get(field.kind)
    if isinstance(field, OptionsField) and field.family == "choice":
        raw = field.options[place % len(field.options)].key if field.options else None
    try:
        return None if raw is None else field.clean(raw, locale)
    except FieldError:
        return None


def row(spec: ObjectSpec, paths: Iterable[str], locale: Locale, place: int = 0) -> dict[str, Any]:
    """A record as reading it answers: its values by path."""
    known = title_path(spec)
    found = {path: value(resolve(spec, path).field, locale, place) for path in paths}
    if spec.by_name[known].kind == "text":
        found[known] = NAMES[place % 3]
    return {"id": ident(place + 1), "version": 1, **found}


def happenings(actor: Actor, spec: ObjectSpec) -> list[Happening]:
    """A few entries of a record's timeline: a change of two fields, one taken back, one by a program, its making."""
    changed = [each for each in spec.fields if each.kind in {"text", "integer", "percent"} and not each.readonly][:2]
    diff = {each.name: [None, "GTX Plus Pro"] if each.kind == "text" else ["40", "70"] for each in changed}
    first = dict(list(diff.items())[:1])
    return [
        _happening(actor, spec, 1, "update", diff),
        _happening(actor, spec, 2, "update", first, undone=True),
        _happening(actor, spec, 3, "import", {}, actor_kind="token"),
        _happening(actor, spec, 4, "create", {}),
    ]


def _happening(actor: Actor, spec: ObjectSpec, number: int, verb: str, diff: dict[str, list[Any]], **more: Any) -> Any:
    given: dict[str, Any] = {
        "id": ident(number), "at": datetime.now(UTC) - timedelta(hours=20 * number - 19), "actor_id": actor.id,
        "actor_name": PEOPLE[number % 3], "actor_kind": "user", "verb": verb, "object": spec.name,
        "record_id": ident(1), "title": NAMES[0], "version": number, "diff": diff, "data": {}, "cause_id": None,
        "undoes_id": None, "undone": False,
    }  # fmt: skip
    return Happening(**{**given, **more})
