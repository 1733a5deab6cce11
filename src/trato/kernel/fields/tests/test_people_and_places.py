from typing import Any

import pytest

from trato.kernel.fields.address import Address, AddressField
from trato.kernel.fields.base import Column, Locale
from trato.kernel.fields.personname import PersonName, PersonNameField
from trato.kernel.fields.taxid import TaxIdField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ES

ADDRESS = AddressField(name="address", label="Address")
NAME = PersonNameField(name="name", label="Name")
TAX = TaxIdField(name="tax_id", label="Tax number")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"city": " Madrid ", "country": "España"}, Address(city="Madrid", country="ES")),
        ({"country": "us"}, Address(country="US")),
        ({"city": "", "country": None}, None),
        ({}, None),
        ("Calle Mayor, 1\n28013 Madrid", Address(street="Calle Mayor, 1, 28013 Madrid")),
    ],
)
def test_addresses(raw: Any, expected: Address | None) -> None:
    assert ADDRESS.clean(raw, ES) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"town": "x"}, ("invalid", "An address has no part called “town”.", "/town")),
        (
            {"country": "Philipines"},
            ("not_an_option", "“Philipines” is not a country. Did you mean “Philippines”?", "/country"),
        ),
        ({"country": "Qxz"}, ("not_an_option", "“Qxz” is not a country.", "/country")),
        ({"city": 5}, ("invalid", "Enter text.", "/city")),
        ({"postcode": "1" * 31}, ("too_long", "Use at most 30 characters.", "/postcode")),
        (7, ("invalid", "Enter an address.", "")),
    ],
)
def test_addresses_refused(raw: Any, expected: tuple[str, str, str]) -> None:
    assert refusal(ADDRESS, raw) == expected


def test_addresses_shown_as_the_country_does() -> None:
    spanish = Address("Calle Mayor, 1", "Madrid", "Madrid", "28013", "ES")
    american = Address("1 Main St", "Austin", "TX", "78701", "US")
    assert ADDRESS.text(spanish, ES) == "Calle Mayor, 1, 28013 Madrid, Madrid, España"
    assert ADDRESS.text(american, EN) == "1 Main St, Austin, TX 78701, United States"


def test_addresses_by_part() -> None:
    assert ADDRESS.part_sql("a", "city") == "(a.\"address\"->>'city')"
    assert ADDRESS.sort_sql("a") == 'public.sort_key((a."address"->>\'city\')) COLLATE "C"'
    with pytest.raises(KeyError):
        ADDRESS.part_sql("a", "x' OR '")
    assert ADDRESS.to_json(Address(city="Madrid")) == {
        "street": None,
        "city": "Madrid",
        "region": None,
        "postcode": None,
        "country": None,
    }


@pytest.mark.parametrize(
    ("raw", "locale", "expected"),
    [
        ("Ana García López", ES, PersonName("Ana", "García", "López")),
        ("Mary Ann Smith", EN, PersonName("Mary Ann", "Smith")),
        ({"given": " Ana ", "family": ""}, ES, PersonName("Ana")),
        ({"given": None}, ES, None),
    ],
)
def test_names(raw: Any, locale: Locale, expected: PersonName | None) -> None:
    assert NAME.clean(raw, locale) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"surname": "x"}, ("invalid", "A name has no part called “surname”.", "/surname")),
        ({"given": "x" * 121}, ("too_long", "Use at most 120 characters.", "/given")),
        ({"given": 5}, ("invalid", "Enter text.", "/given")),
        (5, ("invalid", "Enter text.", "")),
        ("x" * 361, ("too_long", "Use at most 360 characters.", "")),
    ],
)
def test_names_refused(raw: Any, expected: tuple[str, str, str]) -> None:
    assert refusal(NAME, raw) == expected


def test_names_in_storage() -> None:
    assert NAME.columns == tuple(
        Column(f"name_{part}", "text") for part in ("given", "family", "family2", "prefix", "suffix")
    )
    assert NAME.value_sql("a") == 'a."name"'
    assert NAME.sort_sql("a") == 'public.sort_key(a."name") COLLATE "C"'
    assert NAME.part_sql("a", "family2") == 'a."name_family2"'
    assert NAME.operand("Ana García", ES) == "Ana García"
    assert NAME.operand({"given": "Ana", "family": "García"}, ES) == "Ana García"
    assert NAME.text(PersonName("Ana", "García", "López", "Dra."), ES) == "Dra. Ana García López"


def test_the_second_family_name_is_asked_where_people_have_one() -> None:
    assert 'name="name-family2"' in NAME.input(None, ES, element_id="f")
    assert 'name="name-family2"' not in NAME.input(None, EN, element_id="f")
    assert 'name="name-family2"' in NAME.input(PersonName("Ana", "García", "López"), EN, element_id="f")


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("B58378431", "ES", "ESB58378431"),
        ("b-58.378.431", "ES", "ESB58378431"),
        ("ES B58378431", "US", "ESB58378431"),
        ("12345678Z", "ES", "ES12345678Z"),
        ("X2482300W", "ES", "ESX2482300W"),
        ("DE136695976", "ES", "DE136695976"),
        ("EL094259216", "ES", "GR094259216"),
        ("GODE561231GR8", "MX", "MXGODE561231GR8"),
        ("91-1144442", "US", "US911144442"),
        ("20-05536168-2", "AR", "AR20055361682"),
    ],
)
def test_tax_numbers(raw: str, region: str, expected: str) -> None:
    assert TAX.clean(raw, Locale(region=region)) == expected


@pytest.mark.parametrize("raw", ["B58378432", "12345678A", "ESB5837843", "DE136695978", "?"])
def test_tax_numbers_refused(raw: str) -> None:
    assert refusal(TAX, raw) == ("invalid", "The tax number is not right: check its digits and letters.", "")


def test_tax_numbers_of_home_are_shown_without_the_country() -> None:
    assert TAX.text("ESB58378431", ES) == "B58378431"
    assert TAX.text("ESB58378431", EN) == "ESB58378431"
    assert TAX.operand("B5837", ES) == "B5837"
