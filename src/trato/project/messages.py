"""The catalogue of translations, without GNU gettext: extract, check, compile.

    python -m trato.project.messages check     fail when a text is missing, empty, fuzzy, stale or breaks a placeholder
    python -m trato.project.messages update    add new texts to the .po, drop those that are gone
    python -m trato.project.messages compile   write the .mo files

Texts come from Python (`_()` and its kin), from templates and from the front end's `strings.json`.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from trato.project.trouble import Trouble

SOURCE = Path(__file__).resolve().parent.parent
LOCALES = ("es",)
CALLS = {
    name + suffix
    for name in ("_", "gettext", "gettext_noop", "ngettext", "pgettext", "npgettext")
    for suffix in ("", "_lazy")
}
TEMPLATE_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

HEADER = "# The texts of Trato in the language named below; written by `python -m trato.project.messages update`."
NAMES = {"project": "Trato", "version": "1", "last_translator": "Trato", "language_team": "Trato"}

Text = tuple[str | None, str, str | None]
"""Context, singular, plural."""


def texts() -> dict[Text, list[str]]:
    """Every text of the sources, with the files that it comes from."""
    found: dict[Text, list[str]] = {}
    for file in sorted(SOURCE.rglob("*")):
        parts = file.relative_to(SOURCE).parts
        if "tests" in parts or "migrations" in parts or "dist" in parts:
            continue
        for text in _texts_of(file):
            places = found.setdefault(text, [])
            if (place := "/".join(parts)) not in places:
                places.append(place)
    return found


def _texts_of(file: Path) -> Iterator[Text]:
    if file.suffix == ".py":
        yield from _python_texts(file)
    elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
        yield from _template_texts(file)
    elif file.name == "strings.json":
        for value in json.loads(file.read_text()).values():
            yield None, value, None


def _python_texts(file: Path) -> Iterator[Text]:
    """From the syntax tree, which sees into f-strings too."""
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and (name := _name(call.func)) in CALLS:
            values = [each.value for each in call.args if isinstance(each, ast.Constant)]
            arguments = [each for each in values if isinstance(each, str)]
            if arguments:  # otherwise a name instead of a text: it is marked where it is written
                yield _text(name, arguments)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _template_texts(file: Path) -> Iterator[Text]:
    """Django turns a template into calls of gettext between blotted-out text; each call is a Python expression."""
    code = templatize(file.read_text(), origin=str(file))
    for match in TEMPLATE_CALL.finditer(code):
        end = match.end()
        while end < len(code):
            end = code.find(")", end) + 1
            if not end:
                break
            try:
                call = ast.parse(code[match.start() : end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call):
                values = [each.value for each in call.args if isinstance(each, ast.Constant)]
                yield _text(match.group(1), [each for each in values if isinstance(each, str)])
            break


def _text(function: str, arguments: list[str]) -> Text:
    name = function.removesuffix("_lazy")
    context = arguments.pop(0) if name in {"pgettext", "npgettext"} else None
    plural = arguments[1] if name in {"ngettext", "npgettext"} and len(arguments) > 1 else None
    return context, arguments[0], plural


def check() -> list[str]:
    """What is wrong with the catalogues, one line each."""
    wanted = texts()
    faults = []
    for locale in LOCALES:
        catalogue = _read(locale)
        known = {_key(message): message for message in catalogue if message.id}
        for text, places in wanted.items():
            message = known.get(text)
            if message is None:
                faults.append(f"{locale}: {places[0]}: not in the catalogue: {text[1]!r}")
            else:
                faults += [f"{locale}: {places[0]}: {fault}: {text[1]!r}" for fault in _faults(message)]
        faults += [f"{locale}: no longer used: {text[1]!r}" for text in known if text not in wanted]
    return faults


def _faults(message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(strings):
        yield "not translated"
    elif message.fuzzy:
        yield "marked fuzzy"
    elif any(set(PLACEHOLDER.findall(string)) - set(PLACEHOLDER.findall(" ".join(ids))) for string in strings):
        yield "a placeholder that the source does not have"
    elif set(PLACEHOLDER.findall(ids[-1])) - set(PLACEHOLDER.findall(strings[-1])):
        yield "a placeholder is lost"


def update() -> None:
    """Bring the .po files in line with the sources; translations that are there stay."""
    wanted = texts()
    for locale in LOCALES:
        before = _read(locale)
        old = {_key(message): message.string for message in before if message.id}
        new = Catalog(locale=locale, header_comment=HEADER, creation_date=before.creation_date, fuzzy=False, **NAMES)
        for (context, singular, plural), places in sorted(wanted.items(), key=lambda item: item[1] + [item[0][1]]):
            text = (singular, plural) if plural else singular
            string = old.get((context, singular, plural)) or (("", "") if plural else "")
            new.add(text, string, context=context, locations=[(place, 0) for place in places])
        file = _file(locale)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, new, omit_header=False, include_lineno=False, width=120)


def compile_all() -> None:
    for locale in LOCALES:
        file = _file(locale)
        if file.exists():
            with file.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, _read(locale))


def _key(message: Message) -> Text:
    if isinstance(message.id, str):
        return message.context, message.id, None
    return message.context, message.id[0], message.id[1]


def _read(locale: str) -> Catalog:
    file = _file(locale)
    if not file.exists():
        return Catalog(locale=locale, fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=locale)


def _file(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    settings.configure(USE_I18N=True)
    django.setup()
    what = arguments[0] if arguments else ""
    if what == "check":
        faults = check()
        print("\n".join(faults) or f"Translations are complete: {len(texts())} texts.")
        return 1 if faults else 0
    if what == "update":
        update()
    elif what == "compile":
        compile_all()
    else:
        raise Trouble("messages check|update|compile")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
