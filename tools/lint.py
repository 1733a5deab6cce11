"""The house rules that no other tool knows. `make check` runs it; each fault is one line with place and reason.

Caps on file and function length, where `.objects` may stand, no signals, no vague module names, no imports inside
functions, no `as_system` without a reason, wings that meet only through `public.py`, templates without inline script
or style, locks without addresses.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "trato"

LINES = {".py": 400, ".html": 120, ".ts": 300, ".css": 400}
FUNCTION_LINES = 50
ROOM_LINES = 3000
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
HEAVY = {"duckdb", "ibis", "polars", "sklearn", "splink", "playwright", "openpyxl"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals"}

QUERY_FILES = {"queries.py", "actions.py", "reactions.py"}
"""Where a wing may ask the database."""
QUERYLESS_ROOMS = {
    "lib",
    *(f"kernel/{room}" for room in ("fields", "filters", "live", "api", "openapi")),
    *(f"kernel/{room}" for room in ("ui", "sheets", "settings", "wizard", "palette", "pages", "desk")),
}
"""Rooms that ask the database only through records, queries and actions."""

TEMPLATE_RULES = (
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE), "inline script"),
    (re.compile(r"<style[\s>]", re.IGNORECASE), "inline style sheet"),
    (re.compile(r"\sstyle=", re.IGNORECASE), "style attribute: set a class or a data attribute"),
    (re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE), "inline event handler"),
    (re.compile(r"\bjavascript:", re.IGNORECASE), "javascript: address"),
    (
        re.compile(r"\|\s*safe\b|\bautoescape off\b|\|\s*safeseq\b"),
        "unescaped text: clean it on write, mark it in Python",
    ),
    (re.compile(r"\{#\s*TODO"), "unfinished work belongs in an issue"),
)

Fault = tuple[Path, int, str]


def faults() -> Iterator[Fault]:
    yield from _python_faults()
    yield from _room_faults()
    for suffix in (".html", ".ts", ".css"):
        for file in _files(suffix):
            yield from _length_fault(file)
    for file in _files(".html"):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            yield from ((file, number, reason) for rule, reason in TEMPLATE_RULES if rule.search(line))
    yield from _lock_faults()


def _files(suffix: str) -> list[Path]:
    return sorted(file for file in SOURCE.rglob(f"*{suffix}") if "dist" not in file.parts and file.is_file())


def _python_faults() -> Iterator[Fault]:
    for file in [*_files(".py"), *sorted((ROOT / "tests").rglob("*.py")), ROOT / "conftest.py"]:
        if "migrations" in file.parts:
            continue
        yield from _length_fault(file)
        if file.stem in VAGUE_NAMES or file.parent.name in VAGUE_NAMES:
            yield file, 1, f"{file.stem!r} says nothing about what lives here"
        tree = ast.parse(file.read_text())
        if file.name == "__init__.py" and "tests" not in file.parts and not ast.get_docstring(tree):
            yield file, 1, "a package opens with three to eight lines: what lives here, what does not"
        for node in ast.walk(tree):
            yield from _node_faults(file, node)


def _node_faults(file: Path, node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES and "tests" not in file.parts:
            yield file, node.lineno, f"{node.name} has {length} lines, more than {FUNCTION_LINES}"
        if node.name != "ready":
            yield from _inner_imports(file, node)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from _import_faults(file, node)
    elif isinstance(node, ast.Attribute) and node.attr == "objects" and not _may_query(file):
        yield file, node.lineno, "asks the database here: that belongs in records, queries or actions"
    elif isinstance(node, ast.Call) and _called(node) == "as_system" and not _reason(node):
        yield file, node.lineno, "as_system without a reason"


def _inner_imports(file: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Fault]:
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {name.split(".")[0] for name in _imported(node)}
            if not names <= HEAVY:
                yield file, node.lineno, "import inside a function: a cycle or a hidden dependency"


def _import_faults(file: Path, node: ast.Import | ast.ImportFrom) -> Iterator[Fault]:
    for name in _imported(node):
        if any(name == signal or name.startswith(f"{signal}.") for signal in SIGNALS) and "tests" not in file.parts:
            yield file, node.lineno, "a signal: say it with an action and a reaction"
        if name.startswith("trato.wings.") and file.is_relative_to(SOURCE) and "tests" not in file.parts:
            yield from _wing_fault(file, node, name)


def _wing_fault(file: Path, node: ast.stmt, name: str) -> Iterator[Fault]:
    wing, *rest = name.split(".")[2:]
    parts = file.relative_to(SOURCE).parts
    own = parts[0] == "wings" and parts[1] == wing
    if not own and parts[0] == "wings" and rest[:1] != ["public"]:
        yield file, node.lineno, f"reaches into the wing {wing}: use trato.wings.{wing}.public"


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [f"{node.module}.{each.name}" if node.module else each.name for each in node.names]


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _reason(node: ast.Call) -> bool:
    given = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "reason")]
    return bool(given) and not (isinstance(given[0], ast.Constant) and not str(given[0].value).strip())


def _may_query(file: Path) -> bool:
    if "tests" in file.parts or not file.is_relative_to(SOURCE):
        return True
    parts = file.relative_to(SOURCE).parts
    if parts[0] == "wings":
        return file.name in QUERY_FILES
    return "/".join(parts[:2]) not in QUERYLESS_ROOMS and parts[0] not in QUERYLESS_ROOMS


def _length_fault(file: Path) -> Iterator[Fault]:
    lines = len(file.read_text().splitlines())
    if lines > LINES[file.suffix]:
        yield file, 1, f"{lines} lines, more than {LINES[file.suffix]}: a missing idea"


def _room_faults() -> Iterator[Fault]:
    for room in sorted(path for path in (SOURCE / "kernel").iterdir() if path.is_dir()):
        files = [file for file in room.rglob("*.py") if not {"tests", "migrations"} & set(file.parts)]
        lines = sum(len(file.read_text().splitlines()) for file in files)
        if lines > ROOM_LINES:
            yield room, 1, f"the room has {lines} lines of Python, more than {ROOM_LINES}"


def _lock_faults() -> Iterator[Fault]:
    packages = [ROOT / "package-lock.json", ROOT / "benchmarks" / "lighthouse" / "package-lock.json"]
    for file in [*ROOT.glob("requirements*.lock"), *packages]:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if '"resolved"' in line or re.search(r"^\s*(--index-url|--extra-index-url|--find-links)|@ https?:", line):
                yield file, number, "a lock carries no addresses"


def main() -> int:
    found = sorted(set(faults()))
    for file, line, reason in found:
        print(f"{file.relative_to(ROOT)}:{line}: {reason}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
