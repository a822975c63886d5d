"""``python -m bench``: measure everything and write the page."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from bench import intake, overlay, page, serving, serving_peers
from bench.measure import BenchError, Row
from bench.world import ROOT, world


def main() -> int:
    """Measure; 1 when a target is missed, 3 when something needed is not there or an answer is wrong."""
    parser = argparse.ArgumentParser(prog="bench", description="Đo tốc độ / measurements")
    parser.add_argument(
        "--only",
        choices=["intake", "overlay", "serving", "asking"],
        help="one section, the others keep their numbers; asking: the overlays' rows over HTTP, printed alone",
    )
    parser.add_argument("--parcels", type=int, default=1_000_000, help="features of the file, and of the overlay")
    parser.add_argument("--large", type=int, default=3_000_000, help="features of the file for peak memory; 0: none")
    parser.add_argument("--streamed", type=int, default=10_000_000, help="parcels of the streamed overlay; 0: none")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--work", type=Path, default=ROOT / "bench-out", help="generated data, cluster, raw numbers")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    arguments = parser.parse_args()
    rows: list[Row] = []
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # servers and cluster end with us
    try:
        with world(arguments.work.resolve()) as place:
            scale = arguments.parcels / 1_000_000
            if arguments.only == "asking":
                print(page.table(overlay.asked(place, scale, _say)))
                return 0
            if arguments.only in (None, "intake"):
                found = intake.measure(place, arguments.parcels, arguments.large, arguments.rounds, _say)
                _write(arguments, intake.SECTION, found, page.facts(place))
                rows += found
            if arguments.only in (None, "overlay"):
                found = overlay.measure(place, scale, arguments.rounds, arguments.streamed, _say)
                _write(arguments, overlay.SECTION, found, page.facts(place) | overlay.versions(place))
                rows += found
            if arguments.only in (None, "serving"):
                found = serving.measure(place, arguments.parcels, arguments.rounds, _say)
                about = page.facts(place) | {"bên kia": serving_peers.versions(place)}
                _write(arguments, serving.SECTION, found, about)
                rows += found
    except BenchError as error:
        print(error, file=sys.stderr)
        return 3
    print(arguments.page.read_text("utf-8"))
    return 1 if any(row.good is False for row in rows) else 0


def _write(arguments: argparse.Namespace, section: page.Section, rows: list[Row], about: dict[str, str]) -> None:
    about |= {"Lượt đo": str(arguments.rounds)}
    page.write(section, rows, about, arguments.page, arguments.work / f"{section.name}.json")


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
