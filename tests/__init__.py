"""Tests across wings: acceptance, browser, property and performance. Everything else lies beside its code."""
