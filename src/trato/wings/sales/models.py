"""Where Django looks for the wing's tables. Each is declared in its object's room."""

from trato.wings.sales.deal.model import Deal, DealLine, StageChange
from trato.wings.sales.lead.model import Lead
from trato.wings.sales.pipeline.model import Pipeline, Stage

__all__ = ["Deal", "DealLine", "Lead", "Pipeline", "Stage", "StageChange"]
