"""The page of search and the palette, as somebody at a browser gets them."""

import re
from uuid import UUID

import pytest

from tests.visitors import Make, Visitor
from trato.kernel.access.models import User
from trato.kernel.palette import rows as palette
from trato.kernel.palette.likeness import likeness
from trato.kernel.palette.rows import Ask, Row, Section
from trato.kernel.search import recent
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces


def _names(html: str) -> list[str]:
    found = re.findall(r'<span class="name">(.*?)(?:<small>|</span>)', html)
    return [re.sub(r"<[^>]*>", "", each) for each in found]


def test_hits_stand_by_object_marked_and_with_where_they_were_found(alba: Visitor, make: Make) -> None:
    account = make("account", name="González Hermanos")
    make("contact", name={"given": "Eva", "family": "Sanz"}, emails=[{"value": "eva@gonzalez.example"}])
    shown = alba.page("/search?q=gonz%C3%A1lez")
    assert shown.status == 200
    assert f'href="/accounts/{account}"' in shown.html
    assert "<mark>González</mark> Hermanos" in shown.html
    assert "eva@<mark>gonzalez</mark>.example" in shown.html
    assert 'href="/contacts?q=gonz%C3%A1lez"' in shown.html
    only = alba.part("/search?q=gonz%C3%A1lez&object=contacts")
    assert (_names(only.html), only.html.startswith("<div id=")) == (["Eva Sanz"], True)


def test_what_was_meant_is_said(alba: Visitor, make: Make) -> None:
    make("account", name="González Hermanos")
    assert "this is also about gonzalez" in alba.page("/search?q=gonsales").words
    assert "this is also about" not in alba.page("/search?q=hermanos").words


def test_empty_states(alba: Visitor, rosa: Visitor, make: Make) -> None:
    assert "Two letters of a name are enough" in alba.page("/search").words
    nothing = alba.page("/search?q=xyzzyq&object=deals")
    assert "Nothing found for “xyzzyq”" in nothing.words
    assert 'href="/search?q=xyzzyq"' in nothing.html
    account = make("account", name="Ajena")
    assert rosa.send("/palette/used", object="accounts", id=account).status == 204
    assert "Ajena" not in rosa.page("/search").html + rosa.page("/search?q=ajena").html.replace("“ajena”", "")
    assert alba.send("/palette/used", object="accounts", id=account).status == 204
    assert "Ajena" in alba.page("/search").words


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "%F0%9F%99%82", "%D9%85%D8%B1", "%00", "%3Cscript%3Ealert(1)%3C/script%3E"]
)
def test_hostile_and_strange_texts_are_answered(alba: Visitor, text: str) -> None:
    for path in ("/search", "/palette"):
        shown = alba.page(f"{path}?q={text}")
        assert shown.status == 200
        assert "<script>alert" not in shown.html


def test_addresses_that_are_none(alba: Visitor) -> None:
    assert alba.page("/search?q=a&object=shoes").status == 200
    assert alba.part("/palette?object=shoes&id=nonsense&chosen=many&only=nothing").status == 200
    assert alba.send("/palette/used", object="shoes", id=UUID(int=1)).status == 404
    assert alba.send("/palette/language/xx").status == 404
    assert alba.page("/palette/used").status == 405


def test_the_palette_finds_records_verbs_and_pages(alba: Visitor, rosa: Visitor, make: Make) -> None:
    deal = make("deal", name="Konex · GTX")
    found = alba.part("/palette?q=konex")
    assert f'data-href="/deals/{deal}"' in found.html
    assert "Konex" not in rosa.part("/palette?q=konex").html.replace("“konex”", "")
    here = alba.part(f"/palette?object=deals&id={deal}").html
    assert f'data-post="/deals/{deal}/actions/' in here or f'data-url="/deals/{deal}/actions/' in here
    assert f"/deals/{deal}/actions" not in rosa.part(f"/palette?object=deals&id={deal}").html
    assert 'data-url="/deals/new"' in alba.part("/palette?q=new deal").html
    assert 'data-href="/accounts"' in alba.part("/palette?q=cuent").html
    assert "Nothing found" in alba.part("/palette?q=zzzz").words


