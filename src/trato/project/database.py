"""A DATABASE_URL as Django wants to hear it."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from trato.project.trouble import Trouble

POOL = {"min_size": 1, "max_size": 12, "max_lifetime": 600, "timeout": 10}
"""Connections of one process. Recycled, as each keeps the catalogue rows of every schema it met."""

UNREADABLE_URL = "DATABASE_URL cannot be read; it looks like postgresql://user:password@host:5432/name."
"""The driver's own message would repeat the address, password included."""


def django_database(url: str) -> dict[str, Any]:
    """Django's database entry for `postgresql://user:password@host:port/name?option=…`."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise Trouble(UNREADABLE_URL) from error
    return {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": parts.pop("dbname", "trato"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {**parts, "pool": dict(POOL)},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }
