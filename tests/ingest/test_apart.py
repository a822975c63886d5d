"""Files of polygons are read in a process of their own: what it may do, how it ends, and what is said then."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas
import pytest
import shapely

from sdi.errors import Refused, SdiError, UsageError
from sdi.ingest import apart
from sdi.ingest.polygon_file import CPU_S, FILE, MEMORY
from sdi.model import Province, read_project
from sdi.wording import in_language

BOX = shapely.box(585_000, 1_673_000, 585_200, 1_673_200)


@pytest.fixture(scope="module")
def province() -> Province:
    return read_project(Path(__file__).resolve().parents[2]).province


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "vùng.gpkg"
    geopandas.GeoDataFrame({"ten": ["a"]}, geometry=[BOX], crs="EPSG:5898").to_file(path)
    return path


def reader() -> int:
    """The process that reads, once it has begun to."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for word in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
            for child in word.read_text("ascii").split():
                try:
                    if b"sdi.ingest.polygon_file" in Path(f"/proc/{child}/cmdline").read_bytes():
                        return int(child)
                except FileNotFoundError:
                    continue
        time.sleep(0.005)
    raise AssertionError("nobody reads")


def test_polygons_come_as_they_are(drawn: Path, province: Province, tmp_path: Path) -> None:
    assert apart.read_polygons(drawn, province, tmp_path / "work").equals(BOX)
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"no file at all", Refused, "FIL-"),
        (b'{"type": "FeatureCollection", "features": []}', SdiError, ""),
        (b'{"type": "Point", "coordinates": [108.79, 15.12]}', UsageError, "Chỉ nhận đa giác"),
    ],
)
def test_expected_errors_keep_kind_advice_and_languages(
    province: Province, tmp_path: Path, content: bytes, kind: type[SdiError], said: str
) -> None:
    path = tmp_path / "vung.geojson"
    path.write_bytes(content)
    with pytest.raises(kind) as caught:
        apart.read_polygons(path, province, tmp_path / "work")
    assert said in str(caught.value) and caught.value.message
    if kind is UsageError:
        assert "Only polygons" in in_language(caught.value.message, "en")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU])
def test_a_reader_that_falls(drawn: Path, province: Province, tmp_path: Path, number: signal.Signals) -> None:
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(apart.read_polygons, drawn, province, tmp_path / "work")
        os.kill(reader(), number)
        with pytest.raises(Refused) as caught:
            asked.result(30)
    assert caught.value.rule == "FIL-17" and "dừng đột ngột" in str(caught.value)
    assert "vùng.gpkg" in in_language(caught.value.message, "en")
    assert apart.read_polygons(drawn, province, tmp_path / "work").equals(BOX)


def test_its_bounds() -> None:
    wanted = {
        "Max data size": str(MEMORY), "Max cpu time": str(CPU_S), "Max core file size": "0", "Max file size": str(FILE),
    }  # fmt: skip
    child = subprocess.Popen([sys.executable, "-m", "sdi.ingest.polygon_file"], stdin=subprocess.PIPE)
    deadline, bounds = time.monotonic() + 60, dict[str, str]()
    while any(bounds.get(name) != value for name, value in wanted.items()) and time.monotonic() < deadline:
        lines = Path(f"/proc/{child.pid}/limits").read_text("ascii").splitlines()[1:]
        bounds = {line[:25].strip(): line[25:].split()[0] for line in lines}
        time.sleep(0.01)
    child.kill()
    child.communicate()
    assert bounds.items() >= wanted.items()


def test_a_file_that_takes_too_long(
    drawn: Path, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.02)
    with pytest.raises(Refused, match="giây") as caught:
        apart.read_polygons(drawn, province, tmp_path / "work")
    assert caught.value.rule == "FIL-17"


def test_nothing_of_the_folder_that_somebody_is_in_is_run(
    drawn: Path, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orjson.py").write_text("import pathlib; pathlib.Path('was_run').touch()")
    assert apart.read_polygons(drawn, province, tmp_path / "work").equals(BOX)
    assert not (tmp_path / "was_run").exists()


def test_a_view_that_sorts_without_end_fills_no_disk(drawn: Path, province: Province, tmp_path: Path) -> None:
    """SQLite sorts what does not fit into its memory in a file that has no name."""
    with sqlite3.connect(drawn) as base:
        ((table, column),) = base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        base.execute(
            f"CREATE VIEW v AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
            f" SELECT i AS fid, (SELECT {column} FROM {table}) AS {column}, hex(zeroblob(8000)) AS filling FROM n"
            f" ORDER BY randomblob(8)"
        )
        for place in ("gpkg_contents", "gpkg_geometry_columns"):
            base.execute(f"UPDATE {place} SET table_name = 'v'")
    with pytest.raises(Refused):
        apart.read_polygons(drawn, province, tmp_path / "work")


def test_a_worker_reads_no_vector_files_itself() -> None:
    looked = (
        "import sys, sdi.serve.app; print([name for name in ('pyogrio', 'osgeo', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
