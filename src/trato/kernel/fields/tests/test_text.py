import pytest

from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ES, SPANISH_FILE
from trato.kernel.fields.text import EmailAddressField, LongTextField, TextField

LINE = TextField(name="name", label="Name", max_length=10)
LINES = LongTextField(name="notes", label="Notes", max_length=1000)
RICH = RichTextField(name="body", label="Body")
EMAIL = EmailAddressField(name="email", label="E-mail")


def test_a_line_is_stripped_composed_and_one_line() -> None:
    assert LINE.clean("  Espan\u0303a\n2 ", ES) == "España 2"
    assert LINE.clean(" \u00a0 ", ES) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (5, ("invalid", "Enter text.", "")),
        (["a"], ("invalid", "Enter text.", "")),
        ("a\x00b", ("invalid", "The text holds a character that cannot be stored.", "")),
        ("a\x1bb", ("invalid", "The text holds a character that cannot be stored.", "")),
        ("\udc00", ("invalid", "The text holds a character that cannot be stored.", "")),
        ("12345678901", ("too_long", "Use at most 10 characters.", "")),
    ],
)
def test_a_line_refused(raw: object, expected: tuple[str, str, str]) -> None:
    assert refusal(LINE, raw) == expected


def test_a_line_in_sql() -> None:
    assert LINE.value_sql("a") == 'a."name"'
    assert LINE.norm_sql("a") == 'public.norm(a."name")'
    assert LINE.sort_sql("a") == 'public.sort_key(a."name") COLLATE "C"'
    custom = TextField(name="x_name", label="Name", custom=True)
    assert custom.sort_sql("a") == "public.sort_key(JSON_VALUE(a.custom, '$.x_name' RETURNING text)) COLLATE \"C\""


def test_a_line_in_html() -> None:
    assert LINE.cell("R&D <x>", ES) == "R&amp;D &lt;x&gt;"
    assert LINE.input('"A"', ES, element_id="f", describedby="d") == (
        '<input class="input" id="f" name="name" value="&quot;A&quot;" aria-describedby="d" maxlength="10">'
    )


def test_lines_keep_their_ends() -> None:
    assert LINES.clean("a\r\n\tb\r", ES) == "a\n\tb"
    assert refusal(LINES, "a\x07")[0] == "invalid"
    assert refusal(LINES, "a" * 1001) == ("too_long", "Use at most 1000 characters.", "")


def test_a_cell_of_lines_is_short_and_one_line() -> None:
    assert LINES.cell("a\n  b & c", ES) == "a b &amp; c"
    assert LINES.cell("x" * 301, ES) == "x" * 300 + "…"
    assert LINES.cell("x" * 300, ES) == "x" * 300


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>Hola <b>tú</b></p>", "<p>Hola <b>tú</b></p>"),
        ('<p onclick="x()">a</p><script>alert(1)</script>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        ('<a href="https://a.es" style="x">a</a>', '<a href="https://a.es" rel="noopener noreferrer nofollow">a</a>'),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<p> </p><br>", None),
        ("5 < 6", "5 &lt; 6"),
    ],
)
def test_rich_text_is_cleaned(raw: str, expected: str | None) -> None:
    assert RICH.clean(raw, ES) == expected


def test_rich_text_reads_as_text() -> None:
    value = "<h2>Plan</h2><ul><li>uno &amp; dos</li><li>tres</li></ul>"
    assert RICH.text(value, ES) == "Plan\nuno & dos\ntres"
    assert RICH.cell(value, ES) == "Plan uno &amp; dos tres"
    assert RICH.from_text("uno < dos\n\ntres", SPANISH_FILE) == "<p>uno &lt; dos</p><p>tres</p>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(" Ana@ACME.com ", "ana@acme.com"), ("mailto:ana@acme.com", "ana@acme.com"), ("josé@peña.es", "josé@peña.es")],
)
def test_an_email(raw: str, expected: str) -> None:
    assert EMAIL.clean(raw, ES) == expected


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("acme.com", "An e-mail address has an @, for example ana@acme.com."),
        ("compras@acme", "The domain is missing, for example acme.com."),
        ("a b@acme.com", "The part before the @ is not right."),
        ("a..b@acme.com", "The part before the @ is not right."),
        ("@acme.com", "The part before the @ is not right."),
        ("<a>@acme.com", "The part before the @ is not right."),
        ("a@-acme.com", "The domain is not right."),
        ("a@acme..com", "The domain is not right."),
        ("a@acme.c", "The domain is not right."),
    ],
)
def test_an_email_refused(raw: str, message: str) -> None:
    assert refusal(EMAIL, raw) == ("invalid", message, "")


def test_an_email_is_compared_by_any_part() -> None:
    assert EMAIL.operand("ANA@", EN) == "ana@"
    assert EMAIL.cell("a&b@acme.com", EN) == '<a href="mailto:a&amp;b@acme.com">a&amp;b@acme.com</a>'
