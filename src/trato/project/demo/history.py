"""The entries of two years: who made what, how deals and leads went on, when somebody became a customer.

Each query gives `happened` rows: id, at, who, verb, the record with its title, version and diff, the entry that caused
it, and `beside`, the other records on whose timelines it stands.
"""

from collections.abc import Iterator

_TELL = """
WITH happened AS MATERIALIZED ({rows}),
told AS (
    INSERT INTO entry (id, at, actor_id, actor_name, actor_kind, verb, object, record_id, title, version, diff, data, cause_id)
    SELECT id, at, actor_id, actor_name, CASE WHEN actor_id IS NULL THEN 'system' ELSE 'user' END, verb, '{object}', record_id,
        title, version, diff, '{{}}', cause_id FROM happened)
INSERT INTO subject (record_id, entry_id, object)
SELECT record_id, id, '{object}' FROM happened{beside}
"""
_BESIDE = " UNION ALL SELECT {column}, id, '{object}' FROM happened WHERE {column} IS NOT NULL"


def tell(name: str, rows: str, **beside: str) -> str:
    """The statement that writes entries about records of an object; `beside`: object = column, records whose timelines
    they stand on too."""
    more = "".join(_BESIDE.format(object=each, column=column) for each, column in beside.items())
    return _TELL.format(rows=rows, object=name, beside=more)


def _created(table: str, owner: str = "r.owner_id") -> str:
    return (
        f"SELECT pg_temp.entry_key(r.created_at, '{table}' || r.id || '-1') AS id, r.created_at AS at, {owner} AS actor_id,"
        f" coalesce(u.name, 'Trato') AS actor_name, 'create' AS verb, r.id AS record_id, r.{_TITLES[table]} AS title,"
        f" 1 AS version, '{{}}'::jsonb AS diff, NULL::uuid AS cause_id"
        f' FROM {table} r LEFT JOIN "user" u ON u.id = {owner}'
    )


_TITLES = {"account": "name", "contact": "name", "lead": "label"}
_PAIR = "jsonb_build_array({before}, {after})"
_STAGE = "CASE WHEN {s}.id IS NOT NULL THEN jsonb_build_object('id', {s}.id, 'name', {s}.name) END"
_MOVES = """
SELECT pg_temp.entry_key(m.at, 'deal' || m.i || '-' || m.n) AS id, m.at, d.owner_id AS actor_id, d.owner_name AS actor_name,
    CASE WHEN m.n = 1 THEN 'create' WHEN m.n < 5 THEN 'move' WHEN d.is_won THEN 'win' ELSE 'lose' END AS verb,
    d.id AS record_id, r.name AS title, CASE WHEN m.n = 1 THEN 1 WHEN m.n = 5 THEN d.reached + 1 + %(changes)s
        ELSE m.n + %(changes)s END AS version,
    jsonb_build_object('stage', jsonb_build_array({left}, {entered})) || CASE
        WHEN m.n = 1 THEN jsonb_build_object('name', jsonb_build_array(NULL, r.name), 'opened_on', jsonb_build_array(NULL, d.opened))
        WHEN m.n < 5 THEN '{{}}'::jsonb WHEN d.is_won THEN jsonb_build_object('closed_on', jsonb_build_array(NULL, d.closed_on))
        ELSE jsonb_build_object('closed_on', jsonb_build_array(NULL, d.closed_on), 'lost_reason', jsonb_build_array(NULL, r.lost_reason))
    END AS diff, NULL::uuid AS cause_id,
    CASE WHEN m.n = 5 OR NOT %(large)s THEN d.account_id END AS account_id
FROM moved m JOIN dealt d ON d.i = m.i JOIN deal r ON r.id = d.id
JOIN steps s ON s.n = CASE WHEN m.n = 5 AND NOT d.is_won THEN 6 ELSE m.n END
LEFT JOIN steps l ON l.n = CASE WHEN m.n = 5 THEN d.reached ELSE m.n - 1 END
""".format(left=_STAGE.format(s="l"), entered=_STAGE.format(s="s"))
_CHANGES = """
SELECT pg_temp.entry_key(c.at, 'deal' || d.i || '-change' || n) AS id, c.at, d.owner_id AS actor_id, d.owner_name AS actor_name,
    'update' AS verb, d.id AS record_id, r.name AS title, 1 + n AS version, jsonb_build_object('next_step', jsonb_build_array(
        CASE WHEN n > 1 THEN pg_temp.pick(%(steps)s, pg_temp.mix(d.i, 15) + n - 1 - %(changes)s) END,
        pg_temp.pick(%(steps)s, pg_temp.mix(d.i, 15) + n - %(changes)s))) AS diff, NULL::uuid AS cause_id
FROM dealt d JOIN deal r ON r.id = d.id CROSS JOIN generate_series(1, %(changes)s) n
CROSS JOIN LATERAL (SELECT pg_temp.moment(d.opened, least(1 + n, 5), d.i) AS at) c
"""
_CUSTOMERS = """
SELECT pg_temp.entry_key(w.at + interval '2 milliseconds', '{table}' || w.{number} || '-customer') AS id, w.at, NULL::uuid AS actor_id,
    'Trato' AS actor_name, 'update' AS verb, r.id AS record_id, r.name AS title, 2 AS version,
    jsonb_build_object('customer_since', jsonb_build_array(NULL, w.since), 'customer_entry', jsonb_build_array(NULL, w.entry))
        AS diff, w.entry AS cause_id
FROM {won} w JOIN {table} r ON r.id = pg_temp.key('{table}', w.{number})
"""
_LEAD_STEPS = """
SELECT pg_temp.entry_key(s.at, 'lead' || c.i || '-' || s.verb) AS id, s.at, c.owner_id AS actor_id, c.owner_name AS actor_name,
    s.verb, c.id AS record_id, r.label AS title, s.version, jsonb_build_object('status', jsonb_build_array(s.was, s.became)) AS diff,
    NULL::uuid AS cause_id, c.account_id, c.contact_id, c.deal_id
FROM came c JOIN lead r ON r.id = c.id
CROSS JOIN LATERAL (VALUES (c.mql_at, 'qualify', 'new', 'mql', 2), (c.sql_at, 'accept', 'mql', 'sql', 3),
    (CASE WHEN c.status = 'converted' THEN c.ended END, 'convert', 'sql', 'converted', 4),
    (CASE WHEN c.status = 'disqualified' THEN c.ended END, 'disqualify', 'new', 'disqualified', 2),
    (CASE WHEN c.status = 'working' THEN c.ended END, 'move', 'new', 'working', 2)) s (at, verb, was, became, version)
WHERE s.at IS NOT NULL
"""


def statements() -> Iterator[str]:
    """All of them."""
    yield tell("account", _created("account"))
    yield tell("contact", _created("contact"))
    yield tell("lead", _created("lead"))
    yield tell("deal", _MOVES, account="account_id")
    yield tell("deal", _CHANGES)
    yield tell("account", _CUSTOMERS.format(table="account", number="account", won="won"))
    yield tell("contact", _CUSTOMERS.format(table="contact", number="contact", won="won_with"))
    yield tell("lead", _LEAD_STEPS, account="account_id", contact="contact_id", deal="deal_id")
