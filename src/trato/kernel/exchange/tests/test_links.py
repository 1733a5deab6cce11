"""Links of rows: to records, to rows of the same file, to what is made on the way; many of them; child records."""

from decimal import Decimal

from trato.kernel.access.models import Team, User
from trato.kernel.exchange.tests.conftest import NAME, Bring, columns, every
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Subject


def test_parents_are_found_further_down_the_file_and_rejected_ones_reject_their_children(
    bring: Bring, administrator: Actor
) -> None:
    mapping = {**NAME, **columns(name="name", employees="employees", parent="parent")}
    content = "name,employees,parent\nLeaf,1,Branch\nBranch,1,Root\nRoot,1,\nLost,1,Bad\nLoster,1,Lost\nBad,x,\n"
    found = bring("account", content, mapping)
    assert found.counts == (3, 0, 0, 3)
    assert every(administrator, "account", "name", "parent") == [("Branch", "Root"), ("Leaf", "Branch"), ("Root", None)]
    assert found.report["unmatched"] == []


def test_a_circle_is_refused_row_by_row_and_the_rest_goes_in(bring: Bring, administrator: Actor) -> None:
    mapping = {**NAME, **columns(name="name", parent="parent")}
    found = bring("account", "name,parent\nA,C\nB,A\nC,B\nSelf,Self\nRoot,\nLeaf,Root\n", mapping)
    assert found.counts == (2, 0, 0, 4)
    assert every(administrator, "account", "name", "parent") == [("Leaf", "Root"), ("Root", None)]
    [told] = [each for each in found.report["errors"] if each["code"] == "invalid"]
    assert (told["column"], told["message"], told["rows"], told["first"]) == (
        "parent",
        "This would lead back to the record itself.",
        4,
        1,
    )


def test_a_circle_closed_by_what_is_stored_is_refused(bring: Bring, administrator: Actor) -> None:
    mapping = {**NAME, **columns(name="name", parent="parent", employees="employees")}
    bring("account", "name,parent,employees\nRoot,,\nMid,Root,\nLeaf,Mid,\n", mapping)
    assert bring("account", "name,parent,employees\nRoot,Leaf,\n", mapping).counts == (0, 0, 0, 1)
    # Turned round in one file it is no circle, unless the row that would open it is refused.
    turned = "name,parent,employees\nRoot,Mid,\nMid,New,{}\nNew,,\n"
    assert bring("account", turned.format("x"), mapping).counts == (1, 0, 0, 2)
    assert bring("account", turned.format("5"), mapping).counts == (0, 2, 1, 0)
    assert every(administrator, "account", "name", "parent") == [
        ("Leaf", "Mid"),
        ("Mid", "New"),
        ("New", None),
        ("Root", "Mid"),
    ]


def test_people_of_a_file_have_the_role_and_team_they_work_with(bring: Bring, administrator: Actor) -> None:
    mapping = {
        **NAME,
        "columns": {
            "agent": {"to": "name"},
            "manager": {"to": "manager", "missing": "create"},
            "office": {"to": "team", "missing": "create"},
        },
    }
    bring("user", "agent,manager,office\nAna,Mia,North\nBen,Mia,North\nCai,Zoe,North\nDan,Zoe,South\n", mapping)
    made = User.objects.exclude(id=administrator.id).order_by("name")
    assert list(made.values_list("name", "role__key", "team__name")) == [
        ("Ana", "representative", "North"),
        ("Ben", "representative", "North"),
        ("Cai", "representative", "North"),
        ("Dan", "representative", "South"),
        ("Mia", "manager", "North"),
        ("Zoe", "manager", None),
    ]


def test_missing_people_and_teams_are_made_once(bring: Bring, administrator: Actor) -> None:
    mapping = {
        "mode": "upsert",
        "key": ["name"],
        "columns": {
            "agent": {"to": "name"},
            "manager": {"to": "manager", "missing": "create"},
            "office": {"to": "team", "missing": "create"},
        },
    }
    content = "agent,manager,office\nAna,Mia,North\nBen,MIA,North\nMia,,South\n"
    found = bring("user", content, mapping)
    assert (found.counts, found.report["made"]) == ((3, 0, 0, 0), {"team": 2})
    assert User.objects.filter(name="Ana").values_list("manager__name", "team__name").get() == ("Mia", "North")
    assert User.objects.filter(name="Mia").count() == 1
    found = bring("user", "agent,manager,office\nCai,Zoe,North\n", mapping)
    assert found.report["made"] == {"user": 1}
    assert Team.objects.count() == 2


