"""Making, changing and removing user-made fields. Administrators only; the timeline remembers each change.

A name is taken for ever: a removed field leaves its values in the records, and another of that name would read them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions.entries import write_whole
from trato.kernel.fields.base import CUSTOM_NAME, Field, Json
from trato.kernel.fields.select import OptionsField
from trato.kernel.objects import indexing, registry
from trato.kernel.objects.custom import CustomField, as_field
from trato.kernel.objects.kinds import USER_MADE
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import uuid7
from trato.lib.text import norm

MAX_FIELDS = 200
MAX_OPTIONS = 500
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_CHANGEABLE = ("label", "help", "required", "options", "position")


class NameTaken(Exception):
    """The object has, or had, a user-made field of that name."""


class NoSuchField(LookupError):
    """The object has no user-made field of that name."""


def make(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json]) -> Field:
    """A new field from JSON: `kind` and `label`, and perhaps `name`, `help`, `required`, `options`, `position`."""
    _require(actor, spec)
    values = _read(spec, raw)
    with transaction.atomic():
        _alone()
        if CustomField.objects.filter(object=spec.name, name=values["name"]).exists():
            raise NameTaken(values["name"])
        if CustomField.objects.filter(object=spec.name, deleted_at=None).count() >= MAX_FIELDS:
            raise Invalid([Problem("name", "too_many", _("An object has at most 200 fields of one's own."))])
        row = CustomField.objects.create(**values)
        indexing.later()
        _remember(actor, spec, "make_field", values)
    return as_field(row)


def described(spec: ObjectSpec, raw: Mapping[str, Json]) -> Field:
    """The field that `make` would make. Invalid says what is wrong with it, NameTaken that the name is gone."""
    values = _read(spec, raw)
    if values["name"] in names(spec):
        raise NameTaken(values["name"])
    return as_field(CustomField(**values))


def names(spec: ObjectSpec) -> frozenset[str]:
    """The names that the object's fields have, or had."""
    return frozenset(CustomField.objects.filter(object=spec.name).values_list("name", flat=True))


def _read(spec: ObjectSpec, raw: Mapping[str, Json]) -> dict[str, Any]:
    reading = _Reading(raw, (*_CHANGEABLE, "name", "kind"))
    kind = reading.kind()
    values: dict[str, Any] = {"object": spec.name, "kind": kind, "name": reading.name(), "label": reading.label()}
    values |= {"help": reading.help(), "required": reading.flag("required"), "position": reading.position()}
    values["options"] = reading.options(kind)
    reading.done()
    return values


def change(actor: Actor, spec: ObjectSpec, name: str, raw: Mapping[str, Json]) -> Field:
    """Another label, help, options… Its name and kind stay. NoSuchField when there is none."""
    _require(actor, spec)
    with transaction.atomic():
        _alone()
        row = _row(spec, name)
        reading = _Reading(raw, _CHANGEABLE)
        readers = {
            "label": reading.label,
            "help": reading.help,
            "required": lambda: reading.flag("required"),
            "options": lambda: reading.options(row.kind),
            "position": reading.position,
        }
        values = {each: read() for each, read in readers.items() if each in raw}
        reading.done()
        for each, value in values.items():
            setattr(row, each, value)
        row.changed_at = timezone.now()
        row.save()
        _remember(actor, spec, "change_field", {"name": name, **values})
    return as_field(row)


def remove(actor: Actor, spec: ObjectSpec, name: str) -> None:
    """Take a field away; what records hold in it stays with them, unseen. NoSuchField when there is none."""
    _require(actor, spec)
    with transaction.atomic():
        _alone()
        row = _row(spec, name)
        row.deleted_at = row.changed_at = timezone.now()
        row.save()
        _remember(actor, spec, "remove_field", {"name": name})


def _require(actor: Actor, spec: ObjectSpec) -> None:
    if not actor.administers:
        raise policy.Denied("update", spec)


