"""Whole layers over whole layers, from folders of parts: the same rows wherever the work is done."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fiona
import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from pyproj import CRS

from sdi.db.connect import Connection
from sdi.errors import MissingComponent, UsageError
from sdi.model import Project, read_project
from sdi.overlay import workers
from sdi.overlay.batch import Done, Source, run
from sdi.overlay.engine import Rule, expand, overlay
from sdi.overlay.parts import Parts, Writer
from sdi.progress import Quiet

ROOT = Path(__file__).resolve().parents[2]
VN2000 = CRS(5898)
E, N = 584_000.0, 1_673_000.0


@contextmanager
def no_database() -> Iterator[Connection]:
    raise AssertionError("folders need no database")
    yield


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


def write(folder: Path, geoms: Any, features: int, crs: CRS = VN2000, **columns: Any) -> Path:
    """Features in the order given; ids are their numbers."""
    table = {"feature_id": [str(k) for k in range(len(geoms))], "geometry": pa.array(shapely.to_wkb(geoms))} | columns
    with Writer(folder, crs, features) as writer:
        writer.write(pa.table(table))
    return folder


def parcels() -> np.ndarray:
    """Squares of 20 m, 30 by 30, with a gap between some."""
    x, y = (values.ravel() for values in np.meshgrid(E + 20.0 * np.arange(30), N + 20.0 * np.arange(30)))
    return shapely.box(x, y, x + np.where(x % 3 == 0, 15, 20), y + 20)


def zones() -> np.ndarray:
    random = np.random.default_rng(5)
    centre = shapely.points(random.uniform(0, 600, (40, 2)) + (E, N))
    return shapely.buffer(centre, random.uniform(0.2, 90, 40))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parcels in nine parts, zones in six; lamps, of which several lie on one parcel, counted from the last."""
    folder = tmp_path_factory.mktemp("town")
    write(folder / "parcels", parcels(), 100)
    write(folder / "zones", zones(), 7, plan_id=[f"QH-{k % 3}" for k in range(40)], decision_no=["1/QĐ-UBND"] * 40)
    lamps = shapely.points(np.random.default_rng(6).uniform(-50, 650, (300, 2)) + (E, N))
    write(folder / "lamps", lamps, 50, gid=range(300, 0, -1))
    return folder


Lay = Callable[..., Done]


@pytest.fixture
def lay(project: Project, town: Path, tmp_path: Path) -> Lay:
    """Lay the zones, or another folder as another layer, over the parcels."""

    def laid(
        output: str = "result.parquet",
        over: str = "planning_zones",
        of: str = "zones",
        shown: Quiet | None = None,
        **options: Any,
    ) -> Done:
        base = Source.of(project, f"parcels={town / 'parcels'}")
        other = Source.of(project, f"{over}={town / of}")
        return run(project, base, other, tmp_path / output, shown or Quiet(), no_database, **options)

    return laid


def test_the_parts_together_are_the_whole(project: Project, lay: Lay) -> None:
    done = lay()
    rule = Rule.of(project.layers["parcels"], project.layers["planning_zones"])
    whole = expand(overlay(parcels(), zones(), rule))
    found = pq.read_table(done.output)
    assert (done.features, done.rows, done.epoch) == (900, len(whole), None)
    assert found.column_names == [
        "parcel_id", "layer", "kind", "feature_id", "plan_id", "decision_no", "area_m2", "share_pct", "length_m",
        "count", "distance_m",
    ]  # fmt: skip
    for mine, theirs in zip(found.to_pylist(), whole.to_pylist(), strict=True):
        feature = theirs["feature"]
        assert mine["parcel_id"] == str(theirs["base"]) and mine["kind"] == theirs["kind"]
        assert mine["feature_id"] == (None if feature is None else str(feature))
        assert mine["plan_id"] == (None if feature is None else f"QH-{feature % 3}")
        assert mine["area_m2"] == pytest.approx(theirs["area_m2"], abs=1e-6)
        assert mine["share_pct"] == theirs["share_pct"]
    assert set(found["kind"].to_pylist()) == {"feature", "single", "multiple", "none", "suppressed"}


