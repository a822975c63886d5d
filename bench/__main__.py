"""``python -m bench``: measure everything and write the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import intake, page
from bench.measure import BenchError
from bench.world import ROOT, world


def main() -> int:
    """Measure; 1 when a target is missed, 3 when something needed is not there or an answer is wrong."""
    parser = argparse.ArgumentParser(prog="bench", description="Đo tốc độ / measurements")
    parser.add_argument("--parcels", type=int, default=1_000_000, help="features of the file")
    parser.add_argument("--large", type=int, default=3_000_000, help="features of the file for peak memory; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=ROOT / "bench-out", help="generated data, cluster, raw numbers")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    arguments = parser.parse_args()
    try:
        with world(arguments.work.resolve()) as place:
            rows = intake.measure(place, arguments.parcels, arguments.large, arguments.rounds, _say)
            about = page.facts(place)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 3
    page.write(rows, about, arguments.rounds, arguments.page, arguments.work / "intake.json")
    print(arguments.page.read_text("utf-8"))
    return 1 if any(row.good is False for row in rows) else 0


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
