"""Where Django looks for the kernel's tables. Each is declared in its room."""

from trato.kernel.access.models import ApiToken, Role, Session, SignInAttempt, SignInLink, Team, User
from trato.kernel.api.models import Idempotency
from trato.kernel.exchange.models import Import
from trato.kernel.jobs.models import Job
from trato.kernel.notifications.models import Follow, Notification, Unwanted
from trato.kernel.objects.custom import CustomField
from trato.kernel.records.models import Apart, Currency, CurrencyRate, ExternalId, Link, Merged, Tag
from trato.kernel.search.models import Recent
from trato.kernel.timeline.models import Entry, Outbox, Position, Subject
from trato.kernel.views.models import Favourite, ListEntry, PickedList, View, ViewLayout

__all__ = [
    "Apart",
    "ApiToken",
    "Currency",
    "CurrencyRate",
    "CustomField",
    "Entry",
    "ExternalId",
    "Favourite",
    "Follow",
    "Idempotency",
    "Import",
    "Job",
    "Link",
    "ListEntry",
    "Merged",
    "Notification",
    "Outbox",
    "PickedList",
    "Position",
    "Recent",
    "Role",
    "Session",
    "SignInAttempt",
    "SignInLink",
    "Subject",
    "Tag",
    "Team",
    "Unwanted",
    "User",
    "View",
    "ViewLayout",
]
