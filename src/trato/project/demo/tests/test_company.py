"""The demo company: the same each time, as large as it says, in one language, and alive for everybody in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from trato.kernel.desk import day
from trato.kernel.notifications import inbox
from trato.kernel.objects import registry
from trato.kernel.records import duplicates, listing, tags
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.project.demo.company import SCALES
from trato.project.demo.english import ENGLISH
from trato.project.demo.spanish import SPANISH
from trato.project.demo.tests.conftest import Made
from trato.project.demo.words import Words

Inside = Callable[[str], Actor]
PERSONAS = ("representative", "manager", "administrator")


def count(table: str, condition: str = "TRUE") -> int:
    return int(fetch(f"SELECT count(*) FROM {table} a WHERE {condition}")[0][0])


def test_it_is_the_same_each_time(made: Made) -> None:
    assert made.first == made.second


def test_there_is_as_much_as_the_scale_says(inside: Inside) -> None:
    scale = SCALES["small"]
    twins = count("contact", "a.source = 'business_card'")
    assert twins > 6
    assert count("contact") == scale.contacts + twins
    assert count("account") > scale.accounts
    assert (count("deal"), count("lead")) == (scale.deals, scale.leads)
    assert count('"user"') == scale.people + 4 + 1
    for table in ("note", "task", "activity", "submission", "favourite", "list_entry", "notification"):
        assert count(table) > 5, table


def test_nothing_lies_ahead_that_has_happened(inside: Inside) -> None:
    assert count("entry", "a.at > now()") == 0
    assert count("deal", "a.closed_on >= current_date OR a.closed_on < a.opened_on") == 0
    assert count("lead", "a.updated_at < a.created_at OR a.sql_at < a.mql_at OR a.mql_at < a.created_at") == 0
    assert count("activity", "a.status = 'done' AND a.starts_at > now()") == 0


def test_every_move_of_a_deal_is_told(inside: Inside) -> None:
    """The last entry of a deal leads to the stage it is in, and each of its stages has a time."""
    last = (
        "SELECT e.diff->'stage'->1->>'id' FROM entry e WHERE e.record_id = a.id AND e.diff ? 'stage'"
        " ORDER BY e.id DESC LIMIT 1"
    )
    assert count("deal", f"({last})::uuid IS DISTINCT FROM a.stage_id") == 0
    changes = "SELECT count(*) FROM stage_change c WHERE c.deal_id = a.id"
    moves = "SELECT count(*) FROM entry e WHERE e.record_id = a.id AND e.diff ? 'stage'"
    assert count("deal", f"({changes}) <> ({moves})") == 0
    verbs: dict[str, int] = dict(fetch("SELECT verb, count(*) FROM entry WHERE object = 'deal' GROUP BY 1"))
    assert set(verbs) == {"create", "update", "move", "win", "lose"}
    assert count("deal", "a.amount_own = EXISTS (SELECT 1 FROM deal_line l WHERE l.deal_id = a.id)") == 0
    total = "SELECT sum(l.total) FROM deal_line l WHERE l.deal_id = a.id"
    assert count("deal", f"NOT a.amount_own AND a.amount <> ({total})") == 0


def test_customers_are_so_by_the_entry_of_their_first_won_deal(inside: Inside) -> None:
    first = (
        "SELECT min(d.closed_on) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE s.kind = 'won' AND d.account_id = a.id"
    )
    assert count("account", f"a.customer_since IS DISTINCT FROM ({first})") == 0
    assert count("account", "a.customer_since IS NOT NULL") > 50
    caused = "SELECT 1 FROM entry e WHERE e.id::text = a.customer_entry AND e.verb = 'win'"
    for table in ("account", "contact"):
        assert count(table, f"a.customer_since IS NOT NULL AND NOT EXISTS ({caused})") == 0


def test_what_a_representative_is_led_to_opens(inside: Inside) -> None:
    actor = inside("representative")
    deals = listing.page(actor, registry.get("deal"), ListQuery(paths=("account", "contacts"), limit=200)).rows
    assert len(deals) > 20
    for row in deals:
        listing.get(actor, registry.get("account"), row["account"].id)
        assert row["contacts"]
        for each in row["contacts"]:
            listing.get(actor, registry.get("contact"), each.to.id)
    leads = registry.get("lead")
    paths = ("converted_account", "converted_contact", "converted_deal")
    converted = 0
    for row in listing.page(actor, leads, ListQuery(paths=paths, limit=200)).rows:
        for path in paths:
            if row[path]:
                converted += 1
                listing.get(actor, registry.get(path.removeprefix("converted_")), row[path].id)
    assert converted


def test_a_representative_sees_no_more_than_theirs(inside: Inside) -> None:
    actor = inside("representative")
    [(other,)] = fetch("SELECT id FROM account WHERE owner_id <> %s ORDER BY id LIMIT 1", [actor.id])
    with pytest.raises(RecordNotFound):
        listing.get(actor, registry.get("account"), other)


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_has_something_ahead(inside: Inside, persona: str) -> None:
    actor = inside(persona)
    shown = {each.agenda.name: each.count for each in day.of(actor, "day")}
    assert shown["tasks"] not in {"", "0"}
    assert shown["meetings"] not in {"", "0"}
    assert inbox.page(actor).told


def test_a_representative_finds_what_stands_still_and_what_is_there_twice(inside: Inside) -> None:
    actor = inside("representative")
    shown = {each.agenda.name: each.count for each in day.of(actor, "week")}
    assert "0" not in {shown[name] for name in ("closing", "stale", "leads")}
    reasons = {one.score for each in duplicates.groups(actor, registry.get("contact")) for one in each.reasons}
    assert reasons == {duplicates.SURE, duplicates.LIKELY}
    assert duplicates.groups(actor, registry.get("account"))


def test_what_comes_next_and_was_last_is_right(inside: Inside) -> None:
    """As the wing's own mechanism keeps it: of tasks, calls and notes about a deal."""
    ahead = (
        "SELECT min(at) FROM (SELECT t.pending_at FROM task t JOIN link l ON l.source_id = t.id"
        " AND l.relation = 'task.about_deals' AND l.target_id = a.id AND t.status = 'open' UNION ALL"
        " SELECT t.starts_at FROM activity t JOIN link l ON l.source_id = t.id"
        " AND l.relation = 'activity.about_deals' AND l.target_id = a.id AND t.status = 'planned') n (at)"
    )
    assert count("deal", f"a.next_activity_at IS DISTINCT FROM ({ahead})") == 0
    assert count("deal", "a.next_activity_at IS NOT NULL") > 30
    assert count("deal", "a.last_activity_at IS NOT NULL") > 300
    assert count("note", "a.body LIKE '%%/r/user/%%'") == count("link", "a.relation = 'note.mentions'")


