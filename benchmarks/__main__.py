"""`make bench [ARGS="--scale 100k"]`: measures everything and writes RESULTS.md."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import django

HOME = Path(__file__).parent / ".work"
NOT_YET = (
    "the API by HTTP beside a bare Starlette and asyncpg endpoint, and whole pages beside the stack's empty page",
    "import of 100,000 contacts (rows a second, memory)",
    "memory of web, live and worker at rest (273 MB with one web worker when it was looked at by hand)",
)


def main() -> None:
    """Make or find the demo company, measure by turns, write the results."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--scale", choices=["small", "100k", "1m"], default="1m")
    options.add_argument("--rounds", type=int, default=30)
    chosen = options.parse_args()
    os.environ.setdefault("TRATO_HOME", str(HOME))
    os.environ["DJANGO_SETTINGS_MODULE"] = "trato.project.settings"
    from trato.project import postgres  # the home must be named first

    postgres.ensure_running(Path(os.environ["TRATO_HOME"]))
    try:
        django.setup()
        from benchmarks import company, footprint, lists, report, writes
        from trato.kernel.tenancy import scope

        with scope.enter(company.ready(chosen.scale)):
            people = company.people()
            found = [
                *lists.measure(people, chosen.rounds),
                *writes.measure(people, chosen.rounds),
                *footprint.measure(),
            ]
        report.write(found, NOT_YET, chosen.scale)
        print(report.RESULTS.read_text(encoding="utf-8"))
    finally:
        postgres.stop(Path(os.environ["TRATO_HOME"]))


if __name__ == "__main__":
    main()
