"""Declaring verbs, what reacts to them, and what a new record is given."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from trato.kernel.access.policy import Right
from trato.kernel.fields.base import Field
from trato.lib import sql
from trato.lib.sql import Sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Secret(str):
    """Something that a verb answers to whoever ran it, and that nobody remembers: a key, a link that signs in."""

    __slots__ = ()


Verb = Callable[..., Mapping[str, Any] | None]
Settler = Callable[..., None]
Tone = Literal["", "positive", "negative"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb of one object, as buttons, palette, API, bulk and automation know it.

    `function(*, actor, <object>, **inputs)` changes the record it is given (and runs other verbs through the
    runner); what it returns is remembered in the entry's `data`. `available(record)` tells whether it makes sense
    now. `past` completes "Ana … the deal" on the timeline.
    """

    name: str
    label: _StrOrPromise
    past: _StrOrPromise
    icon: str
    function: Verb
    inputs: tuple[Field, ...] = ()
    available: Callable[[Any], bool] = lambda record: True
    right: Right = "update"
    key: str = ""
    tone: Tone = ""
    alone: bool = False
    """For one record at a time: what it answers would be lost in a bulk."""

    @property
    def object(self) -> str:
        return self.name.partition(".")[0]

    @property
    def verb(self) -> str:
        return self.name.partition(".")[2]


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """What runs, in the same transaction, after a verb or a change of certain fields of an object."""

    object: str
    verbs: frozenset[str]
    fields: frozenset[str]
    function: Callable[..., None]

    def hears(self, verb: str, changed: frozenset[str]) -> bool:
        return verb in self.verbs or bool(self.fields & changed)


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What a verb comes to for many records at once, in SQL over a row aliased `a`: where `only` holds, the columns get
    these values; where it is the `same` already, nothing is left to do; every other record is taken by the verb itself.

    `then`, a settler, is the twin of the reactions that hear it.
    """

    columns: Mapping[str, Sql]
    only: Sql
    same: Sql = sql.FALSE
    then: Settler | None = None


_actions: dict[str, Action] = {}
_sweeps: dict[str, Callable[..., Sweep]] = {}
_reactions: dict[str, list[Reaction]] = {}
_preparers: dict[str, Callable[..., Mapping[str, Any] | None]] = {}
_settlers: dict[str, Settler] = {}
_image_settlers: dict[str, Settler] = {}


def action(
    name: str,
    *,
    label: _StrOrPromise,
    past: _StrOrPromise,
    icon: str,
    inputs: tuple[Field, ...] = (),
    available: Callable[[Any], bool] = lambda record: True,
    right: Right = "update",
    key: str = "",
    tone: Tone = "",
    alone: bool = False,
) -> Callable[[Verb], Verb]:
    """Declare the verb `name` ("deal.win"). ValueError when function and inputs do not fit together."""

    def declare(function: Verb) -> Verb:
        if name in _actions:
            raise ValueError(f"action {name!r} is declared twice")
        parameters = inspect.signature(function).parameters
        expected = {"actor", name.partition(".")[0], *(each.name for each in inputs)}
        if set(parameters) != expected or any(each.kind is not each.KEYWORD_ONLY for each in parameters.values()):
            raise ValueError(f"action {name!r} must take exactly these, by keyword only: {sorted(expected)}")
        _actions[name] = Action(
            name=name,
            label=label,
            past=past,
            icon=icon,
            function=function,
            inputs=inputs,
            available=available,
            right=right,
            key=key,
            tone=tone,
            alone=alone,
        )
        return function

    return declare


def sweeps(name: str) -> Callable[..., Any]:
    """Declare `function(*, actor, **inputs)`, the set-based twin of the verb `name`, which answers a Sweep: what the
    verb would make of each record, told by its stored values. For verbs that change their record and nothing else, and
    answer nothing. `only` holds for no record for which the verb is not available."""

    def declare(function: Callable[..., Sweep]) -> Callable[..., Sweep]:
        _sweeps[name] = function
        return function

    return declare


def reaction(object_name: str, *, verbs: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> Callable[..., Any]:
    """Declare `function(*, actor, record, entry, before)` to run after these verbs (of any road: "create",
    "update", "win"…) or after any change of these fields, undo included. `entry` is the causing entry's id,
    `before` the changed fields' values before, by name."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        heard = Reaction(object=object_name, verbs=frozenset(verbs), fields=frozenset(fields), function=function)
        _reactions.setdefault(object_name, []).append(heard)
        return function

    return declare


def prepares(object_name: str) -> Callable[..., Any]:
    """Declare `function(*, actor, record, given)` that completes a record which is about to be created or updated
    (`given`: names of the fields that the caller gave; `record._state.adding` tells a new one). It may answer more
    clean values by field, such as links. One an object."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _preparers[object_name] = function
        return function

    return declare


def settles(object_name: str) -> Callable[..., Any]:
    """Declare `function(*, actor, entry)`, the set-based twin of an object's preparer, verbs and reactions: after a
    bulk write it makes true, in SQL, what they would have made true for each record. The written records are the rows
    of the temporary table `written(record_id uuid, created boolean, imaged boolean, entry uuid)`: `imaged` those whose
    own columns are as they should be, `entry` the one of that change where it has its own already, else NULL. One an
    object."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _settlers[object_name] = function
        return function

    return declare


def settles_image(object_name: str) -> Callable[..., Any]:
    """Declare `function(*, actor, images, keys)`, which makes true of new records what needs no stored row, before
    they are stored: a table with many indexes is written once then. `images` names the tables of would-be records by
    object (columns as stored, and `_created`), those of children are settled before their parents'; `keys` the table
    of the outside keys that they get (record_id, source, key). One an object."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _image_settlers[object_name] = function
        return function

    return declare


def get(name: str) -> Action | None:
    """The verb called `name`."""
    return _actions.get(name)


def of(object_name: str) -> tuple[Action, ...]:
    """The verbs of an object, in the order they were declared."""
    return tuple(each for each in _actions.values() if each.object == object_name)


def every() -> tuple[Action, ...]:
    return tuple(_actions.values())


def reactions(object_name: str) -> tuple[Reaction, ...]:
    return tuple(_reactions.get(object_name, ()))


def preparer(object_name: str) -> Callable[..., Mapping[str, Any] | None] | None:
    return _preparers.get(object_name)


def sweep(name: str) -> Callable[..., Sweep] | None:
    return _sweeps.get(name)


def settler(object_name: str) -> Settler | None:
    return _settlers.get(object_name)


def image_settler(object_name: str) -> Settler | None:
    return _image_settlers.get(object_name)
