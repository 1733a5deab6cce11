"""The demo company's accounts, contacts, deals and leads: each statement fills one table from what `plan` says."""

_TAGGED = "CASE WHEN pg_temp.mix({i}, 40) %% {many} = 0 THEN jsonb_build_array(pg_temp.pick(%({tags})s, pg_temp.mix({i}, 41))) END"
_PHONE = (
    "jsonb_build_array(jsonb_build_object('value', %({line})s || lpad((pg_temp.mix({i}, 6) %% (10 ^ %(digits)s)::bigint)::text,"
    " %(digits)s, '0'), 'type', '{type}', 'primary', true))"
)
_EMAIL = "jsonb_build_array(jsonb_build_object('value', {email}, 'type', 'work', 'primary', true))"
_TOUCHED = "greatest({made}, pg_temp.moment(%(today)s::date - 1 - (pg_temp.mix({i}, 11) %% 365)::int, (1 + {i} %% 4)::int, {i}))"
# The names of a contact, or of a lead, by its number.
GIVEN = "pg_temp.pick(%(given)s, {i} * 7919::bigint)"
FAMILY = "pg_temp.pick(%(family)s, {i} * 7919::bigint / cardinality(%(given)s::text[]))"
_FAMILY2 = "CASE WHEN %(has_second_family)s AND {i} %% 3 > 0 THEN pg_temp.pick(%(family)s, pg_temp.mix({i}, 3)) END"
_LOCAL = "regexp_replace(public.norm({given} || '.' || {family}), '[^a-z.]+', '', 'g') || CASE WHEN %(large)s THEN {i}::text ELSE '' END"

# Who wrote it; left out of a large company, where checking that they exist takes minutes.
_BY = "CROSS JOIN LATERAL (SELECT CASE WHEN NOT %(large)s THEN {row}.owner_id END AS id) b"

