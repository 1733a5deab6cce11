"""Search finds what a person would expect, at once after the change, and only what the actor may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from trato.kernel.actions import custom_fields, runner
from trato.kernel.objects import registry
from trato.kernel.objects.model import Record
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.search import asking, candidates, documents, finding, reach, recent
from trato.kernel.tenancy.actor import Actor


def _titles(actor: Actor, text: str, *objects: str) -> list[str]:
    return [hit.title for hit in finding.find(actor, text, objects=objects)]


def _contact(actor: Actor, given: str, family: str, **more: object) -> Record:
    return runner.create(actor, "contact", {"name": {"given": given, "family": family}, **more}).record


def test_prefixes_without_accents_or_case(administrator: Actor) -> None:
    runner.create(administrator, "user", {"name": "José Núñez Íñigo"})
    for text in ("jose", "JOSÉ nu", "nuñ", "inigo jo"):
        assert _titles(administrator, text) == ["José Núñez Íñigo"], text
    assert _titles(administrator, "j") == []
    assert _titles(administrator, "osé") == []


@pytest.mark.parametrize(
    "typed",
    ["gonsales", "Gonzales", "gonzález", "gonzlez", "gonazlez", "gonsal", "gomzalez", "GONSALEZ ana", "anna gonsales"],
)
def test_slips_and_words_by_ear_find_what_exists(administrator: Actor, typed: str) -> None:
    _contact(administrator, "Ana", "González")
    _contact(administrator, "Berta", "Rosales")
    assert _titles(administrator, typed, "contact") == ["Ana González"]


def test_what_was_meant_is_told_and_comes_after_what_was_typed(administrator: Actor) -> None:
    _contact(administrator, "Ana", "González")
    assert finding.search(administrator, "gonsales").meant == ("gonzalez",)
    _contact(administrator, "Eva", "Gonsales")
    assert _titles(administrator, "gonsales", "contact") == ["Eva Gonsales", "Ana González"]
    assert finding.search(administrator, "ana").meant == ()


def test_words_that_nobody_wrote_are_never_tried(administrator: Actor) -> None:
    _contact(administrator, "Ana", "Ruiz")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert finding.search(administrator, "xyzzyq").hits == []
    assert len(asked) <= 4
    assert asking.read("xyzzyq").otherwise() is None


def test_parts_of_addresses_and_numbers(administrator: Actor) -> None:
    _contact(
        administrator,
        "Ana",
        "Ruiz",
        emails=[{"value": "ana.ruiz@taller-norte.example"}],
        phones=[{"value": "+34 612 34 56 78"}],
    )
    for text in (
        "ruiz@taller", "@taller-norte.example", "@taller", "taller", "norte.example", "612345678", "612 34 56",
        "+34 612", "0034612345678", "345678", "ana.ruiz@taller-norte.example", "ruiz 612345",
    ):  # fmt: skip
        assert _titles(administrator, text, "contact") == ["Ana Ruiz"], text
    for text in ("a%@taller", "612346", "@ruiz", "6123 9"):
        assert _titles(administrator, text, "contact") == [], text


def test_ids_and_outside_keys_come_first(administrator: Actor) -> None:
    other = _contact(administrator, "ERP-77", "Erp", job_title="ERP-77")
    keyed = _contact(administrator, "Ana", "Ruiz", external_ids=[{"source": "erp", "key": "ERP-77"}])
    assert _titles(administrator, "ERP-77", "contact") == ["Ana Ruiz", "ERP-77 Erp"]
    assert _titles(administrator, str(keyed.pk), "contact") == ["Ana Ruiz"]
    assert _titles(administrator, str(other.pk).upper()) == ["ERP-77 Erp"]
    runner.delete(administrator, "contact", keyed.pk)
    assert _titles(administrator, str(keyed.pk)) == []


def test_the_very_title_then_titles_then_the_rest_and_what_was_opened_lately_first(administrator: Actor) -> None:
    for name in ("Norte Logística", "Talleres del Norte", "Norte"):
        runner.create(administrator, "account", {"name": name})
    runner.create(administrator, "account", {"name": "Sur", "description": "Antes en el norte"})
    assert _titles(administrator, "norte", "account") == ["Norte", "Norte Logística", "Talleres del Norte", "Sur"]
    [talleres] = finding.find(administrator, "talleres", objects=("account",))
    recent.opened(administrator, registry.get("account"), talleres.id)
    assert _titles(administrator, "norte del", "account")[0] == "Talleres del Norte"
    assert _titles(administrator, "norte", "account")[1] == "Talleres del Norte"


def test_each_hit_says_where_it_was_found(administrator: Actor) -> None:
    runner.create(
        administrator,
        "account",
        {"name": "Sur", "description": "Pidió una ampliación del almacén norte para la próxima temporada. " * 5},
    )
    _contact(administrator, "Eva", "Sanz", phones=[{"value": "+34 612 34 56 78"}])
    [hit] = finding.search(administrator, "ampliaciones", shown=True).hits
    assert hit.match is not None
    assert hit.match.field == "description"
    assert next(text for text, marked in hit.match.pieces if marked) == "ampliación"
    assert len(hit.match.text) <= 142
    [hit] = finding.search(administrator, "612345", shown=True).hits
    assert hit.match is not None
    assert (hit.match.field, next(text for text, marked in hit.match.pieces if marked)) == ("phones", "612345")
    [hit] = finding.search(administrator, "sanz", shown=True).hits
    assert hit.match is None


def test_a_rename_is_found_at_once_and_the_trash_is_not(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "Levante"}).record
    runner.update(administrator, "team", team.pk, {"name": "Poniente"})
    assert (_titles(administrator, "levante"), _titles(administrator, "poniente")) == ([], ["Poniente"])
    runner.delete(administrator, "team", team.pk)
    assert _titles(administrator, "poniente") == []
    runner.restore(administrator, "team", team.pk)
    assert _titles(administrator, "poniente") == ["Poniente"]


def test_user_made_fields_are_searched(administrator: Actor) -> None:
    spec = registry.get("account")
    for kind, name in (("text", "x_zone"), ("tags", "x_tags"), ("long_text", "x_story"), ("integer", "x_floor")):
        custom_fields.make(administrator, spec, {"kind": kind, "label": name, "name": name})
    values = {"x_zone": "Aljarafe", "x_tags": ["vip", "prensa"], "x_story": "Compraron ventanas", "x_floor": 4711}
    runner.create(administrator, "account", {"name": "Sur", **values})
    for text in ("aljar", "prensa", "comprar ventana", "algarafe"):
        assert _titles(administrator, text) == ["Sur"], text
    assert _titles(administrator, "4711") == []
    [hit] = finding.search(administrator, "aljarafe", shown=True).hits
    assert hit.match is not None
    assert hit.match.field == "x_zone"


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("text", ["norte", "no", "nortte", "612345", "@norte", "NOR-1", "the-id", "lately"])
def test_nobody_finds_what_they_may_not_see(
    administrator: Actor, representative: Actor, text: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whatever road: words, slips, parts, keys, ids, what one opened while one could see it."""
    if not few:
        monkeypatch.setattr(reach, "FEW", -1)
    reach._few.clear()
    hidden, own = (
        _contact(
            by,
            "Norte",
            family,
            emails=[{"value": f"{family}@norte.example"}],
            phones=[{"value": f"+3461234567{number}"}],
            external_ids=[{"source": "e", "key": f"NOR-{number}"}],
        )
        for number, by, family in ((1, administrator, "ajena"), (2, representative, "propia"))
    )
    note = runner.create(administrator, "note", {"body": "<p>Norte 612345 x@norte.example</p>"}).record
    for name, record in (("contact", hidden), ("note", note), ("contact", own)):
        recent.opened(representative, registry.get(name), record.pk)
    asked = {"the-id": str(hidden.pk), "lately": ""}.get(text, text)
    found = finding.find(representative, asked) if asked else recent.records(representative, 9)
    assert {hit.id for hit in found} <= {own.pk}
    assert bool(found) is (text not in {"NOR-1", "the-id"})
    assert hidden.pk in {hit.id for hit in finding.find(administrator, asked or "norte")}
    reach._few.clear()


