"""Words that sound alike have one key, in Python and in SQL."""

import pytest
from django.db import connection

from trato.kernel.tenancy.models import Organization
from trato.lib import sounds
from trato.lib.text import norm

ALIKE = [
    ("González", "Gonsales"), ("Gonzalez", "gonzales"), ("Hernández", "Ernandes"), ("Jiménez", "Giménez"),
    ("Ximénez", "Jiménez"), ("Vázquez", "Báskez"), ("Llorente", "Yorente"), ("Quique", "Kike"), ("Zapata", "Sapata"),
    ("Cecilia", "Sesilia"), ("Guerrero", "Gerrero"), ("Chávez", "Chabes"), ("Rhodes", "Rodes"), ("Muñoz", "Munos"),
    ("Anna", "Ana"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: str, other: str) -> None:
    assert sounds.key(norm(one)) == sounds.key(norm(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Ruiz", "Díaz"), ("Gómez", "Gámez"), ("Cano", "Chano"), ("Pena", "Peláez")]
)
def test_not_alike(one: str, other: str) -> None:
    assert sounds.key(norm(one)) != sounds.key(norm(other))


def test_sql_gives_the_same_keys(organization: Organization) -> None:
    words = [norm(each) for pair in ALIKE for each in pair] + ["", "x" * 40, "ñandú", "o'brien", "مرحبا", "guiyermo"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.sound_key(w) FROM unnest(%s::text[]) w", [words])
        assert [key for (key,) in cursor.fetchall()] == [sounds.key(each) for each in words]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("ana", "ana", 0), ("maria", "mraia", 1), ("gomez", "gomz", 1), ("gomez", "gamezz", 2), ("", "abc", 3)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert (sounds.distance(one, other), sounds.distance(other, one)) == (slips, slips)


def test_near_are_all_keys_one_slip_away() -> None:
    found = set(sounds.near("pena"))
    assert {"pea", "epna", "pera", "prena", "penas"} <= found
    assert all(sounds.distance("pena", each) <= 1 for each in found)


def test_the_nearest_come_first_and_the_far_not_at_all() -> None:
    found = sounds.nearest("gonsales", ["rosales", "gonzalez", "gomez", "gonzales"])
    assert found == [("gonzales", 0), ("gonzalez", 0), ("rosales", 2)]
