"""Every address of Trato. The kernel's pages and API carry their own lists."""

from django.urls import URLPattern, URLResolver, include, path

from trato.kernel.api.endpoint import Endpoint
from trato.kernel.openapi.serving import DOCUMENT
from trato.kernel.ui import welcome
from trato.project.demo.exploring import Exploring

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"api/v1/{DOCUMENT.path}", Endpoint(DOCUMENT.operations)),
    path("api/v1/", include("trato.kernel.api.urls")),
    path("f/", include("trato.wings.marketing.urls")),
    path("", include("trato.kernel.urls")),
]

handler403 = "trato.kernel.ui.errors.denied"
handler404 = "trato.kernel.ui.errors.missing"
handler500 = "trato.kernel.ui.errors.broken"

welcome.demo = Exploring()
