"""The elements driven in a real browser against a made-up server.

`harness.py` answers as the contract in `../README.md` says, without Django; page templates have tests of their own.
Skipped where there is no Chromium or the front end was not built.
"""
