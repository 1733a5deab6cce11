"""Finding records by words: one document for each record, kept with every change, in the same transaction.

`storage` makes the tables, `documents` and `words` write them; `asking` reads what was typed, `reach` what the actor
may see, `finding` finds, `context` says where; `recent` is what each person used lately, `counting` keeps the counts of
words true.
Not here: filters (a search narrows a list through `finding.condition`), the palette (ui).
"""
