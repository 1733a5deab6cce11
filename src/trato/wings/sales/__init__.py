"""Selling: leads, deals in stages of a pipeline, what they are made of and what became of them.

Not here: whom we sell to (directory) and what (commerce).
"""
