"""Filters said aloud, in English and Spanish."""

from typing import Any
from uuid import UUID

import pytest

from trato.kernel.fields.base import Locale
from trato.kernel.filters.language import parse
from trato.kernel.filters.tests.world import LOCALE
from trato.kernel.filters.words import Chip, Cluster, chips, describe, references
from trato.kernel.objects import registry

pytestmark = pytest.mark.usefixtures("world_known")

ACME, ANA = UUID(int=1), UUID(int=2)
NAMES = {ACME: "Acme", ANA: "Ana"}
DECIDES = {"field": "role", "op": "is", "value": "decides"}


def said(name: str, raw: Any, language: str) -> str:
    spec = registry.get(name)
    locale = Locale(language=language, zone="Europe/Madrid", currency="EUR", region="ES")
    return describe(parse(raw, spec, LOCALE), spec, locale, NAMES).replace("\N{NO-BREAK SPACE}", " ")


def is_(field: str, value: Any, op: str = "is") -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("name", "raw", "english", "spanish"),
    [
        ("trade", {}, "", ""),
        ("trade", is_("name", "x", "contains"), "Name contains x", "Name contiene x"),
        ("trade", is_("name", "x", "not_contains"), "Name does not contain x", "Name no contiene x"),
        ("trade", is_("name", "x", "starts"), "Name starts with x", "Name empieza por x"),
        ("trade", is_("name", "x", "ends"), "Name ends with x", "Name termina en x"),
        ("trade", is_("name", None), "Name has no value", "Name está sin valor"),
        ("trade", is_("name", None, "is_not"), "Name has a value", "Name tiene valor"),
        ("trade", is_("amount", 1000, "gte"), "Amount ≥ €1,000", "Amount ≥ 1.000 €"),
        ("trade", is_("amount", [1, 2], "between"), "Amount between €1 and €2", "Amount entre 1 € y 2 €"),
        ("trade", is_("effort", "PT90M", "gt"), "Effort > 1 h 30 min", "Effort > 1 h 30 min"),
        ("trade", is_("closes", "2017-12-01", "gte"), "Closes from Dec 1, 2017", "Closes desde el 1 dic 2017"),
        ("trade", is_("closes", "2017-12-01", "before"), "Closes before Dec 1, 2017", "Closes antes del 1 dic 2017"),
        ("trade", is_("closes", "2017-12-01"), "Closes is Dec 1, 2017", "Closes es el 1 dic 2017"),
        ("trade", is_("closes", {"var": "today"}, "after"), "Closes after today", "Closes después de hoy"),
        ("trade", is_("closes", {"this": 1, "unit": "day"}, "within"), "Closes is today", "Closes es hoy"),
        ("trade", is_("closes", {"this": 1, "unit": "month"}, "within"), "Closes in this month", "Closes en este mes"),
        ("trade", is_("closes", {"last": 1, "unit": "quarter"}, "within"),
         "Closes in last quarter", "Closes en el trimestre pasado"),
        ("trade", is_("closes", {"next": 30, "unit": "day"}, "within"),
         "Closes in the next 30 days", "Closes en los próximos 30 días"),
        ("trade", is_("seen", "2026-03-30T07:00:00Z", "lt"),
         "Seen before Mar 30, 2026, 09:00", "Seen antes del 30 mar 2026, 09:00"),
        ("trade", is_("tags", ["a", "b"], "has_all"), "Tags includes all of a and b", "Tags incluye a la vez a y b"),
        ("trade", is_("tags", ["a", "b"], "has_none"), "Tags includes none of a or b", "Tags no incluye a o b"),
        ("trade", is_("tags", "a"), "Tags includes a", "Tags incluye a"),
        ("trade", is_("external_ids", "A-7"), "Outside key is A-7", "Clave externa es A-7"),
        ("trade", is_("external_ids.erp.old", ["1", "2"], "not_in"),
         "Outside key (erp.old) is not 1 or 2", "Clave externa (erp.old) no es 1 o 2"),
        ("trade", is_("company.external_ids.erp", "A", "starts"),
         "Company › Outside key (erp) starts with A", "Company › Clave externa (erp) empieza por A"),
        ("trade", is_("external_ids.e", None), "Outside key (e) has no value", "Clave externa (e) está sin valor"),
        ("trade", is_("company", str(ACME)), "Company is Acme", "Company es Acme"),
        ("trade", is_("company", str(UUID(int=7))), "Company is …", "Company es …"),
        ("trade", is_("company.sector", ["retail", "food", "software"], "in"),
         "Company › Sector is Retail, Food or Software", "Company › Sector es Retail, Food o Software"),
        ("trade", is_("company.name", ["Acme", "Ochoa"], "in"),
         "Company › Name is Acme or Ochoa", "Company › Name es Acme u Ochoa"),
        ("company", is_("address.country", "ES"), "Address › Country is Spain", "Address › País es España"),
        ("company", is_("keeper", {"var": "me"}), "Keeper is me", "Keeper es yo"),
        ("company", is_("squad", {"var": "my_team"}, "is_not"), "Squad is not my team", "Squad no es mi equipo"),
        ("person", is_("subscribed", "yes"), "Subscribed is Yes", "Subscribed es Sí"),
        ("person", is_("phones", "600111222"), "Phones includes +34 600 11 12 22", "Phones incluye +34 600 11 12 22"),
        ("person", {"field": "trades", "op": "related"}, "with Deals", "con Deals"),
        ("person", {"field": "trades", "op": "not_related", "where": is_("name", "x")},
         "without Deals where Name is x", "sin Deals donde Name es x"),
        ("trade", {"field": "people", "op": "count", "where": DECIDES, "gte": 2},
         "number of People ≥ 2 where Role is Decides", "número de People ≥ 2 donde Rol es Decides"),
        ("company", {"field": "trades", "op": "sum", "of": "amount", "gt": 5},
         "sum of Amount of Deals > €5", "suma de Amount de Deals > 5 €"),
        ("company", {"field": "trades", "op": "max", "of": "closes", "before": "2026-01-05"},
         "greatest Closes of Deals before Jan 5, 2026", "máximo de Closes de Deals antes del 5 ene 2026"),
    ],
)  # fmt: skip
def test_conditions_in_words(name: str, raw: Any, english: str, spanish: str) -> None:
    assert said(name, raw, "en") == english
    assert said(name, raw, "es") == spanish


