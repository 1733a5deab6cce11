"""The SQL functions and extensions that every schema uses; they live in `public` and are named with it.

Immutable, so that indexes and generated columns may hold their results; without `SET`, which would slow each call.
`trato.lib.text` and `trato.lib.names` give the same results in Python.
"""

EXTENSIONS: tuple[str, ...] = (
    "CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public",
)

# `unaccent` is declared stable only because its dictionary could be altered; ours never is.
# `lower` under the builtin collation is the same on every machine, whatever the server's locale.
_NORM = """
CREATE OR REPLACE FUNCTION public.norm(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary, t) COLLATE pg_catalog.pg_c_utf8)
"""

_SORT_KEY = """
CREATE OR REPLACE FUNCTION public.sort_key(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary,
  pg_catalog.replace(pg_catalog.replace(pg_catalog.lower(t COLLATE pg_catalog.pg_c_utf8),
    E'\\u00f1', 'n~'), E'n\\u0303', 'n~')) COLLATE pg_catalog.pg_c_utf8)
"""

_FULL_NAME = """
CREATE OR REPLACE FUNCTION public.full_name(prefix text, given text, family text, family2 text, suffix text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(pg_catalog.btrim(
  coalesce(prefix || ' ', '') || coalesce(given || ' ', '') || coalesce(family || ' ', '')
  || coalesce(family2 || ' ', '') || coalesce(suffix, '')), '')
"""

FUNCTIONS: tuple[str, ...] = (_NORM, _SORT_KEY, _FULL_NAME)