def test_the_palette_begins_with_what_can_be_done_here(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Konex")
    shown = alba.part(f"/palette?object=deals&id={deal}")
    assert shown.words.index("Actions") < shown.words.index("Create") < shown.words.index("Go to")
    assert f'data-post="/deals/{deal}/delete"' in shown.html
    about = alba.part(f"/palette?object=deals&id={deal}&only=record")
    assert ("Actions" in about.words, "Go to" in about.words) == (True, False)
    create = alba.part("/palette?only=create")
    assert set(re.findall(r'data-url="([^"]*)"', create.html)) >= {"/deals/new", "/accounts/new", "/contacts/new"}
    assert "data-href" not in create.html


def test_verbs_for_the_rows_that_are_selected_press_their_buttons(alba: Visitor) -> None:
    shown = alba.part("/palette?object=deals&chosen=3")
    assert "With the selection (3)" in shown.words
    assert "form[data-bulk] [hx-post=&#x27;/deals/actions/assign&#x27;]" in shown.html
    assert "With the selection" not in alba.part("/palette?object=deals&chosen=0").words
    assert "With the selection" not in alba.part("/palette?object=leads&chosen=3&only=record").words


def test_places_settings_views_language_and_theme(alba: Visitor, rosa: Visitor) -> None:
    assert 'data-href="/settings/own"' in alba.part("/palette?q=your account").html
    assert 'data-href="/settings/roles"' not in rosa.part("/palette?q=roles").html
    assert 'data-href="/deals/view/my-open"' in alba.part("/palette?q=my open").html
    assert "[data-set-theme=&#x27;dark&#x27;]" in alba.part("/palette?q=dark").html
    assert 'data-post="/palette/language/es"' in alba.part("/palette?q=espa").html


def test_a_saved_view_is_found_by_those_it_is_shared_with(alba: Visitor, rosa: Visitor, make: Make) -> None:
    view = make("view", name="Trimestre negro", object="deals", kind="table")
    assert f'data-href="/deals/view/{view}"' in alba.part("/palette?q=trimestre").html
    assert "Trimestre negro" not in rosa.part("/palette?q=trimestre").html


def test_other_rooms_add_rows_of_their_own(alba: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(ask: Ask) -> Section:
        assert ask.actor == alba.actor
        mark = faces.glyph("chart")
        return Section(
            "Forecasts", [Row(mark, "<b>Next quarter</b>", href="/x", use="go:/x"), Row(mark, "Other", href="/y")]
        )

    monkeypatch.setattr(palette, "provides", [*palette.provides, rows])
    shown = alba.part("/palette?q=quart")
    assert ("Forecasts" in shown.words, 'data-href="/x"' in shown.html, 'data-href="/y"' in shown.html) == (
        True,
        True,
        False,
    )
    assert "<b>Next" not in shown.html


def test_another_language_is_spoken_at_once(rosa: Visitor, representative: Actor) -> None:
    answer = rosa.send("/palette/language/es")
    assert (answer.status, list(answer.signals)) == (204, ["trato:reload"])
    assert User.objects.get(pk=representative.id).language == "es"
    assert "Crear" in rosa.part("/palette").words


def test_what_was_used_lately_comes_first(alba: Visitor, administrator: Actor, make: Make) -> None:
    assert "Contacts" not in _names(alba.part("/palette").html)
    for key in ("go:/contacts", "new:contact"):
        assert alba.send("/palette/used", use=key).status == 204
    assert recent.keys(administrator) == ["new:contact", "go:/contacts"]
    then = _names(alba.part("/palette").html)
    assert then.index("Contacts") < then.index("Deals")
    assert then.index("New contact") < then.index("New deal")
    account = make("account", name="Konex")
    alba.send("/palette/used", object="accounts", id=account)
    assert _names(alba.part("/palette").html)[0] == "Konex"
    assert "Konex" not in alba.part(f"/palette?object=accounts&id={account}").words


@pytest.mark.parametrize(
    ("typed", "name", "rank"),
    [
        ("move st", "Move stage", 0), ("stage", "Move stage", 1), ("STÁG mo", "Move stage", 1),
        ("ove", "Move stage", 3),
        ("moove", "Move stage", 4), ("stgae", "Move stage", 4), ("ms", "Move stage", 5), ("most", "Move stage", 5),
        ("nop", "Nueva oportunidad", 5), ("win", "Move stage", None), ("mv", "Move stage", None), ("", "Anything", 0),
    ],
)  # fmt: skip
def test_fuzzy_names(typed: str, name: str, rank: int | None) -> None:
    assert likeness(typed, name) == rank


def test_synonyms_count_less_than_names() -> None:
    assert likeness("oportunidad", "Deals", ("oportunidad", "trato")) == 2
    assert likeness("x" * 10_000, "Deals", ("oportunidad",)) is None