def test_notes_are_found_by_who_sees_what_they_are_about(administrator: Actor, representative: Actor) -> None:
    own = _contact(representative, "Ana", "Ruiz")
    about = {"body": "<p>Quiere un descuento</p>", "about": [{"object": "contacts", "id": str(own.pk)}]}
    runner.create(administrator, "note", about)
    runner.create(administrator, "note", {"body": "<p>Otro descuento</p>"})
    assert len(finding.find(representative, "descuento")) == 1
    assert len(finding.find(administrator, "descuento")) == 2


def test_common_words_are_looked_for_among_the_latest_one_may_see(
    administrator: Actor, representative: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "FEW", -1)
    monkeypatch.setattr(candidates, "COMMON", 2)
    monkeypatch.setattr(candidates, "LATEST", 4)
    for number in range(12):
        runner.create(administrator, "account", {"name": f"Alba {number:02}"})
    runner.create(administrator, "account", {"name": "Zeta Alba"})
    for number in range(3):
        runner.create(representative, "account", {"name": f"Mi alba {number}"})
    documents.rebuild(registry.get("account"))
    reach._few.clear()
    found = _titles(administrator, "alba", "account")
    assert {"Alba 00", "Alba 11", "Zeta Alba", "Mi alba 2"} <= set(found)
    assert set(_titles(representative, "alba", "account")) == {"Mi alba 0", "Mi alba 1", "Mi alba 2"}
    reach._few.clear()
    assert "Zeta Alba" in _titles(administrator, "zeta al", "account")


