"""The product as an app: what a browser asks for before it offers to install it, signed in or not."""

import json
from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from trato.kernel.tenancy.models import Organization


def _get(path: str, language: str = "es") -> HttpResponse:
    return cast("HttpResponse", Client(headers={"Host": "testserver", "Accept-Language": language}).get(path))


def test_the_manifest_names_the_organization_and_icons_that_exist(organization: Organization) -> None:
    found = json.loads(_get("/manifest.webmanifest").content)
    assert found["name"] == "Trato · Norte Hardware"
    assert found["display"] == "standalone"
    assert found["shortcuts"][0]["name"] == "Inicio"
    for icon in found["icons"]:
        path = settings.STATIC_ROOT / icon["src"].removeprefix(settings.STATIC_URL)
        assert path.read_bytes().startswith(b"\x89PNG")


def test_the_worker_comes_from_the_root_and_without_a_session(organization: Organization) -> None:
    found = _get("/sw.js")
    assert found.status_code == 200
    assert found["Content-Type"].startswith("text/javascript")


def test_without_a_connection_the_page_says_so_in_ones_language(organization: Organization) -> None:
    assert "Sin conexión" in _get("/offline").content.decode()
    assert "No connection" in _get("/offline", "en").content.decode()
