"""What a change of a deal, or of its lines, brings about elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from trato.kernel.actions import runner
from trato.kernel.actions.registry import prepares, reaction
from trato.kernel.fields.links import Ref
from trato.kernel.objects import registry
from trato.kernel.records.links import target
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.wings.collaboration.public import follow
from trato.wings.commerce.public import offer
from trato.wings.directory.public import Customer, set_customer_since
from trato.wings.sales.deal import queries, rules
from trato.wings.sales.deal.model import Deal, DealLine, StageChange

follow("deal", "account", "contacts")
follow("lead", "converted_account", "converted_contact", "converted_deal")


@reaction("deal", fields=("stage",))
def remember_stage(*, actor: Actor, record: Deal, entry: UUID, before: Mapping[str, Any]) -> None:
    """Every stage a deal enters is remembered, whatever brought it there."""
    left = before.get("stage")
    StageChange.objects.create(
        deal_id=record.pk, stage_id=record.stage_id, left_id=left.id if left else None, at=timezone.now()
    )


@reaction("deal", verbs=("delete", "restore"), fields=("stage", "closed_on", "account", "contacts"))
def make_customers(*, actor: Actor, record: Deal, entry: UUID, before: Mapping[str, Any]) -> None:
    """The first won deal makes its account and contacts customers; when it no longer is won, they no longer are."""
    if record.is_open and before.get("closed_on") is None:
        return
    earlier: Ref | None = before.get("account")
    accounts: set[UUID] = {each for each in (record.account_id, earlier.id if earlier else None) if each is not None}
    contacts = {*queries.contacts_on(record.pk), *(target(each) for each in before.get("contacts") or ())}
    customers: list[tuple[Customer, UUID]] = [
        *(("account", each) for each in sorted(accounts)),
        *(("contact", each) for each in sorted(contacts)),
    ]
    for kind, customer in customers:
        since, won = queries.first_won(kind, customer)
        set_customer_since(kind, customer, since, _cause(won, record, entry, before))


def _cause(won: UUID | None, record: Deal, entry: UUID, before: Mapping[str, Any]) -> UUID | None:
    """The entry by which the first won deal was won: this one if it has just happened."""
    if won is None or (won == record.pk and "stage" in before):
        return entry
    return queries.closing_entry(won)


@reaction("deal", fields=("owner",))
def pass_lines_on(*, actor: Actor, record: Deal, entry: UUID, before: Mapping[str, Any]) -> None:
    """Lines belong to whom the deal belongs to."""
    if before.get("owner") is None:
        return
    lines = DealLine.objects.filter(deal_id=record.pk)
    lines.update(owner_id=record.owner_id, team_id=record.team_id)
    ids = list(lines.values_list("id", flat=True))
    for tail in runner.tails:
        tail(registry.get("deal_line"), ids, frozenset({"owner"}))


@prepares("deal_line")
def complete_line(*, actor: Actor, record: DealLine, given: frozenset[str]) -> None:
    """A line is called and costs what its product is and does, unless it says otherwise; it belongs to the deal's
    owner."""
    product = offer(record.product_id) if record.product_id and "product" in given else None
    if product is not None:
        if "name" not in given:
            record.name = product.name
        if "price" not in given:
            registry.get("deal_line").field("price").set(record, product.price)
    record.owner_id, record.team_id = record.deal.owner_id, record.deal.team_id


@reaction(
    "deal_line",
    verbs=("create", "delete", "restore"),
    fields=("quantity", "price", "discount", "product", "deal"),
)
def sum_lines(*, actor: Actor, record: DealLine, entry: UUID, before: Mapping[str, Any]) -> None:
    """A deal without an amount of its own is worth what its lines add up to; without a name it is called after them."""
    earlier: Ref | None = before.get("deal")
    here: Any = record.deal_id
    for deal_id in sorted({here, earlier.id if earlier else here}):
        deal = queries.deal_with_account(deal_id)
        if deal is None:
            continue
        values: dict[str, Any] = {}
        if not deal.amount_own:
            values["amount"] = queries.sum_of_lines(deal.pk, scope.organization().currency)
        account = deal.account.name if deal.account_id else None
        if deal.name in {None, account}:
            values["name"] = rules.name_for(account, queries.products_on(deal.pk))
        if values:
            runner.put(actor, "deal", deal.pk, values)
