"""The set-based twin of the deal's verbs and reactions: the same rules for all rows of `written`, in a few statements.

New deals are settled on their image, before they are stored: `deal` has so many indexes that each further UPDATE of a
row costs as much as storing it.

A lost deal needs no reason here: a file of old deals often has none. A file tells where deals are, not how they came
there: history begins with the stage they are in, on the day they were closed or opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from trato.kernel.actions.registry import settles, settles_image
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.lib.sql import Sql
from trato.wings.directory.public import Customer, settle_customers

# Of the statements below some run twice: on the image of new deals before they are stored ({deals}, {lines} and
# {written} are tables of the import then), and on the stored ones for those that were there.
_STORED = {"deals": "deal", "lines": "deal_line", "written": "(SELECT * FROM written WHERE NOT imaged)"}
_WRITTEN = "SELECT record_id AS id FROM {written} w"
_DEALS_OF_LINES = "SELECT DISTINCT l.deal_id AS id FROM written w JOIN deal_line l ON l.id = w.record_id"
_LINES_OF_DEALS = (  # also of deals that were put back as they were: their lines were not
    "SELECT l.id FROM written w JOIN {lines} l ON l.deal_id = w.record_id WHERE NOT (w.created AND w.imaged)"
)

_PLACE = """
UPDATE {deals} d SET pipeline_id = coalesce(given.pipeline_id, d.pipeline_id, p.id)
FROM {written} w
JOIN {deals} me ON me.id = w.record_id
LEFT JOIN stage given ON given.id = me.stage_id
CROSS JOIN (SELECT id FROM pipeline WHERE deleted_at IS NULL ORDER BY is_default DESC, created_at, id LIMIT 1) p
WHERE d.id = w.record_id AND d.pipeline_id IS DISTINCT FROM coalesce(given.pipeline_id, d.pipeline_id, p.id)
"""
_BEGIN = """
UPDATE {deals} d SET stage_id = first.id
FROM {written} w
JOIN {deals} me ON me.id = w.record_id AND me.stage_id IS NULL
CROSS JOIN LATERAL (
    SELECT s.id FROM stage s WHERE s.pipeline_id = me.pipeline_id AND s.kind = 'open' AND s.deleted_at IS NULL
    ORDER BY s.position, s.created_at, s.id LIMIT 1) first
WHERE d.id = w.record_id
"""
_ENTER = """
UPDATE {deals} d SET
    probability = CASE WHEN s.kind = 'open' AND d.probability IS DISTINCT FROM last.probability
        THEN coalesce(d.probability, s.probability) ELSE s.probability END,
    closed_on = CASE WHEN s.kind <> 'open' THEN coalesce(d.closed_on, %(today)s) END,
    lost_reason = CASE WHEN s.kind = 'lost' THEN d.lost_reason END,
    opened_on = CASE WHEN s.kind = 'open' THEN d.opened_on
        ELSE least(d.opened_on, coalesce(d.closed_on, %(today)s)) END,
    stage_since = CASE WHEN last.stage_id IS NOT NULL THEN now()
        ELSE coalesce(d.closed_on::timestamptz, d.opened_on::timestamptz, now()) END
FROM {written} w
JOIN {deals} me ON me.id = w.record_id
JOIN stage s ON s.id = me.stage_id
LEFT JOIN LATERAL (
    SELECT c.stage_id, ls.probability FROM stage_change c JOIN stage ls ON ls.id = c.stage_id
    WHERE c.deal_id = me.id ORDER BY c.at DESC, c.id DESC LIMIT 1) last ON TRUE
WHERE d.id = w.record_id AND (s.id IS DISTINCT FROM last.stage_id OR (s.kind = 'open') <> (d.closed_on IS NULL))
"""
_REACHED = """
UPDATE {deals} d SET reached_id = CASE WHEN s.kind <> 'lost' THEN s.id ELSE coalesce(last.stage_id, first.id) END
FROM {written} w
JOIN {deals} me ON me.id = w.record_id
JOIN stage s ON s.id = me.stage_id
LEFT JOIN LATERAL (
    SELECT c.stage_id FROM stage_change c JOIN stage os ON os.id = c.stage_id AND os.kind = 'open'
        AND os.deleted_at IS NULL AND os.pipeline_id = me.pipeline_id
    WHERE c.deal_id = me.id ORDER BY c.at DESC, c.id DESC LIMIT 1) last ON TRUE
