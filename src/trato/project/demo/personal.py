"""What makes the demo company somebody's: records that are there twice, web forms and their answers, favourites, lists,
inboxes."""

from trato.project.demo.history import tell

# A contact met again with the same e-mail address, others written a little differently; an account with the same domain.
CONTACT_TWINS = """
CREATE TEMP TABLE twin ON COMMIT DROP AS
SELECT c.*, n, pg_temp.key('twin', c.i) AS twin_id, c.place %% 2 = 0 AS is_exact FROM (
    SELECT o.*, row_number() OVER (PARTITION BY o.owner_id ORDER BY o.i) AS place FROM company o
    JOIN "user" u ON u.id = o.owner_id WHERE u.email IN ('rep1@demo.example', 'rep2@demo.example', 'rep3@demo.example')) c
CROSS JOIN LATERAL (SELECT c.place AS n) p WHERE c.place <= 6
"""
_COPIED = (
    "name_given, name_family, job_title, phones, language, owner_id, team_id",
    "k.name_given, k.name_family, k.job_title, k.phones, k.language, k.owner_id, k.team_id",
)
TWINS = (
    f"""
INSERT INTO contact (id, {_COPIED[0]}, name_family2, emails, source, created_at, created_by_id, updated_at, updated_by_id)
SELECT t.twin_id, {_COPIED[1]}, CASE WHEN t.is_exact THEN NULL ELSE k.name_family2 END, CASE WHEN t.is_exact THEN k.emails
    ELSE jsonb_build_array(jsonb_build_object('value', 'personal.' || (k.emails->0->>'value'), 'type', 'personal', 'primary', true)) END,
    'business_card', m.at, t.owner_id, m.at, t.owner_id
FROM twin t JOIN contact k ON k.id = pg_temp.key('contact', CASE WHEN t.i = 1 THEN %(accounts)s ELSE t.i - 1 END)
CROSS JOIN LATERAL (SELECT pg_temp.moment(%(today)s::date - 3 - t.n::int, 2, t.i) AS at) m
""",
    """
INSERT INTO link (id, relation, source_id, target_id, role, is_primary, position)
SELECT pg_temp.key('twin works', i), 'contact.accounts', twin_id, id, 'employee', true, 0 FROM twin
""",
    """
INSERT INTO account (id, name, industry, website, domains, owner_id, team_id, created_at, created_by_id, updated_at, updated_by_id)
SELECT pg_temp.key('twin account', t.i), CASE WHEN t.is_exact THEN a.name ELSE upper(t.name) END, a.industry, a.website,
    CASE WHEN t.is_exact THEN a.domains END, a.owner_id, a.team_id, m.at, t.owner_id, m.at, t.owner_id
FROM twin t JOIN account a ON a.id = t.id CROSS JOIN LATERAL (SELECT pg_temp.moment(%(today)s::date - 5, 3, t.i) AS at) m
WHERE t.n IN (3, 4)
""",
)
_MADE_TWICE = """
SELECT pg_temp.entry_key(r.created_at, '{table}' || r.id || '-1') AS id, r.created_at AS at, t.owner_id AS actor_id,
    t.owner_name AS actor_name, 'create' AS verb, r.id AS record_id, r.name AS title, 1 AS version, '{{}}'::jsonb AS diff,
    NULL::uuid AS cause_id FROM twin t JOIN {table} r ON r.id = {key}
"""
TWINS_TOLD = (
    tell("contact", _MADE_TWICE.format(table="contact", key="t.twin_id")),
    tell("account", _MADE_TWICE.format(table="account", key="pg_temp.key('twin account', t.i)")),
)
FORMS = """
INSERT INTO form (id, name, slug, makes, asks, requires, intro, consent, language, given_team_id, owner_id, created_at, created_by_id,
    updated_at)
SELECT pg_temp.key('form', n), f->>0, f->>1, 'lead', '["name", "company", "emails", "interest", "description"]', '["name", "emails"]', f->>2,
    %(consent)s, %(language)s, pg_temp.key('team', n), u.id, m.at, u.id, m.at
FROM jsonb_array_elements(%(forms)s::jsonb) WITH ORDINALITY e (f, n) JOIN "user" u ON u.email = (%(personas)s::text[])[1 + n]
CROSS JOIN LATERAL (SELECT pg_temp.moment(%(today)s::date - 400, 2, n) AS at) m
"""
ANSWERS = """
INSERT INTO submission (id, form_id, label, outcome, answers, consent, given_to_id, page, utm_source, utm_medium, utm_campaign,
    owner_id, team_id, created_at, updated_at)
SELECT pg_temp.key('answer', c.i), pg_temp.key('form', 1 + c.i %% 2), l.label, 'made', jsonb_build_object((%(labels)s::text[])[1], l.label,
        (%(labels)s::text[])[2], l.company, (%(labels)s::text[])[3], l.emails->0->>'value', (%(labels)s::text[])[4], l.interest,
        (%(labels)s::text[])[5], pg_temp.pick(%(answers)s, pg_temp.mix(c.i, 71))), %(consent)s, l.owner_id,
    'https://www.demo.example/' || ((%(forms)s::jsonb)->((c.i %% 2)::int)->>1), pg_temp.pick('{google,linkedin,bing}', c.i), 'cpc',
    pg_temp.pick(%(campaigns)s, pg_temp.mix(c.i, 72)), l.owner_id, l.team_id, c.created, c.created
FROM came c JOIN lead l ON l.id = c.id WHERE c.source = 'web_form' AND c.i <= %(worked)s
"""
ANSWERS_ABOUT = """
INSERT INTO link (id, relation, source_id, target_id, is_primary, position)
SELECT pg_temp.key('answer about', i), 'submission.about_leads', pg_temp.key('answer', i), id, FALSE, 0
FROM came WHERE source = 'web_form' AND i <= %(worked)s
"""
_ANSWERED = """
SELECT pg_temp.entry_key(r.created_at + interval '1 millisecond', 'answer' || r.id) AS id, r.created_at AS at, NULL::uuid AS actor_id,
    'Trato' AS actor_name, 'create' AS verb, r.id AS record_id, r.label AS title, 1 AS version, '{}'::jsonb AS diff, NULL::uuid AS cause_id,
    r.form_id, c.id AS lead_id FROM came c JOIN submission r ON r.id = pg_temp.key('answer', c.i) WHERE c.source = 'web_form' AND c.i <= %(worked)s
"""
FORMED = (FORMS, ANSWERS, ANSWERS_ABOUT, tell("submission", _ANSWERED, form="form_id", lead="lead_id"))
_PERSONA = """JOIN "user" u ON u.email = ANY(%(personas)s)"""
VIEW = """
INSERT INTO view (id, name, object, kind, filter, sort, audience, owner_id, team_id, created_by_id)
SELECT pg_temp.key('view', 1), %(view)s, 'deals', 'table', '{"all": [{"field": "stage.kind", "op": "is", "value": "open"},
    {"field": "amount", "op": "gte", "value": 10000}]}', '-amount', 'everyone', u.id, u.team_id, u.id
FROM "user" u WHERE u.email = 'admin@demo.example'
"""
LISTS = """
INSERT INTO list (id, name, object, description, audience, owner_id, team_id, created_by_id)
SELECT pg_temp.key('list', n), l->>0, 'accounts', l->>1, 'team', u.id, u.team_id, u.id
FROM jsonb_array_elements(%(lists)s::jsonb) WITH ORDINALITY e (l, n) CROSS JOIN "user" u WHERE u.email = 'rep2@demo.example'
"""
LIST_ENTRIES = """
INSERT INTO list_entry (id, list_id, object, record_id, title, note, place, owner_id, team_id, created_by_id)
SELECT md5('picked' || c.i)::uuid, pg_temp.key('list', 1 + c.n %% 2), 'accounts', c.id, a.name,
    CASE WHEN c.n %% 3 = 0 THEN pg_temp.pick(%(list_notes)s, c.n) END, c.n, c.owner_id, c.team_id, c.owner_id
FROM (SELECT o.*, row_number() OVER (ORDER BY o.i) AS n FROM company o JOIN "user" u ON u.id = o.owner_id
    WHERE u.email = 'rep2@demo.example') c JOIN account a ON a.id = c.id WHERE c.n <= 14
"""
FAVOURITES = f"""
INSERT INTO favourite (id, user_id, kind, object, key, target_id, position)
SELECT md5('favourite' || u.email || f.n)::uuid, u.id, f.kind, f.object, f.key, pg_temp.key(f.kind, f.target), f.n
FROM (VALUES ('rep2', 'view', 'deals', 'my-open', NULL, 0), ('rep2', 'list', 'accounts', '', 1, 1), ('rep2', 'view', 'leads', 'mine', NULL, 2),
    ('manager', 'view', 'deals', 'closing-this-month', NULL, 0), ('manager', 'view', 'deals', 'won-by-month', NULL, 1),
    ('manager', 'list', 'accounts', '', 1, 2), ('admin', 'view', 'deals', '', 1, 0), ('admin', 'view', 'leads', 'by-source', NULL, 1),
    ('admin', 'view', 'deals', 'won-by-month', NULL, 2)) f (who, kind, object, key, target, n)
{_PERSONA} AND starts_with(u.email, f.who)
"""
_NOTIFY = """
INSERT INTO notification (id, user_id, kind, topic, at, object, record_id, title, number, verb, entry_id, actor_name)
SELECT md5(n.kind || n.record || n.person)::uuid, n.person, n.kind, n.kind || ':' || n.record, n.at, n.object, n.record, n.title, 1, n.verb,
    n.entry, n.actor FROM ({rows}) n (person, kind, at, object, record, title, verb, entry, actor)
"""
MENTIONED = """
SELECT w.told, 'mentioned', w.made, 'note', w.id, coalesce(r.label, ''), 'create', pg_temp.entry_key(w.made, 'note' || w.id || '-1'), w.owner_name
FROM written_notes w JOIN note r ON r.id = w.id WHERE w.told IS NOT NULL
"""
REMINDED = """
SELECT w.owner_id, 'reminded', pg_temp.moment(%(today)s::date - 1, 5, 1), 'task', w.id, w.name, 'remind', pg_temp.entry_key(w.made, 'task' || w.id || '-1'),
    'Trato' FROM todo w WHERE w.r IN (1, 3)
"""
ASSIGNED = """
SELECT p.owner_id, 'assigned', p.created, 'lead', p.id, p.label, 'create', pg_temp.entry_key(p.created, 'lead' || p.id || '-1'), 'Trato'
FROM (SELECT c.*, r.label, row_number() OVER (PARTITION BY c.owner_id ORDER BY c.created DESC, c.i) AS n FROM came c JOIN lead r ON r.id = c.id
    WHERE c.status = 'new' AND c.owner_id IS NOT NULL) p WHERE p.n <= 2
"""
# Managers and the administrator follow the largest deals, and hear of those that were won lately.
FOLLOWED = """
SELECT f.user_id, 'followed', m.at, 'deal', d.id, r.name, 'deal.win', pg_temp.entry_key(m.at, 'deal' || d.i || '-5'), d.owner_name
FROM follow f JOIN dealt d ON d.id = f.record_id AND d.is_won JOIN moved m ON m.i = d.i AND m.n = 5 JOIN deal r ON r.id = d.id
"""
FOLLOWS = """
INSERT INTO follow (record_id, user_id, object, since)
SELECT d.id, u.id, 'deal', pg_temp.moment(d.opened, 4, d.i) FROM "user" u CROSS JOIN LATERAL (
    SELECT d.* FROM dealt d JOIN deal r ON r.id = d.id WHERE d.is_won AND d.closed_on > %(today)s::date - 40 AND d.owner_id <> u.id
        AND (u.team_id IS NULL OR d.team_id = u.team_id) ORDER BY r.amount DESC, d.i LIMIT 3) d
WHERE u.email = ANY(%(personas)s) AND u.email NOT LIKE 'rep%%'
"""
PERSONAL = (
    CONTACT_TWINS, *TWINS, *TWINS_TOLD, *FORMED, VIEW, LISTS, LIST_ENTRIES, FAVOURITES, FOLLOWS,
    *(_NOTIFY.format(rows=rows) for rows in (MENTIONED, REMINDED, ASSIGNED, FOLLOWED)),
)  # fmt: skip
