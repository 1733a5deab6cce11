"""What the pages of an import show: its columns with where they go, what the check run found, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trato.kernel.exchange import detect, importing, inventing
from trato.kernel.exchange.columns import part_label
from trato.kernel.exchange.models import Import
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.intake.mapping import CREATE, DELIMITERS, ENCODINGS, REJECT, Column, ImportMapping, parse
from trato.kernel.intake.targets import offered
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib.money import CURRENCIES, grouped

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SAMPLES = 3
SHOWN = 10
"""So many unmatched values of a column are shown at a time."""
NEW = "new"
FACTORS = (
    ("1", gettext_lazy("as written")),
    ("1000", gettext_lazy("thousands")),
    ("1000000", gettext_lazy("millions")),
)
MODES: Sequence[tuple[str, _StrOrPromise]] = (
    ("upsert", gettext_lazy("Create new ones, update those that exist")),
    ("create", gettext_lazy("Only create new ones")),
    ("update", gettext_lazy("Only update those that exist")),
    ("fill", gettext_lazy("Only fill what is empty in those that exist")),
)
MISSING: Sequence[tuple[str, _StrOrPromise]] = (
    ("reject", gettext_lazy("ask me")),
    ("create", gettext_lazy("create it")),
    ("blank", gettext_lazy("leave it empty")),
)
KINDS: Sequence[tuple[str, _StrOrPromise]] = (
    ("text", gettext_lazy("Text")),
    ("integer", gettext_lazy("Whole number")),
    ("decimal", gettext_lazy("Number")),
    ("date", gettext_lazy("Date")),
    ("datetime", gettext_lazy("Date and time")),
    ("checkbox", gettext_lazy("Yes or no")),
    ("select", gettext_lazy("One of the values")),
    ("multi_select", gettext_lazy("Several of the values")),
    ("tags", gettext_lazy("Tags")),
    ("long_text", gettext_lazy("Long text")),
    ("email", gettext_lazy("E-mail")),
    ("url", gettext_lazy("Web address")),
)
FORMAT: Mapping[str, tuple[_StrOrPromise, Sequence[tuple[str, _StrOrPromise]]]] = {
    "encoding": (gettext_lazy("Encoding"), [(each, each.upper()) for each in ENCODINGS]),
    "delimiter": (
        gettext_lazy("Separated by"),
        list(
            zip(DELIMITERS, (gettext_lazy("comma"), gettext_lazy("semicolon"), gettext_lazy("tab"), "|"), strict=True)
        ),
    ),
    "date_order": (
        gettext_lazy("Dates"),
        [
            ("DMY", gettext_lazy("day/month/year")),
            ("MDY", gettext_lazy("month/day/year")),
            ("YMD", gettext_lazy("year-month-day")),
        ],
    ),
    "decimal": (gettext_lazy("Decimals"), [(".", gettext_lazy("decimal point")), (",", gettext_lazy("decimal comma"))]),
}


@dataclass(frozen=True)
class Choice:
    """A column of the file in the form: first values, where it goes, and what else is asked about that."""

    place: int
    name: str
    samples: tuple[str, ...]
    to: str
    missing: str = ""
    factor: str = ""
    kind: str = ""
    currency: str = ""


def places(spec: ObjectSpec) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where columns may go, grouped: (heading, (path, label)…)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for path, field, part, relation in offered(spec):
        if field is None:
            heading, label = _("Keys"), _("Id in Trato") if path == "id" else _("Key in another system")
        else:
            heading = str(relation.label if relation else spec.label)
            label = f"{field.label} · {part_label(part)}" if part else str(field.label)
        groups.setdefault(heading, []).append((path, label))
    return list(groups.items())


def choices(one: Import, mapping: ImportMapping) -> list[Choice]:
    """The file's columns with what the mapping says of each. BadFormat when it cannot be read so."""
    table = importing.table_of(one, mapping)
    rows = [row.cells for row in islice(table.rows(), 50)]
    by_name = {each.name: each for each in mapping.columns}
    spec = registry.get(one.object)
    fields = {path: field for path, field, part, _relation in offered(spec) if not part}
    found = []
    for place, name in enumerate(table.names):
        values = tuple(dict.fromkeys(row[place].strip() for row in rows if row[place].strip()))
        column = by_name.get(name)
        if column is None:
            found.append(Choice(place, name, values[:SAMPLES], ""))
            continue
        own = column.create is not None
        field = fields.get(column.to)
        found.append(
            Choice(
                place,
                name,
                values[:SAMPLES],
                NEW if own else column.to,
                column.missing if isinstance(field, LinkField | ManyLinksField) else "",
                str(column.factor) if field is not None and field.kind == "money" else "",
                str(column.create.get("kind")) if column.create else "",
                column.currency or scope.organization().currency,
            )
        )
    return found


