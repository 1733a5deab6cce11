"""What templates may call. Built into every template (settings.TEMPLATES)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from trato.kernel.ui import assets, faces, welcome, wording
from trato.lib import money

register = template.Library()

_INERT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

register.simple_tag(faces.icon, name="icon")
register.simple_tag(faces.avatar, name="avatar")
register.simple_tag(faces.tile, name="tile")
register.simple_tag(wording.new, name="new")
register.simple_tag(wording.every, name="every")


@register.simple_tag(takes_context=True, name="assets")
def assets_tag(context: template.Context, *entries: str) -> SafeString:
    """Letters, style sheets and scripts of the page, scripts with this answer's nonce."""
    return _tags(context, assets.files(*entries))


def _tags(context: template.Context, files: assets.Files) -> SafeString:
    nonce = getattr(context["request"], "csp_nonce", "")
    letters = format_html_join(
        "\n",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((each,) for each in assets.letters()),
    )
    styles = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((each,) for each in files.styles))
    scripts = format_html_join(
        "\n", '<script type="module" nonce="{}" src="{}"></script>', ((nonce, each) for each in files.scripts)
    )
    return SafeString(f"{letters}\n{styles}\n{scripts}")


@register.simple_tag(takes_context=True, name="alone")
def alone_tag(context: template.Context, entry: str) -> SafeString:
    """Style sheets and script of one entry, without what every page of the product has."""
    return _tags(context, assets.alone(entry))


@register.inclusion_tag("ui/demo_bar.html", takes_context=True)
def demo_bar(context: template.Context) -> dict[str, object]:
    """Where one is in the demo company, as whom, and the ways on and out."""
    actor = context["shell"].actor
    personas = welcome.demo.personas if welcome.demo is not None else ()
    inside = welcome.inside(actor)
    return {
        "actor": actor,
        "personas": personas if inside else (),
        "inside": inside,
        "csrf_token": context["csrf_token"],
    }


@register.simple_tag
def sprite_url() -> str:
    return assets.sprite()


@register.simple_tag
def static_url(path: str) -> str:
    """The address of a file that is served as it is."""
    return static(path)


@register.simple_tag
def strings() -> SafeString:
    """The words of the elements in the reader's language, as JSON that cannot leave its script."""
    return as_json({key: gettext(english) for key, english in _english().items()})


@register.simple_tag
def as_json(value: object) -> SafeString:
    """JSON inside a script element, which nothing in it can end."""
    return SafeString(json.dumps(value).translate(_INERT))


@cache
def _english() -> dict[str, str]:
    path = Path(__file__).parent.parent / "frontend" / "strings.json"
    found: dict[str, str] = json.loads(path.read_text())
    return found


@register.filter
def number(value: int) -> str:
    """Thousands grouped as the language does."""
    return money.grouped(value, get_language() or "en")


@register.simple_tag
def keycap(*keys: str) -> SafeString:
    """Keys as they are shown in buttons and menus."""
    return SafeString("".join(f"<kbd>{escape(key)}</kbd>" for key in keys))
