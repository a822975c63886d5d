"""Large rasters take no more memory than small ones."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from raster_kit import E0, N0, checkered, picture

from sdi.model import read_project
from sdi.raster.coloring import painted
from sdi.raster.reading import Piece, Target, read

from .conftest import MakeDesk
from .measuring import large

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).parent / "measuring.py"

GROWTH_MB = 140
"""What reading, warping and writing may take beside the program itself; strips, windows and GDAL's caches."""

WHOLE_MB = 480
"""The same of the whole command, with its libraries."""

STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Linux counts what a process was before its program began: that of whoever starts it. So a small one does."""

ANSWER_MB = 80
"""What an answer may take beside its pixels."""


def test_memory_does_not_grow_with_the_raster(tmp_path: Path) -> None:
    """6,000 by 6,000 heights are 144 MB, which lie in memory at no time."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "6000", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    before, after, *_ = map(float, done.stdout.split())
    assert after - before < GROWTH_MB, (before, after)


def _peak_mb(work: Callable[[], object]) -> float:
    """Of arrays, at the same time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_the_largest_answer_takes_little_more_than_itself(tmp_path: Path) -> None:
    """Its 4,096² pixels of red, green, blue and alpha are 64 MB."""
    side = 4096
    heights = np.zeros((1, side, side), dtype=np.float32)
    declared = read_project(ROOT).layers["elevation"].raster
    assert declared is not None
    assert _peak_mb(lambda: painted(heights, declared)) < 64 + ANSWER_MB
    files = [picture(tmp_path / f"{k}.tif", checkered(bands=4)) for k in range(3)]
    box = (E0, N0 - 100, E0 + 140, N0)
    laid = [Piece(file, box) for file in files]
    peak = _peak_mb(lambda: read(laid, Target(5898, box, side, side), 5898, None, "nearest"))
    assert peak < 2 * 64 + ANSWER_MB  # what is painted, and what it is painted upon


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_gigabyte_is_loaded_in_flat_memory(make_raster_desk: MakeDesk, tmp_path: Path) -> None:
    """The whole command, its peak as the system tells it."""
    side = 16_400
    path = large(tmp_path / "large.tif", side, 108.78, 15.135, 2e-6)  # within the communes of the samples
    with make_raster_desk("large") as desk:
        settings = desk.settings
        env = os.environ | {
            "SDI_DATABASE_URL": desk.url, "SDI_PROJECT": str(settings.project_dir),
            "SDI_STATE": str(settings.state_dir), "SDI_ROLE_PREFIX": settings.role_prefix,
        }  # fmt: skip
        command = Path(sys.executable).with_name("sdi")
        starter = [sys.executable, "-c", STARTER, command, "load-raster", "elevation", path]
        done = subprocess.run(starter, env=env, stdout=subprocess.PIPE, text=True, check=True)
        peak_mb = int(done.stdout.splitlines()[-1]) / 1024
        pixels = desk.one("SELECT evidence -> 'rasters' -> 0 FROM meta.run ORDER BY id DESC LIMIT 1")
        assert pixels["read"] == side * side == pixels["published"] + pixels["nodata"] + pixels["outside"]
        assert peak_mb < WHOLE_MB
