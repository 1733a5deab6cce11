"""What is taken for a domain."""

import pytest

from trato.kernel.fields.base import FieldError, Locale
from trato.wings.directory.account.domains import DomainsField

FIELD = DomainsField(name="domains", label="Domains")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("acme.com", "acme.com"),
        ("https://www.Acme.com/es/?x=1", "acme.com"),
        ("ana@Acme.co.uk", "acme.co.uk"),
        ("acme.com:8443", "acme.com"),
        ("españa.es.", "españa.es"),
    ],
)
def test_an_address_is_taken_for_its_domain(typed: str, kept: str) -> None:
    assert FIELD.clean([typed], Locale()) == (kept,)


@pytest.mark.parametrize("typed", ["acme", "acme..com", "-", "acme.c", "a" * 250 + ".com"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(FieldError) as refused:
        FIELD.clean([typed], Locale())
    assert (refused.value.code, refused.value.pointer) == ("invalid", "/0")


def test_a_domain_is_kept_once() -> None:
    assert FIELD.clean(["acme.com", "www.acme.com"], Locale()) == ("acme.com",)
