"""Reading records and storing them: lists by keyset, one record, links with roles, outside keys, currencies.

Every read takes an actor. Not here: why a record changes (actions), what is remembered of it (timeline).
"""
