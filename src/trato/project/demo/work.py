"""The work on the demo company's deals and leads: calls, meetings and e-mails held and planned, tasks, notes.

`doing`, `todo` and `written` say what there is; the tables, links and entries follow from them.
"""

from trato.project.demo.history import tell
from trato.project.demo.records import GIVEN

_KINDS = "(ARRAY['call', 'meeting', 'email'])"
_NAME = """CASE {kind} WHEN 'call' THEN pg_temp.pick(%(calls)s, {n}) WHEN 'meeting' THEN pg_temp.pick(%(meetings)s, {n})
    ELSE pg_temp.pick(%(emails)s, {n}) END"""
_LENGTH = "CASE {kind} WHEN 'call' THEN interval '15 minutes' WHEN 'meeting' THEN interval '1 hour' END"

# Up to three on each deal behind us; ahead, by the place of the deal among its owner's: a meeting today, a call tomorrow…
DOING = f"""
CREATE TEMP TABLE doing ON COMMIT DROP AS
SELECT md5('did' || d.i || '-' || n)::uuid AS id, k.kind, {_NAME.format(kind="k.kind", n="pg_temp.mix(d.i * 3 + n, 53)")} AS name,
    pg_temp.moment(d.opened + 1 + (d.length * n * 0.2)::int, n, d.i) AS starts_at, {_LENGTH.format(kind="k.kind")} AS duration,
    'done' AS status, pg_temp.moment(d.opened + 1 + (d.length * n * 0.2)::int, n + 1, d.i) AS made,
    pg_temp.pick('{{interested,next_step,next_step,neutral,no_answer}}', pg_temp.mix(d.i * 3 + n, 54)) AS outcome,
    CASE WHEN k.kind = 'meeting' THEN pg_temp.pick(%(places)s, d.i) END AS place,
    CASE WHEN pg_temp.mix(d.i + n, 55) %% 2 = 0 THEN pg_temp.pick(%(held)s, pg_temp.mix(d.i * 3 + n, 56)) END AS notes,
    d.owner_id, d.owner_name, d.team_id, d.id AS deal_id, d.account_id, t.contact, NULL::uuid AS lead_id, NULL::int AS r
FROM dealt d CROSS JOIN generate_series(1, 3) n
CROSS JOIN LATERAL (SELECT {_KINDS}[1 + (d.i + n) %% 3] AS kind) k
LEFT JOIN (SELECT deal, contact FROM met WHERE n = 1) t ON t.deal = d.i
WHERE d.i <= %(worked)s AND n <= 1 + pg_temp.mix(d.i, 57) %% 3
    AND pg_temp.workday(d.opened + 1 + (d.length * n * 0.2)::int) < least(d.closed_on, %(today)s::date - 1 - 32 * (NOT d.is_closed AND d.i %% 4 = 0)::int)
UNION ALL
SELECT md5('will' || l.i)::uuid, k.kind, {_NAME.format(kind="k.kind", n="pg_temp.mix(l.i, 58)")},
    pg_temp.at_clock(%(today)s::date + k.days, k.part, l.i), {_LENGTH.format(kind="k.kind")}, 'planned',
    pg_temp.moment(%(today)s::date - 2 - (l.i %% 4)::int, 3, l.i), NULL, CASE WHEN k.kind = 'meeting' THEN pg_temp.pick(%(places)s, l.i) END,
    NULL, l.owner_id, l.owner_name, l.team_id, l.id, l.account_id, t.contact, NULL, l.r
FROM live l JOIN (VALUES (2, 'meeting', 0, 3), (4, 'call', 1, 1), (7, 'meeting', 3, 2), (9, 'call', 0, 5), (12, 'meeting', 8, 2))
    k (place, kind, days, part) ON k.place = l.r OR k.place = l.r - 12
LEFT JOIN (SELECT deal, contact FROM met WHERE n = 1) t ON t.deal = l.i
UNION ALL
SELECT md5('tried' || c.i)::uuid, k.kind, {_NAME.format(kind="k.kind", n="c.i")}, pg_temp.moment(c.made + 1, 3, c.i),
    {_LENGTH.format(kind="k.kind")}, 'done', pg_temp.moment(c.made + 1, 4, c.i),
    pg_temp.pick('{{no_answer,left_message,interested,neutral}}', pg_temp.mix(c.i, 59)), NULL, NULL, c.owner_id, c.owner_name, c.team_id, NULL,
    c.account_id, NULL, c.id, NULL
FROM came c CROSS JOIN LATERAL (SELECT (ARRAY['call', 'email'])[1 + c.i %% 2] AS kind) k
WHERE c.i <= %(worked)s AND c.status NOT IN ('new', 'converted') AND c.made + 1 < %(today)s::date AND c.owner_id IS NOT NULL
UNION ALL
SELECT md5('team' || u.email)::uuid, 'meeting', %(office_meeting)s, pg_temp.at_clock(%(today)s::date, 1, 7), interval '45 minutes', 'planned',
    pg_temp.moment(%(today)s::date - 7, 1, 7), NULL, pg_temp.pick(%(places)s, 2), NULL, u.id, u.name, u.team_id, NULL, NULL, NULL, NULL, NULL
FROM "user" u JOIN role o ON o.id = u.role_id AND o.key IN ('manager', 'administrator')
"""
ACTIVITIES = """
INSERT INTO activity (id, kind, name, starts_at, duration, status, direction, outcome, place, notes, owner_id, team_id, created_at,
    created_by_id, updated_at, updated_by_id)
SELECT id, kind, name, starts_at, duration, status, CASE WHEN kind <> 'meeting' THEN 'out' END, outcome, place, notes, owner_id,
    team_id, made, owner_id, made, owner_id FROM doing
"""
# Due by the place of the deal among its owner's open ones: overdue, today, this week, later; done ones behind us.
TODO = """
CREATE TEMP TABLE todo ON COMMIT DROP AS
SELECT md5('todo' || l.i)::uuid AS id, pg_temp.pick(%(tasks)s, pg_temp.mix(l.i, 61)) AS name,
    pg_temp.day_end(%(today)s::date + k.days) AS due_at, k.priority, 'open' AS status, NULL::timestamptz AS completed_at,
    pg_temp.moment(%(today)s::date - 6 - (l.i %% 5)::int, 2, l.i) AS made, l.owner_id, l.owner_name, l.team_id, l.id AS deal_id,
    l.account_id, NULL::uuid AS lead_id, k.days, l.r
FROM live l JOIN (VALUES (1, 0, 'high'), (3, -2, 'high'), (5, 2, 'medium'), (8, 0, NULL), (10, -5, 'medium'), (11, 12, 'low'))
    k (place, days, priority) ON k.place = l.r OR k.place = l.r - 12
UNION ALL
SELECT md5('did it' || d.i)::uuid, pg_temp.pick(%(tasks)s, pg_temp.mix(d.i, 62)), pg_temp.day_end(d.opened + 5), NULL, 'done',
    pg_temp.moment(d.opened + 4, 4, d.i), pg_temp.moment(d.opened + 1, 1, d.i), d.owner_id, d.owner_name, d.team_id, d.id, d.account_id,
    NULL, NULL, NULL
FROM dealt d WHERE d.i <= %(worked)s AND d.i %% 2 = 0 AND d.opened + 5 < %(today)s::date
UNION ALL
SELECT md5('lead task' || c.i)::uuid, pg_temp.pick(%(tasks)s, 1), pg_temp.day_end(%(today)s::date - 1 + (c.i %% 6)::int), NULL, 'open', NULL,
    pg_temp.moment(c.made + 1, 4, c.i), c.owner_id, c.owner_name, c.team_id, NULL, NULL, c.id, NULL, NULL
FROM came c WHERE c.i <= %(worked)s AND c.status = 'working' AND c.i %% 4 = 0 AND c.made + 1 < %(today)s::date
UNION ALL
SELECT md5('office' || u.email || n)::uuid, (%(office_tasks)s::text[])[n], pg_temp.day_end(%(today)s::date + (ARRAY[-2, 0, 0, 1, 4, 9])[n]),
    (ARRAY['high', 'medium'])[n], 'open', NULL, pg_temp.moment(%(today)s::date - 6, 2, n), u.id, u.name, u.team_id, NULL, NULL, NULL, NULL, NULL
FROM "user" u JOIN role o ON o.id = u.role_id AND o.key IN ('manager', 'administrator') CROSS JOIN generate_series(1, 6) n
"""
TASKS = """
INSERT INTO task (id, name, due_at, priority, status, completed_at, owner_id, team_id, created_at, created_by_id, updated_at,
    updated_by_id, version)
SELECT id, name, due_at, priority, status, completed_at, owner_id, team_id, made, owner_id, coalesce(completed_at, made), owner_id,
    1 + (status = 'done')::int FROM todo
"""
# What people wrote on their own deals; and what they ask each other, by the place of the deal among its owner's.
WRITTEN = f"""
CREATE TEMP TABLE written_notes ON COMMIT DROP AS
SELECT md5('note' || d.i)::uuid AS id, replace(replace(pg_temp.pick(%(notes)s, pg_temp.mix(d.i, 63)), '{{person}}', coalesce(g.given, '')),
        '{{product}}', split_part(r.name, ' · ', 2)) AS body, d.i %% 9 = 0 AS is_pinned,
    pg_temp.moment(d.opened + 2 + (d.length * 0.15)::int, 4, d.i) AS made, d.owner_id, d.owner_name, d.team_id, d.id AS deal_id,
    d.account_id, NULL::uuid AS told
FROM dealt d JOIN deal r ON r.id = d.id LEFT JOIN (SELECT deal, contact FROM met WHERE n = 1) t ON t.deal = d.i
CROSS JOIN LATERAL (SELECT {GIVEN.format(i="t.contact")} AS given) g
WHERE d.i <= %(worked)s AND pg_temp.mix(d.i, 64) %% 3 = 0 AND d.opened + 2 + (d.length * 0.15)::int < %(today)s::date - 32 * (NOT d.is_closed AND d.i %% 4 = 0)::int
UNION ALL
SELECT md5('asked' || l.i)::uuid, replace(replace(pg_temp.pick(%(mentions)s, k.text), '{{person}}', coalesce(g.given, '')), '{{who}}',
        '<a href="/r/user/' || w.named || '">@' || w.named_name || '</a>'), FALSE, pg_temp.moment(%(today)s::date - k.days, k.text::int, l.i), w.author,
    w.author_name, w.author_team, l.id, l.account_id, w.named
FROM live l JOIN "user" u ON u.id = l.owner_id JOIN "user" m ON m.id = u.manager_id
JOIN LATERAL (VALUES (1, 'down', 2, 1), (2, 'up', l.i %% 2, 2), (4, 'down', 1, 1), (6, 'over', 2 + l.i %% 2, 3)) k (place, way, text, days)
    ON k.place = l.r AND (k.way <> 'over' OR l.team_id = pg_temp.key('team', 1))
LEFT JOIN (SELECT deal, contact FROM met WHERE n = 1) t ON t.deal = l.i
CROSS JOIN LATERAL (SELECT {GIVEN.format(i="t.contact")} AS given) g
CROSS JOIN (SELECT id, name FROM "user" WHERE email = 'admin@demo.example') b
CROSS JOIN LATERAL (SELECT CASE k.way WHEN 'up' THEN u.id ELSE m.id END AS author, CASE k.way WHEN 'up' THEN u.name ELSE m.name END AS author_name,
    CASE k.way WHEN 'up' THEN u.team_id ELSE m.team_id END AS author_team,
    CASE k.way WHEN 'up' THEN m.id WHEN 'down' THEN u.id ELSE b.id END AS named,
    CASE k.way WHEN 'up' THEN m.name WHEN 'down' THEN u.name ELSE b.name END AS named_name) w
"""
NOTES = """
INSERT INTO note (id, body, is_pinned, owner_id, team_id, created_at, created_by_id, updated_at, updated_by_id)
SELECT id, body, is_pinned, owner_id, team_id, made, owner_id, made, owner_id FROM written_notes
"""
_ABOUT = """
INSERT INTO link (id, relation, source_id, target_id, is_primary, position)
SELECT md5('{relation}' || w.id)::uuid, '{relation}', w.id, {target}, FALSE, 0 FROM {rows} w WHERE {column} IS NOT NULL
"""


