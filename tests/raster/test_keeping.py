"""Rasters over time: files are valid COGs, history answers, what is no longer named goes, a backup has all of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import rasterio
from raster_kit import AT_10_M, E0, N0, checkered, model, picture
from rasterio.transform import from_origin
from rio_cogeo.cogeo import cog_validate
from starlette.testclient import TestClient

from sdi.db.connect import connect
from sdi.db.rasters import sheets_of
from sdi.db.roles import sync_roles
from sdi.model import Audience
from sdi.progress import Quiet
from sdi.publish.backup import backup
from sdi.publish.epochs import current_epoch
from sdi.publish.pruning import prune
from sdi.publish.publication import rollback
from sdi.publish.restore import restore
from sdi.raster.cog import RasterShelf
from sdi.serve.app import create_app
from sdi.settings import Settings

from .conftest import MakeDesk, RasterDesk

ONE = "/api/collections/elevation"
PLACE = {"coords": f"POINT({E0 + 55} {N0 - 55})", "crs": "http://www.opengis.net/def/crs/EPSG/0/5898"}


def _level(path: Path, height: float) -> Path:
    model(path, AT_10_M, (60, 60))
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.full((1, 60, 60), height, dtype="float32"))
    return path


@pytest.mark.parametrize("kind", ["elevation", "color", "gray", "warped"])
def test_files_are_valid_cogs(desk: RasterDesk, tmp_path: Path, kind: str) -> None:
    if kind in ("elevation", "warped"):
        place = {"elevation": from_origin(E0, N0, 2, 2), "warped": from_origin(108.79, 15.135, 2e-5, 2e-5)}[kind]
        epsg = 5898 if kind == "elevation" else 4326
        outcome = desk.load("elevation", model(tmp_path / "dem.tif", place, (1300, 1100), epsg, epsg))
        path = desk.file()
    else:
        bands = checkered(1300, 1100, bands=3 if kind == "color" else 1)
        outcome = desk.load("plan_sheets", picture(tmp_path / "to.tif", bands), values={"plan_id": "A"})
        path = desk.file("plan_sheets")
    assert outcome.state == "published", outcome.refusal
    valid, errors, warnings = cog_validate(str(path), strict=True)
    assert valid and not errors and not warnings
    assert path.stat().st_mode & 0o777 == 0o444
    with rasterio.open(path) as dataset:
        assert dataset.overviews(1) and dataset.block_shapes[0] == (512, 512)


@pytest.fixture(scope="module")
def old(make_raster_desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasterDesk]:
    """Four releases of one sheet: 10 m a week ago, 20 m now, 30 m taken back; another sheet that stands."""
    folder = tmp_path_factory.mktemp("old")
    with make_raster_desk("aging") as desk:
        desk.load("elevation", _level(folder / "mo.tif", 10))
        with desk.connection.transaction():
            desk.connection.execute("ALTER TABLE meta.publication DISABLE TRIGGER append_only")
            desk.connection.execute("UPDATE meta.publication SET at = at - interval '7 days'")
            desk.connection.execute("ALTER TABLE meta.publication ENABLE TRIGGER append_only")
        desk.load("elevation", _level(folder / "mo.tif", 20))
        desk.load("elevation", _level(folder / "mo.tif", 30))
        rollback(desk.connection, desk.project, "elevation", "test")
        sync_roles(desk.connection, desk.settings)
        yield desk


def test_a_day_is_answered_as_it_was(old: RasterDesk) -> None:
    with TestClient(create_app(old.settings, old.url)) as client:
        week_ago = (date.today() - timedelta(days=6)).isoformat()
        for query, height in (({}, 20.0), ({"as-of": week_ago}, 10.0)):
            told = client.get(f"{ONE}/position", params=PLACE | query).json()
            assert told["ranges"]["height"]["values"] == [height]
        now, then = (client.get(f"{ONE}/sheets/mo", params=q) for q in ({}, {"as-of": week_ago}))
        assert now.status_code == then.status_code == 200 and now.content != then.content
        assert client.get(f"{ONE}/position", params=PLACE | {"as-of": "2020-01-01"}).status_code == 404


def test_a_backup_has_the_files(
    old: RasterDesk, make_raster_desk: MakeDesk, tmp_path: Path, make_database: object
) -> None:
    backup(old.url, old.project, old.settings, tmp_path / "backup", secrets=True, progress=Quiet())
    there = {path.name for path in (tmp_path / "backup" / "state" / "rasters").rglob("*.tif")}
    assert there == {path.name for path in (old.settings.state_dir / "rasters").rglob("*.tif")} and len(there) == 3
    url = make_database()  # type: ignore[operator]
    settings = Settings(project=old.settings.project_dir, state=tmp_path / "state", role_prefix="aging")
    # The roles serve the first database; here only the owner reads.
    with connect(old.url) as connection:
        epoch, wanted = current_epoch(connection), sheets_of(connection, "data", "elevation", current_epoch(connection))
        for role in ("public", "agency", "internal", "issuer", "gate"):
            connection.execute(f"COMMENT ON ROLE aging_{role} IS NULL")
    restore(url, old.project, settings, tmp_path / "backup", replace=False, progress=Quiet())
    with connect(url) as connection:
        found = sheets_of(connection, "data", "elevation", epoch)
    assert found == wanted
    with rasterio.open(RasterShelf(settings.state_dir).path(found[-1].file)) as dataset:
        assert dataset.read(1)[0, 0] == 20


def test_files_that_no_version_names_go_to_the_archive(old: RasterDesk) -> None:
    folder = old.settings.state_dir / "rasters"
    loose = folder / "ab" / f"{'ab' * 32}.tif"
    loose.parent.mkdir(exist_ok=True)
    loose.write_bytes(b"of a load that came to nothing")
    before = {path.stem for path in folder.glob("*/*.tif")}
    prune(old.connection, old.project, old.settings.state_dir)
    assert {path.stem for path in folder.glob("*/*.tif")} == before  # too young to be told from one in work
    long_ago = time.time() - 40 * 86_400
    for path in folder.glob("*/*.tif"):
        os.utime(path, (long_ago, long_ago))
    prune(old.connection, old.project, old.settings.state_dir)
    left = {path.stem for path in folder.glob("*/*.tif")}
    named = {row[0] for row in old.connection.execute("SELECT DISTINCT file FROM data.elevation")}
    assert left == named and loose.stem not in left
    assert (old.settings.state_dir / "archive" / "rasters" / loose.name).is_file()


def test_each_audience_has_its_own_sheets(make_raster_desk: MakeDesk, tmp_path: Path) -> None:
    """Sheets that are restricted are there for those who may see them, in pixels, tiles and files alike."""
    with make_raster_desk("guarded") as desk:
        desk.load("elevation", _level(tmp_path / "mo.tif", 10))
        secret = model(tmp_path / "kin.tif", AT_10_M, (10, 10), compress="lzw")
        desk.load("elevation", secret)
        with desk.connection.transaction():  # as `restrict` would have placed it
            desk.connection.execute("UPDATE data.elevation SET audience = 'internal' WHERE feature_id = 'kin'")
        sync_roles(desk.connection, desk.settings)
        with TestClient(create_app(desk.settings, desk.url)) as client:
            key = {"X-API-Key": desk.settings.secret(f"api_key_{Audience.INTERNAL.value}")}
            public = client.get(f"{ONE}/position", params=PLACE).json()["ranges"]["height"]["values"]
            internal = client.get(f"{ONE}/position", params=PLACE, headers=key)
            assert public == [10.0] and internal.json()["ranges"]["height"]["values"] != [10.0]
            assert internal.headers["cache-control"] == "private, no-store"
            assert client.get(f"{ONE}/sheets/kin").status_code == 404
            assert client.get(f"{ONE}/sheets/kin", headers=key).status_code == 200
            hrefs = [link["href"] for link in client.get(ONE).json()["links"]]
            assert not any(href.endswith("/sheets/kin") for href in hrefs)
