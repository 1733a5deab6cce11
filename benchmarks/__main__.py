"""`python -m benchmarks [--quick] [--only api,lists]`: measure and write RESULTS.md.

Makes or reuses the demo company in a home of its own (`.trato/bench`, or TRATO_HOME), at a million contacts. A part of
the groups, or a tenth of the data with --quick, is only told.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import company, report
from benchmarks.company import Product
from benchmarks.report import Figure

GROUPS = ("footprint", "browsing", "api", "pages", "lists", "figures", "searching", "writing", "imports")


def main() -> int:
    options = _options()
    home = Path(os.environ.get("TRATO_HOME") or ".trato/bench").resolve()
    scale = "100k" if options.quick else "1m"
    figures: list[Figure] = []
    with company.running(home) as product:
        for figure in _measures(product, home, scale, options.only):
            figures.append(figure)
            print(report.line(figure), flush=True)
    if set(options.only) == set(GROUPS) and not options.quick:
        report.write(figures, scale)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data")
    parser.add_argument("--only", default=list(GROUPS), type=lambda text: text.split(","), help=", ".join(GROUPS))
    return parser.parse_args()


def _measures(product: Product, home: Path, scale: str, only: list[str]) -> Iterator[Figure]:
    import django  # its settings read the environment that `running` has set

    django.setup()
    from benchmarks import run  # needs Django

    yield from run.every(product, home, scale, only)


if __name__ == "__main__":
    sys.exit(main())