def test_its_tags_are_listed(inside: Inside) -> None:
    found = tags.used(inside("administrator"), [registry.get("contact")])
    assert len(found) > 1
    assert sum(each.count for each in found) >= count("contact", "jsonb_array_length(tags) > 0")


def test_search_finds_it(inside: Inside, made: Made) -> None:
    for name in ("account", "contact", "deal", "lead", "note", "task", "activity"):
        assert count("search_document", f"a.object = '{name}'") == count(name)
    word = made.words.first[0].casefold()
    assert count("search_word", f"a.word = public.norm('{word}') AND a.object = 'account' AND a.documents > 3") == 1


def test_one_language_alone(inside: Inside, made: Made) -> None:
    other = SPANISH if made.words is ENGLISH else ENGLISH
    tables = ("team", "stage", "product", "account", "contact", "deal", "lead", "task", "activity", "note", "form")
    said = " ".join(fetch(f"SELECT string_agg(t::text, ' ') FROM {table} t")[0][0] for table in tables)
    said = re.sub(r"/r/user/[0-9a-f-]+", "", said)
    for each in _said(other) - _said(made.words):
        assert each not in said
    if made.words is ENGLISH:
        assert not re.search("[áéíóúñ¿¡]", said)


def _said(words: Words) -> set[str]:
    """The phrases of a language that can be told from those of another: of two words and more, and names of cities."""
    lists = (
        words.jobs, words.steps, words.interests, words.calls, words.meetings, words.emails, words.held, words.tasks,
        words.office_tasks, words.notes, words.mentions, words.streets, words.cities, words.account_tags, words.lead_tags,
    )  # fmt: skip
    phrases = {re.split("[{<]", each.removeprefix("<p>"))[0].strip() for group in lists for each in group}
    return {json.dumps(each, ensure_ascii=False)[1:-1] for each in phrases if len(each) > 5}


def test_both_languages_have_as_much_to_say() -> None:
    for name in Words.__slots__:
        spanish, english = getattr(SPANISH, name), getattr(ENGLISH, name)
        if isinstance(spanish, tuple):
            assert len(spanish) == len(english), name
