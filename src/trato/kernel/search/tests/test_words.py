"""The list of words follows the documents, and nobody waits for it."""

from django.db import connection

from trato.kernel.actions import runner
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.search import counting, finding, storage, words
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch


def _counted(word: str) -> list[tuple[str, int]]:
    return fetch("SELECT object, documents FROM search_word WHERE word = %s ORDER BY object", [word])


def test_a_new_word_is_added_once_and_counted_later(administrator: Actor) -> None:
    for name in ("Ñandú Uno", "Ñandú Dos", "Los ñandús"):
        runner.create(administrator, "account", {"name": name, "description": "correr"})
    assert _counted("nandu") == [("account", 1)]
    assert _counted("correr") == []
    words.count(registry.get("account"))
    assert (_counted("nandu"), _counted("nandus"), _counted("uno")) == (
        [("account", 2)],
        [("account", 1)],
        [("account", 1)],
    )
    [known] = words.known(["nan"])
    assert (known.total, known.documents) == (3, {"account": 3})


def test_words_of_addresses_are_in_it_and_numbers_are_not(administrator: Actor) -> None:
    runner.create(
        administrator, "contact", {"name": {"given": "Eva"}, "emails": [{"value": "eva.77@talleres-sur.example"}]}
    )
    assert (_counted("talleres"), _counted("example"), _counted("77")) == ([("contact", 1)], [], [])


def test_words_that_sound_alike_come_before_those_a_slip_away(administrator: Actor) -> None:
    for name in ("Vaca", "Baka", "Bala", "Boca"):
        runner.create(administrator, "team", {"name": name})
    assert [each.word for each in words.meant("baca")] == ["baka", "vaca"]
    assert words.meant("baca")[0].documents == {"team": 1}
    assert [each.word for each in words.meant("baja")] == ["baka", "bala", "vaca"]
    assert words.meant("baja", by_ear=True) == []
    assert words.meant("vac") == []
    assert words.meant("x" * 200) == []


def test_the_counting_job_starts_when_much_was_written(administrator: Actor) -> None:
    runner.create(administrator, "account", {"name": "Ñandú"})
    runner.create(administrator, "account", {"name": "Otro ñandú"})
    with queue.inline():
        counting.take(0, counting.MUCH - 1)
        assert not Job.objects.filter(kind=counting.COUNT).exists()
        counting.take(counting.MUCH - 1, counting.MUCH + 1)
    assert Job.objects.get(kind=counting.COUNT).state == Job.State.DONE
    assert _counted("nandu") == [("account", 2)]


def test_documents_of_an_older_version_are_written_anew(administrator: Actor) -> None:
    runner.create(administrator, "account", {"name": "Ñandú"})
    execute("UPDATE search_document SET tsv = ''")
    execute("DELETE FROM search_word")
    execute("DROP INDEX search_document_start")
    with queue.inline():
        storage.prepare()
        assert Job.objects.get(kind=counting.RENEW).state == Job.State.DONE
        storage.prepare()
    assert Job.objects.filter(kind=counting.RENEW).count() == 1
    assert [hit.title for hit in finding.find(administrator, "ñan")] == ["Ñandú"]
    assert _counted("nandu") == [("account", 1)]


def test_two_who_write_the_same_new_word_at_once_do_not_wait_for_each_other(administrator: Actor) -> None:
    runner.create(administrator, "team", {"name": "Ñandú"})
    beside = connection.copy()
    try:
        beside.set_tenant(scope.organization())  # type: ignore[attr-defined]  # django-tenants
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
            document = "SELECT setweight(to_tsvector('public.trato_names', 'Ñandú'), 'A') AS tsv"
            cursor.execute(f"WITH written AS ({document}) {words.adding(registry.get('team'), 'written')}")
            assert cursor.rowcount == 1
    finally:
        beside.rollback()
        beside.close()
    runner.create(administrator, "team", {"name": "Otro ñandú"})
    assert _counted("nandu") == [("team", 1)]
