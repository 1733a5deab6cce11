"""A verb that would make a record again offers the one that is there."""

from tests.visitors import Make, Visitor


def test_a_conversion_is_offered_the_contact_that_is_there(alba: Visitor, make: Make) -> None:
    contact = make("contact", name="Ana Gil", emails=["ana@acme.example"])
    lead = make("lead", name="Ana", emails=["ana@acme.example"])
    refused = alba.send(f"/leads/{lead}/actions/convert", dialog="1")
    assert refused.status == 422
    assert "Ana Gil has the same value." in refused.words
    assert f'href="/contacts/{contact}"' in refused.html
    assert f'value="{contact}"' in refused.html
    assert alba.send(f"/leads/{lead}/actions/convert", dialog="1", contact=str(contact)).status == 204
