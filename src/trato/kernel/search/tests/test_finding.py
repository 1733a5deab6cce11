"""Search finds what a person would expect, at once after the change, and only what the actor may see."""

import pytest

from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.search import finding
from trato.kernel.tenancy.actor import Actor


def _titles(actor: Actor, text: str) -> list[str]:
    return [hit.title for hit in finding.find(actor, text)]


def test_prefixes_without_accents_or_case(administrator: Actor) -> None:
    runner.create(administrator, "user", {"name": "José Núñez Íñigo"})
    for text in ("jose", "JOSÉ nu", "nuñ", "inigo jo"):
        assert _titles(administrator, text) == ["José Núñez Íñigo"], text
    assert _titles(administrator, "j") == []
    assert _titles(administrator, "osé") == []


def test_parts_of_addresses(administrator: Actor) -> None:
    runner.create(administrator, "user", {"name": "Ana", "email": "ana.ruiz@acme.example"})
    assert _titles(administrator, "ruiz@acme") == ["Ana"]
    assert _titles(administrator, "@acme.example") == ["Ana"]
    assert _titles(administrator, "a%@acme") == []


def test_a_rename_is_found_at_once_and_the_trash_is_not(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "Levante"}).record
    runner.update(administrator, "team", team.pk, {"name": "Poniente"})
    assert (_titles(administrator, "levante"), _titles(administrator, "poniente")) == ([], ["Poniente"])
    runner.delete(administrator, "team", team.pk)
    assert _titles(administrator, "poniente") == []
    runner.restore(administrator, "team", team.pk)
    assert _titles(administrator, "poniente") == ["Poniente"]


def test_searching_narrows_a_list(administrator: Actor) -> None:
    for name in ("Norte", "Noroeste", "Sur"):
        runner.create(administrator, "team", {"name": name})
    spec = registry.get("team")
    query = ListQuery(sort="name", paths=("name",), narrow=finding.condition(administrator, spec, "nor"))
    assert [row["name"] for row in listing.page(administrator, spec, query).rows] == ["Noroeste", "Norte"]


@pytest.mark.parametrize(
    "text", ["", "' OR 1=1 --", "a:* & | !", "\\", "%", "🙂 مرحبا", "x" * 10_000, "((((", "<script>"]
)
def test_any_text_is_answered(administrator: Actor, text: str) -> None:
    assert isinstance(finding.find(administrator, text), list)