LEFT JOIN LATERAL (
    SELECT o.id FROM stage o WHERE o.pipeline_id = me.pipeline_id AND o.kind = 'open' AND o.deleted_at IS NULL
    ORDER BY o.position, o.created_at, o.id LIMIT 1) first ON TRUE
WHERE d.id = w.record_id
"""
_HISTORY = """
INSERT INTO stage_change (deal_id, stage_id, left_id, at)
SELECT d.id, d.stage_id, last.stage_id, CASE WHEN last.stage_id IS NULL THEN d.stage_since ELSE clock_timestamp() END
FROM written w JOIN deal d ON d.id = w.record_id
LEFT JOIN LATERAL (
    SELECT c.stage_id FROM stage_change c WHERE c.deal_id = d.id ORDER BY c.at DESC, c.id DESC LIMIT 1) last ON TRUE
WHERE d.stage_id IS DISTINCT FROM last.stage_id
"""
_LINES_COMPLETE = """
UPDATE {lines} l SET name = coalesce(l.name, p.name), owner_id = d.owner_id, team_id = d.team_id,
    price = coalesce(l.price, p.price),
    price_currency = CASE WHEN l.price IS NULL THEN p.price_currency ELSE l.price_currency END,
    price_base = CASE WHEN l.price IS NULL THEN p.price_base ELSE l.price_base END
FROM ({chosen}) chosen
JOIN {lines} me ON me.id = chosen.id
JOIN {deals} d ON d.id = me.deal_id
LEFT JOIN product p ON p.id = me.product_id
WHERE l.id = chosen.id
"""
_SUMS = """(
    SELECT c.id, sum(l.total) FILTER (WHERE l.deleted_at IS NULL) AS total
    FROM ({chosen}) c LEFT JOIN {lines} l ON l.deal_id = c.id GROUP BY c.id)"""
_OWN = """
UPDATE {deals} d SET amount_own = d.amount IS NOT NULL
    AND (d.amount_own OR w.created OR d.amount IS DISTINCT FROM sums.total)
FROM {sums} sums JOIN {written} w ON w.record_id = sums.id
WHERE d.id = sums.id
"""
_AMOUNTS = """
UPDATE {deals} d SET amount = sums.total, amount_base = sums.total,
    amount_currency = CASE WHEN sums.total IS NOT NULL THEN %(currency)s END
FROM {sums} sums
WHERE d.id = sums.id AND NOT d.amount_own AND d.amount IS DISTINCT FROM sums.total
"""
_CLOSING_RATES = """
UPDATE {deals} d SET amount_base = round(d.amount * r.rate, 2)
FROM {written} w
JOIN {deals} me ON me.id = w.record_id AND me.closed_on IS NOT NULL AND me.amount_currency <> %(currency)s
CROSS JOIN LATERAL (
    SELECT cr.rate FROM currency_rate cr JOIN currency c ON c.id = cr.currency_id
    WHERE c.code = me.amount_currency AND cr.deleted_at IS NULL AND cr.starts_on <= me.closed_on
    ORDER BY cr.starts_on DESC LIMIT 1) r
WHERE d.id = w.record_id
"""
_NAMES = """
UPDATE {deals} d SET name = n.name FROM (
    SELECT me.id, nullif(concat_ws(' · ', a.name, first.name), '') AS name
    FROM ({chosen}) chosen JOIN {deals} me ON me.id = chosen.id LEFT JOIN account a ON a.id = me.account_id
    LEFT JOIN (
        SELECT DISTINCT ON (l.deal_id) l.deal_id, p.name FROM {lines} l JOIN product p ON p.id = l.product_id
        WHERE l.deal_id IN ({chosen}) AND l.deleted_at IS NULL
        ORDER BY l.deal_id, l.created_at, l.id) first ON first.deal_id = me.id
    WHERE me.name IS NULL OR me.name = a.name) n
