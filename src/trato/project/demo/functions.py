"""What the statements reckon with: temporary functions, so that the same number always gives the same name, day and key.

Days lie before `%(today)s`; nothing asks for the time of day, so that a company made twice on one day is the same.
"""

from __future__ import annotations

from trato.lib import sql

PICK = """
CREATE OR REPLACE FUNCTION pg_temp.pick(items text[], n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN items[1 + abs(n) % cardinality(items)]
"""
# A hash of i that is another for each salt, so that no two columns go together by accident; the same on every machine.
MIX = """
CREATE OR REPLACE FUNCTION pg_temp.mix(i bigint, salt bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN hashint8extended(i, salt) & 4294967295
"""
KEY = """
CREATE OR REPLACE FUNCTION pg_temp.key(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(kind || i)::uuid
"""
# An entry's id carries its time: the history of two years sorts as it happened.
ENTRY_KEY = """
CREATE OR REPLACE FUNCTION pg_temp.entry_key(at timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN overlay(overlay(md5(seed) PLACING '8' FROM 17 FOR 1)
    PLACING lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0') || '7' FROM 1 FOR 13)::uuid
"""
WORKDAY = """
CREATE OR REPLACE FUNCTION pg_temp.workday(day date) RETURNS date LANGUAGE sql IMMUTABLE
RETURN day - greatest((day - date '2000-01-03') % 7 - 4, 0)
"""


MOMENT = """
CREATE OR REPLACE FUNCTION pg_temp.moment(day date, part int, i bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN pg_temp.at_clock(pg_temp.workday(day), part, i)
"""


def clock(zone: str) -> tuple[str, str]:
    """The functions that read clocks: a moment of a day, in one of its six parts (0 to 5), and the last second of a day,
    as which "on that day" is stored."""
    here = sql.literal(zone)
    at_clock = f"""
CREATE OR REPLACE FUNCTION pg_temp.at_clock(day date, part int, i bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN (day + time '08:30' + part * interval '100 minutes' + (pg_temp.mix(i, 91) % 5400) * interval '1 second')
    AT TIME ZONE {here}
"""
    day_end = f"""
CREATE OR REPLACE FUNCTION pg_temp.day_end(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN (day + time '23:59:59') AT TIME ZONE {here}
"""
    return at_clock, day_end


def all_of(zone: str) -> tuple[str, ...]:
    """Every function, in the order in which they are made."""
    return (PICK, MIX, KEY, ENTRY_KEY, WORKDAY, *clock(zone), MOMENT)
