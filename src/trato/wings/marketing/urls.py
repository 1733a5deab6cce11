"""The public addresses of the wing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from trato.wings.marketing.form import serving

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>", serving.show),
    path("<slug:slug>/embed.js", serving.embed),
]
