"""Creating, verbs, jobs, taking back: what is refused says why and loses nothing."""

import re

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor, column
from trato.kernel.actions import runner, undo_job
from trato.kernel.bulk import job as bulk_job
from trato.kernel.bulk import running as bulk
from trato.kernel.jobs import queue, running
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import verbs


def test_a_record_is_created_from_its_drawer(alba: Visitor) -> None:
    drawer = alba.part("/accounts/new")
    assert 'class="drawer"' in drawer.html
    assert "New account" in drawer.words
    assert 'value="Alba"' in drawer.html
    made = alba.send("/accounts/new", name="Acme", employees="12")
    assert made.status == 204
    assert re.fullmatch(r"/accounts/[0-9a-f-]{36}", made.goes_to)
    page = alba.page(made.goes_to)
    assert "Acme" in page.words
    assert "Account created" in page.html


def test_a_drawer_is_filled_with_what_belongs_together(alba: Visitor, make: Make, rosa: Visitor) -> None:
    account = make("account", name="Acme")
    drawer = alba.part(f"/deals/new?account={account}&stay=1&shoe=1&created_at=2020-01-01&stage=nonsense")
    assert f'name="account" value="{account}"' in drawer.html
    assert 'value="Acme"' in drawer.html
    assert "Acme" not in rosa.part(f"/deals/new?account={account}").html
    made = alba.send("/deals/new", name="GTX", account=str(account), stay="1", shown=["name", "account"])
    assert (made.status, made.goes_to) == (204, "")
    assert {"toast", "trato:record", "trato:refresh"} == set(made.signals)


def test_what_was_wrong_stands_beside_what_was_typed(alba: Visitor, administrator: Actor) -> None:
    refused = alba.send("/accounts/new", name="", industry="software", website="not a site", phones="")
    assert refused.status == 422
    assert refused.html.lstrip().startswith("<form")
    assert "Enter a value." in refused.words
    assert 'value="not a site"' in refused.html
    assert refused.html.count('aria-invalid="true"') == 2
    assert column(administrator, "account", "name") == []


def test_a_double_is_named_before_it_is_made(alba: Visitor, rosa: Visitor, administrator: Actor, make: Make) -> None:
    contact = make("contact", name={"given": "Ana", "family": "Ruiz"}, emails=["ana@acme.example"])
    values = {"name-given": "Ana", "name-family": "R", "emails-0-value": "ANA@acme.example", "emails-0-primary": "0"}
    refused = alba.send("/contacts/new", **values)
    assert refused.status == 422
    assert f'href="/contacts/{contact}"' in refused.html
    assert "Open that one instead" in refused.words
    hidden = rosa.send("/contacts/new", **values)
    assert hidden.status == 422
    assert "that you may not see" in hidden.words
    assert str(contact) not in hidden.html
    assert len(column(administrator, "contact", "name")) == 1


