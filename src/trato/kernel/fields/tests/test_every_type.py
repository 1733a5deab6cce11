"""The laws that hold for every type."""
# the SQL is that of the declarations under test

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.taxid import TaxIdField
from trato.kernel.fields.tests.inputs import posted
from trato.kernel.fields.tests.samples import EN, ENGLISH_FILE, ES, EVERY, SAMPLES, SPANISH_FILE, make
from trato.kernel.objects.kinds import KINDS, USER_MADE

CODES = {"", "invalid", "not_an_option", "out_of_range", "too_long", "too_many", "too_precise"}
HOSTILE = "\"><script>alert('x')</script>&amp;"
every = pytest.mark.parametrize(("field", "value"), EVERY, ids=lambda each: getattr(each, "kind", None))


def test_every_type_has_samples() -> None:
    assert set(SAMPLES) == set(KINDS.values()) - {AboutField, LinkField, ManyLinksField}


@every
def test_json_reads_back(field: Field, value: Any) -> None:
    written = json.loads(json.dumps(field.to_json(value)))
    assert field.from_json(written) == value
    assert field.clean(written, ES) == value


@every
def test_cleaning_a_clean_value_changes_nothing(field: Field, value: Any) -> None:
    assert field.clean(value, ES) == value


@every
def test_columns_read_back(field: Field, value: Any) -> None:
    raw = field.dump(value)
    assert len(raw) == len(field.columns)
    assert field.load(*raw) == value


@every
def test_records_read_back(field: Field, value: Any) -> None:
    record = SimpleNamespace(custom={}, **{column.name: None for column in field.columns})
    assert field.get(record) is None
    field.set(record, value)
    assert field.get(record) == value
    field.set(record, None)
    assert field.get(record) is None


@every
@pytest.mark.parametrize("locale", [ES, EN], ids=["es", "en"])
def test_forms_read_back(field: Field, value: Any, locale: Any) -> None:
    if getattr(value, "microsecond", 0) or getattr(value, "microseconds", 0):
        return  # nobody types them
    sent = posted(field.input(value, locale, element_id="f", describedby="f-help"))
    assert field.clean(field.from_form(sent, locale), locale) == value


NOT_AS_TEXT = {
    "address", "json", "datetime", "duration", "long_text", "rich_text", "emails", "phones", "urls", "person_name",
}  # fmt: skip
"""Files hold these by part, without seconds, format or types: their own tests say how they are read."""


@every
def test_files_read_back(field: Field, value: Any) -> None:
    if field.kind not in NOT_AS_TEXT:
        for form in (SPANISH_FILE, ENGLISH_FILE):
            assert field.from_text(field.text(value, form.locale), form) == value


@every
def test_faces_are_escaped(field: Field, value: Any) -> None:
    for locale in (ES, EN):
        shown = field.cell(value, locale) + field.input(value, locale, element_id="f", describedby="d")
        for danger in ("<script", "<b>", "<2026>", "<i>", "<x>"):
            assert danger not in shown
        if not isinstance(value, bool):
            assert field.text(value, locale)


@pytest.mark.parametrize("kind", SAMPLES)
def test_empty_is_none(kind: type[Field]) -> None:
    field = make(kind)
    for raw in (None, ""):
        assert field.clean(raw, ES) is None
    assert field.from_text("  ", SPANISH_FILE) is None
    assert field.from_json(None) is None
    assert field.load(*field.dump(None)) is None
    assert not field.text(None, ES)
    assert not field.cell(None, ES)
    assert field.operand(None, ES) is None
    sent = posted(field.input(None, ES, element_id="f"))
    assert field.clean(field.from_form(sent, ES), ES) is (False if field.kind == "checkbox" else None)


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_required(kind: type[Field]) -> None:
    field = make(kind, required=True)
    with pytest.raises(FieldError) as caught:
        field.need(None)
    assert (caught.value.code, caught.value.message) == ("required", "Enter a value.")
    assert field.need(SAMPLES[kind][0]) == SAMPLES[kind][0]
    assert make(kind).need(None) is None


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize(
    "raw", [object(), 1.5, True, {"no": "such"}, [object()], [[1]], "\x00", "a\x00b", "\ud800", HOSTILE]
)
def test_whatever_comes_in_is_a_value_or_a_field_error(kind: type[Field], raw: Any) -> None:
    field = make(kind)
    value, code = outcome(field.clean, raw)
    assert code in CODES
    stored = json.dumps(field.to_json(value), ensure_ascii=False)
    assert "\ud800" not in stored
    assert "\\u0000" not in stored
    assert "<script" not in field.cell(value, ES)
    assert outcome(field.operand, raw)[1] in CODES