WHERE d.id = n.id AND d.name IS DISTINCT FROM n.name
"""
_MOVES = (_PLACE, _BEGIN, _ENTER, _REACHED)
_SUMMED = (_OWN, _AMOUNTS, _CLOSING_RATES, _NAMES)
_FIRST_WON = """
SELECT touched.id AS record_id, first.closed_on AS since, w.entry
FROM (SELECT DISTINCT {key} AS id FROM written w JOIN deal d ON d.id = w.record_id {join}
    WHERE {key} IS NOT NULL) touched
LEFT JOIN LATERAL (
    SELECT d.id, d.closed_on FROM deal d JOIN stage s ON s.id = d.stage_id AND s.kind = 'won' {join}
    WHERE {key} = touched.id AND d.deleted_at IS NULL ORDER BY d.closed_on, d.id LIMIT 1) first ON TRUE
LEFT JOIN written w ON w.record_id = first.id
"""
_CUSTOMERS: tuple[tuple[Customer, str, str], ...] = (
    ("account", "d.account_id", ""),
    ("contact", "l.target_id", "JOIN link l ON l.relation = 'deal.contacts' AND l.source_id = d.id"),
)


@settles_image("deal")
def settle_image(*, actor: Actor, images: Mapping[str, str], **_more: Any) -> None:
    """What can be made true of new deals before they are stored."""
    tables = {"deals": images["deal"], "lines": images.get("deal_line", "deal_line"), "written": _new(images["deal"])}
    _run((*_MOVES, *_SUMMED), {**tables, "chosen": _WRITTEN}, _values(actor))


@settles_image("deal_line")
def settle_image_of_lines(*, actor: Actor, images: Mapping[str, str], **_more: Any) -> None:
    """What can be made true of new lines before they are stored."""
    lines = images["deal_line"]
    tables = {"deals": images.get("deal", "deal"), "lines": lines, "written": _new(lines)}
    _run((_LINES_COMPLETE,), {**tables, "chosen": _WRITTEN}, {})


@settles("deal")
def settle(*, actor: Actor, entry: UUID) -> None:
    """What `complete`, `move` and the reactions make true of one deal, made true of all written ones."""
    values = _values(actor)
    _run(_MOVES, _STORED, values)
    settle_entered(actor=actor, entry=entry)
    _run((_LINES_COMPLETE,), {**_STORED, "chosen": _LINES_OF_DEALS}, values)
    _run(_SUMMED, {**_STORED, "chosen": _WRITTEN}, values)
    _settle_customers(entry)


def settle_entered(*, actor: Actor, entry: UUID) -> None:
    """What `remember_stage` makes true of deals that are in another stage."""
    execute(_HISTORY)


def settle_closed(*, actor: Actor, entry: UUID) -> None:
    """What the reactions make true of deals that were won or lost."""
    settle_entered(actor=actor, entry=entry)
    _settle_customers(entry)


def _settle_customers(entry: UUID) -> None:
    for kind, key, join in _CUSTOMERS:
        settle_customers(kind, Sql(_FIRST_WON.format(key=key, join=join)), entry)


@settles("deal_line")
def settle_lines(*, actor: Actor, entry: UUID) -> None:
    """What `complete_line` and `sum_lines` make true of one line, made true of all written ones."""
    values = _values(actor)
    _run((_LINES_COMPLETE,), {**_STORED, "chosen": _WRITTEN}, values)
    _run((_AMOUNTS, _NAMES), {**_STORED, "chosen": _DEALS_OF_LINES}, values)


def _new(image: str) -> str:
    return f"(SELECT id AS record_id, TRUE AS created FROM {image} WHERE _created)"


def _values(actor: Actor) -> dict[str, Any]:
    return {"today": variables_of(actor).today, "currency": scope.organization().currency}


def _run(statements: tuple[str, ...], tables: Mapping[str, str], values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            # Again and again: sums name what is chosen, and that names tables.
            cursor.execute(statement.format(sums=_SUMS, **tables).format(**tables).format(**tables), dict(values))
