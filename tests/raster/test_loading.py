"""``sdi load-raster`` from a file to a release, and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from raster_kit import AT_10_M, E0, N0, OPERATION, checkered, model, picture, slope
from rasterio.transform import from_origin

from sdi.crs import Reprojector
from sdi.db.connect import connect
from sdi.db.rasters import sheets_of
from sdi.db.stage import lock_layers
from sdi.errors import UsageError
from sdi.publish.loading import publish_held
from sdi.publish.publication import rollback
from sdi.raster.cog import RasterShelf
from sdi.raster.reading import heights_at, pieces

from .conftest import RasterDesk

AT_WGS84 = from_origin(108.79, 15.135, 0.0001, 0.0001)


def test_a_raster_that_lies_right_keeps_its_pixels_to_the_bit(desk: RasterDesk, tmp_path: Path) -> None:
    path = model(tmp_path / "dem.tif")
    outcome = desk.load("elevation", path)
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file()) as published, rasterio.open(path) as delivered:
        assert published.transform == delivered.transform
        assert published.crs.to_epsg() == 5898 and published.nodata == -9999
        np.testing.assert_array_equal(published.read(), delivered.read())
    assert desk.balance(outcome.run)["published"] == 120 * 150
    row = desk.connection.execute(
        "SELECT feature_id, columns, rows, resolution_m, known_pct, source_crs, datum_operation, ST_Area(geom)"
        " FROM pub.elevation"
    ).fetchone()
    assert row == ("dem", 150, 120, 10.0, 100.0, "EPSG:5898", None, 150 * 120 * 100.0)


def test_a_raster_in_another_system_lands_where_proj_says(desk: RasterDesk, tmp_path: Path) -> None:
    outcome = desk.load("elevation", model(tmp_path / "dem.tif", AT_WGS84, epsg=4326, true_epsg=4326))
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file()) as published:
        heights = published.read(1, masked=True)
        rows, columns = np.nonzero(~heights.mask)
        east, north = published.transform @ (columns + 0.5, rows + 0.5)
        size = published.transform.a
    # The slope is 1 m in 100 m: half a pixel east is size / 200 metres of height.
    off = heights[rows, columns] - slope(np.asarray(east), np.asarray(north))
    inner = (rows > 2) & (rows < rows.max() - 2) & (columns > 2) & (columns < columns.max() - 2)
    assert np.abs(off[inner]).max() < size / 200 / 2
    balance = desk.balance(outcome.run)
    assert balance["published"] == 120 * 150 and balance["outside"] == 0
    assert desk.one("SELECT datum_operation FROM pub.elevation") == OPERATION


def test_a_rotated_raster_is_turned_to_north(desk: RasterDesk, tmp_path: Path) -> None:
    turned = Affine.translation(E0, N0) @ Affine.rotation(30) @ Affine.scale(10, -10)
    assert desk.load("elevation", model(tmp_path / "dem.tif", turned)).state == "published"
    with rasterio.open(desk.file()) as published:
        assert published.transform.b == published.transform.d == 0
    files = pieces(RasterShelf(desk.settings.state_dir), sheets_of(desk.connection, "data", "elevation", _epoch(desk)))
    column, row = np.meshgrid(np.arange(3.0, 147), np.arange(3.0, 117))
    east, north = turned @ (column.ravel(), row.ravel())
    np.testing.assert_allclose(heights_at(files, east, north), slope(east, north), atol=0.02)
    assert np.isnan(heights_at(files, np.array([E0 - 100]), np.array([N0 + 100]))).all()
    area = desk.one("SELECT ST_Area(geom) FROM pub.elevation")
    assert area == pytest.approx(150 * 120 * 100, rel=1e-6)


def test_sheets_of_a_plan_stand_side_by_side_and_are_replaced_one_by_one(desk: RasterDesk, tmp_path: Path) -> None:
    one = picture(tmp_path / "to1.tif", checkered())
    two = picture(tmp_path / "to2.tif", checkered(), from_origin(E0 + 140, N0, 1, 1))
    first = desk.load("plan_sheets", one, two, values={"plan_id": "QHC", "scale": "5000"})
    assert first.state == "published", first.refusal
    assert [change.added for change in first.changes] == [2]
    bands = checkered()
    bands[0] = 7
    second = desk.load("plan_sheets", picture(tmp_path / "to2.tif", bands, from_origin(E0 + 140, N0, 1, 1)),
                       values={"plan_id": "QHC", "scale": "5000"})  # fmt: skip
    assert [(change.changed, change.removed) for change in second.changes] == [(1, 0)]
    assert desk.one("SELECT array_agg(feature_id ORDER BY 1) FROM pub.plan_sheets") == ["QHC-to1", "QHC-to2"]
    files = [row.file for row in sheets_of(desk.connection, "pub", "plan_sheets", second.epoch)]
    assert files != [row.file for row in sheets_of(desk.connection, "pub", "plan_sheets", first.epoch)]
    rollback(desk.connection, desk.project, "plan_sheets", "test")
    rows = sheets_of(desk.connection, "pub", "plan_sheets", _epoch(desk))
    with rasterio.open(RasterShelf(desk.settings.state_dir).path(rows[-1].file)) as published:
        np.testing.assert_array_equal(published.read()[:3], checkered())


def test_the_same_delivery_is_recognised_and_the_same_pixels_are_no_change(desk: RasterDesk, tmp_path: Path) -> None:
    first = desk.load("elevation", model(tmp_path / "dem.tif"))
    assert desk.load("elevation", tmp_path / "dem.tif").again
    other = desk.load("elevation", model(tmp_path / "dem.tif", compress="lzw"))
    assert (other.state, other.epoch, other.again) == ("unchanged", first.epoch, False)


def test_a_held_raster_waits_for_the_officer(desk: RasterDesk, tmp_path: Path) -> None:
    held = desk.load("elevation", model(tmp_path / "dem.tif"), hold=True)
    assert held.state == "held" and desk.one("SELECT count(*) FROM pub.elevation") == 0
    published = publish_held(desk.connection, desk.project, [held.run], "officer")
    assert published.state == "published" and desk.file().is_file()


def test_a_load_that_was_killed_is_done_again(
    desk: RasterDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it had made by then: the run goes on under its number, and the outcome is the same."""
    from sdi.publish import rasters

    path = model(tmp_path / "dem.tif")
    with monkeypatch.context() as broken:
        broken.setattr(rasters, "compare", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.load("elevation", path)
    run = desk.one("SELECT max(id) FROM meta.run")
    assert desk.one("SELECT state FROM meta.run WHERE id = %s", run) == "checked"
    outcome = desk.load("elevation", path)
    assert (outcome.run, outcome.state) == (run, "published") and desk.file().is_file()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_dry_run_leaves_nothing(desk: RasterDesk, tmp_path: Path) -> None:
    folder = desk.settings.state_dir / "rasters"
    before = {path for path in folder.rglob("*") if path.is_file()}
    runs = desk.one("SELECT count(*) FROM meta.run")
    outcome = desk.load("elevation", model(tmp_path / "trial.tif", from_origin(E0, N0, 11, 11)), dry_run=True)
    assert outcome.state == "checked" and outcome.report is not None
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    assert desk.one("SELECT count(*) FROM meta.run") == runs


def test_a_file_that_another_layer_is_loading_too_is_left(desk: RasterDesk, tmp_path: Path) -> None:
    path = model(tmp_path / "trial.tif", from_origin(E0, N0, 9, 9))
    folder = desk.settings.state_dir / "rasters"
    before = set(folder.glob("*/*.tif"))
    with connect(desk.url) as other:
        assert lock_layers(other, ["plan_sheets"], wait=False)
        assert desk.load("elevation", path, dry_run=True).state == "checked"
        assert len(set(folder.glob("*/*.tif")) - before) == 1
    assert desk.load("elevation", path, dry_run=True).state == "checked"
    assert set(folder.glob("*/*.tif")) == before
    with connect(desk.url) as other:
        assert lock_layers(other, ["elevation", "plan_sheets"], wait=False), "no lock is kept"


def test_attributes_are_judged_by_the_declaration(desk: RasterDesk, tmp_path: Path) -> None:
    path = picture(tmp_path / "to1.tif", checkered())
    for values, fault in (
        ({}, "plan_id"), ({"plan_id": "A", "color": "red"}, "color"), ({"plan_id": "A", "scale": "x"}, "scale"),
        ({"plan_id": "A", "scale": "5"}, "scale"), ({"plan_id": "A", "file": "0"}, "file"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=fault):
            desk.load("plan_sheets", path, values=values)
    with pytest.raises(UsageError, match="không phải lớp raster"):
        desk.load("parcels", path)


def test_the_report_has_the_balance_and_the_lineage(desk: RasterDesk, tmp_path: Path) -> None:
    outcome = desk.load("elevation", model(tmp_path / "dem.tif", AT_WGS84, epsg=4326, true_epsg=4326))
    assert outcome.report is not None
    (lineage,) = outcome.report.lineage
    assert lineage.crs == 4326 and lineage.datum_operations == [OPERATION]


def _epoch(desk: RasterDesk) -> int:
    return int(desk.one("SELECT current FROM meta.epoch"))


def test_the_kit_knows_where_things_are() -> None:
    """The slope is told in the provincial CRS, whatever CRS a file has."""
    x, y = Reprojector(4326, 5898, OPERATION).points(np.array([108.79]), np.array([15.135]))
    assert abs(x[0] - E0) < 2000 and abs(y[0] - N0) < 2000 and AT_10_M.c == E0


def test_the_database_knows_that_it_follows_the_declarations(desk: RasterDesk) -> None:
    """Numbers of a declaration come back from the database as they went in; else every command would make it anew."""
    from sdi.db.following import is_current

    assert is_current(desk.connection, desk.project)
