"""Finding records by words: one document for each record, kept with every change, in the same transaction.

`storage` makes the partitioned table, `documents` writes it, `finding` reads it. Not here: filters (a search narrows a
list through `finding.condition`).
"""
