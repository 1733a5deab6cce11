"""Pages that show many records at once: table, board, calendar, chart, lists picked by hand, and what is done with
all of them (bulk, export, saved views). Not here: one record (pages), what cells are made of (ui).
"""
