"""Quick entry: a card fills the form, what all have in common stays, and nobody is entered twice unasked."""

import base64
import re
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.fixtures import MakeActor
from tests.visitors import Visitor
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor

CARD = "BEGIN:VCARD\nFN:Ana Pérez\nORG:Hierros <Ñandú>\nTEL:+34 600 111 222\nEMAIL:ana@example.com\nEND:VCARD"


def _leads(actor: Actor, *paths: str) -> list[dict[str, object]]:
    return list(listing.page(actor, registry.get("lead"), ListQuery(paths=paths)).rows)


def test_a_card_fills_the_form_and_is_not_saved_yet(representative: Actor) -> None:
    visitor = Visitor(representative)
    shown = visitor.send("/quick/card", card=CARD, source="fair")
    assert shown.status == 200
    for value in ("Ana", "Hierros &lt;Ñandú&gt;", "ana@example.com", "+34 600 11 12 22"):
        assert value in shown.html, value
    assert re.search(r'<option value="fair" selected', shown.html)
    assert _leads(representative) == []


def test_another_code_is_refused(representative: Actor) -> None:
    for text in ("https://example.com", "", "x" * 20_000):
        assert Visitor(representative).send("/quick/card", card=text).status == 422


def test_one_after_the_other_keeps_what_stays(representative: Actor) -> None:
    visitor = Visitor(representative)
    shown = visitor.send("/quick", company="Acme", source="fair", tags=["Feria 2026"])
    assert shown.toast
    assert re.search(r'<option value="fair" selected', shown.html)
    assert "Feria 2026" in shown.html
    assert "Acme" not in shown.html
    [lead] = _leads(representative, "company", "source", "owner")
    assert (lead["company"], lead["source"]) == ("Acme", "fair")


def test_what_is_wrong_is_said_and_what_was_typed_stays(representative: Actor) -> None:
    shown = Visitor(representative).send("/quick", company="", source="fair", **{"emails-0-value": "nonsense"})
    assert shown.status == 422
    assert "nonsense" in shown.html
    assert _leads(representative) == []


def test_who_may_create_none_sees_none(make_actor: MakeActor, administrator: Actor) -> None:
    reader = make_actor("read-only", name="Rita")
    assert Visitor(reader).page("/quick").status == 403
    assert runner.create(administrator, "lead", {"company": "x"}).entry


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_the_photo_stays_with_the_record(representative: Actor, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    visitor = Visitor(representative)
    photo = SimpleUploadedFile("card.png", PIXEL, content_type="image/png")
    assert visitor.send("/quick", company="Acme", photo=photo).status == 200
    [file] = listing.page(representative, registry.get("file"), ListQuery(paths=("name", "type", "about"))).rows
    assert (file["type"], [each.to.name for each in file["about"]]) == ("image/png", ["Acme"])
    lying = SimpleUploadedFile("card.png", b"MZ\x90\x00 this is no picture", content_type="image/png")
    assert visitor.send("/quick", company="Globex", photo=lying).status == 422
    assert [each["company"] for each in _leads(representative, "company")] == ["Acme"]