def test_the_nearest_lies_in_another_part_and_ties_go_by_gid(project: Project, lay: Lay, town: Path) -> None:
    found = pq.read_table(lay(over="street_lights", of="lamps").output)
    rule = Rule.of(project.layers["parcels"], project.layers["street_lights"])
    written = pa.concat_tables(pq.read_table(path) for path in sorted((town / "lamps").glob("*.parquet")))
    counted = written.sort_by("gid")
    whole = expand(overlay(parcels(), shapely.from_wkb(counted["geometry"].to_numpy()), rule))
    assert found["feature_id"].to_pylist() == counted["feature_id"].take(whole["feature"].combine_chunks()).to_pylist()
    assert found["count"].to_pylist() == whole["count"].to_pylist()
    assert "nearest" in found["kind"].to_pylist()


class Killer(Quiet):
    """Kills a worker in the middle of the work, once."""

    def __init__(self, victim: Callable[[], int]) -> None:
        self._victim = victim
        self.done: list[int] = []

    def advance(self, done: int) -> None:
        self.done.append(done)
        if len(self.done) == 1:
            os.kill(self._victim(), signal.SIGKILL)


def child() -> int:
    """A process of the pool."""
    found = multiprocessing.active_children()[0].pid
    assert found is not None
    return found


def test_processes_give_the_same_rows_also_when_one_is_killed(lay: Lay) -> None:
    expected = pq.read_table(lay().output)
    killer = Killer(child)
    assert pq.read_table(lay("two.parquet", processes=2, shown=killer).output).equals(expected)
    assert sum(killer.done) == 900 and len(killer.done) == 9


def test_a_cluster_gives_the_same_rows_also_when_a_worker_is_killed(lay: Lay) -> None:
    from distributed import LocalCluster

    expected = pq.read_table(lay().output)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        killer = Killer(lambda: cluster.workers[0].pid)
        found = lay("dask.parquet", scheduler=cluster.scheduler_address, shown=killer)
    assert pq.read_table(found.output).equals(expected)
    assert sum(killer.done) == 900 and len(killer.done) == 9


def test_work_that_kills_every_worker_is_given_up() -> None:
    with pytest.raises(workers.WorkersDied, match="thiếu bộ nhớ"):
        list(workers.in_processes(os._exit, [1], 1))


