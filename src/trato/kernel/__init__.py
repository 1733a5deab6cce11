"""What every record shares. Knows no business noun.

Lowest first: tenancy, jobs, fields, objects, filters, access, records, timeline, actions, search, views,
exchange, automation, insight, live, api, ui, pages. A room imports only rooms before it.
"""
