"""The HTML of the plain controls that field types edit with. Values are escaped here, once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.translation import gettext as _


class Sprite:
    """Where the icon sprite is; set once by ui when it knows the built file."""

    url = ""


def icon(name: str) -> str:
    return f'<svg class="icon" data-size="s" aria-hidden="true"><use href="{Sprite.url}#i-{name}"/></svg>'


def attributes(**given: object) -> str:
    """` name="value"` for each that is not None or False; `_` becomes `-`, True gives the bare name."""
    parts: list[str] = []
    for name, value in given.items():
        key = name.strip("_").replace("_", "-")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{escape(value)}"')
    return "".join(parts)


def entry(
    name: str, value: object, *, element_id: str | None, describedby: str = "", bare: bool = False, **more: object
) -> str:
    """A one-line control; `bare` inside a group that draws the frame."""
    return (
        "<input"
        + attributes(
            class_=None if bare else "input",
            id=element_id,
            name=name,
            value="" if value is None else value,
            aria_describedby=describedby or None,
            **more,
        )
        + ">"
    )


def area(name: str, value: str, *, element_id: str, describedby: str = "", **more: object) -> str:
    """A control of several lines."""
    given = attributes(class_="input", id=element_id, name=name, aria_describedby=describedby or None, **more)
    return f"<textarea{given}>{escape(value)}</textarea>"


def choose(
    name: str,
    chosen: str | None,
    options: Iterable[tuple[str, object]],
    *,
    element_id: str | None,
    describedby: str = "",
    blank: bool = True,
    **more: object,
) -> str:
    """A drop-down of (key, label); `blank` adds the empty choice."""
    given = attributes(class_="input", id=element_id, name=name, aria_describedby=describedby or None, **more)
    rows = ['<option value=""></option>'] if blank else []
    rows += [
        f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(label)}</option>'
        for key, label in options
    ]
    return f'<div class="select"><select{given}>{"".join(rows)}</select>{icon("down")}</div>'


def chosen(name: str, value: object, label: str, *, hue: str = "", more: str = "") -> str:
    """One of several that were chosen, with the button that takes it out (element t-multi). `more` is HTML."""
    tone = attributes(data_hue=hue) if hue else attributes(data_tone="neutral")
    remove = escape(_("Remove {value}").format(value=label))
    return (
        f'<span class="tag"{tone} data-item>{escape(label)}'
        f'<input type="hidden" name="{name}" value="{escape(value)}">{more}'
        f'<button type="button" data-remove aria-label="{remove}">{icon("close")}</button></span>'
    )


def remove_button() -> str:
    """Takes one of several values out (element t-multi)."""
    return (
        f'<button type="button" class="button" data-kind="quiet" data-size="s" data-only data-remove'
        f' aria-label="{escape(_("Remove"))}">{icon("close")}</button>'
    )


def several(items: Iterable[str], template: str) -> str:
    """Several values, each a row of controls; `template` is a row whose numbers are `__index__`."""
    rows = "".join(f"<li data-item>{item}{remove_button()}</li>" for item in items)
    return (
        f"<t-multi><ul data-items>{rows}</ul>"
        f"<template><li data-item>{template}{remove_button()}</li></template>"
        f'<button type="button" class="button" data-kind="quiet" data-size="s" data-add>{escape(_("Add"))}</button>'
        "</t-multi>"
    )