def outcome(read: Callable[..., Any], raw: Any) -> tuple[Any, str]:
    """The value and '', or None and the code of the error."""
    try:
        return read(raw, ES), ""
    except FieldError as error:
        return None, error.code if error.message else "without a message"


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_control_is_named_and_described(kind: type[Field]) -> None:
    field = make(kind, name="thing")
    html = field.input(None, ES, element_id="f-thing", describedby="f-help")
    assert 'id="f-thing"' in html
    assert 'name="thing' in html
    assert 'aria-describedby="f-help"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind.kind in USER_MADE])
def test_user_made_values_read_back_from_sql(kind: type[Field]) -> None:
    field = make(kind, custom=True)
    assert field.columns == ()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE thing (id int, custom jsonb)")
        for number, value in enumerate([None, *SAMPLES[kind]]):
            record = SimpleNamespace(custom={})
            field.set(record, value)
            assert field.get(record) == value
            cursor.execute("INSERT INTO thing VALUES (%s, %s::jsonb)", [number, json.dumps(record.custom)])
        selected = ", ".join(field.select_sql("t", lambda _object, _id: "NULL"))
        cursor.execute(f"SELECT {selected} FROM thing t ORDER BY id")
        assert [field.load(*row) for row in cursor.fetchall()] == [None, *SAMPLES[kind]]
        method = "gin" if field.pg_type == "jsonb" else "btree"
        cursor.execute(f"CREATE INDEX ON thing USING {method} (({field.sort_sql('thing')}))")
        cursor.execute(f"SELECT count(*) FROM thing t WHERE {field.value_sql('t')} IS NULL")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [each for each in SAMPLES if each not in {JsonField, TaxIdField, RichTextField}])
def test_columns_read_back_from_sql(kind: type[Field]) -> None:
    field = make(kind, name="thing")
    with connection.cursor() as cursor:
        columns = ", ".join(f"{column.name} {column.pg_type}" for column in field.columns)
        extra = ", thing text" if field.kind == "person_name" else ""
        cursor.execute(f"CREATE TEMPORARY TABLE things (n serial, {columns}{extra})")
        for value in SAMPLES[kind]:
            raw = [json.dumps(each) if isinstance(each, list | dict) else each for each in field.dump(value)]
            names = ", ".join(column.name for column in field.columns)
            marks = ", ".join(f"%s::{column.pg_type}" for column in field.columns)
            cursor.execute(f"INSERT INTO things ({names}) VALUES ({marks})", raw)
        selected = ", ".join(field.select_sql("t", lambda _object, _id: "NULL"))
        cursor.execute(f"SELECT {selected} FROM things t ORDER BY n")
        assert [field.load(*row) for row in cursor.fetchall()] == SAMPLES[kind]
        cursor.execute(f"SELECT n FROM things t ORDER BY {field.sort_sql('t')}, {field.value_sql('t')}")
        assert len(cursor.fetchall()) == len(SAMPLES[kind])


def test_posted_reads_controls() -> None:
    html = f'<input name="a" value="{escape(HOSTILE)}"><textarea name="b">x &lt; y</textarea>'
    assert posted(html) == MultiValueDict({"a": [HOSTILE], "b": ["x < y"]})
