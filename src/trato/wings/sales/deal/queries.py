"""Reads about deals that span relations. They serve rules, which look at everything: they ask nobody's rights."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum

from trato.kernel.records.models import Link
from trato.kernel.timeline.models import Entry
from trato.lib.money import Money
from trato.wings.directory.public import Customer
from trato.wings.sales.deal.model import Deal, DealLine, StageChange
from trato.wings.sales.pipeline.model import Stage


def sum_of_lines(deal_id: UUID, currency: str) -> Money | None:
    """What the lines add up to, in the base currency; None without lines that have a price."""
    lines = DealLine.objects.filter(deal_id=deal_id, deleted_at=None)
    total = lines.aggregate(total=Sum("total"))["total"]
    return None if total is None else Money(total, currency, total)


def products_on(deal_id: UUID) -> list[str]:
    """The names of the products on a deal's lines, in order."""
    lines = DealLine.objects.filter(deal_id=deal_id, deleted_at=None, product__isnull=False)
    return list(lines.order_by("created_at", "id").values_list("product__name", flat=True))


def first_won(kind: Customer, record: UUID) -> tuple[date | None, UUID | None]:
    """The first won deal of an account, or of a contact: its day and its id."""
    won = Deal.objects.filter(stage__kind=Stage.WON, deleted_at=None)
    if kind == "account":
        won = won.filter(account_id=record)
    else:
        won = won.filter(pk__in=Link.objects.filter(relation="deal.contacts", target_id=record).values("source_id"))
    return won.order_by("closed_on", "id").values_list("closed_on", "id").first() or (None, None)


def closing_entry(deal_id: UUID) -> UUID | None:
    """The entry by which a deal came into the stage it is in."""
    entries = Entry.objects.filter(object="deal", record_id=deal_id, diff__has_key="stage")
    return entries.order_by("-id").values_list("id", flat=True).first()


def last_open_stage(deal_id: UUID, pipeline: Any) -> Stage | None:
    """The open stage of that pipeline in which the deal was last."""
    stages = StageChange.objects.filter(deal_id=deal_id, stage__kind=Stage.OPEN, stage__deleted_at=None)
    stages = stages.filter(stage__pipeline_id=pipeline)
    last = stages.order_by("-at", "-id").select_related("stage").first()
    return last.stage if last else None


def contacts_on(deal_id: UUID) -> list[UUID]:
    """The contacts of a deal."""
    return list(Link.objects.filter(relation="deal.contacts", source_id=deal_id).values_list("target_id", flat=True))


def lines_of(deal_id: UUID) -> list[DealLine]:
    """A deal's lines, in order."""
    return list(DealLine.objects.filter(deal_id=deal_id, deleted_at=None).order_by("created_at", "id"))


def has_account(deal_id: UUID) -> bool:
    """Whether the deal has an account."""
    return Deal.objects.filter(pk=deal_id, account__isnull=False).exists()


def deal_with_account(deal_id: UUID) -> Deal | None:
    """The deal, unless it is in the trash."""
    return Deal.objects.filter(pk=deal_id, deleted_at=None).select_related("account").first()
