"""The people of the demo company, what it sells, and the steps it sells in."""

# Two stages between the two open ones that every organization starts with.
STAGES = (
    "UPDATE stage SET position = position + 2 WHERE kind <> 'open' OR position > 1",
    "UPDATE stage SET probability = 70 WHERE key = 'negotiation'",
    """
INSERT INTO stage (id, pipeline_id, name, key, position, kind, probability)
SELECT pg_temp.key('stage', n), p.id, (%(stages)s::text[])[n], (ARRAY['qualification', 'proposal'])[n], n + 1, 'open',
    (ARRAY[25, 50])[n]
FROM pipeline p, generate_series(1, 2) n WHERE p.is_default
""",
)
TEAMS = """
INSERT INTO team (id, name, region) SELECT pg_temp.key('team', n), name, name
FROM unnest(%(teams)s::text[]) WITH ORDINALITY t (name, n)
"""
ADMINISTRATOR = """
INSERT INTO "user" (id, name, email, role_id, created_at)
SELECT pg_temp.key('administrator', 1), %(administrator)s, 'admin@demo.example', id, pg_temp.moment(%(today)s::date - 1200, 0, 1)
FROM role WHERE key = 'administrator'
"""
MANAGERS = """
INSERT INTO "user" (id, name, email, role_id, team_id, created_at)
SELECT pg_temp.key('manager', n), CASE WHEN n = 1 THEN %(manager)s
        ELSE pg_temp.pick(%(given)s, n * 11) || ' ' || pg_temp.pick(%(family)s, n * 17) END,
    'manager.' || public.norm(name) || '@demo.example', (SELECT id FROM role WHERE key = 'manager'), pg_temp.key('team', n),
    pg_temp.moment(%(today)s::date - 1100, 0, n)
FROM unnest(%(teams)s::text[]) WITH ORDINALITY t (name, n)
"""
PEOPLE = """
INSERT INTO "user" (id, name, email, role_id, team_id, manager_id, created_at)
SELECT pg_temp.key('rep', i), CASE WHEN i = 2 THEN %(representative)s
        ELSE pg_temp.pick(%(given)s, i * 7 + 3) || ' ' || pg_temp.pick(%(family)s, i * 13 + i / 43) END,
    'rep' || i || '@demo.example', (SELECT id FROM role WHERE key = 'representative'), pg_temp.key('team', t.n),
    pg_temp.key('manager', t.n), pg_temp.moment(%(today)s::date - 1000, 1, i)
FROM generate_series(1, %(people)s) i CROSS JOIN LATERAL (SELECT 1 + (i + 2) %% 4 AS n) t
"""
PRODUCTS = """
INSERT INTO product (id, name, code, series, price, price_currency, price_base, created_at, updated_at)
SELECT pg_temp.key('product', n), p->>0, p->>1, p->>2, (p->>3)::numeric, %(currency)s, (p->>3)::numeric, m.at, m.at
FROM jsonb_array_elements(%(products)s::jsonb) WITH ORDINALITY e (p, n)
CROSS JOIN LATERAL (SELECT pg_temp.moment(%(today)s::date - 1050, 2, n) AS at) m
"""
EVERYBODY = (*STAGES, TEAMS, ADMINISTRATOR, MANAGERS, PEOPLE, PRODUCTS)
