"""Trato: one customer record shared by sales, marketing, service and commerce, on one engine.

lib (pure helpers) < kernel (what every record shares) < wings (the business) < project (settings, command line).
"""
