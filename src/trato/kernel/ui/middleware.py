"""What every answer tells the browser about security, outermost so that none leaves without; and pages made small."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class SecurityHeadersMiddleware:
    """A content security policy without inline code or eval, whose scripts carry this answer's own nonce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # declared in ui.shell.PageRequest
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "frame-ancestors" in response.headers.get("Content-Security-Policy", ""):
            del response.headers["X-Frame-Options"]  # which knows no sites: the view says whose pages may hold its own
        response.headers.setdefault("Content-Security-Policy", policy(nonce, request.META.get("HTTP_HOST", "")))
        if settings.TRATO_URL.startswith("https://"):
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


class SmallPagesMiddleware(GZipMiddleware):
    """Pages are a tenth of their size when they are compressed. Files are mostly compressed already, and programs ask
    from nearby: both go out as they are. Django pads by chance, so that sizes tell nothing of what is secret."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def live_url(host: str) -> str:
    """Where a page served under `host` listens for what happens elsewhere. On the pages' own machine (another port)
    it follows the host name, which says whose organization is meant."""
    live, pages = urlsplit(settings.TRATO_LIVE_URL), urlsplit(settings.TRATO_URL)
    if live.hostname == pages.hostname and live.port and _HOST.fullmatch(host):
        return f"{live.scheme}://{host.partition(':')[0]}:{live.port}/live"
    return f"{settings.TRATO_LIVE_URL}/live"


def policy(nonce: str, host: str) -> str:
    """Only our own files; scripts only with the nonce, or loaded by one that had it. The calendar writes its styles
    into an element with the nonce."""
    live = urlsplit(live_url(host))
    elsewhere = f" {live.scheme}://{live.netloc}" if live.netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}' 'strict-dynamic'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self'{elsewhere}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )
