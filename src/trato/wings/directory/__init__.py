"""Whom we deal with: accounts (organizations) and contacts (people), and how they belong together.

The base of all wings: it knows none of them. What deals, tickets or orders make of a customer arrives through
`public`.
"""
