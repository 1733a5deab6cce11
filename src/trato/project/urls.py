"""Every address of Trato. The kernel's pages and API carry their own lists."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("trato.kernel.api.urls")),
    path("", include("trato.kernel.ui.urls")),
]
