"""What the platform knows about web forms."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.number import IntegerField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import LongTextField, TextField
from trato.kernel.fields.url import UrlField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search, Section
from trato.wings.marketing.form.address import AddressField
from trato.wings.marketing.form.asking import AskedField
from trato.wings.marketing.form.model import Form

LANGUAGES = (Option("es", "Español"), Option("en", "English"))
MAKES = (Option("lead", _("Leads"), "6"), Option("contact", _("Contacts"), "5"))

registry.register(
    ObjectSpec(
        name="form",
        plural="forms",
        model=Form,
        label=_("Form"),
        label_plural=_("Forms"),
        icon="form",
        hue="campaign",
        group="marketing",
        fields=(
            TextField(name="name", label=_("Name"), required=True, max_length=120),
            TextField(
                name="slug",
                label=_("Short name"),
                unique=True,
                max_length=80,
                help=_("The end of its address; made from the name when it is left empty."),
            ),
            AddressField(name="address", label=_("Address"), readonly=True, source="slug"),
            SelectField(name="makes", label=_("It makes"), options=MAKES, default="lead", required=True),
            AskedField(
                name="asks",
                label=_("Asks"),
                help=_("Without a choice: name, company, e-mail, phone and interest."),
            ),
            AskedField(name="requires", label=_("Cannot be left empty")),
            LongTextField(name="intro", label=_("Introduction")),
            LongTextField(
                name="consent",
                label=_("Consent"),
                help=_("What people agree to by ticking a box; kept with each answer, word for word."),
            ),
            TextField(name="button", label=_("Words on the button"), max_length=60),
            LongTextField(name="thanks", label=_("Thanks"), help=_("Shown when it was sent.")),
            UrlField(name="redirect", label=_("Page to go to afterwards")),
            SelectField(name="language", label=_("Language"), options=LANGUAGES),
            CheckboxField(name="is_open", label=_("Takes answers"), default=True, help=_("A closed form says so.")),
            LinkField(
                name="given_to",
                label=_("Give to"),
                to="user",
                inverse="forms",
                inverse_label=_("Forms"),
                help=_("Who owns what it makes."),
            ),
            LinkField(
                name="given_team",
                label=_("Or in turn to"),
                to="team",
                inverse="forms",
                inverse_label=_("Forms"),
                help=_("Each member of the team after the other."),
            ),
            TagsField(
                name="sites",
                label=_("Sites that may show it"),
                help=_("As https://www.example.com. Without any: every site."),
            ),
            IntegerField(name="held", label=_("Robots kept out"), readonly=True),
        ),
        columns=("name", "address", "makes", "is_open", "given_to", "given_team", "held", "updated_at"),
        create=("name", "makes", "asks", "requires", "given_to", "given_team"),
        layout=(
            Section(label=_("Form"), fields=("name", "slug", "address", "is_open", "makes", "asks", "requires")),
            Section(label=_("Who is given the answers"), fields=("given_to", "given_team", "owner")),
            Section(
                label=_("Words"),
                fields=("language", "intro", "consent", "button", "thanks", "redirect"),
            ),
            Section(label=_("On other sites"), fields=("sites", "held")),
        ),
        highlights=("address", "is_open", "makes", "given_to", "given_team"),
        search=Search(names=("name",), subtitle=("slug",)),
        help=_("Questions for your website: what people answer becomes a lead, and somebody's."),
        synonyms=("formulario", "web form", "web-to-lead", "formulario web"),
    )
)
