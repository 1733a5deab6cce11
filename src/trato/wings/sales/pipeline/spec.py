"""What the platform knows about pipelines and their stages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.number import IntegerField, PercentField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search
from trato.wings.sales.pipeline.model import Pipeline, Stage
from trato.wings.sales.pipeline.required import DealFieldsField

STAGE_KINDS = (
    Option("open", pgettext_lazy("kind of stage", "Open"), "6"),
    Option("won", pgettext_lazy("kind of stage", "Won"), "positive"),
    Option("lost", pgettext_lazy("kind of stage", "Lost"), "negative"),
)

PIPELINE = registry.register(
    ObjectSpec(
        name="pipeline",
        plural="pipelines",
        model=Pipeline,
        label=_("Pipeline"),
        label_plural=_("Pipelines"),
        icon="pipeline",
        hue="deal",
        fields=(
            TextField(name="name", label=_("Name"), required=True),
            CheckboxField(
                name="is_default",
                label=_("Default"),
                default=False,
                help=_("Where deals go that name no pipeline. There is one such pipeline."),
            ),
        ),
        columns=("name", "is_default"),
        create=("name", "is_default"),
        sort="name",
        search=Search(names=("name",)),
        keys=("name",),
        owned=False,
        guarded=True,
        synonyms=("embudo", "tubería"),
    )
)

STAGE = registry.register(
    ObjectSpec(
        name="stage",
        plural="stages",
        model=Stage,
        label=_("Stage"),
        label_plural=_("Stages"),
        feminine=True,
        icon="stage",
        hue="deal",
        fields=(
            LinkField(
                name="pipeline",
                label=_("Pipeline"),
                to="pipeline",
                required=True,
                inverse="stages",
                inverse_label=_("Stages"),
            ),
            TextField(name="name", label=_("Name"), required=True, synonyms=("etapa", "fase")),
            TextField(name="key", label=_("Key"), max_length=60),
            TextField(name="alias", label=_("Also called"), help=_("Another name for it in files.")),
            IntegerField(
                name="position",
                adds_up=False,
                label=_("Position"),
                required=True,
                default=0,
                minimum=0,
                help=_("Stages stand in this order; those behind make room."),
            ),
            SelectField(name="kind", label=_("Kind"), options=STAGE_KINDS, required=True, default="open"),
            PercentField(name="probability", label=_("Probability"), required=True, default=0, minimum=0, maximum=100),
            DealFieldsField(
                name="required",
                label=_("Required on entry"),
                help=_("What a deal must have filled in to enter this stage."),
            ),
        ),
        columns=("name", "pipeline", "position", "kind", "probability"),
        create=("pipeline", "name", "kind", "probability", "required"),
        sort="position",
        panels=(Panel(on="pipeline", field="pipeline", label=_("Stages"), columns=("kind", "probability")),),
        search=Search(names=("name",)),
        lookup=("key", "alias"),
        owned=False,
        guarded=True,
        synonyms=("etapa", "fase", "escenario"),
    )
)
