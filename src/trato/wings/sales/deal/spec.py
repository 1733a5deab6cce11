"""What the platform knows about deals."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.money import BaseAmountField, MoneyField
from trato.kernel.fields.number import IntegerField, PercentField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import Board, ObjectSpec, Panel, SavedView, Search, Section
from trato.wings.directory.public import SOURCES
from trato.wings.sales.deal.model import Deal

TYPES = (
    Option("new_business", _("New business"), "6"),
    Option("expansion", _("Expansion"), "4"),
    Option("renewal", _("Renewal"), "3"),
)
LOST_REASONS = (
    Option("price", _("Price")),
    Option("competitor", _("A competitor")),
    Option("no_budget", _("No budget")),
    Option("no_decision", _("No decision")),
    Option("no_need", _("No need")),
    Option("timing", _("Timing")),
    Option("no_answer", _("No answer")),
    Option("other", _("Other")),
)
ROLES = (
    ("decision_maker", _("Decides")),
    ("influencer", _("Influences")),
    ("champion", _("Supports us")),
    ("blocker", _("Opposes us")),
    ("user", _("Uses")),
    ("billing", _("Invoices")),
)
CONTACTS = ManyLinksField(
    name="contacts",
    of="deal",
    to="contact",
    label=_("Contacts"),
    inverse="deals",
    inverse_label=_("Deals"),
    on_timeline=True,
    roles=ROLES,
    synonyms=("contacto", "contact"),
)
LOST_REASON = SelectField(
    name="lost_reason", label=_("Lost reason"), options=LOST_REASONS, synonyms=("motivo de pérdida", "loss reason")
)
CLOSED_ON = DateField(name="closed_on", label=_("Closed on"), synonyms=("close_date", "fecha de cierre", "closed"))

FIELDS = (
    TextField(name="name", label=_("Name"), indexed=True, synonyms=("opportunity", "oportunidad", "trato", "nombre")),
    LinkField(
        name="account",
        label=_("Account"),
        to="account",
        inverse="deals",
        inverse_label=_("Deals"),
        on_timeline=True,
        synonyms=("cuenta", "empresa", "company", "customer", "cliente"),
    ),
    CONTACTS,
    LinkField(name="pipeline", label=_("Pipeline"), to="pipeline", inverse="deals", inverse_label=_("Deals")),
    LinkField(
        name="stage",
        label=_("Stage"),
        to="stage",
        inverse="deals",
        inverse_label=_("Deals"),
        synonyms=("deal_stage", "etapa", "fase", "status"),
    ),
    LinkField(
        name="reached",
        label=_("Furthest stage"),
        to="stage",
        readonly=True,
        help=_("The stage it is in; for a lost deal the last one before."),
    ),
    DateTimeField(name="stage_since", label=_("In stage since"), readonly=True),
    MoneyField(
        name="amount", label=_("Amount"), indexed=True, synonyms=("close_value", "importe", "valor", "value", "monto")
    ),
    PercentField(
        name="probability", label=_("Probability"), minimum=0, maximum=100, synonyms=("probabilidad", "chance")
    ),
    BaseAmountField(
        name="weighted",
        label=_("Weighted"),
        readonly=True,
        help=_("The amount in the base currency times the probability."),
        synonyms=("ponderado", "importe ponderado"),
    ),
    CheckboxField(
        name="amount_own",
        label=_("Amount of its own"),
        readonly=True,
        help=_("Typed by hand; otherwise the amount is what the lines add up to."),
    ),
    DateField(name="opened_on", label=_("Opened on"), synonyms=("engage_date", "fecha de inicio", "start date")),
    DateField(
        name="expected_close",
        label=_("Expected close"),
        synonyms=("cierre previsto", "expected close date", "forecast"),
    ),
    CLOSED_ON,
    IntegerField(
        name="cycle_days",
        adds_up=False,
        label=_("Sales cycle in days"),
        readonly=True,
        help=_("From the day it was opened to the day it was won or lost."),
    ),
    LOST_REASON,
    SelectField(name="type", label=_("Type"), options=TYPES, synonyms=("tipo", "deal type")),
    SelectField(name="source", label=_("Source"), options=SOURCES, synonyms=("origen", "fuente", "lead source")),
    TextField(name="next_step", label=_("Next step"), synonyms=("próximo paso", "siguiente paso")),
)

_MINE = {"field": "owner", "op": "is", "value": {"var": "me"}}
_OPEN = {"field": "stage.kind", "op": "is", "value": "open"}
VIEWS = (
    SavedView(key="my-open", label=_("My open deals"), filter={"all": [_MINE, _OPEN]}, sort="expected_close"),
    SavedView(
        key="closing-this-month",
        label=_("Closing this month"),
        filter={"all": [_OPEN, {"field": "expected_close", "op": "within", "value": {"this": 1, "unit": "month"}}]},
        sort="expected_close",
        group_by=("owner",),
    ),
    SavedView(
        key="without-next-activity",
        label=_("Without next activity"),
        filter={"all": [_OPEN, {"field": "next_activity_at", "op": "empty"}]},
        sort="-amount",
    ),
    SavedView(
        key="calendar",
        label=_("Expected closes"),
        kind="calendar",
        filter=_OPEN,
        dates="expected_close",
    ),
    SavedView(
        key="won-by-month",
        label=_("Won by month"),
        kind="chart",
        filter={"field": "stage.kind", "op": "is", "value": "won"},
        chart={
            "measure": {"op": "sum", "field": "amount"},
            "group_by": {"field": "closed_on", "by": "month"},
            "draw": "bar",
        },
    ),
)

DEAL = registry.register(
    ObjectSpec(
        name="deal",
        plural="deals",
        model=Deal,
        label=_("Deal"),
        label_plural=_("Deals"),
        feminine=True,
        icon="deal",
        hue="deal",
        group="sales",
        fields=FIELDS,
        columns=(
            "name",
            "account",
            "stage",
            "amount",
            "expected_close",
            "next_activity_at",
            "last_activity_at",
            "owner",
        ),
        sort="-updated_at",
        create=("name", "account", "amount", "stage", "expected_close", "owner"),
        highlights=("stage", "amount", "probability", "expected_close", "next_activity", "next_activity_at"),
        layout=(
            Section(label=_("Deal"), fields=("name", "account", "contacts", "pipeline", "stage", "stage_since")),
            Section(label=_("Value"), fields=("amount", "probability", "weighted", "type")),
            Section(label=_("Dates"), fields=("opened_on", "expected_close", "closed_on", "cycle_days", "lost_reason")),
            Section(
                label=_("Work"),
                fields=(
                    "next_step",
                    "next_activity",
                    "next_activity_at",
                    "last_activity_at",
                    "source",
                    "owner",
                    "team",
                ),
            ),
        ),
        board=Board(
            by="stage",
            verb="move",
            value="amount",
            weighted="weighted",
            card=("account", "amount", "next_activity", "next_activity_at", "last_activity_at", "owner"),
        ),
        panels=(
            Panel(on="account", field="account", label=_("Deals"), columns=("stage", "amount", "owner")),
            Panel(on="contact", field="contacts", label=_("Deals"), columns=("stage", "amount")),
        ),
        search=Search(names=("name", "account"), prose=("next_step",), subtitle=("account", "stage")),
        keys=("external_ids",),
        views=VIEWS,
        verbs={"stage": "move"},
        help=_("Possible sales, from their first stage to won or lost."),
        synonyms=("oportunidad", "trato", "opportunity", "venta"),
    )
)
