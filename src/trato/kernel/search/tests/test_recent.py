"""What a person used lately is theirs, bounded, and no way round rights."""

from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.search import recent
from trato.kernel.search.models import Recent
from trato.kernel.tenancy.actor import Actor, as_system


def test_the_latest_first_each_once_and_not_for_ever(administrator: Actor) -> None:
    for number in range(recent.MOST + 5):
        recent.used(administrator, f"go:/{number}")
    recent.used(administrator, "go:/50")
    found = recent.keys(administrator)
    assert (len(found), found[:2], len(set(found))) == (recent.MOST, ["go:/50", "go:/104"], recent.MOST)
    recent.used(administrator, "x" * 10_000)
    assert recent.keys(administrator)[0] == "x" * recent.LONGEST_KEY


def test_records_that_are_gone_or_hidden_are_not_shown(administrator: Actor, representative: Actor) -> None:
    spec = registry.get("account")
    mine, theirs, gone = (
        runner.create(by, "account", {"name": name}).record
        for by, name in ((representative, "Mía"), (administrator, "Suya"), (representative, "Ida"))
    )
    for each in (mine, theirs, gone):
        recent.opened(representative, spec, each.pk)
    runner.delete(representative, "account", gone.pk)
    assert [hit.title for hit in recent.records(representative, 9)] == ["Mía"]
    assert recent.records(administrator, 9) == []
    runner.update(representative, "account", mine.pk, {"name": "Nuestra"})
    assert [hit.title for hit in recent.records(representative, 9, ("account",))] == ["Nuestra"]
    assert recent.records(representative, 9, ("contact",)) == []


def test_the_system_remembers_nothing(organization: object) -> None:
    system = as_system("a test")
    recent.used(system, "go:/")
    assert not Recent.objects.exists()
