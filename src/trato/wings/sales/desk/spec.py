"""The two queues that come with Trato."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.views.queues import Counter, Queue, declare

OUTBOUND = ["bought_list", "fair", "business_card", "social_network", "referral", "other"]
_MINE = {"field": "owner", "op": "is", "value": {"var": "me"}}
_FREE = {"field": "owner", "op": "empty"}
_DUE = {
    "any": [
        {"field": "next_activity_at", "op": "empty"},
        {"field": "next_activity_at", "op": "lte", "value": {"var": "now"}},
    ]
}
_MQL = Counter(
    label=_("MQL this week"),
    filter={"field": "mql_at", "op": "within", "value": {"this": 1, "unit": "week"}},
)
_SQL = Counter(
    label=_("SQL this week"),
    filter={"field": "sql_at", "op": "within", "value": {"this": 1, "unit": "week"}},
)

INBOUND = declare(
    Queue(
        name="inbound",
        label=_("Inbound"),
        icon="inbox",
        object="lead",
        filter={
            "all": [
                {"field": "status", "op": "in", "value": ["new", "working", "mql"]},
                {"field": "source", "op": "not_in", "value": OUTBOUND},
                {"any": [_MINE, _FREE]},
                _DUE,
            ]
        },
        sort="-score,created_at",
        columns=("company", "priority", "source"),
        verbs=("qualify", "accept", "hand_over", "convert", "disqualify"),
        counters=(
            _MQL,
            _SQL,
            Counter(
                label=_("Disqualified this week"),
                filter={
                    "all": [
                        {"field": "status", "op": "is", "value": "disqualified"},
                        {"field": "status_since", "op": "within", "value": {"this": 1, "unit": "week"}},
                    ]
                },
            ),
        ),
        help=_("Leads that came to us, the most promising first: qualify them, hand them over or let them go."),
        empty=_("No lead waits for you. What comes in by forms, imports and the API stands here, best first."),
    )
)

OUTBOUND_QUEUE = declare(
    Queue(
        name="outbound",
        label=_("Prospecting"),
        icon="target",
        object="lead",
        filter={
            "all": [
                {"field": "status", "op": "in", "value": ["new", "working"]},
                {"field": "source", "op": "in", "value": OUTBOUND},
                _MINE,
                _DUE,
            ]
        },
        sort="-score,created_at",
        columns=("company", "phones", "last_activity_at"),
        verbs=("hand_over", "accept", "convert", "disqualify"),
        counters=(
            Counter(
                label=_("Prospects at work"),
                filter={
                    "all": [
                        _MINE,
                        {"field": "source", "op": "in", "value": OUTBOUND},
                        {"field": "status", "op": "is", "value": "working"},
                    ]
                },
            ),
            Counter(
                label=_("Touched this week"),
                filter={
                    "all": [
                        _MINE,
                        {"field": "last_activity_at", "op": "within", "value": {"this": 1, "unit": "week"}},
                    ]
                },
            ),
            _SQL,
        ),
        help=_("People to approach: call or write, log it and plan the next touch; they come back when it is due."),
        empty=_("Nobody is due. Import a list, or plan the next touch of those you know."),
    )
)
