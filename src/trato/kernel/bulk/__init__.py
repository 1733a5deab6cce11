"""A verb over many records: foreseen with counts, run in sets or one by one, resumed, cancelled, taken back as one.

Not here: the verb over one record (actions), rows of files (intake).
"""
