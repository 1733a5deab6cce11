"""The settings' pages: their places, forms, roles, keys of programs, tags.

Not here: lookups, which have tables of their own.
"""
