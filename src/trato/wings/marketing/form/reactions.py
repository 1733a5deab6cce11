"""What a new form is given."""

from __future__ import annotations

from trato.kernel.actions.registry import prepares
from trato.kernel.tenancy.actor import Actor
from trato.lib.text import norm
from trato.wings.marketing.form import queries, rules
from trato.wings.marketing.form.model import Form


@prepares("form")
def name_address(*, actor: Actor, record: Form, given: frozenset[str]) -> None:
    """A short name from the name; one that was given is brought into form."""
    if not record.slug:
        record.slug = rules.slug_of(record.name, queries.taken())
    elif "slug" in given:
        record.slug = rules.slug_of(norm(record.slug))
