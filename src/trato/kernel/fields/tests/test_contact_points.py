from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from trato.kernel.fields.emails import EmailsField
from trato.kernel.fields.many import ContactPoint
from trato.kernel.fields.phones import PhoneField, PhonesField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ES, SPANISH_FILE
from trato.kernel.fields.urls import UrlsField

EMAILS = EmailsField(name="emails", label="E-mails")
PHONES = PhonesField(name="phones", label="Phones")
URLS = UrlsField(name="urls", label="Addresses")
PHONE = PhoneField(name="phone", label="Phone")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ana@Acme.com", (ContactPoint("ana@acme.com", None, primary=True),)),
        (["a@b.es", "c@d.es"], (ContactPoint("a@b.es", None, primary=True), ContactPoint("c@d.es"))),
        (
            [{"value": "a@b.es", "type": "work"}, {"value": "c@d.es", "type": "home", "primary": True}],
            (ContactPoint("c@d.es", "home", primary=True), ContactPoint("a@b.es", "work")),
        ),
        (["a@b.es", "A@B.ES"], (ContactPoint("a@b.es", None, primary=True),)),
        (["x@y.es", {"value": "a@b.es"}, {"value": "A@b.es", "primary": True}],
         (ContactPoint("a@b.es", None, primary=True), ContactPoint("x@y.es"))),
        ([{"value": ""}, {"value": None}], None),
        ([], None),
        ({"value": "a@b.es"}, (ContactPoint("a@b.es", None, primary=True),)),
    ],
)  # fmt: skip
def test_the_primary_comes_first(raw: Any, expected: Any) -> None:
    assert EMAILS.clean(raw, ES) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (["a@b.es", "c"], ("invalid", "An e-mail address has an @, for example ana@acme.com.", "/1")),
        (
            [{"value": "compras@acme"}],
            ("invalid", "The domain is missing, for example acme.com.", "/0/value"),
        ),
        ([{"value": "a@b.es", "type": "boat"}], ("not_an_option", "“boat” is not one of the options.", "/0/type")),
        (
            [{"value": "a@b.es", "primary": True}, {"value": "c@d.es", "primary": True}],
            ("invalid", "Only one value can be the primary.", "/1/primary"),
        ),
        ([f"a{n}@b.es" for n in range(51)], ("too_many", "Give at most 50 values.", "")),
        (5, ("invalid", "Enter text.", "/0")),
    ],
)
def test_refused(raw: Any, expected: tuple[str, str, str]) -> None:
    assert refusal(EMAILS, raw) == expected


def test_storage() -> None:
    value = (ContactPoint("a@b.es", "work", primary=True), ContactPoint("c@d.es"))
    stored = [{"value": "a@b.es", "type": "work", "primary": True}, {"value": "c@d.es", "type": None, "primary": False}]
    assert EMAILS.dump(value) == (stored,)
    assert EMAILS.dump(None) == (None,)
    assert EMAILS.to_json(None) == []
    assert EMAILS.value_sql("a") == "(a.\"emails\"->0->>'value')"
    assert EMAILS.any_sql("a") == 'a."emails"'
    assert EMAILS.norm_sql("a") == "public.norm((a.\"emails\"->0->>'value'))"


def test_phones_are_read_from_where_one_is() -> None:
    spanish, american = PHONES.clean("600 111 222", ES), PHONES.clean("(213) 555-0142 ext. 12", EN)
    assert spanish == (ContactPoint("+34600111222", None, primary=True),)
    assert american == (ContactPoint("+12135550142", None, primary=True, extension="12"),)
    assert PHONES.to_json(american) == [{"value": "+12135550142", "type": None, "primary": True, "extension": "12"}]
    assert PHONES.text(american, EN) == "+1 213-555-0142 ext. 12"
    assert PHONES.cell(spanish, ES) == '<a href="tel:+34600111222">+34 600 11 12 22</a>'
    wrong = ("invalid", "Enter a telephone number, for example +34 600 11 12 22.", "/0")
    assert refusal(PHONES, "12") == wrong
    assert refusal(PHONES, [{"value": "600111222", "extension": "x"}]) == (
        "invalid",
        "An extension is a number.",
        "/0/extension",
    )


def test_one_phone() -> None:
    assert PHONE.clean("600 11 12 22", ES) == "+34600111222"
    assert PHONE.operand("600 11", ES) == "600 11"
    assert PHONE.cell("+34600111222", ES) == '<a href="tel:+34600111222">+34 600 11 12 22</a>'


def test_comparisons_take_any_form() -> None:
    assert PHONES.operand("600 11 12 22", ES) == "+34600111222"
    assert PHONES.operand({"value": "600111222"}, ES) == "+34600111222"
    assert PHONES.operand("6001", ES) == "6001"
    assert EMAILS.operand("@ACME.com", ES) == "@acme.com"


def test_addresses_of_the_web() -> None:
    value = URLS.clean("acme.com", ES)
    assert value == (ContactPoint("https://acme.com", None, primary=True),)
    assert URLS.text(value, ES) == "acme.com"
    assert refusal(URLS, ["javascript:x()"]) == (
        "invalid",
        "Addresses that begin with “javascript:” are not allowed.",
        "/0",
    )


def test_files_and_forms() -> None:
    assert EMAILS.from_text("a@b.es; C@d.es;", SPANISH_FILE) == (
        ContactPoint("a@b.es", None, primary=True),
        ContactPoint("c@d.es"),
    )
    sent = MultiValueDict(
        {
            "emails-0-value": ["a@b.es"],
            "emails-0-type": ["work"],
            "emails-7-value": ["c@d.es"],
            "emails-7-type": [""],
            "emails-8-value": [" "],
            "emails-primary": ["7"],
        }
    )
    assert EMAILS.clean(EMAILS.from_form(sent, ES), ES) == (
        ContactPoint("c@d.es", None, primary=True),
        ContactPoint("a@b.es", "work"),
    )


def test_a_cell_shows_the_primary_and_counts_the_others() -> None:
    value = (ContactPoint("a@b.es", None, primary=True), ContactPoint("c@d.es"), ContactPoint("e@f.es"))
    assert EMAILS.cell(value, ES) == (
        '<a href="mailto:a@b.es">a@b.es</a> <span class="badge" title="c@d.es; e@f.es">+2</span>'
    )


def test_the_control_is_a_row_a_value() -> None:
    value = (ContactPoint("a@b.es", "work", primary=True), ContactPoint("c@d.es"))
    html = EMAILS.input(value, ES, element_id="f")
    assert html.count("<li data-item>") == 3  # two values and the template
    assert 'id="f" name="emails-0-value" value="a@b.es" type="email"' in html
    assert 'id="f-1" name="emails-1-value" value="c@d.es"' in html
    assert 'name="emails-__index__-value" value=""' in html
    assert '<option value="work" selected>Work</option>' in html
    assert 'name="emails-primary" value="0" type="radio" checked' in html
