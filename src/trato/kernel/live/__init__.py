"""Live signals: who has a page open learns within a second that a record on it changed.

A tiny ASGI app beside the pages: it reads only the outbox and says which record changed, never what; browsers then
ask for what they show. Not here: what happened (timeline), drawing it (ui).
"""