def test_no_more_of_an_object_than_asked_for(administrator: Actor) -> None:
    for number in range(5):
        runner.create(administrator, "account", {"name": f"Sol {number}"})
        _contact(administrator, "Sol", f"Ruiz {number}")
    found = finding.search(administrator, "sol", each=2).hits
    assert sorted(hit.object for hit in found) == ["account", "account", "contact", "contact"]


def test_searching_narrows_a_list(administrator: Actor) -> None:
    for name in ("Norte", "Noroeste", "Sur"):
        runner.create(administrator, "team", {"name": name})
    spec = registry.get("team")

    def listed(text: str) -> list[str]:
        query = ListQuery(sort="name", paths=("name",), narrow=finding.condition(administrator, spec, text))
        return [row["name"] for row in listing.page(administrator, spec, query).rows]

    assert listed("nor") == ["Noroeste", "Norte"]
    assert listed("nrote") == ["Norte"]
    assert listed("n") == ["Noroeste", "Norte", "Sur"]
    assert listed("xyzzy") == []


@pytest.mark.parametrize(
    "text",
    ["", "' OR 1=1 --", "a:* & | !", "\\", "%", "___", "x\0y", "x" * 10_000, "((((", "<script>", "a@b", "'" * 300],
)
def test_any_text_is_answered(administrator: Actor, text: str) -> None:
    assert isinstance(finding.search(administrator, text, shown=True).hits, list)
    spec = registry.get("team")
    listing.page(administrator, spec, ListQuery(narrow=finding.condition(administrator, spec, text)))


SCRIPTS = [
    ("مرحبا بالعالم", "مرح"), ("שלום עולם", "עול"), ("🚀 Cohete", "🚀"), ("🚀 Cohete", "cohe"), ("Ёлка", "елк"),
    ("株式会社トラト", "株式"), ("O'Brien & Söhne", "o'brien"), ("Coca-Cola", "coca-cola"), ("C&A Moda", "c&a mo"),
    ("3M España", "3m es"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed"), SCRIPTS)
def test_every_script_is_searched(administrator: Actor, name: str, typed: str) -> None:
    runner.create(administrator, "account", {"name": name})
    assert len(_titles(administrator, typed, "account")) == 1


def test_a_team_mate_with_a_wider_reach_sees_more(make_actor: MakeActor, administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "Centro"}).record.pk
    boss = make_actor("manager", name="Jefa", team=team)
    rep = make_actor("representative", name="Rep", team=team, manager=boss.id)
    boss = make_actor("manager", name="Jefa", team=team)
    _contact(rep, "Ana", "Ruiz")
    assert _titles(boss, "ruiz", "contact") == ["Ana Ruiz"]
