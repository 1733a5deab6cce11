"""What lies beyond a link is as far as the reader's own rights: read, sorted by, exported."""

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.models import Role
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField
from trato.kernel.tenancy.actor import Actor


def test_a_hidden_record_gives_its_name_and_no_more(administrator: Actor, make_actor: MakeActor) -> None:
    account = runner.create(administrator, "account", {"name": "Hidden", "industry": "retail"}).record
    rosa = make_actor("representative", name="Rosa")
    runner.create(rosa, "deal", {"name": "Hers"})
    linked = runner.create(rosa, "deal", {"name": "Linked"}).record
    deal = runner.update(administrator, "deal", linked.pk, {"account": str(account.pk)})
    spec, paths = registry.get("deal"), ("name", "account", "account.industry", "owner.role.grants")
    assert listing.get(administrator, spec, deal.record.pk, paths)["account.industry"] == "retail"
    seen = listing.get(rosa, spec, deal.record.pk, paths)
    assert (seen["account"].name, seen["account.industry"]) == ("Hidden", None)
    listed = listing.page(rosa, spec, ListQuery(sort="name", paths=paths))
    assert [row["account.industry"] for row in listed.rows] == [None, None]
    with pytest.raises(UnknownField):
        listing.page(rosa, spec, ListQuery(sort="account.industry"))
    runner.delete(administrator, "account", account.pk)
    assert listing.get(administrator, spec, deal.record.pk, paths)["account.industry"] is None


def test_a_narrow_token_sees_only_its_own_object(make_actor: MakeActor) -> None:
    Role.objects.filter(key="representative").update(grants={"*": {"read": "all", "create": "all", "update": "all"}})
    actor = make_actor("representative", name="Rosa")
    deal = runner.create(actor, "deal", {"name": "Hers"}).record
    narrow = Actor(**{**{name: getattr(actor, name) for name in actor.__slots__}, "scopes": frozenset({"deals:read"})})
    seen = listing.get(narrow, registry.get("deal"), deal.pk, ("owner", "owner.email"))
    assert (seen["owner"].name, seen["owner.email"]) == ("Rosa", None)
