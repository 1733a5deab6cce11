"""One pass over one file: read, look up, match, judge; and, if it is to be, write.

    fill ─ lookups ─ matching ─ image ─┬ counts and reasons (a dry run ends here, with nothing written)
                                       └ image settlers ─ store ─ beside ─ settlers ─ entries ─ tails

All in the caller's transaction: an import is there as a whole or not at all, however large, and one that was killed
starts again from the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.intake import beside, bursts, circles, image, lookups, matching, staging, writing
from trato.kernel.intake import plan as plans
from trato.kernel.intake.image import Image
from trato.kernel.intake.mapping import Column, ImportMapping
from trato.kernel.intake.plan import Link, Plan
from trato.kernel.intake.staging import Progress, Row
from trato.kernel.tenancy.database import execute, fetch


class Run:
    """The pass of a plan. Call `read`, then `judge`, then perhaps `write`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        leaders = f"(SELECT * FROM {plan.table('matched')} WHERE leader = _row)"
        self.main = Image(plan, plan.main, plan.table("image"), leaders)
        self.children: list[Image] = []
        self.nested: dict[str, Run] = {}
        """Runs that make the records which links name and which are not there yet, by the link's table."""
        self.rows = 0

    def read(self, rows: Iterable[Row], progress: Progress = lambda _done: None) -> None:
        """Stage the file's rows."""
        staging.prepare(self.plan)
        self.rows = staging.fill(self.plan, rows, progress)

    # Judging

    def judge(self, *, lock: bool) -> None:
        """Decide what becomes of each row. `lock` the records that are about to change."""
        plan = self.plan
        for link in plan.links:
            lookups.look_up(plan, link)
        for link in plan.links:
            if not self._is_own(link):
                self._settle(link)
        staging.drop_rejected(plan)
        matching.match(plan)
        matching.settle(plan, lock=lock)
        for link in plan.links:
            if self._is_own(link):
                lookups.find_among_rows(plan, link)
                self._settle(link)
        beside.prepare_keys(plan)
        beside.prepare_links(plan)
        matching.forget_rejected(plan)
        matching.fold(plan)
        self._imagine()
        while self._refuse_circles() + self._refuse_orphans():
            self._forget()
        beside.mark_changed(plan, self.children)
        self._drop_unused()

    def _is_own(self, link: Link) -> bool:
        """Whether the link may lead to another row of this file."""
        return link.to.name == self.plan.spec.name and link in self.plan.main.links

    def _settle(self, link: Link) -> None:
        for earlier in self.plan.links:
            if earlier.table in self.nested and earlier.to.name == link.to.name:
                execute(
                    f"UPDATE {link.table} f SET id = e.id, hits = 1 FROM {earlier.table} e"
                    " WHERE f.hits = 0 AND e.made AND public.norm(e.text) = public.norm(f.text)"
                )
        self._imagine_missing(link)
        lookups.settle_missing(self.plan, link)

    def _imagine_missing(self, link: Link) -> None:
        """Judge the records that are to be made for texts that name none."""
        if not lookups.mark_missing(link):
            return
        column = Column(name="name", to=link.to.title)
        mapping = ImportMapping(mode="create", columns=(column,))
        run = f"{self.plan.run}n{len(self.nested)}"
        nested = Run(plans.make(self.plan.actor, link.to, mapping, ["name"], self.plan.form, run=run))
        ids: list[UUID] = []
        nested.read(_named(link, ids))
        execute(
            f"UPDATE {nested.plan.table('staged')} s SET _id = v.id FROM unnest(%s::uuid[]) WITH ORDINALITY v (id, n)"
            " WHERE v.n = s._row",
            [ids],
        )
        nested.judge(lock=False)
        execute(
            f"UPDATE {link.table} SET id = NULL, made = FALSE, hits = 0 WHERE made"
            f" AND id NOT IN (SELECT id FROM {nested.main.table})"
        )
        self.nested[link.table] = nested

    def _imagine(self) -> None:
        image.build(self.main)
        if self._refuse_circles():  # before the table's own rules, whose words say less
            self._forget()
        image.check(self.main)
        for part in self.plan.children:
            child = beside.prepare_children(self.plan, part)
            image.build(child)
            image.check(child)
            self.children.append(child)
        self._forget()

    def _forget(self) -> None:
        matching.forget_rejected(self.plan)
        for each in (self.main, *self.children):
            image.forget_rejected(each)
        beside.forget_rejected(self.plan, self.children)

    def _refuse_circles(self) -> int:
        """Rows that would put a record above itself. Asked again when others went: those stay as they were."""
        own = [each for each in self.plan.main.links if self._is_own(each) and not each.many]
        return sum(circles.refuse(self.main, link, number) for number, link in enumerate(own))

    def _refuse_orphans(self) -> int:
        """Rows that link to a row which was itself rejected."""
        plan, refused = self.plan, 0
        for link in plan.links:
            if self._is_own(link):
                refused += execute(
                    f"INSERT INTO {plan.table('rejected')} (_row, col, code, message, cell)"
                    f" SELECT s._row, %s, 'not_found', %s, f.text FROM {lookups.texts_of(plan, link)} s"
                    f" JOIN {link.table} f ON f.text = s.text WHERE f.own"
                    f" AND NOT EXISTS (SELECT 1 FROM {self.main.table} i WHERE i.id = f.id)",
                    [link.column.name, _("The row it names was rejected.")],
                )
        return refused

    def _drop_unused(self) -> None:
        """Records to be made for rows that were rejected after all are not made."""
        for link in self.plan.links:
            nested = self.nested.get(link.table)
            if nested is not None:
                users = [each for each in self.plan.links if each.to.name == link.to.name]
                used = " UNION ".join(
                    f"SELECT f.id FROM {lookups.texts_of(self.plan, each)} s JOIN {each.table} f ON f.text = s.text"
                    for each in users
                )
                unused = f"id NOT IN (SELECT id FROM ({used}) u WHERE id IS NOT NULL)"
                execute(f"DELETE FROM {nested.main.table} WHERE {unused}")

    # Writing

    @property
    def images(self) -> list[Image]:
        """What will be stored, in the order in which it is: what others link to first."""
        return [*(nested.main for nested in self.nested.values()), self.main, *self.children]

    def write(self, entry: UUID, progress: Callable[[float], None] = lambda _share: None) -> None:
        """Store all that was not rejected, caused by `entry`."""
        tables = [table for each in self.images for table in (each.spec.table, f"search_{each.spec.name}")]
        with bursts.gathered(tables, writing.count(self.images)):
            self._write(entry, progress)

    def _write(self, entry: UUID, progress: Callable[[float], None]) -> None:
        made = [nested.main for nested in self.nested.values()]
        for group in (*([each] for each in made), [self.main, *self.children]):
            writing.settle_images(group)
            for each in group:
                writing.store(each)
        beside.write_keys(self.plan)
        beside.write_links(self.plan)
        writing.know_sizes(self.images)
        progress(0.3)
        for each in (*made, self.main, *self.children):
            writing.settle(each, entry)
        progress(0.5)
        for each in self.images:
            writing.remember(each, entry)
        progress(0.7)
        for each in self.images:
            writing.tell(each, lambda share: progress(0.7 + 0.3 * share))

    # Counting

    def counts(self) -> dict[str, int]:
        """How many rows create, update, leave as it is, are rejected."""
        plan = self.plan
        [(created, updated, same)] = fetch(
            "SELECT count(*) FILTER (WHERE _created), count(*) FILTER (WHERE NOT _created AND _changed),"
            f" count(*) FILTER (WHERE NOT _changed) FROM {self.main.table}"
        )
        [(following,)] = fetch(f"SELECT count(*) FROM {plan.table('matched')} WHERE leader <> _row")
        [(rejected,)] = fetch(f"SELECT count(DISTINCT _row) FROM {plan.table('rejected')}")
        return {"create": created, "update": updated + following, "skip": same, "reject": rejected}

    def made(self) -> dict[str, int]:
        """How many records of other objects, or of this one beside the rows, come into being, by object."""
        found: dict[str, int] = {}
        for each in (*(nested.main for nested in self.nested.values()), *self.children):
            [(number,)] = fetch(f"SELECT count(*) FROM {each.table} WHERE _created")
            found[each.spec.name] = found.get(each.spec.name, 0) + number
        return {name: number for name, number in found.items() if number}


def _named(link: Link, ids: list[UUID]) -> Iterator[Row]:
    """The records to be made as rows of a file with one column; their ids go to `ids`."""
    texts = fetch(f"SELECT DISTINCT ON (id) text, id FROM {link.table} WHERE made ORDER BY id")
    for number, (text, record_id) in enumerate(texts, 1):
        ids.append(record_id)
        yield Row(number, [text])
