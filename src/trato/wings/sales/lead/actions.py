"""The lead's verbs. Its status is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trato.kernel.actions import runner
from trato.kernel.actions.registry import action, prepares
from trato.kernel.fields.base import Field, Locale
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.select import SelectField
from trato.kernel.fields.text import LongTextField
from trato.kernel.objects import registry
from trato.kernel.records import outside_keys
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.lead import rules
from trato.wings.sales.lead.model import Lead
from trato.wings.sales.lead.spec import REASON, STATUSES


@dataclass(frozen=True, kw_only=True)
class _StatusField(SelectField):
    """The statuses that a lead may be given. Converted is known, so that it can be said how a lead becomes that, and
    not offered."""

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        free = tuple(each for each in self.options if each.key != rules.CONVERTED)
        offered = SelectField(name=self.name, label=self.label, required=self.required, options=free)
        shown = None if value == rules.CONVERTED else value
        return offered.input(shown, locale, element_id=element_id, describedby=describedby)


_STATUS = _StatusField(name="status", label=_("Status"), options=STATUSES, required=True)
_REASON: Field = SelectField(name=REASON.name, label=REASON.label, options=REASON.options, required=True)


@prepares("lead")
def complete(*, actor: Actor, record: Lead, given: frozenset[str]) -> None:
    """A lead is known by a name, a company, an e-mail address or an outside key: one of them is enough."""
    if record._state.adding:
        record.status_since = timezone.now()
    if not (_is_known(record) or "external_ids" in given or _has_outside_key(record)):
        message = gettext("Enter a name, a company or an e-mail address.")
        raise Invalid([Problem("name", "required", message)])


@action("lead.move", label=_("Change status"), past=_("moved"), icon="move", inputs=(_STATUS, REASON))
def move(*, actor: Actor, lead: Lead, status: str, disqualified_reason: str | None) -> Mapping[str, Any] | None:
    """Give the lead another status. Conversion has a verb of its own, because it makes other records."""
    if status == lead.status:
        return None
    if not rules.may_enter(lead.status, status):
        message = gettext("A converted lead keeps its status; convert a lead with the verb “Convert”.")
        raise Invalid([Problem("status", "invalid", message)])
    reason = disqualified_reason or lead.disqualified_reason
    if status == rules.DISQUALIFIED and reason is None:
        raise Invalid([Problem("disqualified_reason", "required", gettext("Say why the lead is disqualified."))])
    enter(lead, status, reason=reason)
    return None


def enter(lead: Lead, status: str, *, reason: str | None = None) -> None:
    """The lead has that status now; only a disqualified one keeps a reason."""
    now = timezone.now()
    known = rules.moments(status, now, rules.Moments(lead.mql_at, lead.sql_at))
    lead.status, lead.status_since = status, now
    lead.mql_at, lead.sql_at = known.mql_at, known.sql_at
    lead.disqualified_reason = reason if status == rules.DISQUALIFIED else None


@action(
    "lead.qualify",
    label=_("Qualify"),
    past=_("qualified"),
    icon="check",
    key="q",
    available=lambda lead: lead.status in {rules.NEW, rules.WORKING},
)
def qualify(*, actor: Actor, lead: Lead) -> Mapping[str, Any] | None:
    """Marketing says that the lead is worth a talk (MQL)."""
    enter(lead, rules.MQL)
    return None


@action(
    "lead.accept",
    label=_("Accept"),
    past=_("accepted"),
    icon="flag",
    key="a",
    available=lambda lead: lead.status in {rules.NEW, rules.WORKING, rules.MQL},
)
def accept(*, actor: Actor, lead: Lead) -> Mapping[str, Any] | None:
    """Sales takes the lead on (SQL)."""
    enter(lead, rules.SQL)
    return None


@action(
    "lead.hand_over",
    label=_("Hand over"),
    past=_("handed over"),
    icon="assign",
    key="h",
    inputs=(
        LinkField(name="new_owner", label=_("New owner"), to="user", required=True),
        LongTextField(name="note", label=_("Note"), help=_("What they should know before they call.")),
    ),
    available=lambda lead: lead.is_open,
)
def hand_over(*, actor: Actor, lead: Lead, new_owner: Ref, note: str | None) -> Mapping[str, Any]:
    """Sales takes the lead on (SQL), somebody else's from now on; what is known goes along as a note."""
    if lead.status != rules.SQL:
        enter(lead, rules.SQL)
    if note:
        about = [{"object": "leads", "id": str(lead.pk)}]
        runner.create(actor, "note", {"body": escape(note), "about": about})
    registry.get("lead").field("owner").set(lead, new_owner)
    lead.team_id = runner.team_of(actor, new_owner.id)
    return {"to": new_owner.name}


@action(
    "lead.disqualify",
    label=_("Disqualify"),
    past=_("disqualified"),
    icon="block",
    tone="negative",
    key="x",
    inputs=(_REASON,),
    available=lambda lead: lead.is_open,
)
def disqualify(*, actor: Actor, lead: Lead, disqualified_reason: str) -> Mapping[str, Any] | None:
    """Nothing will come of the lead, for that reason."""
    enter(lead, rules.DISQUALIFIED, reason=disqualified_reason)
    return None


@action(
    "lead.reopen",
    label=_("Reopen"),
    past=_("reopened"),
    icon="reopen",
    available=lambda lead: lead.status == rules.DISQUALIFIED,
)
def reopen(*, actor: Actor, lead: Lead) -> Mapping[str, Any] | None:
    """Work on a disqualified lead again."""
    enter(lead, rules.WORKING)
    return None


def _is_known(lead: Lead) -> bool:
    spec = registry.get("lead")
    return any(spec.field(name).get(lead) is not None for name in ("name", "company", "emails"))


def _has_outside_key(lead: Lead) -> bool:
    return not lead._state.adding and bool(outside_keys.read("lead", [lead.pk])[lead.pk])