def _about(relation: str, rows: str, column: str, target: str = "") -> str:
    return _ABOUT.format(relation=relation, rows=rows, column=column, target=target or column)


ABOUT = (
    _about("activity.about_deals", "doing", "deal_id"),
    _about("activity.about_leads", "doing", "lead_id"),
    _about("activity.about_contacts", "doing", "contact", "pg_temp.key('contact', contact)"),
    _about("task.about_deals", "todo", "deal_id"),
    _about("task.about_leads", "todo", "lead_id"),
    _about("note.about_deals", "written_notes", "deal_id"),
    # The manager comes along to the first meeting of each.
    """
INSERT INTO link (id, relation, source_id, target_id, is_primary, position)
SELECT md5('people' || w.id)::uuid, 'activity.people', w.id, u.manager_id, FALSE, 0
FROM doing w JOIN "user" u ON u.id = w.owner_id WHERE w.r IN (2, 7) AND w.status = 'planned' AND u.manager_id IS NOT NULL
""",
)
_MADE = """
SELECT pg_temp.entry_key(w.made, '{table}' || w.id || '-1') AS id, w.made AS at, w.owner_id AS actor_id, w.owner_name AS actor_name,
    'create' AS verb, w.id AS record_id, r.{title} AS title, 1 AS version, '{{}}'::jsonb AS diff, NULL::uuid AS cause_id, w.deal_id,
    w.account_id{lead} FROM {rows} w JOIN {table} r ON r.id = w.id
"""
_DONE = """
SELECT pg_temp.entry_key(w.completed_at, 'task' || w.id || '-2') AS id, w.completed_at AS at, w.owner_id AS actor_id,
    w.owner_name AS actor_name, 'complete' AS verb, w.id AS record_id, w.name AS title, 2 AS version,
    jsonb_build_object('status', jsonb_build_array('open', 'done')) AS diff, NULL::uuid AS cause_id, w.deal_id, w.account_id
FROM todo w WHERE w.status = 'done'
"""
_LEAD = ", w.lead_id"
TOLD = (
    tell("activity", _MADE.format(table="activity", title="name", rows="doing", lead=_LEAD), deal="deal_id", account="account_id", lead="lead_id"),
    tell("task", _MADE.format(table="task", title="name", rows="todo", lead=_LEAD), deal="deal_id", account="account_id", lead="lead_id"),
    tell("task", _DONE, deal="deal_id", account="account_id"),
    tell("note", _MADE.format(table="note", title="label", rows="written_notes", lead=""), deal="deal_id", account="account_id"),
)  # fmt: skip
WORK = (DOING, ACTIVITIES, TODO, TASKS, WRITTEN, NOTES, "ANALYZE doing, todo, written_notes", *ABOUT, *TOLD)
