"""What other wings may use of sales."""

from trato.wings.sales.deal.model import Deal
from trato.wings.sales.lead.model import Lead
from trato.wings.sales.pipeline.model import Pipeline, Stage

__all__ = ["Deal", "Lead", "Pipeline", "Stage"]
