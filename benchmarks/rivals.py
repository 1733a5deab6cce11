"""The best SQL that a person would write for each list, knowing the data: what ours is held against.

`{columns}` stands for the same columns that ours reads, of a row aliased `a`. Several ways for one list compete; the
fastest is the floor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = Any
NAME = 'public.sort_key(a.name) COLLATE "C"'
ACCOUNT = 'public.sort_key(s.name) COLLATE "C"'
SOFTWARE = [
    {"field": "account.industry", "op": "is", "value": "software"},
    {"field": "amount", "op": "gt", "value": "5000"},
    {"field": "source", "op": "is", "value": "fair"},
]
MADRID = [
    {"field": "account.billing_address.city", "op": "is", "value": "Madrid"},
    {"field": "stage.kind", "op": "is", "value": "open"},
    {"field": "amount", "op": "gt", "value": "1000"},
]
BUYERS = [
    {"field": "accounts", "op": "related", "where": {"all": [{"field": "industry", "op": "is", "value": "software"}]}},
    {"field": "job_title", "op": "is", "value": "Compras"},
    {"field": "source", "op": "is", "value": "fair"},
]
DECIDED = [
    {"field": "contacts", "op": "related", "where": {"all": [{"field": "job_title", "op": "is", "value": "Compras"}]}},
    {"field": "amount", "op": "gt", "value": "1000"},
    {"field": "source", "op": "is", "value": "fair"},
]


@dataclass(frozen=True)
class Spot:
    """Where in the list a page begins: `owner` is who looks (None sees all), `key` and `id` the row before."""

    owner: Any
    key: Any = None
    id: Any = None

    @property
    def mine(self) -> str:
        return "" if self.owner is None else f" AND a.owner_id = '{self.owner}'"

    def after(self, expression: str, kind: str, sign: str = ">") -> str:
        if self.id is None:
            return ""
        key = str(self.key).replace("'", "''")
        return f" AND ({expression}, a.id) {sign} ('{key}'::{kind}, '{self.id}'::uuid)"


@dataclass(frozen=True)
class Case:
    """A list and the ways to ask for it by hand. `deep` pages begin in the middle of what the actor sees."""

    name: str
    object: str
    sort: str
    rivals: Callable[[Spot], list[str]]
    conditions: list[Json] = field(default_factory=list)
    deep: bool = False


def _by(table: str, expression: str, kind: str, *, down: bool = False) -> Callable[[Spot], list[str]]:
    sign, way = ("<", "DESC") if down else (">", "ASC")

    def made(spot: Spot) -> list[str]:
        where = f"a.deleted_at IS NULL{spot.mine} AND {expression} IS NOT NULL{spot.after(expression, kind, sign)}"
        order = f"ORDER BY {expression} {way}, a.id {way} LIMIT 51"
        picked = f"SELECT a.id FROM {table} a WHERE a.deleted_at IS NULL{spot.mine} OFFSET 0"
        return [
            f"SELECT {{columns}} FROM {table} a WHERE {where} {order}",
            *(
                []
                if spot.owner is None
                else [f"SELECT {{columns}} FROM ({picked}) p JOIN {table} a USING (id) WHERE {where} {order}"]
            ),
        ]

    return made


def _by_account(spot: Spot) -> list[str]:
    live = f"a.deleted_at IS NULL{spot.mine}"
    begin = ""
    if spot.id is not None:
        key = str(spot.key).replace("'", "''")
        begin = f" AND {ACCOUNT} >= '{key}' AND ({ACCOUNT} > '{key}' OR a.id > '{spot.id}')"
    order = f"ORDER BY {ACCOUNT}, a.id LIMIT 51"
    picked = f"SELECT a.id, a.account_id FROM deal a WHERE {live} OFFSET 0"
    return [
        f"SELECT {{columns}} FROM deal a JOIN account s ON s.id = a.account_id WHERE {live}{begin} {order}",
        f"SELECT {{columns}} FROM (SELECT a.id, {ACCOUNT} AS key FROM ({picked}) a JOIN account s ON s.id = a.account_id"
        f" WHERE TRUE{begin} {order}) p JOIN deal a USING (id) ORDER BY p.key, a.id",
    ]


def _by_stage(spot: Spot) -> list[str]:
    first = f"SELECT s.id FROM stage s ORDER BY {ACCOUNT}"
    one = f"SELECT a.* FROM deal a WHERE a.stage_id = s.id AND a.deleted_at IS NULL{spot.mine} ORDER BY a.id LIMIT 51"
    return [f"SELECT {{columns}} FROM ({first}) s CROSS JOIN LATERAL ({one}) a LIMIT 51"]


def _filtered(
    table: str, where: str, order: str, *, joined: str = "", through: str = ""
) -> Callable[[Spot], list[str]]:
    """As EXISTS, as a join, and gathered first."""

    def made(spot: Spot) -> list[str]:
        live = f"a.deleted_at IS NULL{spot.mine}"
        ways = [
            f"SELECT {{columns}} FROM {table} a WHERE {live} AND {where} AND EXISTS ({through}) ORDER BY {order} LIMIT 51"
        ]
        picked = f"SELECT a.id FROM {table} a WHERE {live} AND {where} AND EXISTS ({through})"
        ways.append(
            f"WITH p AS MATERIALIZED ({picked}) SELECT {{columns}} FROM p JOIN {table} a USING (id) ORDER BY {order} LIMIT 51"
        )
        if joined:
            ways.append(
                f"SELECT {{columns}} FROM {table} a {joined} WHERE {live} AND {where} ORDER BY {order} LIMIT 51"
            )
        return ways

    return made


_SOFTWARE = "SELECT 1 FROM account x WHERE x.id = a.account_id AND x.deleted_at IS NULL AND x.industry = 'software'"
_OF_SOFTWARE = "JOIN account x ON x.id = a.account_id AND x.deleted_at IS NULL AND x.industry = 'software'"
_FAIR = "a.amount_base > 5000 AND a.source = 'fair'"
_MADRID = (
    "SELECT 1 FROM account x WHERE x.id = a.account_id AND x.deleted_at IS NULL"
    " AND public.norm(x.billing_address->>'city') = 'madrid'"
)
_OPEN = "a.amount_base > 1000 AND a.stage_id IN (SELECT id FROM stage WHERE kind = 'open' AND deleted_at IS NULL)"
_BUYERS = (
    "SELECT 1 FROM link l JOIN account x ON x.id = l.target_id WHERE l.relation = 'contact.accounts'"
    " AND l.source_id = a.id AND x.industry = 'software' AND x.deleted_at IS NULL"
)
_COMPRAS = "public.norm(a.job_title) = 'compras' AND a.source = 'fair'"
_DECIDED = (
    "SELECT 1 FROM link l JOIN contact x ON x.id = l.target_id WHERE l.relation = 'deal.contacts'"
    " AND l.source_id = a.id AND public.norm(x.job_title) = 'compras' AND x.deleted_at IS NULL"
)
LATEST = "a.updated_at DESC, a.id DESC"

CASES = (
    Case("contacts by name", "contact", "name", _by("contact", NAME, "text")),
    Case("contacts by name, deep", "contact", "name", _by("contact", NAME, "text"), deep=True),
    Case("contacts by job title, deep", "contact", "job_title", _by("contact", 'public.sort_key(a.job_title) COLLATE "C"', "text"), deep=True),
    Case("deals, latest change first, deep", "deal", "-updated_at", _by("deal", "a.updated_at", "timestamptz", down=True), deep=True),
    Case("deals by amount, deep", "deal", "-amount", _by("deal", "a.amount_base", "numeric", down=True), deep=True),
    Case("deals by expected close", "deal", "expected_close", _by("deal", "a.expected_close", "date")),
    Case("deals by account name", "deal", "account", _by_account),
    Case("deals by account name, deep", "deal", "account", _by_account, deep=True),
    Case("deals by stage", "deal", "stage", _by_stage),
    Case("3 conditions, one through the account, latest first", "deal", "-updated_at", _filtered("deal", _FAIR, LATEST, joined=_OF_SOFTWARE, through=_SOFTWARE), SOFTWARE),
    Case("the same by name", "deal", "name", _filtered("deal", _FAIR, f"{NAME}, a.id", joined=_OF_SOFTWARE, through=_SOFTWARE), SOFTWARE),
    Case("3 conditions, two through links, by amount", "deal", "-amount", _filtered("deal", _OPEN, "a.amount_base DESC, a.id DESC", through=_MADRID), MADRID),
    Case("3 conditions, one through many accounts, by name", "contact", "name", _filtered("contact", _COMPRAS, f"{NAME}, a.id", through=_BUYERS), BUYERS),
    Case("3 conditions, one through many contacts, latest first", "deal", "-updated_at", _filtered("deal", "a.amount_base > 1000 AND a.source = 'fair'", LATEST, through=_DECIDED), DECIDED),
)  # fmt: skip


def board(spot: Spot) -> list[str]:
    """The first twenty of each stage."""
    one = (
        f"SELECT a.* FROM deal a WHERE a.stage_id = s.id AND a.deleted_at IS NULL{spot.mine} ORDER BY {LATEST} LIMIT 21"
    )
    return [f"SELECT {{columns}} FROM stage s CROSS JOIN LATERAL ({one}) a"]
