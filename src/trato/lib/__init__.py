"""Pure helpers, one noun a module: money, phones, dates, text, ids, sql.

No models, no Django settings, nothing of Trato: everything here could be a library of its own.
"""
