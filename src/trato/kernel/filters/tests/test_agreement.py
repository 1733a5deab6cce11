"""The law of the language: the database and Python let the same records through."""

from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from trato.kernel.filters.compile import where
from trato.kernel.filters.evaluate import matches
from trato.kernel.filters.language import digest, parse, to_json
from trato.kernel.filters.paths import Place
from trato.kernel.filters.tests import strategies
from trato.kernel.filters.tests.world import LOCALE, SPECS, VARIABLES
from trato.kernel.objects import registry


@settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_the_database_and_python_agree(tables: None, data: st.DataObject) -> None:
    world = data.draw(strategies.worlds())
    world.store()
    for _round in range(6):
        spec = registry.get(data.draw(st.sampled_from([each.name for each in SPECS])))
        raw = data.draw(strategies.filters(Place(spec)))
        found = parse(raw, spec, LOCALE)
        assert parse(to_json(found), spec, LOCALE) == found
        assert digest(parse(to_json(found), spec, LOCALE)) == digest(found)
        condition = where(found, spec, "a", VARIABLES, world.visible)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT a.id FROM "{spec.table}" a WHERE ' + condition.text, condition.params or None)
            by_database = {row[0] for row in cursor.fetchall()}
        rows = world.rows[spec.name]
        by_python = {row["id"] for row in rows if matches(found, spec, row, VARIABLES, world.neighbours)}
        assert by_python == by_database
