"""The filter language and the aggregate query: one way to say which records are meant, used by everything.

`language` reads it, `compile` makes SQL of it, `evaluate` asks it of one record in Python with the same answer,
`words` says it aloud, `aggregate` groups and measures what it lets through, `schema` publishes it.
Not here: who may see what (access gives it as `visible`), saved filters (views), history.
"""
