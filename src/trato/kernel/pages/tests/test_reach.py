"""How a record's person is reached from a phone: their own number, or that of whom the record is about."""

from tests.visitors import Make, Visitor

PHONES = [{"value": "+34 600 11 12 22", "primary": True}]
EMAILS = [{"value": "ana@acme.example", "primary": True}]


def test_a_person_is_called_and_written_to(alba: Visitor, make: Make) -> None:
    contact = make("contact", name="Ana Ruiz", phones=PHONES, emails=EMAILS)
    html = alba.page(f"/contacts/{contact}").html
    for each in ("tel:+34600111222", "sms:+34600111222", "https://wa.me/34600111222", "mailto:ana@acme.example"):
        assert f'href="{each}"' in html, each


def test_a_deal_is_called_at_its_account(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme", phones=PHONES)
    deal = make("deal", name="GTX Pro", account=str(account))
    html = alba.page(f"/deals/{deal}").html
    assert 'href="tel:+34600111222"' in html
    assert "mailto:" not in html


def test_what_has_no_number_offers_none(alba: Visitor, make: Make) -> None:
    shown = alba.page(f"/accounts/{make('account', name='Acme')}")
    assert "Acme" in shown.words
    assert "tel:" not in shown.html
