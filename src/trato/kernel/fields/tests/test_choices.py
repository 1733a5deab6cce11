from typing import Any

import pytest
from django.utils import translation

from trato.kernel.fields.base import FieldError
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.select import MultiSelectField, SelectField
from trato.kernel.fields.tags import TagsField, hue_of
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import ES, SECTORS, SPANISH_FILE
from trato.lib import controls

ONE = SelectField(name="sector", label="Sector", options=SECTORS)
SEVERAL = MultiSelectField(name="sectors", label="Sectors", options=SECTORS)
TAGS = TagsField(name="tags", label="Tags")
BOX = CheckboxField(name="active", label="Active")


@pytest.mark.parametrize("raw", ["retail", "Retail", "RETAIL", " rétail "])
def test_an_option_by_key_or_label(raw: str) -> None:
    assert ONE.clean(raw, ES) == "retail"
    assert ONE.from_text(raw, SPANISH_FILE) == "retail"


def test_labels_are_read_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {"en": "Health", "es": "Sanidad"}

    class Label:
        def __str__(self) -> str:
            return spoken[translation.get_language() or "en"]

    option = type(SECTORS[0])("health", Label())  # stands for a lazy translation
    field = SelectField(name="sector", label="Sector", options=(option,))
    assert field.clean("sanidad", ES) == "health"
    assert field.clean("HEALTH", ES) == "health"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("retial", "“retial” is not one of the options. Did you mean “Retail”?"),
        ("mining", "“mining” is not one of the options."),
        (5, "“5” is not one of the options."),
    ],
)
def test_what_is_no_option(raw: Any, message: str) -> None:
    assert refusal(ONE, raw) == ("not_an_option", message, "")


def test_an_option_shown() -> None:
    assert ONE.text("software", ES) == "Software & Services"
    assert ONE.cell("software", ES) == '<span class="choice" data-hue="6">Software &amp; Services</span>'
    assert ONE.cell("salud", ES) == '<span class="choice">Sanidad</span>'
    assert ONE.cell("gone", ES) == '<span class="choice">gone</span>'
    assert ONE.input("retail", ES, element_id="f") == (
        '<div class="select"><select class="input" id="f" name="sector"><option value=""></option>'
        '<option value="retail" selected>Retail</option><option value="software">Software &amp; Services</option>'
        '<option value="salud">Sanidad</option></select>'
        f"{controls.icon('down')}</div>"
    )


def test_several_options() -> None:
    assert SEVERAL.clean(["salud", "Retail", "salud"], ES) == ("retail", "salud")
    assert SEVERAL.clean("salud", ES) == ("salud",)
    assert SEVERAL.clean([], ES) is None
    assert SEVERAL.from_text("Sanidad; retail;", SPANISH_FILE) == ("retail", "salud")
    assert SEVERAL.text(("retail", "salud"), ES) == "Retail; Sanidad"
    assert SEVERAL.dump(("retail",)) == (["retail"],)
    assert SEVERAL.load('["retail"]') == ("retail",)
    assert refusal(SEVERAL, ["retail", "x"]) == ("not_an_option", "“x” is not one of the options.", "/1")
    assert refusal(SEVERAL, ["retail"] * 101) == ("too_many", "Give at most 100 values.", "")


def test_tags() -> None:
    assert TAGS.clean([" Norte ", "", "norte", "Feria"], ES) == ("Norte", "Feria")
    assert TAGS.clean("Norte", ES) == ("Norte",)
    assert TAGS.from_text("Norte; Feria", SPANISH_FILE) == ("Norte", "Feria")
    assert refusal(TAGS, ["ok", "x" * 61]) == ("too_long", "Use at most 60 characters.", "/1")
    assert refusal(TAGS, ["ok", 5]) == ("invalid", "Enter text.", "/1")
    hue = hue_of("Norte")
    assert hue_of("NORTE") == hue
    assert 1 <= hue <= 8
    assert TAGS.cell(("Norte",), ES) == f'<span class="tag" data-hue="{hue}">Norte</span>'


def test_columns_of_several_are_read_as_arrays() -> None:
    assert TAGS.value_sql("a") == 'a."tags"'
    assert TagsField(name="x_tags", label="Tags", custom=True).value_sql("a") == "(a.custom->'x_tags')"


@pytest.mark.parametrize("raw", [True, "true", "yes", "Sí", "si", 1, "1", "on", "X", "Verdadero"])
def test_yes(raw: Any) -> None:
    assert BOX.clean(raw, ES) is True


@pytest.mark.parametrize("raw", [False, "false", "no", "NO", 0, "0", "off", "falso"])
def test_no(raw: Any) -> None:
    assert BOX.clean(raw, ES) is False


@pytest.mark.parametrize("raw", ["maybe", 2, [True], 1.0])
def test_neither_yes_nor_no(raw: Any) -> None:
    assert refusal(BOX, raw) == ("invalid", "Enter yes or no.", "")


def test_a_box() -> None:
    assert BOX.input(True, ES, element_id="f", describedby="d") == (
        '<label class="switch"><input id="f" name="active" value="true" aria-describedby="d" type="checkbox"'
        ' role="switch" checked></label>'
    )


def test_json() -> None:
    field = JsonField(name="grants", label="Rights")
    assert field.clean('{"a": [1]}', ES) == {"a": [1]}
    assert refusal(field, "{a}") == ("invalid", "This is not JSON.", "")
    assert refusal(field, 5) == ("invalid", "This is not JSON.", "")
    assert refusal(field, {"a": "\x00"}) == ("invalid", "The text holds a character that cannot be stored.", "")
    assert refusal(field, ["x" * 70_000])[0] == "too_long"
    with pytest.raises(FieldError):
        field.clean("[" * 5000, ES)
