"""Whatever people write is shown, never run."""

from uuid import UUID

import pytest

from tests.visitors import Shown, Visitor
from trato.kernel.actions import runner
from trato.kernel.fields.address import AddressField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.objects import registry
from trato.kernel.objects.custom import CustomField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import lists

EVIL = "<img src=x onerror=alert(1)>'\"&<script>x</script>"
FORMS: dict[type, object] = {
    TagsField: [EVIL],
    PersonNameField: {"given": EVIL, "family": EVIL},
    AddressField: {"street": EVIL, "city": EVIL},
}
OWNED = ("account", "contact", "lead", "deal", "product")


def _values(spec: ObjectSpec) -> dict[str, object]:
    """Evil in every field that takes free text."""
    found: dict[str, object] = {}
    for field in spec.fields:
        if field.readonly or field.name in spec.verbs:
            continue
        if type(field) in {TextField, LongTextField}:
            found[field.name] = EVIL[: getattr(field, "max_length", 500)]
        elif type(field) in FORMS:
            found[field.name] = FORMS[type(field)]
    return found


def _harmless(shown: Shown, path: str) -> None:
    assert shown.status == 200, (path, shown.words[:300])
    assert "<img src=x" not in shown.html, path
    assert "<script>x" not in shown.html, path


@pytest.mark.parametrize("name", OWNED)
def test_text_is_shown_as_text_everywhere(alba: Visitor, administrator: Actor, name: str) -> None:
    spec = registry.get(name)
    record: UUID = runner.create(administrator, name, _values(spec)).record.pk
    own = f"/{spec.plural}/{record}"
    everywhere = ",".join(each.name for each in spec.fields)
    for path in (f"/{spec.plural}", f"/{spec.plural}?fields={everywhere}", own):
        shown = alba.page(path)
        _harmless(shown, path)
        assert "&lt;img src=x" in shown.html, path
    _harmless(alba.page("/"), "/")
    parts = [f"{own}/row", f"{own}/fields", f"{own}/around", f"/options/{name}", "/palette?q=onerror"]
    if spec.board:
        parts += [f"/{spec.plural}/board", f"{own}/card"]
    editable = [each.name for each in spec.fields if not each.readonly and each.kind != "json"]
    for path in (*parts, *(f"{own}/cell/{each}" for each in editable)):
        _harmless(alba.part(path), path)
    _harmless(
        alba.part(f'/{spec.plural}?filter={{"field":"{lists.title_path(spec)}","op":"contains","value":"<img src=x"}}'),
        "chip",
    )
    first = next(iter(_values(spec)))
    alba.send(f"{own}/field/{first}", **{first: "plain", f"{first}-given": "plain"})
    _harmless(alba.page(own), own)
    alba.send(f"{own}/delete")
    for path in ("/trash", f"/trash/{spec.plural}"):
        _harmless(alba.page(path), path)
    trashed = alba.page(own)
    assert trashed.status == 410
    assert "<img src=x" not in trashed.html


def test_what_was_refused_is_shown_as_text(alba: Visitor) -> None:
    refused = alba.send("/accounts/new", name="", website=EVIL, tags=[EVIL])
    assert refused.status == 422
    assert "<img src=x" not in refused.html


def test_names_of_people_fields_and_the_organization(alba: Visitor, administrator: Actor) -> None:
    runner.update(administrator, "user", administrator.id, {"name": EVIL})
    CustomField.objects.create(object="account", name="x_evil", kind="text", label=EVIL, help=EVIL)
    scope.organization().name = EVIL
    scope.reshape("with a new field")
    runner.create(administrator, "account", {"name": "Acme", "x_evil": EVIL})
    for path in ("/", "/accounts?fields=name,x_evil", "/accounts", "/deals"):
        _harmless(alba.page(path), path)
    for path in (
        "/accounts/filter/fields",
        "/accounts/columns",
        "/accounts/new",
        "/options/user",
        "/accounts/control?add=x_evil",
    ):
        _harmless(alba.part(path), path)


@pytest.mark.parametrize(
    "path", ["/palette?q={}", "/deals/filter/fields?q={}", "/sign-in?next={}", "/deals?in={}", "/options/user?q={}"]
)
def test_addresses_are_not_echoed_raw(alba: Visitor, path: str) -> None:
    _harmless(alba.page(path.format("<img src=x onerror=alert(1)>")), path)