def test_what_is_missing_rejects_its_rows_or_stays_empty_or_is_answered(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme Corporation,1\n", NAME)
    base = {"mode": "create", "key": []}
    content = "name,boss\nOne,Acme Corp\nTwo,Nobody\n"
    found = bring("account", content, {**base, **columns(name="name", boss="parent")}, dry_run=True)
    assert found.counts == (0, 0, 0, 2)
    assert [(each["text"], [one["name"] for one in each["suggestions"]]) for each in found.report["unmatched"]] == [
        ("Acme Corp", ["Acme Corporation"]),
        ("Nobody", []),
    ]
    answers = {"boss": {"acme corp": "Acme Corporation", "Nobody": {"create": True}}}
    found = bring("account", content, {**base, **columns(name="name", boss="parent"), "values": answers})
    assert found.counts == (2, 0, 0, 0)
    assert ("Two", "Nobody") in every(administrator, "account", "name", "parent")
    blank = {"name": "name", "boss": {"to": "parent", "missing": "blank"}}
    assert bring("account", "name,boss\nThree,Who\n", {**base, **columns(**blank)}).counts == (1, 0, 0, 0)


def test_links_by_id_by_key_and_ambiguous_names(bring: Bring, administrator: Actor) -> None:
    keyed = {"mode": "create", "key": [], **columns(name="name", key="external_ids.old")}
    bring("account", "name,key\nTwin,a1\nTwin,a2\nOnly,a3\n", {**keyed, "key": ["external_ids.old"]})
    [only] = [row for row in every(administrator, "account", "name", "name") if row[0] == "Only"]
    rows = listing.page(administrator, registry.get("account"), listing.ListQuery(paths=("name",), sort="name")).rows
    ids = {row["name"]: row["id"] for row in rows}
    content = f"name,boss\nA,{ids['Only']}\nB,Twin\n"
    found = bring("account", content, {"mode": "create", **columns(name="name", boss="parent")})
    assert (found.counts, found.reasons) == ((1, 0, 0, 1), [("boss", "ambiguous", 1)])
    by_key = {"to": "parent", "match": "external_ids.old"}
    assert bring("account", "name,boss\nC,a2\n", {"mode": "create", **columns(name="name", boss=by_key)}).counts[0] == 1
    assert only


def test_many_links_with_a_role_are_added_and_remembered(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,1\nGlobex,1\n", NAME)
    mapping = {
        "mode": "upsert",
        "key": ["emails"],
        **columns(name="name", mail="emails", firms={"to": "accounts", "role": "technical"}),
    }
    bring("contact", "name,mail,firms\nAna Gil,ana@x.com,Acme\n", mapping)
    found = bring("contact", "name,mail,firms\nAna Gil,ana@x.com,Globex; Acme\n", mapping)
    assert found.counts == (0, 1, 0, 0)
    [row] = listing.page(administrator, registry.get("contact"), listing.ListQuery(paths=("accounts",))).rows
    assert [(each.to.name, each.role, each.primary) for each in row["accounts"]] == [
        ("Acme", "technical", True),
        ("Globex", "technical", False),
    ]
    entry = Entry.objects.get(verb="update", record_id=row["id"])
    assert [[each["name"] for each in side] for side in entry.diff["accounts"]] == [["Acme"], ["Acme", "Globex"]]
    assert Subject.objects.filter(entry_id=entry.pk).count() == 3
    assert bring("contact", "name,mail,firms\nAna Gil,ana@x.com,Acme\n", mapping).counts == (0, 0, 1, 0)


def test_lines_of_a_deal_come_with_its_rows_and_not_twice(bring: Bring, administrator: Actor) -> None:
    bring("product", "name,price\nBolt,10\nNut,4\n", {"mode": "create", **columns(name="name", price="price")})
    mapping = {
        "mode": "upsert",
        "key": ["external_ids.erp"],
        **columns(no="external_ids.erp", product="lines.product", n="lines.quantity"),
    }
    content = "no,product,n\nD1,Bolt,3\nD1,Nut,1\nD2,Nut,2\n"
    assert bring("deal", content, mapping).counts == (2, 1, 0, 0)
    lines = [("Bolt", Decimal(3)), ("Nut", Decimal(1)), ("Nut", Decimal(2))]
    assert sorted(every(administrator, "deal_line", "product", "quantity")) == lines
    amounts = [row[0].amount for row in every(administrator, "deal", "amount")]
    assert amounts == [Decimal(8), Decimal(34)]
    assert bring("deal", content, mapping).counts == (0, 1, 2, 0)
    assert bring("deal", content.replace("Bolt,3", "Bolt,4"), mapping).counts == (0, 2, 1, 0)
    assert ("Bolt", Decimal(4)) in every(administrator, "deal_line", "product", "quantity")


def test_a_link_that_moves_concerns_where_it_led_and_where_it_leads(bring: Bring, administrator: Actor) -> None:
    bring("account", "name\nOld\nNew\n", {**NAME, **columns(name="name")})
    mapping = {"mode": "upsert", "key": ["name"], **columns(name="name", account="account")}
    bring("deal", "name,account\nGTX,Old\n", mapping)
    moved = bring("deal", "name,account\nGTX,New\n", mapping)
    assert moved.counts == (0, 1, 0, 0)
    [entry] = Entry.objects.filter(cause_id=moved.one.entry_id, object="deal")
    concerned = Subject.objects.filter(entry_id=entry.pk).values_list("object", "record_id")
    accounts = registry.get("account").model._default_manager.values_list("pk", flat=True)
    assert set(concerned) == {("deal", entry.record_id), *(("account", each) for each in accounts)}
    assert len(accounts) == 2
