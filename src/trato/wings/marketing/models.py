"""Where Django looks for the wing's tables. Each is declared in its room."""

from trato.wings.marketing.form.model import Form
from trato.wings.marketing.submission.model import Submission

__all__ = ["Form", "Submission"]
