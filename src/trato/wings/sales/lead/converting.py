"""The verb that makes a lead an account, a contact and a deal. The lead and its history stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trato.kernel.actions import runner
from trato.kernel.actions.registry import action
from trato.kernel.fields.base import Json
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.records.errors import Duplicate, Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.lib.money import Money
from trato.wings.sales.deal import queries as deals
from trato.wings.sales.lead import rules
from trato.wings.sales.lead.actions import enter
from trato.wings.sales.lead.model import Lead

_ACCOUNT = ("industry", "website")
_CONTACT = ("job_title", "emails", "phones", "address", "source", "tags")
_DEAL = ("source",)


@action(
    "lead.convert",
    label=_("Convert"),
    past=_("converted"),
    icon="convert",
    key="c",
    tone="positive",
    available=lambda lead: lead.is_open,
    inputs=(
        LinkField(name="account", label=_("Account"), to="account", help=_("Empty: a new one for the company.")),
        LinkField(name="contact", label=_("Contact"), to="contact", help=_("Empty: a new one for the person.")),
        LinkField(name="deal", label=_("Deal"), to="deal", help=_("Empty: a new one.")),
        CheckboxField(name="with_deal", label=_("With a deal"), default=True),
        TextField(name="deal_name", label=_("Name of the deal"), max_length=255),
        MoneyField(name="amount", label=_("Amount")),
        LinkField(name="pipeline", label=_("Pipeline"), to="pipeline"),
    ),
)
def convert(
    *,
    actor: Actor,
    lead: Lead,
    account: Ref | None,
    contact: Ref | None,
    deal: Ref | None,
    with_deal: bool | None,
    deal_name: str | None,
    amount: Money | None,
    pipeline: Ref | None,
) -> Mapping[str, Any]:
    """Into the records given, or into new ones; without company there is no account, without person no contact."""
    account = account or _new_account(actor, lead)
    contact = contact or _new_contact(actor, lead, account)
    if deal is not None:
        _join_deal(actor, deal, account, contact)
    elif with_deal:
        deal = _new_deal(actor, lead, account, contact, name=deal_name, amount=amount, pipeline=pipeline)
    if account is None and contact is None and deal is None:
        raise Invalid([Problem("account", "required", gettext("Choose what the lead becomes."))])
    enter(lead, rules.CONVERTED)
    lead.converted_at = timezone.now()
    found: dict[str, Json] = {}
    for name, ref in (("account", account), ("contact", contact), ("deal", deal)):
        setattr(lead, f"converted_{name}_id", ref.id if ref else None)
        if ref is not None:
            found[name] = {"id": str(ref.id), "name": ref.name}
    return found


def _new_account(actor: Actor, lead: Lead) -> Ref | None:
    if lead.company is None:
        return None
    return _create(actor, "account", {"name": lead.company, **_kept(lead, _ACCOUNT)}, lead)


def _new_contact(actor: Actor, lead: Lead, account: Ref | None) -> Ref | None:
    values = _kept(lead, ("name", *_CONTACT))
    emails = values.get("emails") or [{"value": None}]
    name = rules.contact_name(values.get("name"), emails[0]["value"])
    if name is None:
        return None
    accounts = [{"id": str(account.id), "primary": True}] if account else []
    return _create(actor, "contact", {**values, "name": name, "accounts": accounts}, lead)


def _new_deal(
    actor: Actor,
    lead: Lead,
    account: Ref | None,
    contact: Ref | None,
    *,
    name: str | None,
    amount: Money | None,
    pipeline: Ref | None,
) -> Ref:
    values: dict[str, Json] = {"name": rules.deal_name(name, lead.company, lead.label), **_kept(lead, _DEAL)}
    if account is not None:
        values["account"] = str(account.id)
    if contact is not None:
        values["contacts"] = [str(contact.id)]
    if pipeline is not None:
        values["pipeline"] = str(pipeline.id)
    if amount is not None:
        values["amount"] = {"amount": str(amount.amount), "currency": amount.currency}
    return _create(actor, "deal", values, lead)


def _join_deal(actor: Actor, deal: Ref, account: Ref | None, contact: Ref | None) -> None:
    """The deal there already is gets the contact, and the account if it has none."""
    values: dict[str, Json] = {}
    if contact is not None:
        values["contacts"] = {"add": [str(contact.id)]}
    if account is not None and not deals.has_account(deal.id):
        values["account"] = str(account.id)
    if values:
        runner.update(actor, "deal", deal.id, values)


def _create(actor: Actor, object_name: str, values: Mapping[str, Json], lead: Lead) -> Ref:
    """A new record that belongs to the lead's owner. Duplicate of the input that would take the one there already."""
    owner = {"owner": str(lead.owner_id)} if lead.owner_id else {}
    try:
        record = runner.create(actor, object_name, {**values, **owner}).record
    except Duplicate as error:
        raise Duplicate(object_name, error.id, error.found, object_name=object_name) from error
    return Ref(record.pk, str(getattr(record, registry.get(object_name).title) or ""))


def _kept(lead: Lead, names: tuple[str, ...]) -> dict[str, Json]:
    """The lead's values that the new record takes over, in JSON form."""
    spec = registry.get("lead")
    return {
        name: field.to_json(value) for name in names if (value := (field := spec.field(name)).get(lead)) is not None
    }
