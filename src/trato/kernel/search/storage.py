"""The tables of search: one document a record, in a partition an object, and the list of words that documents hold.

Names are indexed unstemmed and without accents, prose stemmed; `tri` holds names, addresses and digits for parts of
words and numbers, and begins with the title. GIN without `fastupdate`: a burst of writes must not make the next
searches slow. Words are only ever added by writers, without a constraint that would make two of them wait for each
other; how many documents hold each is counted now and then (`words.count`).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import fetch
from trato.lib import sounds, sql

START_LENGTH = 60
START = f'"left"(d.tri, {START_LENGTH}) COLLATE "C"'
"""How a document (aliased `d`) begins: its title, for what is typed from the start of a name."""

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
_TABLES = (
    """
CREATE TABLE IF NOT EXISTS search_document (
    object text NOT NULL, record_id uuid NOT NULL, title text NOT NULL, subtitle text NOT NULL, owner_id uuid,
    updated_at timestamptz NOT NULL DEFAULT now(), tsv tsvector NOT NULL, tri text NOT NULL,
    PRIMARY KEY (object, record_id)
) PARTITION BY LIST (object)
""",
    """
CREATE TABLE IF NOT EXISTS search_word (
    word text COLLATE "C" NOT NULL, object text NOT NULL, documents integer NOT NULL,
    sound text COLLATE "C" NOT NULL GENERATED ALWAYS AS (public.sound_key(word)) STORED
)
""",
)
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off)",
    """CREATE INDEX IF NOT EXISTS search_document_tri ON search_document USING gin (tri gin_trgm_ops)
    WITH (fastupdate = off)""",
    "DROP INDEX IF EXISTS search_document_owner",
    "CREATE INDEX IF NOT EXISTS search_document_of_owner ON search_document (owner_id, record_id)",
    f"CREATE INDEX IF NOT EXISTS search_document_start ON search_document (({START.replace('d.', '')}))",
    "CREATE INDEX IF NOT EXISTS search_word_word ON search_word (word, object)",
    "CREATE INDEX IF NOT EXISTS search_word_sound ON search_word (sound)",
    """CREATE INDEX IF NOT EXISTS search_word_like ON search_word USING gin (sound gin_trgm_ops)
    WITH (fastupdate = off)""",
    "CREATE INDEX IF NOT EXISTS external_id_key ON external_id (key)",
)


_IS_OLD = "SELECT to_regclass('search_document') IS NOT NULL AND to_regclass('search_document_start') IS NULL"

on_old: list[Callable[[], None]] = []
"""Run when the documents were written by a version that read less into them. Added when apps are ready."""


def prepare() -> None:
    """Create the tables, their indexes and a partition for each object, in the current schema. Repeatable."""
    [(is_old,)] = fetch(_IS_OLD)
    with connection.cursor() as cursor:
        for statement in (_CONFIGURATIONS, sounds.FUNCTION, *_TABLES, *_INDEXES):
            cursor.execute(statement)
        for spec in registry.shipped():
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {partition(spec)}"
                f" PARTITION OF search_document FOR VALUES IN ({sql.literal(spec.name)})"
            )
    if is_old:
        for each in on_old:
            each()


def partition(spec: ObjectSpec) -> str:
    """Where the documents of an object are."""
    return sql.name("search_" + spec.name)
