"""`trato doctor`: looks at everything that Trato stands on and says what is wrong, one line each."""

import os
import platform
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg

from trato.project import cluster, postgres, preflight
from trato.project.home import ensure_home, home, http_port, public_url
from trato.project.trouble import Trouble

SETTINGS = (
    ("TRATO_HOME", ".trato", "the folder with everything Trato writes"),
    ("TRATO_PORT", "8000", "port of pages and API; the live signals take the next one"),
    ("TRATO_BIND", "127.0.0.1", "address to listen on"),
    ("TRATO_URL", "http://localhost:TRATO_PORT", "where people reach Trato; every link is built from it"),
    ("TRATO_LIVE_URL", "http://localhost:TRATO_PORT+1", "where browsers reach the live signals"),
    ("TRATO_BEHIND_PROXY", "", "1 believes X-Forwarded-For; only when a proxy of yours is the one way in"),
    ("TRATO_HOSTS", "", "further host names to answer to, with commas"),
    ("TRATO_ADMIN_EMAIL", "admin@example.com", "the first administrator"),
    ("TRATO_ORGANIZATION", "My company", "name of the first organization"),
    ("TRATO_WEB_WORKERS", "half the processors, 1 to 4", "processes that answer pages, four threads each"),
    ("TRATO_FILES", "", "s3://BUCKET/PREFIX for attached files; a folder of TRATO_HOME without"),
    ("TRATO_DEBUG", "", "1 shows errors in full; never where others can see it"),
    ("DATABASE_URL", "the embedded server", "any other PostgreSQL 18"),
)
SECRET_PARTS = ("DATABASE_URL",)
STATIC = Path(__file__).resolve().parent.parent / "kernel" / "ui" / "static" / "dist" / "manifest.json"


def doctor(*, settings: bool) -> bool:
    """Print what is found; true when nothing is wrong."""
    if settings:
        for name, default, meaning in SETTINGS:
            print(f"{name:<20} {_shown(name, default):<36} {meaning}")
        return True
    sound = True
    for name, look in CHECKS:
        try:
            print(f"ok     {name}: {look()}")
        except Trouble as trouble:
            sound = False
            print(f"WRONG  {name}: {trouble}")
    return sound


def _shown(name: str, default: str) -> str:
    value = os.environ.get(name)
    if not value:
        return f"({default})" if default else "-"
    return "set, not shown" if name in SECRET_PARTS else value


def _python() -> str:
    return platform.python_version()


def _address() -> str:
    preflight.settings_are_sound()
    return public_url()


def _home() -> str:
    return str(ensure_home(home()))


def _disk() -> str:
    preflight.disk_has_room(ensure_home(home()))
    return f"{shutil.disk_usage(home()).free // 2**20} MB free"


def _front_end() -> str:
    if not STATIC.exists():
        raise Trouble("not built; run `make run`.")
    return "built"


def _ports() -> str:
    port, address = http_port(), os.environ.get("TRATO_BIND") or "127.0.0.1"
    try:
        with preflight.only_one(ensure_home(home())):
            for each in (port, port + 1):
                preflight.port_is_free(address, each)
    except Trouble as trouble:
        if "already runs" in str(trouble):
            return "in use by this Trato"
        raise
    return f"{port} and {port + 1} are free"


def _database() -> str:
    url = os.environ.get("DATABASE_URL")
    if not url:
        here = cluster.locate(home())
        if not here.is_made():
            return "embedded, not made yet"
        if not here.is_running():
            return f"embedded, stopped, in {here.data}"
        url = postgres.database_url(home())
    preflight.database_answers(url, print)
    with psycopg.connect(url) as connection:
        return f"PostgreSQL {connection.info.parameter_status('server_version')}, {_missing(connection)}"


def _missing(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    query = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"
    there = {row[0] for row in connection.execute(query, [list(postgres.EXTENSIONS)])}
    lacking = [name for name in postgres.EXTENSIONS if name not in there]
    if lacking:
        raise Trouble(f"lacks the extensions {', '.join(lacking)}")
    return "with the extensions it needs"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", _python),
    ("address", _address),
    ("TRATO_HOME", _home),
    ("disk", _disk),
    ("front end", _front_end),
    ("ports", _ports),
    ("database", _database),
)
