"""Each request works inside the organization that its host name leads to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from trato.kernel.tenancy import organizations, scope

OUTSIDE = ("/healthz", "/readyz", "/static/")


class OrganizationMiddleware:
    """Enters the organization for the time of the request; 503 while there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        organization = organizations.by_host(request.META.get("HTTP_HOST", ""))
        if organization is None:
            return HttpResponse("No organization here yet.", status=503, content_type="text/plain")
        with scope.enter(organization):
            return self.get_response(request)
