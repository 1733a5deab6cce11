"""Leads: people or companies with no commercial relation yet, until they are converted or disqualified."""
