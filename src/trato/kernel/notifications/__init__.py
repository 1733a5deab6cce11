"""Telling people what concerns them: what they were given, mentioned in, reminded of, follow, or waited for.

One consumer of the ordered outbox decides who is told (`telling`); each person has an inbox (`inbox`), follows records
and chooses kinds (`following`, `kinds`). Nobody is told of their own act, nor of what they may not see. How it is said
and shown is the pages' and the API's.
"""
