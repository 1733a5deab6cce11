"""Reads over forms and those they are for. Public pages ask them: nobody is signed in there."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import execute, fetch, fetch_holding
from trato.lib import sql
from trato.lib.sql import Sql
from trato.wings.marketing.form.model import Form


def taken() -> list[str]:
    """Short names in use, in the trash too."""
    return [slug for (slug,) in fetch("SELECT slug FROM form")]


def open_form(slug: str) -> Form | None:
    """The form at that address."""
    return Form.objects.filter(slug=slug, deleted_at=None).select_related("given_team").first()


def next_of(form: Form) -> UUID | None:
    """Who is given the next answer: the form's own person, else of its team the active member who was given one
    longest ago. Locks the form, so that two answers at once go to two people."""
    if form.given_to_id or not form.given_team_id:
        found: UUID | None = form.given_to_id
        return found
    fetch("SELECT 1 FROM form WHERE id = %s FOR UPDATE", [form.pk])
    given = "FROM submission s WHERE s.form_id = %s AND s.given_to_id = u.id"
    latest = f"SELECT s.id {given} ORDER BY s.id DESC LIMIT 1"
    rows = fetch(
        'SELECT u.id FROM "user" u WHERE u.team_id = %s AND u.is_active AND u.deleted_at IS NULL'
        f" AND u.email IS NOT NULL ORDER BY ({latest}) NULLS FIRST, u.id LIMIT 1",
        [form.given_team_id, form.pk],
    )
    return rows[0][0] if rows else None


def known(spec: ObjectSpec, email: str) -> UUID | None:
    """The latest record that has this e-mail address, as it is stored. Until the transaction ends nobody else asks for
    the same address: two answers at once make one record."""
    if "emails" not in spec.by_name or not email:
        return None
    statement = Sql(
        f"SELECT a.id FROM {sql.name(spec.table)} a WHERE a.deleted_at IS NULL"
        " AND a.emails @> jsonb_build_array(jsonb_build_object('value', %s::text)) ORDER BY a.id DESC LIMIT 1",
        (email,),
    )
    rows = fetch_holding([f"{spec.name} by form {email}"], statement)
    return rows[0][0] if rows else None


def count_held(form: Form) -> None:
    """One more robot was kept out."""
    execute("UPDATE form SET held = held + 1 WHERE id = %s", [form.pk])
