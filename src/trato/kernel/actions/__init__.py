"""Verbs: every change goes through the runner here, whichever road it comes by.

`registry` holds declarations, `runner` runs one verb on one record, `writing` is the statement that stores a
change with its entry, `bulk` the set-based twins, `undo` the inverse. Not here: any business verb (wings).
"""
