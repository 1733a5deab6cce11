"""The demo company: an organization of its own, made in SQL from lists of words, the same every time.

`words` are the lists, `statements` the SQL, `company` makes and removes it. Small to look around in, large to measure on.
"""