def test_a_likely_double_is_only_warned_of(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme")
    warned = alba.send("/accounts/new", name="ACME")
    assert warned.status == 422
    assert f'href="/accounts/{account}"' in warned.html
    assert "Create anyway" in warned.words
    assert alba.send("/accounts/new", name="ACME", anyway="1").status == 204


@pytest.mark.parametrize("path", ["/accounts/new", "/deals/new"])
def test_who_may_not_create_is_refused(make_actor: MakeActor, administrator: Actor, path: str) -> None:
    reader = Visitor(make_actor("read-only", name="Leo"))
    assert reader.part(path).status == 403
    assert reader.send(path, name="Acme").status == 403
    assert column(administrator, "account", "name") == []


def test_fields_that_are_computed_are_not_taken(alba: Visitor, administrator: Actor) -> None:
    made = alba.send(
        "/accounts/new", name="Acme", created_by="x", customer_since="2020-01-01", shown=["name", "customer_since"]
    )
    assert made.status == 204
    assert column(administrator, "account", "customer_since") == [None]


def test_a_verb_asks_and_answers(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX")
    dialog = alba.part(f"/deals/{deal}/actions/lose")
    assert "Lost reason" in dialog.words
    refused = alba.send(f"/deals/{deal}/actions/lose", dialog="1", closed_on="2026-13-40")
    assert refused.status == 422
    assert 'value="2026-13-40"' in refused.html
    done = alba.send(f"/deals/{deal}/actions/lose", dialog="1", lost_reason="price")
    assert done.status == 204
    assert done.signals["trato:changed"] == {
        "object": "deals",
        "id": str(deal),
        "version": done.signals["trato:changed"]["version"],
    }


def test_very_much_is_taken_back_by_a_job(
    alba: Visitor, administrator: Actor, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "MANY", 1)
    monkeypatch.setattr(undo_job, "MANY", 1)
    ids = [str(make("deal", name=name)) for name in ("A", "B")]
    with queue.inline():
        started = alba.send("/deals/actions/copy", ids=ids, confirmed="1")
        address = re.search(r'<t-job data-url="/jobs/([^"]*)"', started.html)
        assert address
        undo_url = f"/timeline/{address[1]}/undo"
        shown = alba.part(f"/jobs/{address[1]}")
        assert f"{undo_url}?ask=1" in shown.html
        assert "2 changed" in shown.words
        asked = alba.send(f"{undo_url}?ask=1")
        assert "A (copy) goes to the trash" in asked.words
        assert "A goes to the trash" not in asked.words
        assert "<t-job" in alba.send(undo_url).html
    assert column(administrator, "deal", "name") == ["A", "B"]


def test_what_stays_is_said_before_it_is_undone(alba: Visitor, administrator: Actor, make: Make) -> None:
    ids = [make("deal", name=name) for name in ("A", "B")]
    done = alba.send("/deals/actions/edit", ids=ids, confirmed="1", field="next_step", next_step="Call")
    undo_url = done.signals["toast"]["undo_url"]
    runner.update(administrator, "deal", ids[0], {"next_step": "Write"})
    asked = alba.send(f"{undo_url}?ask=1")
    assert asked.status == 200
    assert "1 change is put back" in asked.words
    assert "B Next step Call empty" in asked.words
    assert "1 was changed or used since, and stays as it is A Next step Write (it was empty)" in asked.words
    assert column(administrator, "deal", "next_step") == ["Write", "Call"]
    told = alba.send(undo_url)
    assert told.toast == "Undone, but one thing was changed or used since and stays as it is"
    assert column(administrator, "deal", "next_step") == ["Write", None]


def test_a_trivial_change_is_undone_without_asking(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = make("deal", name="A")
    entry = runner.update(administrator, "deal", deal, {"next_step": "Call"}).entry
    assert f"/timeline/{entry}/undo?ask=1" in alba.page(f"/deals/{deal}").html
    done = alba.send(f"/timeline/{entry}/undo?ask=1")
    assert (done.status, done.toast) == (204, "Undone")
    assert column(administrator, "deal", "next_step") == [None]


def test_a_bulk_that_was_stopped_goes_on(
    alba: Visitor, administrator: Actor, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "SWEPT", 1)
    ids = [str(make("deal", name=name)) for name in ("A", "B", "C")]
    asked = bulk_job.asked(registry.get("deal"), "update", {"next_step": "Call"}, filter={})
    job = Job.objects.create(kind=bulk_job.KIND, actor_id=administrator.id, input=asked, cancel_requested=True)
    monkeypatch.setattr(running, "REPORT_SECONDS", 0)
    running.execute(job.pk, watch=lambda _job: None)
    stopped = alba.part(f"/jobs/{job.pk}")
    assert 'data-state="cancelled"' in stopped.html
    with queue.inline():
        done = alba.send(f"/jobs/{job.pk}/resume")
    assert 'data-state="done"' in done.html
    assert column(administrator, "deal", "next_step") == ["Call"] * len(ids)
    assert f"/timeline/{job.pk}/undo" in done.html


def test_jobs_are_their_owners(alba: Visitor, rosa: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MANY", 0)
    with queue.inline():
        started = alba.send("/deals/actions/delete", ids=[str(make("deal", name="A"))], confirmed="1")
    address = re.search(r'data-url="([^"]*)"', started.html)
    assert address
    assert rosa.part(address[1]).status == 404
    assert rosa.send(f"{address[1]}/cancel").status == 404


def test_only_posts_change(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="A")
    for path in (f"/deals/{deal}/delete", f"/deals/{deal}/restore", "/deals/actions/delete", "/sign-out"):
        assert alba.part(path).status == 405


def test_a_sign_in_link_is_shown_once(administrator: Actor) -> None:
    user = runner.create(administrator, "user", {"name": "Eva", "email": "eva@example.com"}).record.pk
    visitor = Visitor(administrator)
    assert "Sign-in link" in visitor.page(f"/users/{user}").words
    shown = visitor.send(f"/users/{user}/actions/invite")
    assert re.search(r"/sign-in/link/[\w-]{20,}", shown.html)
    assert "/sign-in/link/" not in visitor.page(f"/users/{user}").html
    assert "made a sign-in link for" in visitor.page(f"/users/{user}").words
