"""The columns of an exported file: each value written so that an import reads it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.address import LABELS as ADDRESS_LABELS
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.personname import LABELS as NAME_LABELS
from trato.kernel.fields.select import OptionsField
from trato.kernel.intake.targets import EXTERNAL, parts_of
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import outside_keys
from trato.kernel.records.selection import UnknownField, resolve
from trato.lib.money import plain

LEGACY = "legacy"
"""The other system when only one is meant."""


@dataclass(frozen=True)
class Column:
    """One column: the path read (`base`), the field there, perhaps only a part of it, or an outside key."""

    path: str
    label: str
    base: str = ""
    field: Field | None = None
    part: str = ""
    source: str = ""

    def value(self, row: Mapping[str, Any]) -> Any:
        """The column's value of a record: of the field, of its part, an outside key or the id."""
        if self.source:
            return row[EXTERNAL].get(self.source)
        if self.field is None:
            return str(row["id"])
        found = row[self.base]
        if found is None:
            return None
        if isinstance(self.field, MoneyField):
            return found.currency if self.part else found.amount
        return getattr(found, self.part) if self.part else found

    def text(self, row: Mapping[str, Any]) -> str:
        """The value as text."""
        found = self.value(row)
        if found is None or isinstance(found, str):
            return _word(self.field, found) if not self.part else found or ""
        return ";".join(_texts(self.field, found)) if isinstance(found, tuple) else _text(self.field, found)

    def json(self, row: Mapping[str, Any]) -> Json:
        """The value as JSON."""
        if self.field is None or self.source:
            return self.value(row)
        found = row[self.base]
        return None if found is None else self.field.to_json(found)


def of(spec: ObjectSpec, paths: Sequence[str]) -> tuple[Column, ...]:
    """The columns for these paths, money with its currency beside it; without paths all that an import takes back.

    UnknownField for a path that leads nowhere.
    """
    if paths:
        return tuple(column for path in paths for column in _asked(spec, path))
    return tuple(_whole(spec))


def check(spec: ObjectSpec, chosen: Sequence[Column]) -> None:
    """UnknownField when two columns would be one, or there is none."""
    if not chosen or len({column.path for column in chosen}) < len(chosen):
        raise UnknownField(spec.name)


def _asked(spec: ObjectSpec, path: str) -> Iterator[Column]:
    if path == "id":
        yield Column("id", "Id")
    elif path.startswith(f"{EXTERNAL}."):
        yield _outside(path.removeprefix(f"{EXTERNAL}."))
    else:
        base, part = _split(spec, path)
        field = resolve(spec, base).field
        yield Column(path, _label(spec, base, part), base, field, part)
        if isinstance(field, MoneyField) and not part:
            yield Column(f"{path}.currency", _label(spec, base, "currency"), base, field, "currency")


def _split(spec: ObjectSpec, path: str) -> tuple[str, str]:
    """A path and the part of the field at its end, '' for the whole field."""
    try:
        resolve(spec, path)
    except UnknownField:
        base, _dot, part = path.rpartition(".")
        if base and part in parts_of(resolve(spec, base).field):
            return base, part
        raise
    return path, ""


def _whole(spec: ObjectSpec) -> Iterator[Column]:
    yield Column("id", "Id")
    for source in outside_keys.sources(spec.name):
        yield _outside(source)
    for field in spec.fields:
        if field.readonly or field.composed or field.family == "json":
            continue
        if field.kind in {"address", "person_name"}:
            for part in parts_of(field):
                yield Column(f"{field.name}.{part}", _label(spec, field.name, part), field.name, field, part)
        else:
            yield from _asked(spec, field.name)


def _outside(source: str) -> Column:
    label = _("Key in another system") if source == LEGACY else _("Outside key ({source})").format(source=source)
    return Column(f"{EXTERNAL}.{source}", label, source=source)


def _label(spec: ObjectSpec, base: str, part: str) -> str:
    chosen = resolve(spec, base)
    words = [str(step.label) for step in (*chosen.through, chosen.field)]
    return " · ".join(words) + (f" ({part_label(part)})" if part else "")


def part_label(part: str) -> str:
    """What a part of a field is called: of an address, a name, an amount."""
    return str(ADDRESS_LABELS.get(part) or NAME_LABELS.get(part) or _("Currency"))


def _texts(field: Field | None, values: Sequence[Any]) -> list[str]:
    if isinstance(field, ManyLinksField):
        return [each.to.name for each in values]
    if isinstance(field, ContactPointsField):
        return [each.value + (f" ext. {each.extension}" if each.extension else "") for each in values]
    return [_word(field, str(each)) for each in values]


def _word(field: Field | None, value: str | None) -> str:
    """Text as it is; an option by its label."""
    return field.label_of(value) if isinstance(field, OptionsField) and value else value or ""


def _text(field: Field | None, value: Any) -> str:
    if isinstance(field, LinkField):
        return str(value.name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date | int):
        return value.isoformat() if isinstance(value, date) else str(value)
    if field is not None and field.kind == "person_name":
        return str(value.full)
    found = field.to_json(value) if field is not None else value
    return found if isinstance(found, str) else str(found)
