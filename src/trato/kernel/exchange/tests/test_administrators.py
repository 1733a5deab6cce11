"""No file takes the last administrator away, nor whoever brings it in."""

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.models import User
from trato.kernel.exchange.tests.conftest import Bring, columns
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor

MAPPING = {"mode": "update", "key": ["email"], **columns(email="email", active="is_active", role="role")}


@pytest.mark.parametrize(
    "row", ["alba@example.com,no,Administrator", "alba@example.com,yes,Representative"], ids=["inactive", "role"]
)
def test_a_file_cannot_take_the_last_administrator(bring: Bring, administrator: Actor, row: str) -> None:
    with pytest.raises(Invalid, match=r"administer|themselves"):
        bring("user", f"email,active,role\n{row}\n", MAPPING)


def test_a_file_does_not_end_the_way_in_of_who_brings_it(
    bring: Bring, administrator: Actor, make_actor: MakeActor
) -> None:
    make_actor("administrator", name="Zoe")
    with pytest.raises(Invalid, match="themselves"):
        bring("user", "email,active,role\nalba@example.com,no,Administrator\n", MAPPING)
    assert bring("user", "email,active,role\nzoe@example.com,no,Administrator\n", MAPPING).counts == (0, 1, 0, 0)
    assert not User.objects.get(email="zoe@example.com").is_active
