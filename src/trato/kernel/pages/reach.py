"""How the person or company of a record is reached from a phone held in one hand: called, written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trato.kernel.fields.links import LinkField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec

Kind = Literal["phones", "emails"]


@dataclass(frozen=True)
class Reach:
    """A telephone number as it is dialled (+34600111222) and an e-mail address; '' where there is none."""

    phone: str = ""
    email: str = ""

    @property
    def digits(self) -> str:
        """The number as WhatsApp's links want it."""
        return self.phone.removeprefix("+")


def paths(spec: ObjectSpec) -> tuple[str, ...]:
    """What is read beside the record itself: the numbers and addresses of whom it is about."""
    return tuple(path for kind in ("phones", "emails") for path in _paths(spec, kind) if "." in path)


def of(spec: ObjectSpec, row: Mapping[str, Any]) -> Reach:
    """The record's own number and address first, then those of what it is linked to."""
    return Reach(_first(spec, row, "phones"), _first(spec, row, "emails"))


def _first(spec: ObjectSpec, row: Mapping[str, Any], kind: Kind) -> str:
    points = (row.get(path) for path in _paths(spec, kind))
    return next((str(each[0].value) for each in points if each), "")


def _paths(spec: ObjectSpec, kind: Kind) -> Iterator[str]:
    yield from (each.name for each in spec.fields if each.kind == kind)
    for link in spec.fields:
        if isinstance(link, LinkField) and not link.part_of and link.to not in {spec.name, "user"}:
            yield from (f"{link.name}.{each.name}" for each in registry.get(link.to).fields if each.kind == kind)
