"""What a new organization sells with."""

from __future__ import annotations

from django.utils.translation import gettext, override, pgettext

from trato.kernel.tenancy.models import Organization
from trato.wings.sales.pipeline.model import Pipeline, Stage

SHIPPED_STAGES = (
    ("prospecting", None, Stage.OPEN, 10),
    ("negotiation", "engaging", Stage.OPEN, 40),
    ("won", None, Stage.WON, 100),
    ("lost", None, Stage.LOST, 0),
)


def shipped_names() -> dict[str, str]:
    """What the stages are called in the language in force."""
    return {
        "prospecting": pgettext("stage of a deal", "Prospecting"),
        "negotiation": pgettext("stage of a deal", "Negotiation"),
        "won": pgettext("stage of a deal", "Won"),
        "lost": pgettext("stage of a deal", "Lost"),
    }


def seed(organization: Organization) -> None:
    """The first pipeline with its stages, named in the organization's language. Safe to call again."""
    if Pipeline.objects.exists():
        return
    with override(organization.language):
        names = shipped_names()
        pipeline = Pipeline.objects.create(name=gettext("Sales"), is_default=True)
        Stage.objects.bulk_create(
            Stage(
                pipeline=pipeline,
                key=key,
                name=names[key],
                alias=alias,
                kind=kind,
                probability=probability,
                position=place,
            )
            for place, (key, alias, kind, probability) in enumerate(SHIPPED_STAGES, start=1)
        )


def rename(before: str, after: str) -> None:
    """Give the first pipeline and its stages, where they still have their first names, those of another language."""
    with override(before):
        old, sales = shipped_names(), gettext("Sales")
    with override(after):
        Pipeline.objects.filter(is_default=True, name=sales).update(name=gettext("Sales"))
        for key, name in shipped_names().items():
            Stage.objects.filter(key=key, name=old[key]).update(name=name)
