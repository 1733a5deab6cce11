"""Accounts: organizations we deal with, as customers, partners or suppliers, in a hierarchy of parents."""
