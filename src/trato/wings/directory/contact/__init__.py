"""Contacts: people known to us, each in one or more accounts with a role in each."""
