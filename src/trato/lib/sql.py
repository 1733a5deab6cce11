"""A piece of SQL with its parameters: the only way SQL text is put together in Trato.

Text comes from declarations (never from a request); values travel as parameters (`%s`, psycopg style).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL text with positional parameters. `Sql("a = %s", (1,)) + Sql(" AND b")`; falsy when empty."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql | str) -> Sql:
        if isinstance(other, str):
            return Sql(self.text + other, self.params)
        return Sql(self.text + other.text, self.params + other.params)

    def __radd__(self, other: str) -> Sql:
        return Sql(other + self.text, self.params)

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Sql("")
TRUE = Sql("TRUE")
FALSE = Sql("FALSE")


def join(separator: str, parts: Iterable[Sql]) -> Sql:
    """The parts with `separator` between them, parameters in order."""
    found = list(parts)
    return Sql(separator.join(part.text for part in found), tuple(value for part in found for value in part.params))


def both(parts: Iterable[Sql]) -> Sql:
    """All of the conditions (TRUE when there is none)."""
    found = [part for part in parts if part and part != TRUE]
    if not found:
        return TRUE
    return found[0] if len(found) == 1 else "(" + join(" AND ", found) + ")"


def either(parts: Iterable[Sql]) -> Sql:
    """Any of the conditions (FALSE when there is none)."""
    found = [part for part in parts if part]
    if not found:
        return FALSE
    return found[0] if len(found) == 1 else "(" + join(" OR ", found) + ")"


def name(identifier: str) -> str:
    """`identifier` quoted for SQL. ValueError unless it is a plain lower-case name: names come from declarations."""
    if not _NAME.fullmatch(identifier):
        raise ValueError(f"not an SQL name: {identifier!r}")
    return f'"{identifier}"'


def literal(text: str) -> str:
    """`text` as an SQL string literal inside parametrised SQL, for declared constants such as JSON keys."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
