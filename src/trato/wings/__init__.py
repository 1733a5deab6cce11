"""The business: one Django app for each wing.

A wing holds objects (model, spec, verbs), and nothing that every record shares: that is the kernel's. A wing meets
another only through its `public.py`, and only downwards: sales stands on directory and commerce.
"""
