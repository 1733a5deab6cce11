"""The SQL functions give what trato.lib gives in Python."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trato.lib import text
from trato.lib.names import PersonName

same_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)


def from_sql(words: list[str]) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT t, public.norm(t), public.sort_key(t) FROM unnest(%s::text[]) AS t", [words])
        return [(word, normed, key) for word, normed, key in cursor.fetchall()]


def from_python(words: list[str]) -> list[tuple[str, str, str]]:
    return [(word, text.norm(word), text.sort_key(word)) for word in words]


@pytest.mark.django_db
def test_every_letter_is_compared_and_ordered_alike() -> None:
    """All that this Python's Unicode assigns; letters assigned later are left as they are there and may differ."""
    letters = [chr(n) for n in range(1, 0x110000) if unicodedata.category(chr(n)) not in {"Cn", "Co", "Cs"}]
    assert from_sql(letters) == from_python(letters)


assigned = st.characters(exclude_categories=["Cn", "Co", "Cs"], exclude_characters="\x00")
spanish = st.sampled_from(list("aáñÑnN\u0303\u0301üçßŒ ºªİΣ'-"))


@pytest.mark.django_db
@same_database
@given(st.lists(st.text(assigned | spanish, max_size=30), min_size=1, max_size=30))
def test_words_are_compared_and_ordered_alike(words: list[str]) -> None:
    assert from_sql(words) == from_python(words)


part = st.none() | st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=10)


@pytest.mark.django_db
@same_database
@given(st.lists(st.builds(PersonName, part, part, part, part, part), min_size=1, max_size=20))
def test_full_names_are_alike(names: list[PersonName]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.full_name(a, b, c, d, e) FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[],"
            " %s::text[]) WITH ORDINALITY AS t(a, b, c, d, e, n) ORDER BY n",
            [[getattr(each, name) for each in names] for name in ("prefix", "given", "family", "family2", "suffix")],
        )
        assert [full for (full,) in cursor.fetchall()] == [each.full or None for each in names]


@pytest.mark.django_db
def test_indexes_may_hold_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE thing (id int, name text, custom jsonb)")
        cursor.execute('CREATE INDEX ON thing ((public.sort_key("thing"."name") COLLATE "C"), id)')
        cursor.execute("CREATE INDEX ON thing USING gin (public.norm(name) public.gin_trgm_ops)")
        whole = "public.full_name(NULL, name, NULL, NULL, NULL)"
        cursor.execute(f"ALTER TABLE thing ADD whole text GENERATED ALWAYS AS ({whole}) STORED")
        cursor.execute("INSERT INTO thing (id, name) VALUES (1, 'Ñu'), (2, NULL)")
        cursor.execute("SELECT whole FROM thing ORDER BY id")
        assert cursor.fetchall() == [("Ñu",), (None,)]
