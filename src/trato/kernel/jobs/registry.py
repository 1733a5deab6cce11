"""Declaring kinds of jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trato.kernel.jobs.running import Running

Work = Callable[["Running"], Mapping[str, Any] | None]


class UnknownJob(LookupError):
    """No job of that kind is declared."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `attempts` is how often it is tried when something unforeseen fails; what one `in_parts` did
    before it failed stays done."""

    name: str
    work: Work
    attempts: int
    in_parts: bool = False


_kinds: dict[str, Kind] = {}


def job(name: str, *, attempts: int = 1, in_parts: bool = False) -> Callable[[Work], Work]:
    """Declare `function(running)` as the work of jobs of the kind `name` ("exchange.import").

    It runs inside the organization, may be run again after a worker was killed (so it must leave nothing behind that a
    second run trips over), and returns the job's result as JSON. `JobFailed` says in words what went wrong.
    """

    def declare(function: Work) -> Work:
        if name in _kinds:
            raise ValueError(f"job {name!r} is declared twice")
        _kinds[name] = Kind(name, function, attempts, in_parts)
        return function

    return declare


def get(name: str) -> Kind:
    """The kind called `name`. UnknownJob when there is none."""
    if name not in _kinds:
        raise UnknownJob(name)
    return _kinds[name]
