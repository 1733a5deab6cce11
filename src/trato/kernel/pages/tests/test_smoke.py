"""Every page of every object answers, for everybody."""

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.objects import registry

OBJECTS = [each.plural for each in registry.shipped()]


@pytest.mark.parametrize("role", ["administrator", "manager", "representative", "read-only"])
def test_pages_answer_everybody(make_actor: MakeActor, make: Make, role: str) -> None:
    account = make("account", name="Acme", industry="software")
    make("deal", name="Acme · GTX", account=str(account), amount="100")
    somebody = Visitor(make_actor(role, name="Marta"))
    for path in ("/", "/trash", "/palette", "/palette?q=acme", *(f"/{each}" for each in OBJECTS)):
        found = somebody.page(path)
        assert found.status == 200, (path, found.words[:500])


def test_parts_of_an_object_answer(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme", industry="software")
    deal = make("deal", name="Acme · GTX", account=str(account), amount="100")
    own = ("", "/around", "/fields", "/timeline", "/neighbours", "/row", "/card", "/cell/amount", "/field/stage")
    value = "/deals/filter/value?part=value&field"
    for path in (
        *(f"/deals/{deal}{each}" for each in own),
        f"/deals/{deal}/actions/lose",
        f"/accounts/{account}",
        "/deals/new",
        "/deals/foot",
        "/deals/totals?group=stage",
        "/deals/columns",
        "/deals/control?add=owner",
        "/deals?group=stage",
        "/deals/board",
        "/deals/board/totals",
        "/deals/filter/fields",
        "/deals/filter/fields?through=account&q=ind",
        "/deals/filter/value?part=op&field=stage&op=in",
        f"{value}=stage&op=in",
        f"{value}=amount&op=gte",
        f"{value}=created_at&op=within",
        "/options/account?q=ac",
        "/options/user",
    ):
        found = alba.part(path)
        assert found.status == 200, (path, found.words[:500])
    assert alba.page(f"/r/deal/{deal}").goes_to == f"/deals/{deal}"
