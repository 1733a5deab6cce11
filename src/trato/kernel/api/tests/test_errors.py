"""The list of error codes is closed, and the page that documents it complete."""

import ast
import re
from functools import cache
from pathlib import Path

from trato.kernel import api
from trato.kernel.api.problems import CODES, FIELD_CODES

SOURCE = Path(api.__file__).parent.parent.parent
PAGE = SOURCE.parent.parent / "docs" / "reference" / "api-errors.md"
RAISED = {"FieldError": 0, "FilterError": 0, "Problem": 1, "_wrong": 1, "invalid": 1}
"""Which argument of these calls is a code."""


def codes(name: str) -> set[str]:
    """The codes that calls of `name` in the source are made with."""
    found: set[str] = set()
    for node in calls():
        if getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
            given = node.args[RAISED.get(name, 0) : RAISED.get(name, 0) + 1]
            found |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found


@cache
def calls() -> list[ast.Call]:
    """Every call in the source."""
    files = [file for file in SOURCE.rglob("*.py") if "tests" not in file.parts and "migrations" not in file.parts]
    return [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]


def test_no_code_is_raised_that_is_not_listed() -> None:
    for name, listed in {**dict.fromkeys(RAISED, FIELD_CODES), "ApiProblem": CODES}.items():
        raised = codes(name)
        assert raised, name
        assert raised <= set(listed), name


def test_the_page_lists_exactly_the_codes() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE))
    assert documented == set(CODES) | set(FIELD_CODES)
