"""The demo company's rows, made by the database: each statement fills one table.

`pick(array, n)` takes an element by a number, so that the same number always gives the same name. Dates lie in the two years
before today. Parameters: the sizes of `company.Scale` and the lists of `words`.
"""

PICK = """
CREATE OR REPLACE FUNCTION pg_temp.pick(items text[], n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN items[1 + abs(n) % cardinality(items)]
"""
# A hash of i that is another for each salt, so that no two columns go together by accident; the same on every machine.
MIX = """
CREATE OR REPLACE FUNCTION pg_temp.mix(i bigint, salt bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN hashint8extended(i, salt) & 4294967295
"""
TEAMS = """
INSERT INTO team (name, region) SELECT n, n FROM unnest(ARRAY['Norte', 'Centro', 'Sur', 'Levante']) n
"""
PEOPLE = """
INSERT INTO "user" (name, email, role_id, team_id, created_at)
SELECT pg_temp.pick(%(given)s, pg_temp.mix(i, 1)) || ' ' || pg_temp.pick(%(family)s, pg_temp.mix(i, 2)),
    'rep' || i || '@demo.example', (SELECT id FROM role WHERE key = 'representative'),
    (SELECT id FROM team ORDER BY name OFFSET i %% 4 LIMIT 1), now() - interval '2 years'
FROM generate_series(1, %(people)s) i
"""
MANAGERS = """
INSERT INTO "user" (name, email, role_id, team_id)
SELECT 'Gerencia ' || t.name, 'manager.' || lower(t.name) || '@demo.example',
    (SELECT id FROM role WHERE key = 'manager'), t.id FROM team t
"""
REPORTS = """
UPDATE "user" u SET manager_id = m.id FROM "user" m
WHERE m.email LIKE 'manager.%%' AND m.team_id = u.team_id AND u.email LIKE 'rep%%'
"""
OWNERS = """
CREATE TEMP TABLE owners ON COMMIT DROP AS
SELECT (row_number() OVER (ORDER BY length(email), email) - 1)::int AS place, id, team_id FROM "user" WHERE email LIKE 'rep%%'
"""
# One in a thousand records belongs to rep1, whoever else would have it: the user who sees 0.1 %.
_OWNER = """
JOIN owners o ON o.place = CASE WHEN pg_temp.mix(i, 30) %% 1000 = 7 THEN 0 ELSE 1 + pg_temp.mix(i, 5) %% (%(people)s - 1) END
"""
PRODUCTS = """
INSERT INTO product (name, code, series, price, price_currency, price_base)
SELECT p->>0, p->>1, p->>2, (p->>3)::numeric, 'EUR', (p->>3)::numeric FROM jsonb_array_elements(%(products)s) p
"""
ACCOUNTS = (
    """
INSERT INTO account (id, name, industry, website, domains, phones, employees, year_founded, billing_address, owner_id, team_id,
    created_at, updated_at)
SELECT md5('account' || i)::uuid, btrim(pg_temp.pick(%(first)s, pg_temp.mix(i, 1)) || ' ' || pg_temp.pick(%(second)s, pg_temp.mix(i, 2)) || ' '
        || pg_temp.pick(%(form)s, pg_temp.mix(i, 3)) || CASE WHEN %(accounts)s > 2000 THEN ' ' || i ELSE '' END),
    pg_temp.pick(%(industries)s, pg_temp.mix(i, 4)), 'https://empresa' || i || '.example',
    jsonb_build_array('empresa' || i || '.example'),
    jsonb_build_array(jsonb_build_object('value', '+349' || lpad((pg_temp.mix(i, 6) %% 100000000)::text, 8, '0'), 'type', 'work',
        'primary', true)),
    5 + pg_temp.mix(i, 7) %% 900, 1950 + pg_temp.mix(i, 8) %% 70,
    jsonb_build_object('city', pg_temp.pick(%(cities)s, pg_temp.mix(i, 9)), 'country', 'ES'), o.id, o.team_id,
    now() - (pg_temp.mix(i, 10) %% 730) * interval '1 day', now() - (pg_temp.mix(i, 11) %% 365) * interval '1 day'
        - (i %% 86400) * interval '1 second'
FROM generate_series(1, %(accounts)s) i """
    + _OWNER
)
CONTACTS = (
    """
INSERT INTO contact (id, name_given, name_family, name_family2, job_title, emails, phones, source, owner_id, team_id, created_at,
    updated_at)
SELECT md5('contact' || i)::uuid, pg_temp.pick(%(given)s, pg_temp.mix(i, 1)), pg_temp.pick(%(family)s, pg_temp.mix(i, 2)),
    CASE WHEN i %% 3 > 0 THEN pg_temp.pick(%(family)s, pg_temp.mix(i, 3)) END, pg_temp.pick(%(jobs)s, pg_temp.mix(i, 4)),
    jsonb_build_array(jsonb_build_object('value', 'persona' || i || '@empresa' || (1 + i %% %(accounts)s) || '.example', 'type', 'work',
        'primary', true)),
    CASE WHEN i %% 4 > 0 THEN jsonb_build_array(jsonb_build_object('value',
        '+346' || lpad((pg_temp.mix(i, 6) %% 100000000)::text, 8, '0'), 'type', 'mobile', 'primary', true)) END,
    pg_temp.pick(ARRAY['web_form', 'fair', 'referral', 'campaign', 'phone'], pg_temp.mix(i, 7)), o.id, o.team_id,
    now() - (pg_temp.mix(i, 10) %% 730) * interval '1 day', now() - (pg_temp.mix(i, 11) %% 365) * interval '1 day'
        - (i %% 86400) * interval '1 second'
FROM generate_series(1, %(contacts)s) i """
    + _OWNER
)
CONTACT_ACCOUNTS = """
INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)
SELECT md5('works' || i)::uuid, 'contact.accounts', md5('contact' || i)::uuid, md5('account' || (1 + i %% %(accounts)s))::uuid,
    'employee', true, 0
FROM generate_series(1, %(contacts)s) i
"""
DEALS = (
    """
INSERT INTO deal (id, name, account_id, pipeline_id, stage_id, reached_id, stage_since, amount, amount_currency, amount_base, amount_own,
    probability, opened_on, expected_close, closed_on, lost_reason, source, next_step, owner_id, team_id, created_at, updated_at)
SELECT md5('deal' || i)::uuid, split_part(a.name, ' ', 1) || ' · ' || (p.p->>0) || CASE WHEN %(deals)s > 2000 THEN ' ' || i ELSE '' END,
    a.id, s.pipeline_id, s.id,
    CASE WHEN s.kind <> 'lost' THEN s.id ELSE (SELECT r.id FROM stage r WHERE r.pipeline_id = s.pipeline_id AND r.kind = 'open'
        ORDER BY (r.position = 1) = (i %% 2 = 0) DESC, r.position LIMIT 1) END, now() - (pg_temp.mix(i, 12) %% 60) * interval '1 day', d.amount, 'EUR', d.amount, true, s.probability,
    d.opened, CASE WHEN s.kind = 'open' AND i %% 5 > 0 THEN current_date + (pg_temp.mix(i, 13) %% 200)::int END,
    CASE WHEN s.kind <> 'open' THEN least(d.opened + (3 + pg_temp.mix(i, 14) %% 120)::int, current_date) END,
    CASE WHEN s.kind = 'lost' THEN pg_temp.pick(ARRAY['price', 'competitor', 'no_budget', 'timing'], i) END,
    pg_temp.pick(ARRAY['web_form', 'fair', 'referral', 'campaign'], pg_temp.mix(i, 7)),
    CASE WHEN s.kind = 'open' THEN nullif(pg_temp.pick(%(steps)s, pg_temp.mix(i, 15)), '') END, o.id, o.team_id,
    d.opened::timestamptz, now() - (pg_temp.mix(i, 11) %% 365) * interval '1 day' - (i %% 86400) * interval '1 second'
FROM generate_series(1, %(deals)s) i """
    + _OWNER
    + """
CROSS JOIN LATERAL (SELECT (%(products)s::jsonb) -> (pg_temp.mix(i, 16) %% 8)::int AS p) p
CROSS JOIN LATERAL (SELECT ((p.p->>3)::numeric * (1 + pg_temp.mix(i, 17) %% 9))::numeric(18,2) AS amount,
    current_date - (30 + pg_temp.mix(i, 18) %% 700)::int AS opened) d
JOIN account a ON a.id = md5('account' || (1 + pg_temp.mix(i, 19) %% %(accounts)s))::uuid
JOIN stage s ON s.key = CASE WHEN i %% 25 < 12 THEN 'won' WHEN i %% 25 < 19 THEN 'lost' WHEN i %% 25 < 23 THEN 'negotiation'
    ELSE 'prospecting' END
"""
)
DEAL_CONTACTS = """
INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)
SELECT md5('decides' || i)::uuid, 'deal.contacts', md5('deal' || i)::uuid, md5('contact' || (1 + pg_temp.mix(i, 20) %% %(contacts)s))::uuid,
    'decision_maker', true, 0
FROM generate_series(1, least(%(deals)s, %(contacts)s)) i
"""
LEADS = (
    """
INSERT INTO lead (id, name_given, name_family, company, emails, source, status, score, owner_id, team_id, created_at, updated_at)
SELECT md5('lead' || i)::uuid, pg_temp.pick(%(given)s, pg_temp.mix(i, 21)), pg_temp.pick(%(family)s, pg_temp.mix(i, 22)),
    pg_temp.pick(%(first)s, pg_temp.mix(i, 23)) || ' ' || pg_temp.pick(%(second)s, pg_temp.mix(i, 24)),
    jsonb_build_array(jsonb_build_object('value', 'lead' || i || '@correo.example', 'type', 'work', 'primary', true)),
    pg_temp.pick(ARRAY['web_form', 'fair', 'referral', 'campaign', 'social_network'], pg_temp.mix(i, 25)),
    pg_temp.pick(ARRAY['new', 'new', 'working', 'working', 'mql', 'sql'], pg_temp.mix(i, 26)), pg_temp.mix(i, 27) %% 100,
    o.id, o.team_id, now() - (pg_temp.mix(i, 10) %% 120) * interval '1 day', now() - (pg_temp.mix(i, 11) %% 60) * interval '1 day'
FROM generate_series(1, %(leads)s) i """
    + _OWNER
)
CUSTOMERS = """
UPDATE account a SET customer_since = f.since FROM (
    SELECT d.account_id, min(d.closed_on) AS since FROM deal d JOIN stage s ON s.id = d.stage_id AND s.kind = 'won' GROUP BY 1) f
WHERE f.account_id = a.id
"""
STAGE_HISTORY = """
INSERT INTO stage_change (deal_id, stage_id, at) SELECT id, stage_id, coalesce(closed_on::timestamptz, stage_since) FROM deal
"""
# An entry's id carries its time: the history of two years sorts as it happened.
_ENTRY = """
WITH told AS (
    INSERT INTO entry (id, at, actor_id, actor_name, actor_kind, verb, object, record_id, title, version, diff, data)
    SELECT uuidv7(r.happened - now()), r.happened, r.owner_id, u.name, 'user', r.verb, '{object}', r.id, r.title, r.version, r.diff, '{{}}'
    FROM ({rows}) r JOIN "user" u ON u.id = r.owner_id RETURNING id, record_id)
INSERT INTO subject (record_id, entry_id, object) SELECT record_id, id, '{object}' FROM told
"""


def created(table: str, title: str) -> str:
    """Entries telling that the records of a table were created."""
    rows = f"SELECT id, {title} AS title, owner_id, created_at AS happened, 'create' AS verb, 1 AS version, '{{}}'::jsonb AS diff FROM {table}"
    return _ENTRY.format(object=table, rows=rows)


def changed(table: str, title: str, times: str) -> str:
    """Entries telling of changes, `times` (SQL) each."""
    rows = (
        f"SELECT t.id, t.{title} AS title, t.owner_id, t.created_at + (n * (now() - t.created_at) / 20) AS happened,"
        " 'update' AS verb, n + 1 AS version,"
        " jsonb_build_object('next_step', jsonb_build_array('Paso ' || n, 'Paso ' || (n + 1))) AS diff"
        f" FROM {table} t, generate_series(1, {times}) n"
    )
    return _ENTRY.format(object=table, rows=rows)
