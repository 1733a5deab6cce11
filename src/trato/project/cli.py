"""`./trato`: the command line.

Only arguments are declared here. `up` and `doctor` run in this process without Django; every other command is a
module of `trato.project.commands`, run once the database answers and Django is set up.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.db import connection

from trato.project import cluster, postgres, preflight
from trato.project.doctor import doctor
from trato.project.home import ensure_home, home
from trato.project.processes import adopt_orphans, bury_orphans
from trato.project.trouble import Trouble
from trato.project.up import prepare, up

MOST = 36_500
MODULES = {"org": "organization", "import": "importing"}


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        if options.command == "up":
            up()
        elif options.command == "doctor":
            return 0 if doctor(settings=options.settings) else 1
        else:
            _run(options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"{error.strerror or error}{where}.", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="trato", description="Trato, a CRM suite.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("up", help="run Trato until Ctrl-C")
    _demo(commands)
    _import(commands)
    _people(commands)
    doctor = commands.add_parser("doctor", help="say what is wrong, or that nothing is")
    doctor.add_argument("--settings", action="store_true", help="list the settings in force")
    return top


def _demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="make the demo company, an organization of its own")
    demo.add_argument("--scale", choices=["small", "100k", "1m"], default="small")
    demo.add_argument("--language", choices=["es", "en"], default="es", help="what its names and texts are in")
    demo.add_argument("--remove", action="store_true", help="drop it with everything in it")


def _import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("import", help="bring in a file: CSV, or the first sheet of a workbook (.xlsx)")
    command.add_argument("object", metavar="OBJECT", help="account, contact, lead, deal, product…")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: which column goes where")
    command.add_argument(
        "--create-fields", action="store_true", help="make a field for every column that would be left out"
    )
    command.add_argument("--dry-run", action="store_true", help="check only, write nothing")
    command.add_argument(
        "--as", dest="person", default="", metavar="EMAIL", help="who brings it in; the first administrator by default"
    )
    _org(command)


def _people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    user = _verbs(commands, "user", "people").add_parser("create", help="add a person; prints a one-time link")
    user.add_argument("email")
    user.add_argument("--name", default="")
    user.add_argument("--role", default=None, help="key of the role; representative by default")
    _org(user)
    token = _verbs(commands, "token", "keys for programs").add_parser("create", help="prints a new key, once")
    token.add_argument("--user", required=True, metavar="EMAIL", help="the person the program speaks for")
    token.add_argument("--label", default="", help="what it is for")
    token.add_argument("--scope", action="append", default=None, help="read, write, admin, deals:read…")
    token.add_argument("--rate", type=_count, default=100, help="requests a second, 0 for no limit")
    token.add_argument("--days", type=_count, default=None, help="life of the key; without end by default")
    _org(token)
    org = _verbs(commands, "org", "organizations")
    org.add_parser("list", help="schema, name and address of each")
    create = org.add_parser("create", help="add an organization")
    create.add_argument("name")
    create.add_argument("--domain", help="its host name, such as acme.example.com")
    create.add_argument("--language", choices=["en", "es"], default="en")
    create.add_argument("--currency", default="EUR")


def _verbs(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    return commands.add_parser(name, help=words).add_subparsers(dest="what", required=True, metavar="VERB")


def _count(given: str) -> int:
    """A whole number from 0 on. Its name is what argparse calls it by."""
    if not given.isdecimal() or int(given) > MOST:
        raise argparse.ArgumentTypeError(f"not a number from 0 to {MOST}: {given!r}")
    return int(given)


def _org(command: argparse.ArgumentParser) -> None:
    command.add_argument("--org", default="", help="schema of the organization (see `trato org list`)")


def _run(options: argparse.Namespace) -> None:
    preflight.settings_are_sound()
    folder = ensure_home(home())
    with _database(folder):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
        django.setup()
        module = importlib.import_module(f"trato.project.commands.{MODULES.get(options.command, options.command)}")
        try:
            module.run(options)
        except Exception as error:
            if not isinstance(error.__cause__, psycopg.Error):
                raise
            raise Trouble(f"The database refused: {str(error).strip().splitlines()[0]}") from error
        finally:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's backend has it


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """The database for one command, of this version; stopped afterwards when nobody else had it running."""
    url = os.environ.get("DATABASE_URL")
    if url:
        preflight.database_answers(url, progress)
        prepare(progress)
        yield
        return
    was_running = cluster.locate(folder).is_running()
    if not was_running:
        preflight.disk_has_room(folder)
    try:
        postgres.ensure_running(folder, progress)
        if not was_running:
            prepare(progress)
        yield
    finally:
        if not was_running:
            postgres.stop(folder)


def progress(line: str) -> None:
    """Kept off standard output, which carries what was asked for."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    adopt_orphans()
    try:
        sys.exit(main())
    finally:
        bury_orphans()