def test_a_scheduler_that_is_not_there(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    with pytest.raises(MissingComponent, match="không trả lời"):
        lay(scheduler="tcp://127.0.0.1:1")


@pytest.mark.parametrize("form", ["gpkg", "csv"])
def test_other_programs_read_the_result(lay: Lay, form: str) -> None:
    expected = pq.read_table(lay().output)
    done = lay(f"result.{form}")
    with fiona.open(done.output) as described:
        assert (len(described), described.schema["geometry"]) == (len(expected), "None")
    if form == "gpkg":
        _, found = pyogrio.read_arrow(done.output, layer="overlays")
        found = found.select(expected.column_names).cast(expected.schema)
    else:
        ids = dict.fromkeys(["parcel_id", "feature_id", "plan_id"], pa.string())
        found = pa.csv.read_csv(
            done.output, convert_options=pa.csv.ConvertOptions(column_types=ids, strings_can_be_null=True)
        )
    assert found.to_pylist() == expected.to_pylist()


def test_nothing_but_the_result_is_left(lay: Lay, tmp_path: Path) -> None:
    lay()
    assert [path.name for path in tmp_path.iterdir()] == ["result.parquet"]


def test_a_run_that_fails_leaves_the_former_result(lay: Lay, tmp_path: Path, town: Path) -> None:
    before = lay().output.read_bytes()

    class Failing(Quiet):
        def advance(self, done: int) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lay(shown=Failing())
    assert (tmp_path / "result.parquet").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["result.parquet"]


def test_an_empty_layer_leaves_every_parcel_uncovered(lay: Lay, town: Path) -> None:
    write(town / "nothing", np.array([], dtype=object), 100)
    found = pq.read_table(lay(of="nothing").output)
    assert found["kind"].to_pylist() == ["none"] * 900
    assert set(found["share_pct"].to_pylist()) == {100.0}


def test_files_of_other_programs_are_read(project: Project, lay: Lay, town: Path, tmp_path: Path) -> None:
    """GeoPandas writes the same features in another order, in one file, with a geometry column of another name."""
    frame = geopandas.GeoDataFrame({"feature_id": [str(k) for k in range(40)]}, geometry=zones(), crs=5898)
    frame = frame.rename_geometry("shape").iloc[::-1]
    (town / "pandas").mkdir(exist_ok=True)
    frame.to_parquet(town / "pandas" / "zones.parquet", write_covering_bbox=True)
    expected, found = pq.read_table(lay().output), pq.read_table(lay("pandas.parquet", of="pandas").output)
    names = ["parcel_id", "kind", "feature_id", "area_m2", "share_pct"]
    order = [(name, "ascending") for name in names[:3]]
    assert found.select(names).sort_by(order).equals(expected.select(names).sort_by(order))


def test_a_worker_reads_what_lies_near_and_no_more(town: Path) -> None:
    over = Parts.of(town / "parcels")
    assert len(over.groups) == 9
    box = (E, N, E + 500, N + 10)
    assert [group.path.stem for group in over.near(box, 0)] == ["part-000000"]
    assert [group.path.stem for group in over.near(box, 45)] == ["part-000000"]
    assert [group.path.stem for group in over.near(box, 55)] == ["part-000000", "part-000001"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("no folder", "Không có thư mục"),
        ("no layer", "Không có lớp 'fields'"),
        ("empty folder", "Không có tệp GeoParquet"),
        ("another CRS", "Hai lớp khác hệ tọa độ"),
        ("degrees", "không phải hệ phẳng"),
        ("no box", "không có cột bbox"),
        ("no id", "thiếu cột feature_id"),
        ("no geometry", "thiếu siêu dữ liệu 'geo'"),
        ("no Parquet", "không phải tệp Parquet"),
        ("two CRSs", "của a.parquet"),
        ("lines below", "không phải lớp vùng"),
        ("unknown form", "Không ghi được tệp"),
        ("no place", "Không có thư mục"),
    ],
)
def test_faults_are_told(fault: str, says: str, project: Project, town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    base, over, output = f"parcels={town / 'parcels'}", f"planning_zones={folder}", tmp_path / "result.csv"
    square = shapely.box(E, N, E + 9, N + 9)
    frame = geopandas.GeoDataFrame({"feature_id": ["1"]}, geometry=[square], crs=5898)
    if fault != "no folder":
        folder.mkdir()
    match fault:
        case "no layer":
            over = f"fields={folder}"
        case "another CRS":
            write(folder, [square], 10, CRS(9216))
        case "degrees":
            write(folder, [shapely.box(108, 15, 109, 16)], 10, CRS(4326))
        case "no box":
            frame.to_parquet(folder / "a.parquet")
        case "no id":
            frame.drop(columns="feature_id").to_parquet(folder / "a.parquet", write_covering_bbox=True)
        case "no geometry":
            pq.write_table(pa.table({"feature_id": ["1"]}), folder / "a.parquet")
        case "no Parquet":
            (folder / "a.parquet").write_bytes(b"PK")
        case "two CRSs":
            write(folder, [square], 10)
            (folder / "part-000000.parquet").rename(folder / "a.parquet")
            write(folder, [square], 10, CRS(9216))
        case "lines below":
            base, over = f"roads={town / 'zones'}", f"planning_zones={town / 'zones'}"
        case "unknown form":
            over, output = f"planning_zones={town / 'zones'}", tmp_path / "result.shp"
        case "no place":
            over, output = f"planning_zones={town / 'zones'}", tmp_path / "nowhere" / "result.csv"
    with pytest.raises(UsageError, match=says):
        run(project, Source.of(project, base), Source.of(project, over), output, Quiet(), no_database)
    assert not output.exists()
