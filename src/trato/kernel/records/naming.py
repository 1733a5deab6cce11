"""Records by what they are called."""

from __future__ import annotations

from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm


def called(spec: ObjectSpec, text: str) -> Sql:
    """The condition on a row aliased `a` that its title has `text` in it, whatever the case and accents; true for
    no text. Answered by the trigram index on the title."""
    wanted = norm(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not wanted or "\0" in wanted:
        return sql.TRUE
    return Sql(f"public.norm(a.{sql.name(spec.title)}) LIKE %s", (f"%{wanted}%",))
