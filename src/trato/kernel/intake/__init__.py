"""Rows into records, set-based: staged, looked up, matched, held against the database's constraints, then written with
links, child records, entries and search documents, as storing them one by one would have left them.

Not here: where rows come from and where reports go (exchange), what one record's change means (actions).
"""
