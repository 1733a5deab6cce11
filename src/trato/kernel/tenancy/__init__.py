"""Organizations (one PostgreSQL schema each), the acting user, and the current scope.

The scope is a context variable: code that forgets to enter an organization fails, it never falls back to one.
Not here: who may do what (access), users themselves (access).
"""
