"""Users, teams, roles, sign-in, and what an actor may see and do.

`visible(actor, spec, alias)` is the row predicate of every read; `may(actor, right, spec, row)` answers for one
record. Not here: who acts (tenancy.actor), the checks' callers (records, actions).
"""
