"""What comes next and what was last done, kept on the records themselves, in the transaction that changes it.

A record is followed through what is about it, and about those that stand on its timeline: a call about a deal counts
for the deal's account. Set-based, so that an import of activities costs one statement an object.
"""
