"""What the platform knows about comments."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search, Section
from trato.wings.collaboration.comment.model import Comment
from trato.wings.collaboration.note.spec import ABOUT_SYNONYMS

MENTIONS = ManyLinksField(
    name="mentions",
    of="comment",
    to="user",
    label=_("Mentions"),
    inverse="comment_mentions",
    inverse_label=_("Mentions in comments"),
    readonly=True,
    help=_("The people whom the text names with @."),
)

registry.register(
    ObjectSpec(
        name="comment",
        plural="comments",
        model=Comment,
        label=_("Comment"),
        label_plural=_("Comments"),
        icon="comment",
        hue="activity",
        title="label",
        fields=(
            TextField(name="label", label=_("Comment"), readonly=True),
            RichTextField(name="body", label=_("Text"), required=True, synonyms=("comment", "comentario", "texto")),
            AboutField(
                name="about",
                label=_("About"),
                beside=("note", "task", "activity", "file"),
                named=("mentions",),
                synonyms=ABOUT_SYNONYMS,
            ),
            LinkField(
                name="parent",
                label=_("Answers"),
                to="comment",
                inverse="answers",
                inverse_label=_("Answers"),
                synonyms=("reply to", "responde a"),
            ),
            MENTIONS,
        ),
        columns=("label", "about", "owner", "created_at"),
        sort="-created_at",
        create=("body",),
        layout=(Section(label=_("Comment"), fields=("body", "about", "parent", "mentions", "owner")),),
        search=Search(prose=("body",)),
        help=_("What people answer to records, notes and tasks."),
        synonyms=("comentario", "respuesta", "reply"),
    )
)
