"""What the database refused, said so that a person can mend it."""

from __future__ import annotations

import re

from django.db import IntegrityError
from django.utils.translation import gettext as _

from trato.kernel.records.errors import Duplicate, Invalid, Problem

_KEY = re.compile(r"Key \((?P<columns>[^)]*)\)")


def explain(error: IntegrityError) -> Exception:
    """The exception that callers understand: Duplicate for a unique key, Invalid for another constraint."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "")
    detail = getattr(getattr(cause, "diag", None), "message_detail", None) or ""
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    found = _KEY.search(detail)
    column = found["columns"].split(",")[0].strip().removesuffix("_id") if found else constraint
    if state == "23505":
        return Duplicate(column, None)
    if state == "23503":
        return Invalid([Problem(column, "not_found", _("There is no such record."))])
    return Invalid([Problem(constraint, "invalid", _("These values do not go together."))])
