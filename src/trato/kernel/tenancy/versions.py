"""Which version of the code each schema was brought up to: written on the schema itself, as its comment.

A start that finds its own version everywhere has nothing to do. The version is the code: whatever decides about tables
(migrations, specs, functions) is in it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql

_SOURCE = Path(__file__).resolve().parents[2]
_ROOMS = ("lib", "kernel", "wings")
_MARK = "trato "


@cache
def version() -> str:
    """The digest of the code that runs."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted((_SOURCE / room).rglob("*.py")):
            if "tests" not in file.parts:
                digest.update(str(file.relative_to(_SOURCE)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_current(schema: str) -> bool:
    """Whether a schema was brought up to this version, to its end."""
    asked = "SELECT obj_description(oid, 'pg_namespace') = %s FROM pg_namespace WHERE nspname = %s"
    return fetch(asked, [_MARK + version(), schema]) == [(True,)]


def mark(schema: str) -> None:
    """Say that a schema is at this version."""
    execute(f"COMMENT ON SCHEMA {sql.name(schema)} IS {sql.literal(_MARK + version())}")
