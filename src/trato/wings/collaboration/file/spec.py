"""What the platform knows about files."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search, Section
from trato.wings.collaboration.file.model import File
from trato.wings.collaboration.file.size import SizeField
from trato.wings.collaboration.note.spec import ABOUT_SYNONYMS

registry.register(
    ObjectSpec(
        name="file",
        plural="files",
        model=File,
        label=_("File"),
        label_plural=_("Files"),
        icon="file",
        hue="activity",
        group="collaboration",
        fields=(
            TextField(name="name", label=_("Name"), required=True, synonyms=("file name", "nombre", "archivo")),
            SizeField(name="size", label=_("Size"), readonly=True),
            TextField(name="type", label=_("Type"), readonly=True, help=_("Read from the content.")),
            TextField(name="url", label=_("Address"), readonly=True),
            TextField(name="content", label=_("Place in the storage"), readonly=True, part_of="url"),
            AboutField(
                name="about", label=_("Attached to"), beside=("note", "task", "activity"), synonyms=ABOUT_SYNONYMS
            ),
        ),
        columns=("name", "type", "size", "about", "owner", "created_at"),
        sort="-created_at",
        layout=(Section(label=_("File"), fields=("name", "type", "size", "about", "owner")),),
        panels=(Panel(on="*", field="about", label=_("Files"), columns=("size", "created_at")),),
        search=Search(names=("name",), subtitle=("type",)),
        keys=("external_ids",),
        help=_("Offers, contracts, pictures: what was attached to records."),
        synonyms=("archivo", "adjunto", "documento", "attachment", "document"),
    )
)
