import pytest

from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import ES
from trato.kernel.fields.url import UrlField

FIELD = UrlField(name="website", label="Website")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("acme.com", "https://acme.com"),
        ("ACME.com/Path", "https://acme.com/Path"),
        ("HTTP://acme.com", "http://acme.com"),
        ("//acme.com/a", "https://acme.com/a"),
        ("acme.com:8080/a", "https://acme.com:8080/a"),
        ("localhost:8000", "https://localhost:8000"),
        ("https://[::1]/", "https://[::1]/"),
        ("mailto:ana@acme.com", "mailto:ana@acme.com"),
        ("tel:+34600111222", "tel:+34600111222"),
        ("https://peña.es/ñ?q=1#a", "https://peña.es/ñ?q=1#a"),
    ],
)
def test_addresses(raw: str, expected: str) -> None:
    assert FIELD.clean(raw, ES) == expected


NOT_ONE = "Enter a web address, for example https://acme.com."


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("javascript:alert(1)", "Addresses that begin with “javascript:” are not allowed."),
        ("JavaScript:alert(1)", "Addresses that begin with “JavaScript:” are not allowed."),
        ("data:text/html,x", "Addresses that begin with “data:” are not allowed."),
        ("acme", "The domain is missing, for example acme.com."),
        ("https://", "The domain is missing, for example acme.com."),
        ("https://acme.com/a b", NOT_ONE),
        ('https://acme.com/"><x', NOT_ONE),
        ("https://acme.com:99999", NOT_ONE),
        ("mailto:", NOT_ONE),
    ],
)
def test_addresses_refused(raw: str, message: str) -> None:
    assert refusal(FIELD, raw) == ("invalid", message, "")


def test_too_long() -> None:
    assert refusal(FIELD, "https://acme.com/" + "a" * 2000) == ("too_long", "Use at most 2000 characters.", "")


def test_a_cell_opens_elsewhere() -> None:
    assert FIELD.cell("https://www.acme.com/a?b&c", ES) == (
        '<a href="https://www.acme.com/a?b&amp;c" target="_blank" rel="noopener noreferrer nofollow">'
        "acme.com/a?b&amp;c</a>"
    )
