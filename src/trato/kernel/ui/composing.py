"""Writing on a record's page: the tabs of the composer, what each asks for and what it makes.

A tab makes a record about the one whose page it stands on. Wings declare theirs when apps are ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import contents, runner
from trato.kernel.actions.contents import Upload
from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import Ref
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import forms
from trato.kernel.ui.forms import Control, Errors

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NEXT = "next-"
"""How the controls of what is planned next are called, beside those of what is written."""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One way of writing: it makes a record of `object` with `values`, its line `title`, its rich `text` and the
    `fields` asked for below. `plans`: it is what “plan the next” makes, of its title and `due`."""

    name: str
    label: _StrOrPromise
    icon: str
    object: str
    placeholder: _StrOrPromise
    text: str = ""
    title: str = ""
    asks: _StrOrPromise = ""
    """What stands in the empty title; the field's label unless it says."""
    fields: tuple[str, ...] = ()
    values: Mapping[str, Json] = field(default_factory=dict)
    key: str = ""
    plans: bool = False
    due: str = ""
    on: tuple[str, ...] = ()
    """The objects on whose pages it stands; all that it can be about, unless it says."""

    @property
    def spec(self) -> ObjectSpec:
        return registry.get(self.object)

    @property
    def asked(self) -> list[Field]:
        """The fields of all its controls."""
        return [self.spec.field(name) for name in (self.title, self.text, *self.fields) if name]


tabs: list[Tab] = []
"""Added when apps are ready."""


@dataclass(frozen=True)
class Pane:
    """A tab ready to print. `chosen`: it is the one shown first."""

    tab: Tab
    chosen: bool
    title: Control | None
    text: Control | None
    controls: list[Control]
    problems: list[tuple[str, str]]


def panes(
    actor: Actor, about: ObjectSpec, *, chosen: str = "", data: QueryDict | None = None, errors: Errors | None = None
) -> list[Pane]:
    """The tabs by which the actor may write about a record of that object; `chosen` holds what was sent, with what
    was wrong."""
    offered = [
        each
        for each in tabs
        if _fits(each.spec, about)
        and (not each.on or about.name in each.on)
        and policy.reach(actor, "create", each.spec)
    ]
    first = chosen or next((each.name for each in offered), "")
    return [_pane(actor, each, each.name == first, data if each.name == chosen else None, errors) for each in offered]


def planner(actor: Actor, about: ObjectSpec) -> list[Control]:
    """The controls of what is planned next: what, and until when."""
    tab = next((each for each in tabs if each.plans and _fits(each.spec, about)), None)
    if tab is None or not policy.reach(actor, "create", tab.spec):
        return []
    return [_control(actor, tab.spec.field(name), None, f"c-{NEXT}{name}", NEXT) for name in (tab.title, tab.due)]


def write(
    actor: Actor, about: ObjectSpec, record_id: UUID, data: QueryDict, files: Sequence[Upload] = ()
) -> tuple[ObjectSpec, Outcome]:
    """Make what was written, what is to come next and what was attached, as one thing to take back. Where nothing was
    written the first file is that thing. Invalid when something is wrong."""
    tab = tab_of(data)
    if not _fits(tab.spec, about):
        raise RecordNotFound(tab.name)
    tied = [{"object": about.plural, "id": str(record_id)}]
    given = forms.read(actor, tab.asked, data)
    with transaction.atomic():
        if files and not given.keys() & {tab.title, tab.text}:
            made, done, rest = _file_spec(), _attach(actor, files[0], tied), files[1:]
        else:
            made, rest = tab.spec, files
            done = runner.create(actor, tab.object, {**tab.values, **given, **_tied(tab, tied)})
        with runner.because_of(done.entry or done.record.pk):
            _plan(actor, data, tied)
            also = [{"object": made.plural, "id": str(done.record.pk)}] if made.plural in _attachable() else []
            for each in rest:
                _attach(actor, each, [*tied, *also])
    return made, done


def _file_spec() -> ObjectSpec:
    return registry.get(next(iter(contents.shelves)))


def _attachable() -> frozenset[str]:
    about = _file_spec().about
    return frozenset(about.links) if about else frozenset()


def _attach(actor: Actor, upload: Upload, tied: Json) -> Outcome:
    shelf = next(iter(contents.shelves.values()))
    return shelf.take(actor, upload, {"about": tied})


def attaches(actor: Actor, about: ObjectSpec) -> bool:
    """Whether the actor may attach files to records of that object."""
    if not contents.shelves or about.plural not in _attachable():
        return False
    return bool(policy.reach(actor, "create", _file_spec()))


def tab_of(data: QueryDict) -> Tab:
    """The tab that was written in. RecordNotFound when there is none of that name."""
    found = next((each for each in tabs if each.name == data.get("kind")), None)
    if found is None:
        raise RecordNotFound(data.get("kind", ""))
    return found


def _plan(actor: Actor, data: QueryDict, tied: Json) -> None:
    tab = next((each for each in tabs if each.plans), None)
    if tab is None:
        return
    own = QueryDict(mutable=True)
    for name, values in data.lists():
        if name.startswith(NEXT):
            own.setlist(name.removeprefix(NEXT), values)
    found = forms.read(actor, [tab.spec.field(tab.title), tab.spec.field(tab.due)], own)
    if tab.title in found:
        runner.create(actor, tab.object, {**tab.values, **found, **_tied(tab, tied)})


def _tied(tab: Tab, tied: Json) -> dict[str, Json]:
    about = tab.spec.about
    return {} if about is None else {about.name: tied}


def _fits(spec: ObjectSpec, about: ObjectSpec) -> bool:
    return spec.about is not None and about.plural in spec.about.links


def _pane(actor: Actor, tab: Tab, chosen: bool, data: QueryDict | None, errors: Errors | None) -> Pane:
    spec, found = tab.spec, (errors or {}) if data is not None else {}
    read = {} if data is None else {each.field.name: each for each in forms.again(actor, tab.asked, data, found)}
    values: dict[str, Any] = {"owner": Ref(actor.id, actor.name)} if actor.id else {}

    def control(name: str) -> Control:
        element = f"c-{tab.name}-{name}"
        if name in read:
            known = read[name]
            html = known.html.replace(f'"{known.id}', f'"{element}')
            return Control(known.field, element, SafeString(html), known.error, known.link)
        return _control(actor, spec.field(name), values.get(name), element)

    return Pane(
        tab,
        chosen,
        _hinting(control(tab.title), tab.asks or spec.field(tab.title).label) if tab.title else None,
        _hinting(control(tab.text), tab.placeholder) if tab.text else None,
        [control(name) for name in tab.fields],
        forms.beside(found, tab.asked),
    )


def _hinting(made: Control, hint: _StrOrPromise) -> Control:
    """The control with a hint where it is empty."""
    html = made.html.replace(f' id="{made.id}"', f' placeholder="{escape(hint)}" id="{made.id}"', 1)
    return replace(made, html=SafeString(html))


def _control(actor: Actor, field: Field, value: Any, element: str, prefix: str = "") -> Control:
    html = field.input(value, locale_of(actor), element_id=element)
    if prefix:
        html = html.replace(' name="', f' name="{prefix}')
    return Control(field, element, SafeString(html))


def problems(shown: Iterable[Pane]) -> list[str]:
    """All that was wrong, in words."""
    found = []
    for pane in shown:
        found += [message for message, _link in pane.problems]
        for each in (pane.title, pane.text, *pane.controls):
            if each is not None and each.error:
                found.append(_("{field}: {problem}").format(field=each.field.label, problem=each.error))
    return found
