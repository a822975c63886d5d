"""Command line of the generator: ``python -m generate`` in ``data-samples/``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE.parent))  # sdi.text encodes the legacy files

from . import generate  # noqa: E402
from .places import PROVINCES  # noqa: E402


def main() -> None:
    """Read the arguments and generate."""
    parser = argparse.ArgumentParser(prog="generate", description="Sinh dữ liệu mẫu / generate the sample deliveries")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: data-samples)")
    parser.add_argument("--province", choices=sorted(PROVINCES), default="quang_ngai")
    parser.add_argument("--parcels", type=int, help="grow the town to this many parcels (needs --out)")
    parser.add_argument("--only", help="with --parcels: layers, e.g. parcels,administrative_units,planning_zones")
    parser.add_argument("--formats", default="gpkg,shp", help="with --parcels: gpkg, shp or both")
    parser.add_argument("--change", help="with --parcels: second edition with this share changed, e.g. 1%%")
    arguments = parser.parse_args()
    if arguments.parcels and arguments.out == HERE:
        parser.error("--parcels cần --out: không ghi đè dữ liệu mẫu / needs --out, samples are not overwritten")
    started = time.perf_counter()
    report = generate(
        arguments.out,
        province=arguments.province,
        parcels=arguments.parcels,
        only=tuple(arguments.only.split(",")) if arguments.only else None,
        formats=tuple(arguments.formats.split(",")),
        change=_share(arguments.change),
    )
    print(json.dumps(report, ensure_ascii=False, indent=1))
    print(f"{time.perf_counter() - started:.1f} s", file=sys.stderr)


def _share(text: str | None) -> float:
    if not text:
        return 0.0
    return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)


if __name__ == "__main__":
    main()
