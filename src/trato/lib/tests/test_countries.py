import pytest

from trato.lib import countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ES", "ES"), ("es", "ES"), ("España", "ES"), ("espana", "ES"), ("Spain", "ES"), ("United States", "US"),
        ("U.S.A.", "US"), ("Estados Unidos", "US"), ("Korea", "KR"), ("Philipines", None), ("", None), ("XX", None),
    ],
)  # fmt: skip
def test_codes(text: str, code: str | None) -> None:
    assert countries.country_code(text) == code


def test_names() -> None:
    assert countries.country_name("US", "es") == "Estados Unidos"
    assert countries.country_name("US", "en") == "United States"
    assert countries.country_name("XX", "en") == "XX"


def test_every_name_leads_back_to_its_code() -> None:
    for language in ("en", "es"):
        names = countries.country_names(language)
        assert len(names) == 250
        assert {code: countries.country_code(name) for code, name in names.items()} == {code: code for code in names}
