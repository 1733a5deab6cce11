import pytest

from trato.lib.names import PersonName, split_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana", PersonName("Ana")),
        ("Ana García", PersonName("Ana", "García")),
        ("Ana García López", PersonName("Ana", "García", "López")),
        ("María José García", PersonName("María José", "García")),
        ("María José García López", PersonName("María José", "García", "López")),
        ("José Luis Rodríguez Zapatero", PersonName("José Luis", "Rodríguez", "Zapatero")),
        ("María del Carmen Ruiz", PersonName("María del Carmen", "Ruiz")),
        ("Juan de la Torre Gómez", PersonName("Juan", "de la Torre", "Gómez")),
        ("José Ortega y Gasset", PersonName("José", "Ortega y Gasset")),
        ("Dña. Marta Peña Ruiz", PersonName("Marta", "Peña", "Ruiz", "Dña.")),
        ("Sr. D. Pablo Gil", PersonName("Pablo", "Gil", None, "Sr. D.")),
        ("García López, Ana", PersonName("Ana", "García", "López")),
        ("John F. Kennedy", PersonName("John F.", "Kennedy")),
        ("Luis Miguel Ángel Pérez Soto", PersonName("Luis Miguel Ángel", "Pérez", "Soto")),
        ("", PersonName()),
    ],
)
def test_two_family_names(text: str, expected: PersonName) -> None:
    assert split_name(text, two_families=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Darcel Schlecht", PersonName("Darcel", "Schlecht")),
        ("Mary Ann Smith", PersonName("Mary Ann", "Smith")),
        ("Dr. Martin Luther King, Jr.", PersonName("Martin Luther", "King", None, "Dr.", "Jr.")),
        ("Ludwig van Beethoven", PersonName("Ludwig", "van Beethoven")),
        ("Smith, John", PersonName("John", "Smith")),
        ("Don Cantrell", PersonName("Don", "Cantrell")),
        ("Henry Tudor VIII", PersonName("Henry Tudor", "VIII")),
        ("William Gates III", PersonName("William", "Gates", None, None, "III")),
        ("Cher", PersonName("Cher")),
    ],
)
def test_one_family_name(text: str, expected: PersonName) -> None:
    assert split_name(text, two_families=False) == expected


def test_the_full_name() -> None:
    assert PersonName("Ana", "García", "López", "Dra.", "PhD").full == "Dra. Ana García López PhD"
    assert PersonName(None, "García").full == "García"
    assert not PersonName().full