def currencies(actor: Actor) -> list[str]:
    """The currencies that amounts of a file may be in: the organization's own, or all while it has not chosen one."""
    organization = scope.organization()
    if not organization.currency_is_chosen:
        return [organization.currency, *sorted(CURRENCIES - {organization.currency})]
    rows = listing.page(actor, registry.get("currency"), ListQuery(paths=("code", "is_active"), sort="code")).rows
    return list(dict.fromkeys([organization.currency, *(row["code"] for row in rows if row["is_active"])]))


def keys(spec: ObjectSpec, mapping: ImportMapping) -> list[tuple[str, str]]:
    """By what existing records may be told, of the columns that are mapped."""
    labels = {path: label for _heading, paths in places(spec) for path, label in paths}
    fields: dict[str, Field | None] = {path: field for path, field, part, _relation in offered(spec) if not part}
    found = []
    for column in mapping.columns:
        field = fields.get(column.to)
        is_key = column.to == "id" or column.to.startswith("external_ids.")
        plain = field is not None and "." not in column.to and field.family in {"text", "number", "values", "choices"}
        is_sum = field is not None and field.kind == "money"
        if (is_key or plain) and not is_sum and column.create is None:
            found.append((column.to, labels.get(column.to, column.to)))
    return list(dict.fromkeys(found))


def format_of(one: Import, mapping: ImportMapping, actor: Actor) -> list[tuple[str, str, _StrOrPromise, Any]]:
    """The file's format as it is read: (name, value, label, options)."""
    form = detect.from_json(one.format).but(mapping)
    settled = importing.form_of(actor, form)
    values = {"date_order": settled.date_order, "decimal": settled.decimal}
    return [
        (name, values.get(name) or getattr(form, name), label, options)
        for name, (label, options) in FORMAT.items()
        if not form.sheet or name == "date_order"
    ]


def said_format(one: Import, mapping: ImportMapping, actor: Actor) -> str:
    """The format in words: "UTF-8, comma, month/day/year, decimal point"."""
    words = [str(dict(options).get(value, value)) for _name, value, _label, options in format_of(one, mapping, actor)]
    sheet = detect.from_json(one.format).sheet
    return ", ".join([sheet_of(sheet), *words] if sheet else words)


def sheet_of(sheet: str) -> str:
    """Which sheet of a workbook is read."""
    return _("Excel, the first sheet, “{sheet}”").format(sheet=sheet)


# Reading the form --------------------------------------------------------------------------------------------------


def read(actor: Actor, one: Import, before: ImportMapping, data: QueryDict) -> ImportMapping:
    """The mapping that the form of columns means. Invalid when it means none."""
    form: dict[str, Any] = {name: data[name] for name in FORMAT if data.get(name)}
    detected = detect.from_json(one.format)
    form = {name: value for name, value in form.items() if value != getattr(detected, name)}
    form |= {"header": data["header"] == "1"} if data.get("header") in {"0", "1"} else {}
    table = importing.table_of(one, ImportMapping(format=form))
    by_name = {each.name: each for each in before.columns}
    columns = {}
    new = [name for place, name in enumerate(table.names) if data.get(f"to-{place}") == NEW]
    cells = inventing.samples(table, [name for name in new if not data.get(f"kind-{table.names.index(name)}")])
    text_format = importing.form_of(actor, table.format)
    for place, name in enumerate(table.names):
        if to := data.get(f"to-{place}"):
            kind = data.get(f"kind-{place}") or inventing.kind_of(cells.get(name, ()), text_format)
            columns[name] = _column(name, to, kind, place, data, by_name.get(name)).to_json()
    raw = {**before.to_json(), **form, "columns": columns, "mode": data.get("mode", before.mode)}
    mapped = {each["to"] for each in columns.values()}
    chosen = data.getlist("key") if "mode" in data else list(before.key)
    raw["key"] = [each for each in dict.fromkeys(chosen) if each in mapped]
    mapping = parse(raw)
    if data.get("fields") == "all":
        mapping = inventing.for_the_rest(actor, registry.get(one.object), table, text_format, mapping)
    return mapping


