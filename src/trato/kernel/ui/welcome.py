"""What an empty organization offers to begin with."""

from __future__ import annotations

from collections.abc import Callable

from trato.kernel.tenancy.actor import Actor

demo: Callable[[Actor], str] | None = None
"""Fills the organization with the demo company and answers where to go. Set by the app that has one."""
