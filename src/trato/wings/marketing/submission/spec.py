"""What the platform knows about the answers to forms."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search, Section
from trato.wings.marketing.submission.model import Submission

OUTCOMES = (Option("made", _("New record"), "positive"), Option("known", _("Known already"), "5"))
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")

registry.register(
    ObjectSpec(
        name="submission",
        plural="submissions",
        model=Submission,
        label=_("Form answer"),
        label_plural=_("Form answers"),
        feminine=True,
        icon="survey",
        hue="campaign",
        title="label",
        fields=(
            TextField(name="label", label=_("Sender"), readonly=True),
            LinkField(
                name="form",
                label=_("Form"),
                to="form",
                readonly=True,
                inverse="submissions",
                inverse_label=_("Form answers"),
                on_timeline=True,
            ),
            SelectField(name="outcome", label=_("Became"), options=OUTCOMES, readonly=True),
            AboutField(name="about", label=_("Concerns"), readonly=True),
            JsonField(name="answers", label=_("Answers"), readonly=True),
            LongTextField(name="consent", label=_("Agreed to"), readonly=True),
            LinkField(
                name="given_to",
                label=_("Given to"),
                to="user",
                readonly=True,
                inverse="submissions_given",
                inverse_label=_("Form answers"),
            ),
            TextField(name="page", label=_("Page"), readonly=True, help=_("Where the form stood.")),
            TextField(name="utm_source", label=_("UTM source"), readonly=True, indexed=True),
            TextField(name="utm_medium", label=_("UTM medium"), readonly=True),
            TextField(name="utm_campaign", label=_("UTM campaign"), readonly=True, indexed=True),
            TextField(name="utm_term", label=_("UTM term"), readonly=True),
            TextField(name="utm_content", label=_("UTM content"), readonly=True),
        ),
        columns=("label", "form", "outcome", "about", "utm_source", "utm_campaign", "created_at"),
        sort="-created_at",
        layout=(
            Section(label=_("Answer"), fields=("label", "form", "outcome", "about", "given_to", "created_at")),
            Section(label=_("What was sent"), fields=("answers", "consent")),
            Section(label=_("Where from"), fields=("page", *UTM)),
        ),
        panels=(Panel(on="form", field="form", label=_("Form answers"), columns=("outcome", "utm_source")),),
        search=Search(names=("label",), subtitle=()),
        help=_("What people sent by your forms, word for word, with where they came from."),
        synonyms=("respuesta", "envío", "submission"),
    )
)