@pytest.mark.parametrize(
    ("raw", "english", "spanish"),
    [
        ({"all": [is_("name", "x"), is_("tags", "a")]}, "Name is x and Tags includes a", "Name es x y Tags incluye a"),
        ({"none": [is_("name", "x")]}, "not Name is x", "no Name es x"),
        ({"none": [is_("name", "x"), is_("name", "y")]}, "not (Name is x or Name is y)", "no (Name es x o Name es y)"),
        ({"all": [is_("name", "x"), {"any": [is_("amount", 1, "lt"), is_("tags", "a")]}]},
         "Name is x and (Amount < €1 or Tags includes a)", "Name es x y (Amount < 1 € o Tags incluye a)"),
    ],
)  # fmt: skip
def test_groups_in_words(raw: Any, english: str, spanish: str) -> None:
    assert said("trade", raw, "en") == english
    assert said("trade", raw, "es") == spanish


def test_chips_know_their_way_through_the_json() -> None:
    spec = registry.get("trade")
    inner = {"any": [is_("amount", 1, "lt"), {"field": "people", "op": "related"}]}
    found = chips(parse({"all": [is_("company", str(ACME)), inner]}, spec, LOCALE), spec, LOCALE, NAMES)
    company = Chip("0", "Company", "is", "Acme", ("Acme",), field="company", op="is", raw=str(ACME))
    amount = Chip("1.0", "Amount", "<", "€1", ("€1",), field="amount", op="lt", raw=1)
    people = Chip("1.1", "with People", "", field="people", op="related", simple=False)
    assert found == Cluster("", "all", "and", "", (company, Cluster("1", "any", "or", "", (amount, people))))


def test_references_are_the_records_whose_names_are_needed() -> None:
    spec = registry.get("trade")
    raw = {"any": [
        is_("company", [str(ACME), str(ANA)], "in"),
        is_("company.keeper", {"var": "me"}),
        {"field": "people", "op": "related", "where": is_("id", str(ANA))},
    ]}  # fmt: skip
    assert references(parse(raw, spec, LOCALE), spec) == {("company", ACME), ("company", ANA), ("person", ANA)}
