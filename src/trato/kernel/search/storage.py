"""The document table: one partition an object, so that one object's search reads one partition's indexes.

Names are indexed unstemmed and without accents, prose stemmed; `tri` holds names, addresses and digits for parts of
words and numbers. GIN without `fastupdate`: a burst of writes must not make the next searches slow.
"""

from __future__ import annotations

from django.db import connection

from trato.kernel.objects import registry
from trato.lib import sql

_CONFIGURATIONS = """
DO $$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_ts_config WHERE cfgname = 'trato_names' AND cfgnamespace = 'public'::regnamespace
    ) THEN
        CREATE TEXT SEARCH CONFIGURATION public.trato_names (COPY = pg_catalog.simple);
        ALTER TEXT SEARCH CONFIGURATION public.trato_names
            ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.simple;
        CREATE TEXT SEARCH CONFIGURATION public.trato_prose (COPY = pg_catalog.spanish);
        ALTER TEXT SEARCH CONFIGURATION public.trato_prose
            ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.spanish_stem;
    END IF;
END $$
"""
_TABLE = """
CREATE TABLE IF NOT EXISTS search_document (
    object text NOT NULL, record_id uuid NOT NULL, title text NOT NULL, subtitle text NOT NULL, owner_id uuid,
    updated_at timestamptz NOT NULL DEFAULT now(), tsv tsvector NOT NULL, tri text NOT NULL,
    PRIMARY KEY (object, record_id)
) PARTITION BY LIST (object)
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off)",
    """CREATE INDEX IF NOT EXISTS search_document_tri ON search_document USING gin (tri gin_trgm_ops)
    WITH (fastupdate = off)""",
    "CREATE INDEX IF NOT EXISTS search_document_owner ON search_document (owner_id)",
)


def prepare() -> None:
    """Create the table, its indexes and a partition for each object, in the current schema. Repeatable."""
    with connection.cursor() as cursor:
        for statement in (_CONFIGURATIONS, _TABLE, *_INDEXES):
            cursor.execute(statement)
        for spec in registry.shipped():
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {sql.name('search_' + spec.name)}"
                f" PARTITION OF search_document FOR VALUES IN ({sql.literal(spec.name)})"
            )