def _alone() -> None:
    """One change of the shape at a time: the moment of the last one is the shape's name."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE custom_field IN SHARE ROW EXCLUSIVE MODE")


def _row(spec: ObjectSpec, name: str) -> CustomField:
    found = CustomField.objects.filter(object=spec.name, name=name, deleted_at=None).first()
    if found is None:
        raise NoSuchField(name)
    return found


def _remember(actor: Actor, spec: ObjectSpec, verb: str, data: Mapping[str, Any]) -> None:
    write_whole(actor, uuid7(), verb, spec, data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(changed_at)::text FROM custom_field")
        [shape] = cursor.fetchone() or [None]
    scope.reshape(shape or "none")


@dataclass
class _Reading:
    """Reads what describes a field; collects what is wrong with it."""

    raw: Mapping[str, Json]

    def __init__(self, raw: Mapping[str, Json], allowed: tuple[str, ...]) -> None:
        self.raw = raw
        message = _("“{name}” is not known here.")
        self.problems = [
            Problem(key, "unknown_key", message.format(name=str(key)[:40])) for key in raw if key not in allowed
        ]

    def done(self) -> None:
        """Invalid when something was wrong."""
        if self.problems:
            raise Invalid(self.problems)

    def kind(self) -> str:
        found = self.raw.get("kind")
        if isinstance(found, str) and found in USER_MADE:
            return found
        self._wrong("kind", "not_an_option", _("Give one of: {options}.").format(options=", ".join(sorted(USER_MADE))))
        return "text"

    def name(self) -> str:
        found = self.raw.get("name")
        if found is None:
            stem = re.sub(r"[^a-z0-9]+", "_", norm(str(self.raw.get("label") or ""))).strip("_")[:50]
            found = f"x_{stem}"
        if isinstance(found, str) and CUSTOM_NAME.fullmatch(found):
            return found
        self._wrong("name", "invalid", _("A name is x_ and small letters, digits and _, for example x_tier."))
        return ""

    def label(self) -> str:
        found = self.text("label", 100)
        if not found:
            self._wrong("label", "required", _("Enter a value."))
        return found

    def help(self) -> str:
        return self.text("help", 500)

    def text(self, key: str, most: int) -> str:
        found = self.raw.get(key)
        if found is None:
            return ""
        if not isinstance(found, str) or len(found) > most:
            self._wrong(key, "invalid", _("Enter text of at most {limit} characters.").format(limit=most))
            return ""
        return found.strip()

    def flag(self, key: str) -> bool:
        found = self.raw.get(key, False)
        if not isinstance(found, bool):
            self._wrong(key, "invalid", _("Give true or false."))
        return found is True

    def position(self) -> int:
        found = self.raw.get("position", 0)
        if type(found) is not int or not 0 <= found <= 10_000:
            self._wrong("position", "invalid", _("Give a whole number."))
            return 0
        return found

    def options(self, kind: str) -> list[dict[str, str]]:
        raw = self.raw.get("options")
        if not issubclass(USER_MADE[kind], OptionsField):
            if raw:
                self._wrong("options", "invalid", _("Only fields to choose from have options."))
            return []
        if not isinstance(raw, list) or not 0 < len(raw) <= MAX_OPTIONS:
            self._wrong("options", "required", _("Give 1 to 500 options."))
            return []
        found: dict[str, dict[str, str]] = {}
        for place, each in enumerate(raw):
            option = self._option(each)
            if option is None or option["key"] in found:
                message = _("Give each option a label, and a key of its own.")
                self.problems.append(Problem("options", "invalid", message, f"/{place}"))
            else:
                found[option["key"]] = option
        return list(found.values())

    def _option(self, raw: Json) -> dict[str, str] | None:
        if isinstance(raw, str):
            raw = {"label": raw}
        if not isinstance(raw, Mapping) or not raw.keys() <= {"key", "label", "hue"}:
            return None
        label, hue = raw.get("label"), raw.get("hue") or ""
        if not isinstance(label, str) or not 0 < len(label.strip()) <= 100 or not isinstance(hue, str) or len(hue) > 20:
            return None
        key = raw.get("key") or re.sub(r"[^a-z0-9]+", "_", norm(label)).strip("_")[:60]
        return (
            {"key": key, "label": label.strip(), "hue": hue} if isinstance(key, str) and _KEY.fullmatch(key) else None
        )

    def _wrong(self, field: str, code: str, message: str) -> None:
        self.problems.append(Problem(field, code, message))


def of(spec: ObjectSpec) -> tuple[Field, ...]:
    """The object's user-made fields."""
    return tuple(each for each in registry.get(spec.name).fields if each.custom)
