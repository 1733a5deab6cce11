"""The declaration of an object type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.base import Field
from trato.lib import sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from trato.kernel.objects.model import Record


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of fields on the record page and in forms."""

    label: _StrOrPromise
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    """How records lie in lanes: by the field `by` (a link such as stage, or a select); lanes sum `value` and
    `weighted`; dropping a card runs `verb` with the lane as its input `by`. `card` are the fields a card shows."""

    by: str
    verb: str
    value: str = ""
    weighted: str = ""
    card: tuple[str, ...] = ()
    doors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Where an object shows up on another's page: `on` account, by the link `field`, with these columns.

    On "*" it shows up on whatever its field `about` can lead to. `where` narrows it to some (a filter as JSON), `tick`
    names the verb that a box before each row runs.
    """

    on: str
    field: str
    label: _StrOrPromise
    columns: tuple[str, ...] = ()
    where: Mapping[str, Any] | None = None
    tick: str = ""

    def at(self, spec: ObjectSpec, of: ObjectSpec) -> Panel | None:
        """The panel of the object `of` as it stands on pages of `spec`; None where it does not."""
        if self.on == spec.name:
            return self
        about = of.about
        if self.on != "*" or about is None or spec.plural not in about.links:
            return None
        return replace(self, on=spec.name, field=about.links[spec.plural].name)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What search reads: `names` unstemmed (and trigram), `prose` stemmed, `subtitle` shown beside a hit."""

    names: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A view that comes with the object, known for ever by `key`. It says what a record of the object `view` says;
    one that names a field which is not there is not offered."""

    key: str
    label: _StrOrPromise
    kind: str = "table"
    filter: Any = None
    sort: str = ""
    columns: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    dates: str = ""
    chart: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class ObjectSpec:
    """One object type: with its model, all that the generic machinery needs to know.

    `fields` are the business fields; the registry appends those every record has (id, owner, team, dates) and the
    organization's user-made ones. `title` names the text column a record is known by.
    """

    name: str
    plural: str
    model: type[Record]
    label: _StrOrPromise
    label_plural: _StrOrPromise
    feminine: bool = False
    """Whether its Spanish name is: phrases about it bend ("Nueva cuenta", "Nuevo contacto")."""
    icon: str
    hue: str = "report"
    group: str = ""
    """Sidebar heading: sales, directory, commerce; '' keeps it out of the sidebar (lookups, shown in settings)."""
    fields: tuple[Field, ...]
    title: str = "name"
    columns: tuple[str, ...] = ()
    sort: str = "-updated_at"
    layout: tuple[Section, ...] = ()
    create: tuple[str, ...] = ()
    """Fields of the create drawer; others are filled on the record page."""
    highlights: tuple[str, ...] = ()
    board: Board | None = None
    panels: tuple[Panel, ...] = ()
    search: Search = field(default_factory=Search)
    keys: tuple[str, ...] = ()
    """Fields whose equal value means the same record (exact duplicates are refused)."""
    lookup: tuple[str, ...] = ()
    """Fields besides the title by whose value files and links name a record (a stage's key, a user's e-mail)."""
    verbs: Mapping[str, str] = field(default_factory=dict)
    """Fields that may be written only by a verb: {"stage": "move"}. Writing them by any road runs it."""
    owned: bool = True
    """False for lookups (products, stages): reading them is all or nothing."""
    guarded: bool = False
    """True for what rights themselves hang on (users, teams, roles): only administrators write it."""
    given: bool = False
    """Whether anybody may give one to anybody (tasks): the owner is who is to do it."""
    personal: bool = False
    """Whether it belongs to people and not to the business (views, lists): everybody makes their own; it is read by its
    owner and those its `audience` names (team, everyone, role), changed by its owner and administrators."""
    part_of: str = ""
    """The link to the record that it is a part of (an entry's list): it is read and changed by who may do so there."""
    stands_for: tuple[str, str] | None = None
    """The columns with the plural name and the id of the record that it stands for on a list: who may not read that
    does not see this either."""
    views: tuple[SavedView, ...] = ()
    """Views that come with it."""
    help: _StrOrPromise = ""
    """What belongs here, for the empty page."""
    synonyms: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.fields}

    @cached_property
    def compiled(self) -> dict[Any, Any]:
        """What later rooms have worked out of this spec, by what they were asked. It goes when the spec does."""
        return {}

    @cached_property
    def about(self) -> AboutField | None:
        """The field that says which records it is about, of objects that hang on others (notes, tasks, files)."""
        return next((each for each in self.fields if isinstance(each, AboutField)), None)

    def with_wholes(self, names: Iterable[str]) -> frozenset[str]:
        """The names of fields, and of the composed fields that they are parts of."""
        known = frozenset(names)
        return known | {field.part_of for name in known if (field := self.by_name.get(name)) and field.part_of}

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def field(self, name: str) -> Field:
        """The field called `name`. KeyError when the object has none."""
        return self.by_name[name]

    def title_sort_sql(self, alias: str) -> str:
        """What records (on a row aliased `alias`) are ordered by when by their titles."""
        field = self.by_name.get(self.title)
        return field.sort_sql(alias) if field else f'public.sort_key({alias}.{sql.name(self.title)}) COLLATE "C"'

    def with_fields(self, extra: tuple[Field, ...]) -> ObjectSpec:
        return replace(self, fields=self.fields + extra)
