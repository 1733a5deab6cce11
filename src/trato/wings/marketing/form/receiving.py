"""Taking what a form was sent: a record made or filled up, an answer kept, somebody given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.actions import runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.fields.base import Field, FieldError, Json
from trato.kernel.fields.links import Ref
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor, as_system
from trato.wings.marketing.form import queries
from trato.wings.marketing.form.asking import MAKES, asked
from trato.wings.marketing.form.model import Form
from trato.wings.marketing.submission.spec import UTM

MAX_TEXT = 5_000
MAX_TRACE = 500


@dataclass(frozen=True)
class Sent:
    """What came in: `values` by field name as a form sends them, whether the consent was ticked, and the hidden traces
    (page, utm_source…)."""

    values: Mapping[str, str]
    agreed: bool
    traces: Mapping[str, str]


def questions(form: Form) -> list[tuple[Field, bool]]:
    """The fields that a form asks, and whether each must be answered."""
    needed = set(form.requires or ())
    return [(each, each.name in needed or each.required) for each in asked(form.makes, tuple(form.asks or ()) or None)]


def receive(form: Form, sent: Sent, *, language: str) -> UUID:
    """Keep an answer; the id of the record that it made, or of the one that was known by its e-mail address, of which
    only what was empty is filled. Invalid when something is missing or wrong: nothing is kept then."""
    actor = as_system(f"the web form {form.slug}", language=language)
    spec = registry.get(form.makes)
    asking = questions(form)
    values = _values(form, asking, sent)
    with transaction.atomic():
        owner = queries.next_of(form)
        known = queries.known(spec, _email(actor, spec, values))
        record = known or _make(actor, spec, form, values, owner)
        if known is not None:
            _fill(actor, spec, known, values)
        runner.create(
            actor,
            "submission",
            {"about": [{"object": MAKES[form.makes], "id": str(record)}]},
            computed={
                "form": Ref(form.pk),
                "label": _label(asking, sent) or form.name,
                "outcome": "made" if known is None else "known",
                "answers": {
                    str(each.label): sent.values[each.name] for each, _need in asking if sent.values[each.name]
                },
                "consent": form.consent if sent.agreed else None,
                "given_to": _ref(owner),
                "owner": _ref(owner or form.owner_id),
                **{name: sent.traces.get(name, "")[:MAX_TRACE] or None for name in ("page", *UTM)},
            },
        )
    return record


def _values(form: Form, asking: list[tuple[Field, bool]], sent: Sent) -> dict[str, Json]:
    problems = []
    values: dict[str, Json] = {}
    for field, needed in asking:
        text = sent.values.get(field.name, "").strip()
        if len(text) > MAX_TEXT:
            message = _("Write at most {limit} characters.").format(limit=MAX_TEXT)
            problems.append(Problem(field.name, "too_long", message))
        elif text:
            values[field.name] = text
        elif needed:
            problems.append(Problem(field.name, "required", _("Enter a value.")))
    if form.consent and not sent.agreed:
        problems.append(Problem("consent", "required", _("Tick the box to agree.")))
    if not values and not problems:
        first = asking[0][0].name if asking else "consent"
        problems.append(Problem(first, "required", _("Fill in at least one field.")))
    if problems:
        raise Invalid(problems)
    return values


def _email(actor: Actor, spec: ObjectSpec, values: Mapping[str, Json]) -> str:
    """The address that was written, as it is stored. Invalid when it is none."""
    try:
        found = spec.field("emails").clean(values.get("emails"), locale_of(actor)) if "emails" in values else None
    except FieldError as error:
        raise Invalid([Problem("emails", error.code, error.message)]) from error
    return found[0].value if found else ""


def _make(actor: Actor, spec: ObjectSpec, form: Form, values: Mapping[str, Json], owner: UUID | None) -> UUID:
    """A new record; or the one that has another of its keys already, filled up."""
    given = {"owner": str(owner)} if owner else {}
    source = {"source": "web_form"} if "source" in spec.by_name and "source" not in values else {}
    all_values = {**source, **values, **given}
    made = runner.create(actor, spec.name, all_values, on_duplicate=OnDuplicate.SKIP, form=str(form.pk))
    found: UUID = made.record.pk
    if made.existed:
        _fill(actor, spec, found, values)
    return found


def _fill(actor: Actor, spec: ObjectSpec, record: UUID, values: Mapping[str, Json]) -> None:
    """What the record does not have yet. What it has stays: a stranger may not write over it."""
    row = listing.get(actor, spec, record, tuple(values))
    missing = {name: value for name, value in values.items() if row[name] is None}
    if missing:
        runner.update(actor, spec.name, record, missing)


def _ref(one: UUID | None) -> Ref | None:
    return None if one is None else Ref(one)


def _label(asking: list[tuple[Field, bool]], sent: Sent) -> str:
    """What an answer is known by: who sent it."""
    names = [each.name for each, _needed in asking if each.kind in {"person_name", "emails"}]
    return next((sent.values[each].strip() for each in names if sent.values.get(each, "").strip()), "")[:200]
