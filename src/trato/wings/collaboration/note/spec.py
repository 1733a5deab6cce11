"""What the platform knows about notes."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.links import ManyLinksField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search, Section
from trato.wings.collaboration.note.model import Note

ABOUT_SYNONYMS = ("regarding", "related to", "sobre", "relacionado con", "asunto de")

MENTIONS = ManyLinksField(
    name="mentions",
    of="note",
    to="user",
    label=_("Mentions"),
    inverse="mentions",
    inverse_label=_("Mentions"),
    readonly=True,
    help=_("The people whom the text names with @."),
)

registry.register(
    ObjectSpec(
        name="note",
        plural="notes",
        model=Note,
        label=_("Note"),
        label_plural=_("Notes"),
        feminine=True,
        icon="note",
        hue="activity",
        group="collaboration",
        title="label",
        fields=(
            TextField(name="label", label=_("Note"), readonly=True),
            RichTextField(
                name="body",
                label=_("Text"),
                required=True,
                synonyms=("note", "notes", "content", "comment", "nota", "texto", "contenido", "body"),
            ),
            AboutField(
                name="about",
                label=_("About"),
                private="is_private",
                named=("mentions",),
                synonyms=ABOUT_SYNONYMS,
            ),
            CheckboxField(name="is_pinned", label=_("Pinned"), default=False),
            CheckboxField(
                name="is_private",
                label=_("Private"),
                default=False,
                help=_("Only its owner and administrators see it."),
                synonyms=("privada", "privado"),
            ),
            MENTIONS,
        ),
        columns=("label", "about", "is_pinned", "owner", "created_at"),
        sort="-created_at",
        create=("body", "about", "is_private"),
        layout=(Section(label=_("Note"), fields=("body", "about", "is_pinned", "is_private", "mentions", "owner")),),
        search=Search(prose=("body",)),
        help=_("What was said and learnt, about any record."),
        synonyms=("nota", "apunte", "comentario"),
    )
)
