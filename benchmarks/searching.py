"""How long a search takes over all objects, beside the shortest question there is; also after a burst of changes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping

from django.db import connection

from benchmarks.clock import samples
from benchmarks.hearing import listening
from benchmarks.report import Figure
from trato.kernel.access import actors
from trato.kernel.access.models import User
from trato.kernel.objects import registry
from trato.kernel.search import documents, finding
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch

GROUP = "Search, p95"
BAR = 60.0
BURST, BATCH = 100_000, 5_000
QUERIES = (
    ("two letters", "ma"),
    ("the beginning of a common word", "garc"),
    ("a common word", "garcía"),
    ("a rare word", "388371"),
    ("two words", "lucía mart"),
    ("a slip", "gonsales"),
    ("a slip among others", "marai gonzales"),
    ("a part of a phone number", "612345"),
    ("a part of an e-mail address", "@empresa123"),
    ("a code", "ATL-100"),
    ("an outside key", "bench-search-1"),
    ("nonsense", "zzqqxx"),
    ("ten thousand letters", "x" * 10_000),
)


def measure(acting: Mapping[str, Actor], labels: Mapping[str, str], rounds: int) -> Iterator[Figure]:
    """All queries as each of them, before and after a burst."""
    [(number,)] = fetch("SELECT count(*) FROM search_document")
    _key()
    manager = actors.of_user(User.objects.get(email="manager.norte@demo.example").id)
    acting, labels = {**acting, "manager": manager}, {**labels, "manager": "one who sees a quarter"}
    for name, actor in acting.items():
        yield from _queries(actor, labels[name], rounds, f"{number:,} documents")
    yield _plans(acting["admin"], manager)
    _burst("search burst")
    for name, actor in acting.items():
        yield from _queries(
            actor, labels[name], rounds, f"after {BURST:,} changes", QUERIES[:3] + QUERIES[5:6] + QUERIES[7:9]
        )
    _burst(None)


def _queries(
    actor: Actor, label: str, rounds: int, when: str, queries: tuple[tuple[str, str], ...] = QUERIES
) -> Iterator[Figure]:
    for name, text in queries:

        def ours(text: str = text) -> object:
            return finding.search(actor, text, shown=True)

        taken, floor = samples([ours, lambda: fetch("SELECT 1")], rounds)
        note = f"{when}; median {statistics.median(taken):.1f}, SELECT 1 {statistics.median(floor):.2f} ms"
        yield Figure(group=GROUP, name=name, who=label, ours=_p95(taken), bar=BAR, note=note)


def _plans(*asking: Actor) -> Figure:
    """How many of the large partitions any of the queries reads through from one end to the other."""
    large = [f"search_{name}" for name in ("account", "contact", "deal", "lead")]
    through = 0
    for actor in asking:
        for _name, text in QUERIES:
            with listening() as heard:
                finding.search(actor, text, shown=True)
            for statement, params in heard.statements:
                plan = "\n".join(row[0] for row in fetch("EXPLAIN " + statement, params))
                through += sum(f"Seq Scan on {each} " in plan for each in large)
    return Figure(
        group=GROUP, name="partitions read through", ours=through, unit="", bar=0, note="by EXPLAIN of all queries"
    )


def _p95(taken: list[float]) -> float:
    return sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]


def _key() -> None:
    """An outside key, of some contact."""
    execute(
        "INSERT INTO external_id (id, object, source, key, record_id) SELECT uuidv7(), 'contact', 'bench',"
        " 'bench-search-1', (SELECT id FROM contact LIMIT 1) ON CONFLICT DO NOTHING"
    )


def _burst(job: str | None) -> None:
    """Change what documents say, as an import does; with None put it back."""
    spec = registry.get("contact")
    ids = [each for (each,) in fetch("SELECT id FROM contact WHERE deleted_at IS NULL ORDER BY id LIMIT %s", [BURST])]
    kept = "CREATE TEMP TABLE burst AS SELECT id, job_title FROM contact WHERE id = ANY(%s)"
    if job is not None:
        execute(kept, [ids])
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        if job is None:
            execute(
                "UPDATE contact c SET job_title = b.job_title FROM burst b WHERE b.id = c.id AND c.id = ANY(%s)",
                [batch],
            )
        else:
            execute("UPDATE contact SET job_title = %s WHERE id = ANY(%s)", [job, batch])
        documents.refresh(spec, batch)
    if job is None:
        execute("DROP TABLE burst")
        connection.cursor().execute("VACUUM (ANALYZE) search_document")
