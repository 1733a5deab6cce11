"""The product as an app on somebody's device: its manifest, its service worker, what is shown without a connection."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trato.kernel.tenancy import scope
from trato.kernel.ui import assets

WORKER = "offline/sw.ts"


@require_GET
def manifest(_request: HttpRequest) -> HttpResponse:
    """What an installed app is called, how it looks, and what its icon offers."""
    found = {
        "id": "/",
        "name": f"Trato · {scope.organization().name}",
        "short_name": "Trato",
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3f4f6",
        "theme_color": "#f3f4f6",
        "icons": [
            {"src": static("app/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("app/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("app/maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Home"), "url": "/"},
            {"name": _("Inbox"), "url": "/inbox"},
            {"name": _("Quick entry"), "url": "/quick"},
        ],
    }
    response = JsonResponse(found, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, from the root: its place decides what it may answer."""
    code = assets.text(WORKER)
    if code is None:
        return HttpResponseNotFound(json.dumps("not built"))
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What stands there when a page was never seen and there is no connection."""
    return render(request, "ui/offline.html", {})