def _column(name: str, to: str, kind: str, place: int, data: QueryDict, before: Column | None) -> Column:
    if to == NEW:
        found = inventing.field_for(name, kind)
        return replace(found, to=before.to) if before is not None and before.create is not None else found
    found = before if before is not None and before.to == to else Column(name=name, to=to)
    given: dict[str, Any] = {**found.to_json()}
    given["missing"] = data.get(f"missing-{place}") or found.missing
    given["factor"] = data.get(f"factor-{place}") or str(found.factor)
    given["currency"] = data.get(f"currency-{place}") or found.currency
    return parse({"columns": {name: given}}).columns[0]


# What was found ----------------------------------------------------------------------------------------------------


def counted(one: Import, language: str) -> dict[str, Any]:
    """The counts of the check run: rows that wait for an answer are none of the rejected."""
    report = one.report
    counts, rows = report["counts"], max(report["rows"], 1)
    waiting = min(report.get("waiting", 0), sum(each["rows"] for each in report["asked"]))
    found: dict[str, int] = {**counts, "waiting": waiting, "reject": counts["reject"] - waiting}
    return {
        **{name: grouped(number, language) for name, number in found.items()},
        "has": found,
        "share": {name: _percent(number, rows, language) for name, number in found.items()},
        "rows": grouped(report["rows"], language),
        "values": sum(each["values"] for each in report["asked"]),
        "takes": counts["create"] + counts["update"],
        "taken": grouped(counts["create"] + counts["update"], language),
    }


def _percent(number: int, rows: int, language: str) -> str:
    return grouped(Decimal(round(1000 * number / rows)) / 10, language)


def besides(one: Import, language: str) -> list[str]:
    """Records of other objects, or beside the rows, that come into being."""
    return [_beside(registry.get(name), number, language) for name, number in one.report["made"].items()]


def _beside(spec: ObjectSpec, number: int, language: str) -> str:
    words = _("{number} {objects} besides")
    objects = spec.label if number == 1 else spec.label_plural
    return words.format(number=grouped(number, language), objects=objects)


def worth_knowing(one: Import, language: str) -> Iterator[tuple[str, str]]:
    """What the check run noticed besides: (what, what follows)."""
    for what in besides(one, language):
        yield what, _("Will be created.")
    if left_out := one.report["left_out"]:
        what = ngettext("The column {columns} is left out", "The columns {columns} are left out", len(left_out))
        yield what.format(columns=", ".join(left_out)), _("They can become fields: go back to the columns.")
    for each in one.report["blank"]:
        what = ngettext("One row leaves “{column}” empty", "{number} rows leave “{column}” empty", each["rows"])
        yield what.format(number=grouped(each["rows"], language), column=each["column"]), _("Nothing is written there.")


def errors(one: Import) -> list[dict[str, Any]]:
    """Reasons for rejecting that no answer mends."""
    waiting = {each["column"] for each in one.report["asked"]}
    asked = {"not_found", "not_an_option", "ambiguous"}
    return [each for each in one.report["errors"] if each["code"] not in asked or each["column"] not in waiting]


def unmatched(one: Import, column: str, start: int) -> dict[str, Any]:
    """Values of a column that wait for an answer, from the one at `start` on, with where the page before and the next
    begin."""
    found = [(place, each) for place, each in enumerate(one.report["unmatched"]) if each["column"] == column]
    start = max(0, min(start, (len(found) - 1) // SHOWN * SHOWN))
    return {
        "shown": found[start : start + SHOWN],
        "first": start + 1,
        "last": min(start + SHOWN, len(found)),
        "before": start - SHOWN if start else None,
        "after": start + SHOWN if start + SHOWN < len(found) else None,
    }


def asked(one: Import) -> list[dict[str, Any]]:
    """The columns with values that wait for an answer: how many, and the first of them."""
    return [
        {**each, "place": place, **unmatched(one, each["column"], 0)} for place, each in enumerate(one.report["asked"])
    ]


def answer(how: str, value: str) -> Any:
    """What a form's answer to an unmatched value means."""
    return {"create": CREATE, "reject": REJECT, "blank": None}.get(how, value or REJECT)
