"""What is to happen, before anything is written: who owns what, how each deal goes, who takes part and becomes a customer.

Temporary tables, gone with the transaction. An account's owner has its contacts and its deals too.
"""

OWNERS = """
CREATE TEMP TABLE owners ON COMMIT DROP AS
SELECT (o.place - 1)::int AS place, u.id, u.team_id, u.name
FROM unnest(%(owners)s::text[]) WITH ORDINALITY o (email, place) JOIN "user" u ON u.email = o.email
"""
# One in a thousand belongs to the first of the owners, whoever else would have it: the user who sees 0.1 %.
OWNER_OF = """
JOIN owners o ON o.place = CASE WHEN pg_temp.mix({i}, 30) %% 1000 = 7 THEN 0
    ELSE 1 + pg_temp.mix({i}, 5) %% (cardinality(%(owners)s::text[]) - 1) END
"""
# Names go round before they repeat; every twelfth belongs to the one five before, whose owner it shares.
COMPANY = """
CREATE TEMP TABLE company ON COMMIT DROP AS
SELECT i, pg_temp.key('account', i) AS id, n.name || CASE WHEN %(large)s THEN ' ' || i ELSE '' END AS name,
    regexp_replace(public.norm(n.name), '[^a-z0-9]+', '', 'g') || CASE WHEN %(large)s THEN i::text ELSE '' END || '.example'
        AS domain,
    o.id AS owner_id, o.team_id, o.name AS owner_name, pg_temp.workday(%(today)s::date - CASE WHEN i %% 5 = 0
        THEN 8 + pg_temp.mix(i, 10) %% 120 ELSE 740 + pg_temp.mix(i, 10) %% 300 END::int) AS made,
    CASE WHEN i %% 12 = 0 THEN i - 5 END AS parent
FROM generate_series(1, %(accounts)s) i
CROSS JOIN LATERAL (SELECT pg_temp.pick(%(first)s, i * 277) || ' '
    || pg_temp.pick(%(second)s, i * 277 / cardinality(%(first)s::text[])) AS name) n
""" + OWNER_OF.format(i="CASE WHEN i %% 12 = 0 THEN i - 5 ELSE i END")
STEPS = """
CREATE TEMP TABLE steps ON COMMIT DROP AS
SELECT CASE kind WHEN 'won' THEN 5 WHEN 'lost' THEN 6 ELSE row_number() OVER (ORDER BY position) END::int AS n, id, name,
    pipeline_id, kind, probability FROM stage
"""
# Some open deals have stood still for long. A lost one came to any of the four open stages, most not far.
DEALT = """
CREATE TEMP TABLE dealt ON COMMIT DROP AS
SELECT g.i, pg_temp.key('deal', g.i) AS id, c.i AS account, c.id AS account_id, c.name AS account_name, c.owner_id, c.team_id,
    c.owner_name, d.opened, d.length, f.is_closed, f.is_closed AND f.is_good AS is_won,
    CASE WHEN f.is_closed THEN pg_temp.workday(d.opened + d.length) END AS closed_on,
    CASE WHEN NOT f.is_closed THEN least(CASE WHEN f.stands THEN 2 ELSE 4 END,
            1 + (f.part >= 0.2)::int + (f.part >= 0.45)::int + (f.part >= 0.7)::int)
        WHEN f.is_good THEN 4 ELSE (ARRAY[1, 1, 2, 2, 3, 3, 4])[1 + pg_temp.mix(g.i, 23) %% 7] END AS reached
FROM generate_series(1, %(deals)s) g (i)
JOIN company c ON c.i = 1 + pg_temp.mix(g.i, 19) %% %(accounts)s
CROSS JOIN LATERAL (SELECT pg_temp.workday(greatest(c.made + 3, %(today)s::date - CASE WHEN pg_temp.mix(g.i, 18) %% 10 < 3
    THEN 4 + pg_temp.mix(g.i, 32) %% 106 ELSE 110 + pg_temp.mix(g.i, 32) %% 615 END::int)) AS opened,
    (CASE WHEN pg_temp.mix(g.i, 18) %% 20 IN (0, 1, 2) THEN 112 ELSE 15 END + pg_temp.mix(g.i, 14) %% 75)::int AS length) d
CROSS JOIN LATERAL (SELECT pg_temp.mix(g.i, 22) %% 20 = 0 AND d.opened > %(today)s::date - 200 AS stands,
    pg_temp.mix(g.i, 21) %% 100 < 60 AS is_good, (%(today)s::date - 1 - d.opened)::numeric / d.length AS part) e
CROSS JOIN LATERAL (SELECT e.*, d.opened + d.length < %(today)s::date AND NOT e.stands AS is_closed) f
"""
# Each stage that a deal entered; 5 is the closed one.
MOVED = """
CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT d.i, n, pg_temp.moment(d.opened + (d.length * (ARRAY[0, 0.2, 0.45, 0.7])[n])::int, n, d.i) AS at
FROM dealt d, generate_series(1, d.reached) n
UNION ALL SELECT d.i, 5, pg_temp.moment(d.closed_on, 5, d.i) FROM dealt d WHERE d.is_closed
"""
LINED = """
CREATE TEMP TABLE lined ON COMMIT DROP AS
SELECT d.i, n, p.id AS product_id, p.name, p.price, 1 + pg_temp.mix(d.i * 4 + n, 17) %% 9 AS quantity,
    CASE WHEN pg_temp.mix(d.i * 4 + n, 16) %% 5 = 0 THEN (ARRAY[5, 10, 15])[1 + d.i %% 3] END AS discount
FROM dealt d CROSS JOIN generate_series(1, 3) n
JOIN product p ON p.code = pg_temp.pick(%(codes)s, pg_temp.mix(d.i, 15) + n * 3)
WHERE d.i %% %(lined)s = 0 AND n <= 1 + pg_temp.mix(d.i, 25) %% 3
"""
# Two contacts of the account: who decides, and for half of the deals somebody who has a say.
MET = """
CREATE TEMP TABLE met ON COMMIT DROP AS
SELECT d.i AS deal, n, CASE WHEN k.j = 0 THEN 2 * %(accounts)s ELSE k.j END AS contact,
    CASE n WHEN 1 THEN 'decision_maker' ELSE pg_temp.pick('{influencer,champion,user,billing}', d.i) END AS role
FROM dealt d CROSS JOIN generate_series(1, 2) n
CROSS JOIN LATERAL (SELECT d.account - 1 + %(accounts)s * ((pg_temp.mix(d.i, 20) + n) %% 2) AS j) k
WHERE (n = 1 OR pg_temp.mix(d.i, 24) %% 2 = 0) AND k.j <= %(contacts)s
"""
WON = """
CREATE TEMP TABLE won ON COMMIT DROP AS
SELECT DISTINCT ON (d.account) d.account, d.closed_on AS since, m.at,
    pg_temp.entry_key(m.at, 'deal' || d.i || '-5') AS entry
FROM dealt d JOIN moved m ON m.i = d.i AND m.n = 5 WHERE d.is_won ORDER BY d.account, m.at, d.i
"""
WON_WITH = """
CREATE TEMP TABLE won_with ON COMMIT DROP AS
SELECT DISTINCT ON (t.contact) t.contact, d.closed_on AS since, m.at,
    pg_temp.entry_key(m.at, 'deal' || d.i || '-5') AS entry
FROM met t JOIN dealt d ON d.i = t.deal AND d.is_won JOIN moved m ON m.i = d.i AND m.n = 5
ORDER BY t.contact, m.at, d.i
"""
# Open deals, each with its place among those of its owner: by it work is spread, so that everybody has some of each.
# A quarter of the older ones have none: nothing is planned, and nothing was done for a month.
LIVE = """
CREATE TEMP TABLE live ON COMMIT DROP AS
SELECT d.*, row_number() OVER (PARTITION BY d.owner_id ORDER BY pg_temp.mix(d.i, 60), d.i)::int AS r
FROM dealt d WHERE NOT d.is_closed AND d.i <= %(worked)s AND NOT (d.i %% 4 = 0 AND d.opened < %(today)s::date - 34)
"""
_LEAD_STATUS = "(ARRAY['new','working','mql','sql','converted','disqualified'])"
CAME = (
    """
CREATE TEMP TABLE came ON COMMIT DROP AS
SELECT g.i, pg_temp.key('lead', g.i) AS id, s.status, s.source, coalesce(t.contact, %(contacts)s + g.i) AS person, d.i AS deal,
    d.account_id, d.account_name, CASE WHEN t.contact IS NOT NULL THEN pg_temp.key('contact', t.contact) END AS contact_id,
    d.id AS deal_id, m.made, CASE WHEN d.i IS NULL AND s.status = 'new' AND pg_temp.mix(g.i, 36) %% 9 = 0 THEN NULL
        ELSE coalesce(d.owner_id, o.id) END AS owner_id, coalesce(d.team_id, o.team_id) AS team_id,
    coalesce(d.owner_name, o.name) AS owner_name,
    pg_temp.moment(m.made, 1, g.i) AS created,
    CASE WHEN s.status IN ('mql', 'sql', 'converted') THEN pg_temp.moment(m.made + 2, 2, g.i) END AS mql_at,
    CASE WHEN s.status IN ('sql', 'converted') THEN pg_temp.moment(m.made + 6, 3, g.i) END AS sql_at,
    CASE s.status WHEN 'converted' THEN pg_temp.moment(d.opened, 0, g.i)
        WHEN 'disqualified' THEN pg_temp.moment(m.made + 7, 4, g.i)
        WHEN 'working' THEN pg_temp.moment(m.made + 1, 4, g.i) END AS ended
FROM generate_series(1, %(leads)s) g (i)
CROSS JOIN LATERAL (SELECT """
    + _LEAD_STATUS
    + """[(ARRAY[1,1,1,1,1,2,2,2,2,2,2,3,3,3,4,4,5,5,6,6])[1 + pg_temp.mix(g.i, 26) %% 20]] AS status, pg_temp.pick(
    '{web_form,web_form,web_form,web_form,fair,fair,bought_list,bought_list,campaign,referral,social_network,phone}',
    pg_temp.mix(g.i, 25)) AS source) s
LEFT JOIN dealt d ON s.status = 'converted' AND d.i = 1 + (g.i * 37) %% %(deals)s
LEFT JOIN met t ON t.deal = d.i AND t.n = 1
CROSS JOIN LATERAL (SELECT pg_temp.workday(coalesce(d.opened - 9, %(today)s::date - CASE s.status
    WHEN 'new' THEN 1 + pg_temp.mix(g.i, 33) %% 12 WHEN 'working' THEN 3 + pg_temp.mix(g.i, 33) %% 45
    WHEN 'mql' THEN 3 + pg_temp.mix(g.i, 33) %% 14 WHEN 'sql' THEN 7 + pg_temp.mix(g.i, 33) %% 20
    ELSE 10 + pg_temp.mix(g.i, 33) %% 170 END::int)) AS made) m
"""
    + OWNER_OF.format(i="g.i")
)
# Without it the planner takes them for small.
_COUNTED = "ANALYZE company, dealt, moved, lined, met, won, won_with, live, came"
EVERYTHING = (COMPANY, STEPS, DEALT, MOVED, LINED, MET, WON, WON_WITH, LIVE, CAME, _COUNTED)
