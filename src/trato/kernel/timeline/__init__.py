"""What happened: entries, the records each concerns, the outbox that puts them in order, the feed.

An entry is written by the action runner in the same transaction as the change it tells of, and is at once
history, audit, activity feed and undo journal. Not here: doing or undoing anything (actions).
"""
