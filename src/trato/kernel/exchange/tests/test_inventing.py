"""Columns that have no field: what kind of field they would make, and fields for all of them at once."""

from typing import Any

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.policy import Denied
from trato.kernel.exchange import importing, inventing
from trato.kernel.exchange.tests.conftest import DATA, Bring, count, every
from trato.kernel.exchange.tests.test_real_files import ask
from trato.kernel.fields.base import TextFormat
from trato.kernel.objects import registry
from trato.kernel.objects.custom import CustomField
from trato.kernel.records.errors import Invalid
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor

ROWS = "".join(
    f"Acme {n},{'Gold' if n % 2 else 'Silver'},{n}.5,{n},2026-01-0{n},{'yes' if n > 3 else 'no'},\n"
    for n in range(1, 9)
)
FILE = "name,Tier,Rate,Visits,Last call,Active,Nothing\n" + ROWS


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "0", "1"], "checkbox"),
        (["sí", "no", ""], "checkbox"),
        (["1", "2", "3"], "integer"),
        (["1", "2.5"], "decimal"),
        (["00123", "00456"], "text"),
        (["612345678901234", "1"], "text"),
        (["2026-01-31", "2026-02-01"], "date"),
        (["31/01/2026"], "date"),
        (["2026-01-31 10:30", "2026-01-31T11:30"], "datetime"),
        (["a@x.com"], "email"),
        (["https://x.com/a"], "url"),
        (["Gold", "Silver", "gold"] * 3, "select"),
        (["Gold", "Silver", "Bronze"], "text"),
        (["x" * 600], "long_text"),
        ([], "text"),
    ],
)
def test_the_kind_of_a_column(administrator: Actor, cells: list[str], kind: str) -> None:
    assert inventing.kind_of(cells, TextFormat("DMY", ".", locale_of(administrator))) == kind


def create_all(actor: Actor, bring: Bring, name: str, content: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    taken_in = importing.take_in
    monkeypatch.setattr(importing, "take_in", lambda *given: taken_in(*given, create_fields=True))
    return bring(name, content, actor=actor)


def test_a_field_for_every_column_left_out(bring: Bring, administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bring("account", FILE, dry_run=True).report["left_out"] == FILE.splitlines()[0].split(",")[1:]
    found = create_all(administrator, bring, "account", FILE, monkeypatch)
    assert (found.counts, found.report["left_out"]) == ((8, 0, 0, 0), ["Nothing"])
    assert list(CustomField.objects.order_by("name").values_list("name", "kind", "label")) == [
        ("x_active", "checkbox", "Active"),
        ("x_last_call", "date", "Last call"),
        ("x_rate", "decimal", "Rate"),
        ("x_tier", "select", "Tier"),
        ("x_visits", "integer", "Visits"),
    ]
    first = "SELECT custom FROM account ORDER BY name LIMIT 1"
    [(custom,)] = ask(first)
    assert registry.get("account").field("x_tier").text("silver", locale_of(administrator)) == "Silver"
    assert '"x_tier": "gold"' in str(custom).replace("'", '"')


def test_a_select_field_takes_its_options_from_the_whole_file(bring: Bring, administrator: Actor) -> None:
    create = {"kind": "select", "label": "Tier"}
    mapping = {"mode": "create", "columns": {"name": {"to": "name"}, "Tier": {"to": "x_tier", "create": create}}}
    found = bring("account", "name,Tier\nA,Gold\nB,GOLD\nC,★\nD,\n", mapping)
    assert found.counts == (4, 0, 0, 0)
    [options] = CustomField.objects.values_list("options", flat=True)
    assert [(each["key"], each["label"]) for each in options] == [("gold", "Gold"), ("option", "★")]
    assert every(administrator, "account", "name", "x_tier") == [
        ("A", "gold"),
        ("B", "gold"),
        ("C", "option"),
        ("D", None),
    ]


def test_too_many_values_to_choose_from(bring: Bring) -> None:
    create = {"kind": "select", "label": "Tier"}
    mapping = {"mode": "create", "columns": {"name": {"to": "name"}, "Tier": {"to": "x_tier", "create": create}}}
    rows = "".join(f"A{n},T{n}\n" for n in range(501))
    with pytest.raises(Invalid) as error:
        bring("account", "name,Tier\n" + rows, mapping)
    assert error.value.problems[0].pointer == "/columns/Tier/create"


def test_only_administrators_make_fields(bring: Bring, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Denied):
        create_all(make_actor("representative", name="Rosa"), bring, "account", FILE, monkeypatch)
    assert count("import") == 0


@pytest.mark.skipif(not DATA.is_dir(), reason="the sample data is not beside the project")
def test_leads_say_where_they_come_from_without_a_mapping(bring: Bring) -> None:
    found = bring("lead", DATA / "lead-scoring" / "leads.csv")
    assert found.counts == (9240, 0, 0, 0)
    assert found.report["left_out"] == ["LeadOrigin", "TotalVisits", "TotalTime", "PageViews"]
    assert dict(ask("SELECT source, count(*) FROM lead GROUP BY 1")) == {
        "search": 2869 + 5 + 11 + 1154, "website": 2543, "other": 1763, "referral": 534 + 125,
        "social_network": 145 + 55, None: 36,
    }  # fmt: skip
