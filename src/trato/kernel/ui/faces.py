"""Small marks of the pages: icons, avatars, stages, and how a value stands in a cell. All answer escaped HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, Json, Locale
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.tags import hue_of
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import SinceField, UpcomingField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.ui import assets
from trato.lib import controls, dates
from trato.lib.text import initials

Cell = Callable[[Any], str]


def joined(parts: Iterable[str]) -> SafeString:
    """HTML put together from parts that are escaped already, as something templates print as it is."""
    return SafeString("".join(parts))


def icon(name: str, size: str = "", *, mirror: bool = False) -> SafeString:
    """An icon of the sprite; decoration only, its meaning stands beside it in words."""
    given = controls.attributes(data_size=size or None, data_mirror=mirror)
    return SafeString(f'<svg class="icon"{given} aria-hidden="true"><use href="{assets.sprite()}#i-{name}"/></svg>')


def avatar(name: str, size: str = "", shape: str = "", *, live: bool = False) -> SafeString:
    """Initials on a hue of their own, beside a name that is written out. `live`: somebody who is here now."""
    given = controls.attributes(data_hue=hue_of(name), data_size=size or None, data_shape=shape or None, data_live=live)
    return SafeString(f'<span class="avatar"{given} aria-hidden="true">{escape(initials(name) or "·")}</span>')


def tile(spec: ObjectSpec, size: str = "") -> SafeString:
    """An object's icon on its hue."""
    given = controls.attributes(data_size=size or None)
    return SafeString(f'<span class="tile" data-object="{escape(spec.hue)}"{given}>{icon(spec.icon)}</span>')


def tick(address: str, name: str) -> str:
    """A box that runs a verb when it is ticked: done. `name` is escaped already."""
    label = escape(_("Done: {name}")).format(name=name)
    return (
        f'<label class="check"><input type="checkbox" aria-label="{label}" hx-post="{address}" hx-trigger="change"'
        ' hx-swap="none"></label>'
    )


def glyph(name: str, hue: str = "") -> SafeString:
    """An icon on a hue, or on grey."""
    tone = f'data-object="{escape(hue)}"' if hue else 'data-tone="neutral"'
    return SafeString(f'<span class="tile" {tone}>{icon(name)}</span>')


def who(ref: Ref) -> str:
    """A person, with their avatar."""
    return f'<span class="who">{avatar(ref.name)}<span>{escape(ref.name)}</span></span>'


def pie(share: Decimal | int | None, *, tone: str = "") -> str:
    """The glyph of a stage: a ring filled as far as it is probable, in per cent; readable without colour."""
    filled = (
        ""
        if not share
        else (
            '<circle cx="7" cy="7" r="1.75" stroke-width="3.5" pathLength="100"'
            f' stroke-dasharray="{min(int(share), 100)} 100" transform="rotate(-90 7 7)"/>'
        )
    )
    hue = f'data-tone="{tone}"' if tone else 'data-object="deal"'
    ring = '<circle cx="7" cy="7" r="5.25" stroke-width="1.5"/>'
    return f'<svg viewBox="0 0 14 14" {hue} aria-hidden="true">{ring}{filled}</svg>'


def shares(field: Field) -> str:
    """The name of the field of the linked object that says how probable it is ("probability"), '' when none does."""
    found = registry.get(field.to).by_name.get("probability") if isinstance(field, LinkField) else None
    return found.name if found and found.kind == "percent" else ""


def is_person(field: Field) -> bool:
    return isinstance(field, LinkField) and field.to == "user"


def day(moment: datetime, locale: Locale) -> str:
    """The day of a moment, for a narrow column; the rest on pointing at it."""
    whole = dates.shown_datetime(moment, locale.language, locale.zone)
    local = dates.shown_date(moment.astimezone(dates.zone_of(locale.zone)).date(), locale.language)
    return f'<time datetime="{moment.isoformat()}" title="{whole}">{local}</time>'


def face(field: Field, locale: Locale, *, narrow: bool = False) -> Cell:
    """How a value of `field` is drawn in a cell. Equal values are drawn once a page."""

    def whole(value: Any) -> str:
        return field.cell(value, locale)

    def short(value: Any) -> str:
        return day(value, locale)

    is_moment = field.family == "datetime" and not isinstance(field, SinceField | UpcomingField)
    draw: Cell = who if is_person(field) else short if narrow and is_moment else whole
    drawn: dict[Any, str] = {}

    def cell(value: Any) -> str:
        if value is None:
            return ""
        try:
            return drawn[value]
        except KeyError:
            found = drawn[value] = draw(value)
            return found
        except TypeError:
            return draw(value)

    return cell


def column_type(field: Field, *, title: bool = False) -> str:
    """What the style sheet calls a column of this field."""
    if title:
        return "title"
    if isinstance(field, LinkField):
        return "user" if is_person(field) else "stage" if shares(field) else "link"
    if field.kind == "money" or (field.numeric and field.summable):
        return "money"
    if field.numeric:
        return "number"
    if field.family in {"date", "datetime"}:
        return "date"
    if field.family in {"choice", "boolean"}:
        return "choice"
    return "link" if field.family == "values" else "text"


def in_words(field: Field, value: Json, locale: Locale) -> str:
    """A value in JSON form in words; what can no longer be read is shown as it is."""
    if value is None:
        return ""
    try:
        return field.text(field.from_json(value), locale)
    except (ValueError, TypeError, KeyError, AttributeError):
        return str(value)
