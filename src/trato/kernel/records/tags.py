"""Tags in use: a word list that every write keeps (`keep`), counted through the records' own indexes when it is asked.

The list only grows by itself; a tag that no record has any more is not shown, and goes when tags are changed
everywhere (bulk.retagging).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.fields.tags import TagsField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor, Reach
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm

COUNTED = 10_000
"""Counts stop here."""
MOST = 200


@dataclass
class Used:
    """A tag and how many records the actor sees with it, by the object's name. `labels`: the ways it is written."""

    key: str
    labels: list[str]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.labels[0]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return any(count > COUNTED for count in self.counts.values())


def fields(spec: ObjectSpec) -> tuple[TagsField, ...]:
    """The fields of a business object that hold tags; not those of words with a meaning of their own (domains)."""
    if not spec.owned or spec.personal:
        return ()
    own = (each for each in spec.fields if isinstance(each, TagsField) and each.is_shared)
    return tuple(each for each in own if not each.readonly)


def stored_sql(tags: TagsField, alias: str) -> str:
    """The jsonb array of a record's tags."""
    if tags.custom:
        return f"({alias}.custom->{sql.literal(tags.name)})"
    return f"{alias}.{sql.name(tags.columns[0].name)}"


def keep(spec: ObjectSpec, ids: Sequence[UUID], changed: frozenset[str]) -> None:
    """The tail of every write: tags that are new to the object join the list."""
    for each in fields(spec):
        if each.name in changed:
            _add(spec, each, Sql("a.id = ANY(%s::uuid[])", (list(ids),)))


def prepare() -> None:
    """Fill the list from the records, of an organization that has none yet. Repeatable."""
    [(filled,)] = fetch("SELECT EXISTS (SELECT 1 FROM tag)")
    if not filled:
        for spec in registry.shipped():
            for each in fields(spec):
                _add(spec, each, sql.TRUE)


def _add(spec: ObjectSpec, tags: TagsField, condition: Sql) -> None:
    used = (
        f"SELECT DISTINCT t.label FROM {sql.name(spec.table)} a"
        f" CROSS JOIN LATERAL jsonb_array_elements_text({stored_sql(tags, 'a')}) t (label) WHERE "
    )
    execute(
        Sql(
            "INSERT INTO tag (id, object, field, key, label)"
            " SELECT uuidv7(), %s, %s, public.norm(u.label), u.label FROM (",
            (spec.name, tags.name),
        )
        + used
        + condition
        + Sql(
            ") u WHERE NOT EXISTS (SELECT 1 FROM tag k WHERE k.object = %s AND k.field = %s AND k.label = u.label)"
            " ORDER BY u.label ON CONFLICT DO NOTHING",
            (spec.name, tags.name),
        )
    )


def used(
    actor: Actor, specs: Iterable[ObjectSpec], typed: str = "", *, limit: int = 50, counted: int = COUNTED + 1
) -> list[Used]:
    """Tags of these objects that begin with what was typed, or of which a word does, those first; each with how many
    records the actor sees, up to `counted` an object."""
    known = {each.name: each for each in specs if policy.reach(actor, "read", each) is not Reach.NONE}
    like = norm(typed).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = fetch(
        "SELECT key, array_agg(DISTINCT label), array_agg(DISTINCT (object, field)::text) FROM tag"
        " WHERE object = ANY(%s) AND (key LIKE %s OR key LIKE %s) GROUP BY key ORDER BY key NOT LIKE %s, key LIMIT %s",
        [[*known], f"{like}%", f"% {like}%", f"{like}%", min(limit, MOST)],
    )
    found = [Used(key, list(labels)) for key, labels, _places in rows]
    _count(actor, [known[name] for name in known], found, counted)
    return [each for each in found if each.counts]


def _count(actor: Actor, specs: Sequence[ObjectSpec], found: Sequence[Used], most: int) -> None:
    parts = []
    for place, each in enumerate(found):
        for spec in specs:
            having = [Sql(f"{stored_sql(tags, 'a')} ?| %s::text[]", (each.labels,)) for tags in fields(spec)]
            if having:
                condition = sql.both(
                    [Sql("a.deleted_at IS NULL"), policy.visible(actor, spec, "a"), sql.either(having)]
                )
                head = f"SELECT {place}, {sql.literal(spec.name)}, (SELECT count(*) FROM (SELECT 1 FROM"
                parts.append(f"{head} {sql.name(spec.table)} a WHERE " + condition + f" LIMIT {int(most)}) c)")
    for place, name, count in fetch(sql.join(" UNION ALL ", parts)) if parts else ():
        if count:
            found[place].counts[name] = count


def labels(keys: Sequence[str]) -> list[str]:
    """All the ways in which these tags are written."""
    return [
        one for (one,) in fetch("SELECT DISTINCT label FROM tag WHERE key = ANY(%s)", [[norm(each) for each in keys]])
    ]


def forget(labels_gone: Sequence[str]) -> None:
    """Take tags off the list. The caller knows that no record has them any more."""
    execute("DELETE FROM tag WHERE label = ANY(%s)", [list(labels_gone)])
