"""The import wizard: file, columns, check, answers, import, and what came of it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.fixtures import MakeActor
from tests.visitors import Make, Shown, Visitor
from trato.kernel.exchange import files
from trato.kernel.exchange.models import Import
from trato.kernel.jobs import queue

FILE = "product,price,note\nBolt,10,a\nNut,4,b\nBad,x,\n"
DEALS = "id,deal,item\nD1,First,Boltt\nD2,Second,Boltt\nD3,Third,Nut\nD4,Fourth,Zzz\n"


@pytest.fixture(autouse=True)
def _at_once(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    with queue.inline():
        yield


def send(visitor: Visitor, plural: str, content: str | bytes) -> Shown:
    raw = content if isinstance(content, bytes) else content.encode()
    return visitor.send("/import", object=plural, file=SimpleUploadedFile("file.csv", raw))


def checked(visitor: Visitor, plural: str, content: str) -> str:
    """Send a file and check it by its guessed mapping; answers the import's address."""
    address = send(visitor, plural, content).goes_to
    columns = visitor.page(address)
    assert visitor.send(f"{address}/columns", **_form(columns)).goes_to == address
    return address


def _form(shown: Shown) -> dict[str, object]:
    """The form of columns as a browser would send it, untouched."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.select = ""
            self.values: dict[str, Any] = {}

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "select":
                self.select = given.get("name") or ""
            elif tag == "option" and "selected" in given:
                self.values[self.select] = given["value"]
            elif tag == "input" and given.get("type") == "checkbox" and "checked" in given:
                self.values.setdefault(given["name"], []).append(given["value"])

    reader = Reader()
    reader.feed(shown.html)
    return reader.values


def test_the_first_step_offers_what_the_visitor_may_bring_in(alba: Visitor, rosa: Visitor) -> None:
    assert 'value="users"' in alba.page("/import").html
    assert 'value="users"' not in rosa.page("/import").html
    assert '<option value="deals" selected>' in rosa.page("/import?object=deals").html


def test_from_a_file_to_records(alba: Visitor) -> None:
    address = send(alba, "products", FILE).goes_to
    columns = alba.page(address)
    assert _form(columns)["to-0"] == "name"
    assert _form(columns)["to-1"] == "price"
    assert "One column is left out." in columns.words
    alba.send(f"{address}/columns", **_form(columns))
    check = alba.page(address)
    assert "We have read the 3 rows of file.csv without writing anything. UTF-8, comma" in check.words
    assert "Enter an amount of money. x row 3 1" in check.words
    assert "Import 2 rows" in check.words
    assert alba.page("/products").words.count("Bolt") == 0
    assert alba.send(f"{address}/run").goes_to == address
    done = alba.page(address)
    assert "Created 2" in done.words
    assert "Bolt" in alba.page("/products").words
    rejected = alba.client.get(f"{address}/rejected.csv")
    assert b"Bad,x" in rejected.getvalue()


def test_what_is_not_found_is_answered_once(alba: Visitor, make: Make) -> None:
    make("product", name="Bolt", price="10")
    make("product", name="Nut")
    address = checked(alba, "deals", DEALS.replace("item", "product"))
    check = alba.page(address)
    assert "2 values are not found" in check.words
    assert "Boltt 2 rows · first, row 1" in check.words
    assert "Bolt · 89 % alike" in check.words
    assert "disabled>Import" in check.html
    bolt = Import.objects.get().report["unmatched"][0]["suggestions"][0]["value"]
    alba.send(f"{address}/settle", column="product", text="Boltt", how="use", value=bolt)
    assert "One value is not found" in alba.page(address).words
    alba.send(f"{address}/settle", column="product", text="Zzz", how="create")
    settled = alba.page(address)
    assert "Import 4 rows" in settled.words
    assert "1 Product besides" in settled.words
    alba.send(f"{address}/run")
    assert "Created 4" in alba.page(address).words
    assert "Zzz" in alba.page("/products").words


def test_all_that_is_left_may_be_left_out(alba: Visitor, make: Make) -> None:
    make("product", name="Nut")
    address = checked(alba, "deals", DEALS.replace("item", "product"))
    alba.send(f"{address}/settle", how="reject_all")
    settled = alba.page(address)
    assert "values are not found" not in settled.words
    assert "Import one row" in settled.words
    assert "There is no Product of that name." in settled.words


MANY = "id,deal,product\n" + "".join(f"D{n},Deal {n},Item {n:03d}\n" for n in range(1, 31)) + "D99,Bolts,Boltt\n"


def test_every_value_that_waits_is_counted_and_leafed_through(alba: Visitor) -> None:
    address = checked(alba, "deals", MANY)
    check = alba.page(address)
    assert "31 values are not found" in check.words
    assert "31 values without a match" in check.words
    assert "1 to 10 of 31" in check.words
    assert "Item 020" not in check.words
    assert "Item 020" in alba.part(f"{address}/unmatched/0?start=20").words
    assert "31 to 31 of 31" in alba.part(f"{address}/unmatched/0?start=999").words
    assert alba.part(f"{address}/unmatched/7").status == 404


@pytest.mark.parametrize(("how", "products"), [("create_all", 31), ("blank_all", 0)])
def test_one_answer_for_a_whole_column(alba: Visitor, how: str, products: int) -> None:
    address = checked(alba, "deals", MANY)
    assert "Create all 31" in alba.page(address).words
    alba.send(f"{address}/settle", column="product", how=how)
    settled = alba.page(address)
    assert "Import 31 rows" in settled.words
    assert (f"{products} Products besides" in settled.words) == bool(products)


def test_the_nearest_for_all_that_are_near_and_the_rest_is_asked_about(alba: Visitor, make: Make) -> None:
    make("product", name="Bolt")
    address = checked(alba, "deals", MANY)
    assert "Take the nearest for the one that is near" in alba.page(address).words
    alba.send(f"{address}/settle", column="product", how="nearest_all")
    left = alba.page(address)
    assert "30 values are not found" in left.words
    assert "Boltt" not in left.words
    alba.send(f"{address}/settle", column="product", text="Item 001", how="reject", value="")
    alba.send(f"{address}/settle", column="product", how="create_all")
    assert "Import 30 rows" in alba.page(address).words


def test_one_row_and_no_row_are_said_as_they_are(alba: Visitor) -> None:
    one = checked(alba, "accounts", "name,employees\nAcme,5\n")
    assert "We have read the only row of file.csv" in alba.page(one).words
    none = checked(alba, "accounts", "name,employees\n")
    assert "The file has a header and no rows: there is nothing to bring in." in alba.page(none).words


def test_a_column_may_go_elsewhere_or_become_a_field(alba: Visitor) -> None:
    address = send(alba, "products", FILE).goes_to
    form = _form(alba.page(address))
    redrawn = alba.send(f"{address}/columns", **{**form, "to-2": "new", "redraw": "1"})
    assert "Kind of the field note" in redrawn.html
    alba.send(f"{address}/columns", **{**form, "to-2": "new", "kind-2": "text"})
    alba.send(f"{address}/run")
    assert Import.objects.get().mapping["columns"]["note"]["to"] == "x_note"
    assert "Created 2" in alba.page(address).words


TIERS = "name,Tier,Visits\n" + "".join(f"Acme {n},{'Gold' if n % 2 else 'Silver'},{n}\n" for n in range(1, 9))


def test_a_field_for_every_column_left_out_in_one_answer(alba: Visitor) -> None:
    address = send(alba, "accounts", TIERS).goes_to
    columns = alba.page(address)
    assert "Make a field for each of the 2 columns that are left out" in columns.words
    redrawn = alba.send(f"{address}/columns", **{**_form(columns), "redraw": "1", "fields": "all"})
    form = _form(redrawn)
    assert (form["to-1"], form["kind-1"], form["to-2"], form["kind-2"]) == ("new", "select", "new", "integer")
    assert alba.send(f"{address}/columns", **{**form, "kind-2": "text"}).goes_to == address
    created = {name: each.get("create") for name, each in Import.objects.get().mapping["columns"].items()}
    assert [each["label"] for each in created["Tier"]["options"]] == ["Gold", "Silver"]
    assert created["Visits"]["kind"] == "text"
    alba.send(f"{address}/run")
    assert "Created 8" in alba.page(address).words


def test_a_column_left_out_is_told_with_the_check(alba: Visitor) -> None:
    address = checked(alba, "accounts", TIERS)
    assert "The columns Tier, Visits are left out" in alba.page(address).words


def test_the_format_may_be_said_otherwise(alba: Visitor) -> None:
    address = send(alba, "accounts", "name;employees\nAcme;1.234\n").goes_to
    form = _form(alba.page(address))
    alba.send(f"{address}/columns", **{**form, "decimal": ","})
    example = Import.objects.get().report["examples"][0]["cells"]
    assert [each["shown"] for each in example] == ["Acme", "1,234"]


def test_a_workbook_goes_the_same_road(alba: Visitor) -> None:
    book = openpyxl.Workbook()
    for row in (["product", "price"], ["Bolt", 10.5], ["Nut", 4]):
        book.worksheets[0].append(row)
    file = BytesIO()
    book.save(file)
    address = send(alba, "products", file.getvalue()).goes_to
    columns = alba.page(address)
    assert "Excel, the first sheet, “Sheet”" in columns.words
    assert not {"encoding", "delimiter", "decimal"} & _form(columns).keys()
    assert alba.send(f"{address}/columns", **_form(columns)).goes_to == address
    assert "without writing anything. Excel, the first sheet, “Sheet”" in alba.page(address).words
    alba.send(f"{address}/run")
    assert "Created 2" in alba.page(address).words


def test_examples_are_leafed_through(alba: Visitor) -> None:
    address = checked(alba, "products", FILE)
    assert "Nut" in alba.part(f"{address}/example?row=1").words
    assert "Bad" in alba.part(f"{address}/example?row=99").words


@pytest.mark.parametrize("content", ["", "a" * 3 + "\n" + '"'])
def test_what_is_no_table_is_said(alba: Visitor, content: str) -> None:
    answer = send(alba, "products", content)
    assert answer.status in {204, 400}
    if answer.status == 400:
        assert "empty" in answer.html


def test_a_file_too_large(alba: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert send(alba, "products", FILE).status == 413
    assert not Import.objects.exists()


def test_an_import_is_its_owners(alba: Visitor, rosa: Visitor, make_actor: MakeActor) -> None:
    address = send(alba, "accounts", "name\nAcme\n").goes_to
    assert rosa.page(address).status == 404
    assert rosa.send(f"{address}/run").status == 404
    assert Visitor(make_actor("read-only", name="Leo")).send("/import", object="accounts").status in {400, 403}


def test_hostile_text_is_only_text(alba: Visitor) -> None:
    evil = "<script>alert(1)</script>"
    address = checked(alba, "accounts", f"name,parent,{evil}\n{evil},{evil}x,{evil}\n")
    for shown in (alba.page(address), alba.page(f"{address}?step=columns")):
        assert "&lt;script&gt;alert(1)" in shown.html
        assert "<script>alert" not in shown.html


def test_amounts_may_be_in_another_currency(alba: Visitor, make: Make) -> None:
    form = _form(alba.page(send(alba, "products", FILE).goes_to))
    assert "currency-1" not in form
    pound = make("currency", code="GBP", name="Pound")
    make("currency_rate", currency=str(pound), starts_on="2020-01-01", rate="1.25")
    address = send(alba, "products", FILE).goes_to
    assert 'name="currency-1"' in alba.page(address).html
    alba.send(f"{address}/columns", **{**form, "currency-1": "GBP"})
    assert "£10" in alba.page(address).words
