"""What specimens are and are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from trato.kernel.fields.base import Locale
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages.specimens import made_up
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import forms
from trato.kernel.ui.forms import Control
from trato.kernel.ui.shell import PageRequest

HERE = "/catalogue"


@dataclass(frozen=True)
class Specimen:
    """A template and what it is given; or, under a name, `html` that Python draws. `within` is the element that it is
    a part of ("ol.inbox"); `size` how much room it takes: wide, full, tall."""

    name: str
    context: dict[str, Any] = field(default_factory=dict)
    size: str = ""
    within: str = ""
    html: str = ""


@dataclass(frozen=True)
class Ground:
    """Whom specimens are drawn for, and of which object their records are."""

    request: PageRequest
    spec: ObjectSpec

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @cached_property
    def locale(self) -> Locale:
        return locale_of(self.actor)

    def row(self, paths: tuple[str, ...], place: int = 0) -> dict[str, Any]:
        return made_up.row(self.spec, paths, self.locale, place)

    @cached_property
    def controls(self) -> list[Control]:
        """The first few of a form."""
        shown = [each for each in self.spec.fields if not (each.readonly or each.part_of)]
        return forms.blank(self.actor, shown[:3], {})
