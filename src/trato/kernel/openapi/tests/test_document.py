"""The API's own description: valid, whole, and only of what the caller may read."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.programs import Program, Programs
from trato.kernel.objects import registry
from trato.kernel.objects.kinds import KINDS
from trato.kernel.openapi import values

TIER = {"kind": "select", "label": "Tier", "options": ["Gold", {"key": "s", "label": "Silver", "hue": "2"}]}


def test_the_document_is_valid_openapi(admin: Program) -> None:
    admin.post("meta/objects/accounts/fields", TIER)
    document = admin.get("openapi.json").body
    OpenAPIV31SpecValidator(document).validate()
    operations = [
        each["operationId"] for path in document["paths"].values() for each in path.values() if "summary" in each
    ]
    assert len(operations) == len(set(operations))
    assert "/accounts/{id}/related/{relation}" in document["paths"]


def test_the_document_shows_what_the_caller_may_read(program: Programs) -> None:
    narrow = program("administrator", scopes=("accounts:read",))
    document = narrow.get("openapi.json").body
    assert [each["name"] for each in document["tags"]] == ["accounts"]
    OpenAPIV31SpecValidator(document).validate()


def test_every_type_has_a_schema(organization: object) -> None:
    seen = {
        each.kind for spec in registry.every() for each in spec.fields if values.read(each) and values.written(each)
    }
    assert seen <= set(KINDS)
    made = {"select", "multi_select", "emails", "phones", "urls", "person_name", "address", "link", "links", "about"}
    assert set(KINDS) == made | set(values.PLAIN)
