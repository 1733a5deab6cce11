"""Saved views, lists and favourites.

A view is a record: what a person wants to see of an object (filter, order, columns, groups, kind) and who else sees it.
A list is a record with hand-picked entries. Both belong to their owner and are shared by their audience; they change
through the runner, so that they have history and undo. Columns that somebody pulled about without saving, and
favourites, are one person's own and have none. Pages and API ask here; drawing lives in the pages.
"""