ACCOUNTS = f"""
INSERT INTO account (id, name, parent_id, industry, website, domains, phones, emails, employees, year_founded, annual_revenue,
    annual_revenue_currency, annual_revenue_base, billing_address, kinds, tags, customer_since, customer_entry, owner_id,
    team_id, account_manager_id, created_at, created_by_id, updated_at, updated_by_id, version)
SELECT c.id, c.name || ' ' || pg_temp.pick(%(form)s, pg_temp.mix(c.i, 3)), pg_temp.key('account', c.parent),
    pg_temp.pick('{{retail,software,finance,medical,marketing,technology,telecommunications,services,entertainment,energy,
manufacturing,construction,transport,hospitality}}', pg_temp.mix(c.i, 4)),
    'https://www.' || c.domain, jsonb_build_array(c.domain), {_PHONE.format(i="c.i", line="landline", type="work")},
    {_EMAIL.format(email="'info@' || c.domain")}, e.employees, 1950 + pg_temp.mix(c.i, 8) %% 70, e.revenue, %(currency)s,
    e.revenue, jsonb_build_object('street', pg_temp.pick(%(streets)s, pg_temp.mix(c.i, 42)) || ' ' || 1 + pg_temp.mix(c.i, 43) %% 120,
        'city', pg_temp.pick(%(cities)s, pg_temp.mix(c.i, 9)), 'country', %(country)s),
    CASE WHEN w.since IS NULL THEN jsonb_build_array(pg_temp.pick('{{prospect,prospect,prospect,partner,supplier}}', c.i)) END,
    {_TAGGED.format(i="c.i", many=4, tags="account_tags")}, w.since, w.entry::text, c.owner_id, c.team_id, b.id, m.at,
    b.id, {_TOUCHED.format(made="m.at", i="c.i")}, b.id, 1 + (w.since IS NOT NULL)::int
FROM company c LEFT JOIN won w ON w.account = c.i
CROSS JOIN LATERAL (SELECT pg_temp.moment(c.made, 0, c.i) AS at) m
{_BY.format(row="c")}
CROSS JOIN LATERAL (SELECT 5 + pg_temp.mix(c.i, 7) %% 900 AS employees,
    ((5 + pg_temp.mix(c.i, 7) %% 900) * (60 + pg_temp.mix(c.i, 44) %% 90) * 1000)::numeric AS revenue) e
"""
CONTACTS = f"""
INSERT INTO contact (id, name_given, name_family, name_family2, job_title, department, seniority, emails, phones, language,
    source, reports_to_id, tags, customer_since, customer_entry, owner_id, team_id, created_at, created_by_id, updated_at,
    updated_by_id, version)
SELECT pg_temp.key('contact', g.i), n.given, n.family, {_FAMILY2.format(i="g.i")}, pg_temp.pick(%(jobs)s, pg_temp.mix(g.i, 4)),
    pg_temp.pick(%(departments)s, pg_temp.mix(g.i, 45)), pg_temp.pick('{{executive,director,manager,senior}}', pg_temp.mix(g.i, 46)),
    {_EMAIL.format(email=_LOCAL.format(given="n.given", family="n.family", i="g.i") + " || '@' || c.domain")},
    CASE WHEN g.i %% 4 > 0 THEN {_PHONE.format(i="g.i", line="mobile", type="mobile")} END, %(language)s,
    pg_temp.pick('{{web_form,fair,referral,campaign,phone}}', pg_temp.mix(g.i, 7)),
    CASE WHEN g.i > %(accounts)s AND pg_temp.mix(g.i, 47) %% 2 = 0 THEN pg_temp.key('contact', g.i - %(accounts)s) END,
    {_TAGGED.format(i="g.i", many=5, tags="contact_tags")}, w.since, w.entry::text, c.owner_id, c.team_id, m.at, b.id,
    {_TOUCHED.format(made="m.at", i="g.i")}, b.id, 1 + (w.since IS NOT NULL)::int
FROM generate_series(1, %(contacts)s) g (i) JOIN company c ON c.i = 1 + g.i %% %(accounts)s
LEFT JOIN won_with w ON w.contact = g.i
CROSS JOIN LATERAL (SELECT pg_temp.moment(c.made, 1, g.i) AS at) m
{_BY.format(row="c")}
CROSS JOIN LATERAL (SELECT {GIVEN.format(i="g.i")} AS given, {FAMILY.format(i="g.i")} AS family) n
"""
CONTACT_ACCOUNTS = """
INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)
SELECT pg_temp.key('works', g.i), 'contact.accounts', pg_temp.key('contact', g.i), c.id, CASE WHEN g.i <= %(accounts)s
    THEN 'executive' ELSE pg_temp.pick('{employee,purchasing,technical,billing}', pg_temp.mix(g.i, 48)) END, true, 0
FROM generate_series(1, %(contacts)s) g (i) JOIN company c ON c.i = 1 + g.i %% %(accounts)s
"""
DEALS = (
    """
INSERT INTO deal (id, name, account_id, pipeline_id, stage_id, reached_id, stage_since, amount, amount_currency, amount_base,
    amount_own, probability, opened_on, expected_close, closed_on, lost_reason, type, source, next_step, owner_id, team_id,
    created_at, created_by_id, updated_at, updated_by_id, version)
SELECT d.id, split_part(d.account_name, ' ', 1) || ' ' || split_part(d.account_name, ' ', 2) || ' · ' || coalesce(l.name, p.p->>0)
        || CASE WHEN %(large)s THEN ' ' || d.i ELSE '' END,
    d.account_id, s.pipeline_id, s.id, CASE WHEN s.kind = 'lost' THEN r.id ELSE s.id END, m.at, a.amount, %(currency)s,
    a.amount, l.total IS NULL, s.probability, d.opened, CASE WHEN NOT d.is_closed AND d.i %% 6 > 0
        THEN %(today)s::date - 4 + (pg_temp.mix(d.i, 13) %% 70)::int WHEN d.is_closed THEN d.closed_on - 10 + (d.i %% 21)::int END,
    d.closed_on, CASE WHEN s.kind = 'lost' THEN pg_temp.pick('{price,competitor,no_budget,timing,no_decision}', d.i) END,
    pg_temp.pick('{new_business,new_business,expansion,renewal}', pg_temp.mix(d.i, 49)),
    pg_temp.pick('{web_form,fair,referral,campaign}', pg_temp.mix(d.i, 7)),
    CASE WHEN NOT d.is_closed AND d.i %% 5 > 0 THEN pg_temp.pick(%(steps)s, pg_temp.mix(d.i, 15)) END, d.owner_id, d.team_id,
    pg_temp.moment(d.opened, 1, d.i), b.id, m.at, b.id,
    d.reached + d.is_closed::int + %(changes)s
FROM dealt d
"""
    + _BY.format(row="d")
    + """
JOIN moved m ON m.i = d.i AND m.n = CASE WHEN d.is_closed THEN 5 ELSE d.reached END
JOIN steps s ON s.n = CASE WHEN d.is_won THEN 5 WHEN d.is_closed THEN 6 ELSE d.reached END
JOIN steps r ON r.n = d.reached
CROSS JOIN LATERAL (SELECT %(products)s::jsonb -> (pg_temp.mix(d.i, 15) %% 8)::int AS p) p
LEFT JOIN (SELECT i, sum(round(quantity * price * (100 - coalesce(discount, 0)) / 100, 2)) AS total,
    min(name) FILTER (WHERE n = 1) AS name FROM lined GROUP BY i) l ON l.i = d.i
CROSS JOIN LATERAL (SELECT coalesce(l.total, (p.p->>3)::numeric * (1 + pg_temp.mix(d.i, 17) %% 9))::numeric(18, 2) AS amount) a
"""
)
DEAL_LINES = """
INSERT INTO deal_line (id, deal_id, product_id, name, quantity, price, price_currency, price_base, discount, owner_id, team_id,
    created_at, created_by_id, updated_at, updated_by_id)
SELECT md5('line' || l.i || '-' || l.n)::uuid, d.id, l.product_id, l.name, l.quantity, l.price, %(currency)s, l.price,
    l.discount, d.owner_id, d.team_id, m.at, d.owner_id, m.at, d.owner_id
FROM lined l JOIN dealt d ON d.i = l.i
CROSS JOIN LATERAL (SELECT pg_temp.moment(d.opened, 1, d.i) + l.n * interval '1 minute' AS at) m
"""
DEAL_CONTACTS = """
INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)
SELECT md5('met' || deal || '-' || n)::uuid, 'deal.contacts', pg_temp.key('deal', deal), pg_temp.key('contact', contact), role,
    n = 1, n - 1
FROM met
"""
STAGE_CHANGES = """
INSERT INTO stage_change (deal_id, stage_id, left_id, at)
SELECT d.id, s.id, l.id, m.at FROM moved m JOIN dealt d ON d.i = m.i
JOIN steps s ON s.n = CASE WHEN m.n = 5 AND NOT d.is_won THEN 6 ELSE m.n END
LEFT JOIN steps l ON l.n = CASE WHEN m.n = 5 THEN d.reached ELSE m.n - 1 END
ORDER BY m.at, m.i
"""
LEADS = f"""
INSERT INTO lead (id, name_given, name_family, company, job_title, industry, emails, phones, address, source, status,
    status_since, disqualified_reason, score, interest, mql_at, sql_at, converted_at, converted_account_id,
    converted_contact_id, converted_deal_id, tags, owner_id, team_id, created_at, updated_at, version)
SELECT c.id, n.given, n.family, coalesce(c.account_name, n.company || ' ' || pg_temp.pick(%(form)s, pg_temp.mix(c.i, 28))),
    pg_temp.pick(%(jobs)s, pg_temp.mix(c.i, 29)), pg_temp.pick('{{retail,software,finance,medical,services}}', c.i),
    {_EMAIL.format(email=_LOCAL.format(given="n.given", family="n.family", i="c.i") + " || '@' || n.domain")},
    CASE WHEN c.source <> 'web_form' OR c.i %% 3 > 0 THEN {_PHONE.format(i="c.i", line="mobile", type="mobile")} END,
    jsonb_build_object('city', pg_temp.pick(%(cities)s, pg_temp.mix(c.i, 9)), 'country', %(country)s), c.source, c.status,
    coalesce(c.ended, c.sql_at, c.mql_at, c.created),
    CASE WHEN c.status = 'disqualified' THEN pg_temp.pick('{{no_answer,no_interest,no_budget,no_fit,wrong_data}}', c.i) END,
    CASE c.status WHEN 'disqualified' THEN pg_temp.mix(c.i, 27) %% 40 WHEN 'new' THEN pg_temp.mix(c.i, 27) %% 95
        ELSE 35 + pg_temp.mix(c.i, 27) %% 65 END,
    pg_temp.pick(%(interests)s, pg_temp.mix(c.i, 35)), c.mql_at, c.sql_at,
    CASE WHEN c.status = 'converted' THEN c.ended END, c.account_id, c.contact_id, c.deal_id,
    {_TAGGED.format(i="c.i", many=4, tags="lead_tags")}, c.owner_id, CASE WHEN c.owner_id IS NOT NULL THEN c.team_id END,
    c.created, coalesce(c.ended, c.sql_at, c.mql_at, c.created),
    1 + (c.mql_at IS NOT NULL)::int + (c.sql_at IS NOT NULL)::int + (c.ended IS NOT NULL)::int
FROM came c
CROSS JOIN LATERAL (SELECT {GIVEN.format(i="c.person")} AS given, {FAMILY.format(i="c.person")} AS family,
    pg_temp.pick(%(first)s, pg_temp.mix(c.i, 23)) || ' ' || pg_temp.pick(%(second)s, pg_temp.mix(c.i, 24)) AS company,
    regexp_replace(public.norm(pg_temp.pick(%(second)s, pg_temp.mix(c.i, 24)) || pg_temp.pick(%(first)s, pg_temp.mix(c.i, 23))),
        '[^a-z]+', '', 'g') || '.example' AS domain) n
"""
DIRECTORY = (ACCOUNTS, CONTACTS, CONTACT_ACCOUNTS)
SELLING = (DEALS, DEAL_LINES, DEAL_CONTACTS, STAGE_CHANGES)
