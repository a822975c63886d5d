"""Every kind of file that offices send, and what becomes of it: the right treatment, or a refusal that says why.

Rules: FIL-8, FIL-9, FIL-11, FIL-17, FIL-19, FIL-20, FIL-21, FIL-22, FIL-23, RAS-1, RAS-2, RAS-3, RAS-4.
"""

from __future__ import annotations

import http.server
import os
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from raster_kit import AT_1_M, AT_10_M, E0, N0, checkered, model, picture, slope
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin

from sdi.errors import Refused, UsageError
from sdi.ingest.rasters import received
from sdi.publish.loading import Outcome

from .conftest import RasterDesk


def _refused(outcome: Outcome, rule: str) -> str:
    assert outcome.state == "refused" and outcome.refusal is not None, outcome.state
    assert outcome.refusal.rule == rule, outcome.refusal
    assert "Không có gì được phát hành" in str(outcome.refusal) and outcome.refusal.advice
    assert outcome.refusal.exit_code == 1
    return outcome.refusal.message


# --- taken, and how -------------------------------------------------------------------------------------------


def test_nodata_that_nobody_declared_is_known_by_the_layer(desk: RasterDesk, tmp_path: Path) -> None:
    path = model(tmp_path / "dem.tif", nodata=None)
    with rasterio.open(path, "r+") as dataset:
        heights = dataset.read(1)
        heights[:20], heights[20:30], heights[30:34], heights[34] = -32768, np.nan, -9999, -3.4028235e38
        dataset.write(heights, 1)
    outcome = desk.load("elevation", path)
    assert outcome.state == "published", outcome.refusal
    assert desk.balance(outcome.run)["nodata"] == 35 * 150
    with rasterio.open(desk.file()) as published:
        assert published.read(1, masked=True).mask[:35].all() and not published.read(1, masked=True).mask[35:].any()


def test_sixteen_bits_of_heights_stay_heights(desk: RasterDesk, tmp_path: Path) -> None:
    outcome = desk.load("elevation", model(tmp_path / "dem.tif", dtype="int16", nodata=-32768))
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file()) as published:
        rows, columns = np.indices((120, 150))
        wanted = np.round(slope(E0 + columns * 10 + 5, N0 - rows * 10 - 5))
        np.testing.assert_array_equal(published.read(1), wanted)


def test_an_ascii_grid_with_a_person_who_knows_its_crs(desk: RasterDesk, tmp_path: Path) -> None:
    path = tmp_path / "dem.asc"
    head = f"ncols 3\nnrows 2\nxllcorner {E0}\nyllcorner {N0}\ncellsize 10\nNODATA_value -1\n"
    path.write_text(head + "5 6 7\n8 -1 9\n")
    assert "EPSG:" in _refused(desk.load("elevation", path), "CRS-1")
    outcome = desk.load("elevation", path, crs="EPSG:5898")
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file()) as published:
        assert published.read(1).tolist() == [[5, 6, 7], [8, -9999, 9]]
        assert (published.transform.c, published.transform.f) == (E0, N0 + 20)


@pytest.mark.parametrize("form", ["palette", "one_bit", "gray16", "rgba", "gray"])
def test_pictures_of_every_depth(desk: RasterDesk, tmp_path: Path, form: str) -> None:
    gray = checkered(bands=1)
    options: dict[str, object] = {}
    if form == "palette":
        bands, wanted = gray % 3, checkered() * 0
        colors = {0: (200, 10, 20, 255), 1: (0, 120, 0, 255), 2: (255, 255, 255, 255)}
        options["colors"] = colors
        wanted = np.stack([np.vectorize(lambda v, c=c: colors[v][c])(bands[0]) for c in range(3)])
    elif form == "one_bit":
        bands, options = gray % 2, {"nbits": 1}
        wanted = bands * 255
    elif form == "gray16":
        bands, wanted = gray.astype(np.uint16) * 257, gray
    elif form == "rgba":
        bands = checkered(bands=4)
        bands[3, :, :10] = 0
        wanted = bands[:3]
    else:
        bands = wanted = gray
    path = picture(tmp_path / "to.tif", bands, **options)  # type: ignore[arg-type]
    if form == "one_bit":
        with rasterio.open(path, "r+") as dataset:
            assert dataset.tags(1, ns="IMAGE_STRUCTURE")["NBITS"] == "1"
    outcome = desk.load("plan_sheets", path, values={"plan_id": "A"})
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file("plan_sheets")) as published:
        assert published.count == (4 if form in ("palette", "rgba") else 2) and published.dtypes[0] == "uint8"
        shown, alpha = published.read()[:-1], published.read()[-1]
        clear = np.zeros(alpha.shape, dtype=bool)
        clear[:, :10] = form == "rgba"
        np.testing.assert_array_equal(alpha == 0, clear)
        if form == "one_bit":
            assert set(np.unique(shown)) <= {0, 1, 255}
        else:
            np.testing.assert_array_equal(shown[:, ~clear], wanted[:, ~clear])
    assert desk.balance(outcome.run)["nodata"] == clear.sum()


@pytest.mark.parametrize("driver", ["PNG", "JPEG"])
def test_a_scan_with_a_world_file(desk: RasterDesk, tmp_path: Path, driver: str) -> None:
    path = picture(tmp_path / f"to.{driver.lower()}", checkered(), None, None, driver)
    world = path.with_suffix(".pgw" if driver == "PNG" else ".jgw")
    world.write_text(f"2\n0\n0\n-2\n{E0 + 1}\n{N0 - 1}\n")
    path.with_suffix(".prj").write_text(rasterio.CRS.from_epsg(5898).to_wkt())
    for side in tmp_path.glob("*.aux.xml"):
        side.unlink()
    outcome = desk.load("plan_sheets", path, values={"plan_id": "A"})
    assert outcome.state == "published", outcome.refusal
    with rasterio.open(desk.file("plan_sheets")) as published:
        assert published.transform == from_origin(E0, N0, 2, 2)


def _with_points(path: Path, points: list[tuple[float, float, float, float]]) -> Path:
    found = [GroundControlPoint(row, column, x, y) for column, row, x, y in points]
    picture(path, checkered(), None, None)
    with rasterio.open(path, "r+") as dataset:
        dataset.gcps = found, rasterio.CRS.from_epsg(5898)
    return path


CORNERS = [(0.0, 0.0), (140.0, 0.0), (140.0, 100.0), (0.0, 100.0)]


def test_a_scan_with_control_points_alone_is_fitted(desk: RasterDesk, tmp_path: Path) -> None:
    true = Affine.translation(E0, N0) @ Affine.rotation(12) @ Affine.scale(2, -2)
    path = _with_points(tmp_path / "to.tif", [(u, v, *(true @ (u, v))) for u, v in CORNERS])
    outcome = desk.load("plan_sheets", path, values={"plan_id": "A"})
    assert outcome.state == "published", outcome.refusal
    assert "RAS-4" in desk.rules(outcome.run)
    middle = true @ (70, 50)
    with rasterio.open(desk.file("plan_sheets")) as published:
        column, row = ~published.transform @ middle
        shown = published.read()[:3, int(row), int(column)].astype(int)
    assert np.abs(shown - checkered()[:, 50, 70].astype(int)).max() <= 6  # half a pixel of a steep picture


def test_control_points_that_contradict_each_other_are_refused(desk: RasterDesk, tmp_path: Path) -> None:
    points = [(u, v, E0 + 2 * u, N0 - 2 * v) for u, v in CORNERS]
    points[2] = (140.0, 100.0, E0 + 2 * 140 + 60, N0 - 2 * 100)
    message = _refused(
        desk.load("plan_sheets", _with_points(tmp_path / "to.tif", points), values={"plan_id": "A"}), "FIL-20"
    )
    assert re.search(r"lệch nhau \d+,\d điểm ảnh \(tối đa 3,0\)", message), message
    on_a_line = [(u, u, E0 + u, N0 - u) for u in (0.0, 50.0, 100.0)]
    _refused(desk.load("plan_sheets", _with_points(tmp_path / "to2.tif", on_a_line), values={"plan_id": "A"}), "FIL-20")


# --- the gate -------------------------------------------------------------------------------------------------


def test_a_wrong_label_is_refused_and_the_right_one_named(desk: RasterDesk, tmp_path: Path) -> None:
    """Numbers of the axis 107°30′ under the label of 108°00′: still within the province's box."""
    other = from_origin(639_000, 1_672_900, 10, 10)  # the same ground as E0, N0 in EPSG:9216
    message = _refused(desk.load("elevation", model(tmp_path / "dem.tif", other, epsg=5898, true_epsg=9216)), "CRS-3")
    assert "EPSG:9216" in message
    assert desk.load("elevation", tmp_path / "dem.tif", crs="EPSG:9216").state == "published"


def test_a_label_without_a_datum_is_replaced(desk: RasterDesk, tmp_path: Path) -> None:
    path = model(tmp_path / "dem.tif", epsg=None)
    vague = rasterio.CRS.from_proj4(
        "+proj=tmerc +lat_0=0 +lon_0=108 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"
    )
    with rasterio.open(path, "r+") as dataset:
        dataset.crs = vague
    outcome = desk.load("elevation", path)
    assert outcome.state == "published", outcome.refusal
    assert "CRS-6" in desk.rules(outcome.run) and desk.one("SELECT source_crs FROM pub.elevation") == "EPSG:5898"


def test_swapped_axes_are_put_right(desk: RasterDesk, tmp_path: Path) -> None:
    """A file that says northing where easting belongs; the numbers decide that uniquely (CRS-2)."""
    path = model(tmp_path / "dem.tif")
    with rasterio.open(path, "r+") as dataset:
        t = dataset.transform
        dataset.transform = Affine(t.d, t.e, t.f, t.a, t.b, t.c)
    outcome = desk.load("elevation", path)
    assert outcome.state == "published", outcome.refusal
    assert "CRS-2" in desk.rules(outcome.run)
    with rasterio.open(desk.file()) as published:
        assert published.transform == AT_10_M
        rows, columns = np.indices((120, 150))
        np.testing.assert_allclose(published.read(1), slope(E0 + columns * 10 + 5, N0 - rows * 10 - 5), atol=1e-3)


def test_what_lies_outside_the_province_is_counted_and_left_out(desk: RasterDesk, tmp_path: Path) -> None:
    """A strip from the middle of the communes to beyond the eastern edge of the province's box."""
    east = desk.project.province.extent[2]
    inside = round((east - E0) / 500)
    path = model(tmp_path / "dem.tif", from_origin(E0, N0, 500, 500), (2, inside + 10))
    with rasterio.open(path, "r+") as dataset:
        heights = dataset.read()
        heights[:, :, 10:inside] = -9999  # the land in between is not known, the sea is
        dataset.write(heights)
    outcome = desk.load("elevation", path)
    assert outcome.state == "published", outcome.refusal
    assert desk.balance(outcome.run)["outside"] == 20 and "RAS-3" in desk.rules(outcome.run)
    with rasterio.open(desk.file()) as published:
        assert (published.width, published.bounds.right) == (inside, east)


def test_pixels_beyond_the_edge_are_counted_one_by_one(desk: RasterDesk, tmp_path: Path) -> None:
    """Against a count with pyproj and the box itself."""
    from sdi.raster.plain import clip, place, plain
    from sdi.raster.source import examine

    raster = desk.project.layers["elevation"].raster
    assert raster is not None
    path = model(tmp_path / "dem.tif", AT_10_M, (700, 900))
    source = examine(path, raster)
    target = tmp_path / "plain.tif"
    counted = plain(source, raster, target, lambda _: None)
    place(target, source.placed.transform, 5898)

    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return (x < E0 + 4003) & (y - x > N0 - E0 - 9000)  # convex

    clip(target, inside, counted)
    rows, columns = np.indices((700, 900))
    wanted = inside(E0 + columns * 10 + 5, N0 - rows * 10 - 5)
    assert counted.outside == (~wanted).sum() and counted.known == wanted.sum()
    with rasterio.open(target) as dataset:
        np.testing.assert_array_equal(dataset.read(1) != -9999, wanted)


# --- refused --------------------------------------------------------------------------------------------------


def _vrt(folder: Path, source: str) -> Path:
    path = folder / "dem.tif"
    path.write_text(
        '<VRTDataset rasterXSize="2" rasterYSize="2"><SRS>EPSG:5898</SRS>'
        f"<GeoTransform>{E0}, 10, 0, {N0}, 0, -10</GeoTransform>"
        '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f'<SourceFilename relativeToVRT="0">{source}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>'
    )
    return path


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_a_file_of_pointers_is_refused_and_nothing_is_asked(
    desk: RasterDesk, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    secret = model(tmp_path / "secret.tif")
    for number, source in enumerate((f"/vsicurl/{address}/x.tif", str(secret))):
        folder = tmp_path / str(number)
        folder.mkdir()
        _refused(desk.load("elevation", _vrt(folder, source)), "FIL-21")
    wms = tmp_path / "wms.tif"
    wms.write_text(f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}/x</ServerUrl></Service></GDAL_WMS>')
    _refused(desk.load("elevation", wms), "FIL-21")
    assert asked == []


def test_no_file_beside_a_raster_is_opened(desk: RasterDesk, tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    """Overviews and statistics in side files or tags could name any file or address."""
    address, asked = listener
    path = model(tmp_path / "dem.tif")
    overviews = f'<Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">/vsicurl/{address}/o.tif</MDI></Metadata>'
    (tmp_path / "dem.tif.aux.xml").write_text(f"<PAMDataset>{overviews}</PAMDataset>")
    _vrt(tmp_path / "..", f"/vsicurl/{address}/y.tif").rename(tmp_path / "dem.tif.ovr")
    _vrt(tmp_path / "..", f"/vsicurl/{address}/z.tif").rename(tmp_path / "dem.tif.msk")
    assert desk.load("elevation", path).state == "published"
    tagged = model(tmp_path / "tagged.tif")
    with rasterio.open(tagged, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=f"/vsicurl/{address}/t.tif")
    for side in tmp_path.glob("tagged.tif.aux.xml"):
        side.unlink()
    outcome = desk.load("elevation", tagged)
    assert outcome.state in ("published", "refused")
    if outcome.state == "refused":
        _refused(outcome, "FIL-21")
    assert asked == []


def _bomb(path: Path) -> Path:
    """100,000 by 100,000 heights in a few kilobytes."""
    with rasterio.open(
        path, "w", driver="GTiff", width=100_000, height=100_000, count=1, dtype="float32", tiled=True, SPARSE_OK=True,
        blockxsize=8192, blockysize=8192, crs="EPSG:5898", transform=AT_1_M, BIGTIFF="YES",
    ):  # fmt: skip
        return path


def _one_tile(path: Path) -> Path:
    """Heights in tiles of a gigabyte each, which must be unpacked as a whole; its head alone is believed."""
    with rasterio.open(
        path, "w", driver="GTiff", width=16_400, height=16_400, count=1, dtype="float32", compress="deflate",
        tiled=True, blockxsize=16_384, blockysize=16_384, SPARSE_OK=True, crs="EPSG:5898", transform=AT_1_M,
    ):  # fmt: skip
        pass
    with path.open("ab") as stream:
        stream.write(bytes(2_000_000))  # no longer a bomb by its ratio
    return path


def _cut(path: Path) -> Path:
    model(path, compress="deflate", tiled=True, blockxsize=64, blockysize=64)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    return path


def _cut_jpeg(path: Path) -> Path:
    picture(path, checkered(400, 400), None, None, "JPEG")
    path.with_suffix(".jgw").write_text(f"1\n0\n0\n-1\n{E0}\n{N0}\n")
    path.with_suffix(".prj").write_text(rasterio.CRS.from_epsg(5898).to_wkt())
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def _pages(path: Path) -> Path:
    from PIL import Image

    first, second = (Image.fromarray(checkered()[0]) for _ in range(2))
    first.save(path, save_all=True, append_images=[second])
    return path


def _broken_head(path: Path) -> Path:
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 60_000) + bytes(100))
    return path


@pytest.mark.parametrize(
    ("layer", "name", "make", "rule"),
    [
        ("elevation", "bom.tif", _bomb, "FIL-8"),
        ("elevation", "dai.tif", _one_tile, "FIL-8"),
        ("elevation", "cut.tif", _cut, "FIL-17"),
        ("plan_sheets", "cut.jpg", _cut_jpeg, "FIL-17"),
        ("elevation", "head.tif", _broken_head, "FIL-17"),
        ("elevation", "rong.tif", lambda p: p.write_bytes(b"") and p or p, "FIL-1"),
        ("elevation", "text.tif", lambda p: p.write_text("xin chào") and p, "FIL-11"),
        ("elevation", "khong-duoi", lambda p: p.write_text("xin chào") and p, "FIL-11"),
        ("elevation", "page.tif", lambda p: p.write_text("<!DOCTYPE html><html>login</html>") and p, "FIL-6"),
        ("elevation", "lfs.tif", lambda p: p.write_text("version https://git-lfs.github.com/spec/v1\n") and p, "FIL-5"),
        ("plan_sheets", "pages.tif", _pages, "FIL-22"),
        ("plan_sheets", "raw.tif", lambda p: picture(p, checkered(), None, 5898), "FIL-19"),
        ("elevation", "gray.tif", lambda p: picture(p, checkered(bands=1)), "FIL-23"),
        ("elevation", "rgb.tif", lambda p: picture(p, checkered()), "FIL-23"),
        ("plan_sheets", "dem.tif", lambda p: model(p), "FIL-23"),
        ("plan_sheets", "five.tif", lambda p: picture(p, np.concatenate([checkered(), checkered(bands=2)])), "FIL-23"),
        ("elevation", "empty.tif", lambda p: model(p, nodata=None) and _all(p, -9999), "RAS-1"),
        ("elevation", "feet.tif", lambda p: model(p) and _all(p, 99_999), "RAS-2"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused(
    desk: RasterDesk, tmp_path: Path, layer: str, name: str, make: Callable[[Path], Path], rule: str
) -> None:
    path = tmp_path / name
    make(path)
    before = {one for one in (desk.settings.state_dir / "rasters").rglob("*") if one.is_file()}
    message = _refused(desk.load(layer, path, values={"plan_id": "A"} if layer == "plan_sheets" else {}), rule)
    assert name in message
    assert {one for one in (desk.settings.state_dir / "rasters").rglob("*") if one.is_file()} == before
    assert not any((desk.settings.state_dir / "work").glob("*/*"))


def _all(path: Path, value: float) -> Path:
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.full((1, dataset.height, dataset.width), value, dtype=dataset.dtypes[0]))
    return path


@pytest.mark.parametrize(
    ("minimum", "maximum", "told"),
    [(None, 100.0, "lớn hơn 100"), (-5.0, None, "nhỏ hơn -5"), (-5.0, 100.0, "ngoài khoảng -5 … 100")],
)
def test_one_bound_is_enough_to_refuse(
    desk: RasterDesk, tmp_path: Path, minimum: float | None, maximum: float | None, told: str
) -> None:
    layer = desk.project.layers["elevation"]
    assert layer.raster is not None
    raster = layer.raster.model_copy(update={"minimum": minimum, "maximum": maximum})
    layers = desk.project.layers | {layer.id: layer.model_copy(update={"raster": raster})}
    other = RasterDesk(desk.url, desk.connection, replace(desk.project, layers=layers), desk.settings)
    path = _all(model(tmp_path / "feet.tif"), -99_999 if maximum is None else 99_999)
    assert told in _refused(other.load("elevation", path), "RAS-2")


def test_one_bad_file_refuses_the_delivery(desk: RasterDesk, tmp_path: Path) -> None:
    good, bad = model(tmp_path / "a.tif", from_origin(E0, N0, 12, 12)), _cut(tmp_path / "b.tif")
    _refused(desk.load("elevation", good, bad), "FIL-17")
    assert desk.one("SELECT count(*) FROM pub.elevation") == 0


def test_files_of_a_delivery_have_names_of_their_own(desk: RasterDesk, tmp_path: Path) -> None:
    """Also those beside rasters: of two with one name, one would be neither kept nor part of the digest."""
    sources = []
    for name, driver in (("to.tif", "GTiff"), ("to.png", "PNG")):
        folder = tmp_path / driver
        folder.mkdir()
        sources.append(picture(folder / name, checkered(), None, None, driver))
        (folder / "to.wld").write_text(f"1 0 0 -1 {E0 + 0.5} {N0 - 0.5}")
    with pytest.raises(UsageError, match="cùng tên"):
        desk.load("plan_sheets", *sources, crs="EPSG:5898", values={"plan_id": "A"})
    beside = tmp_path / "GTiff" / "to.png"
    beside.write_bytes(sources[1].read_bytes())
    with received([sources[0], beside], tmp_path / "work") as (delivery, _):
        assert sorted(delivery.files) == ["to.png", "to.tif", "to.wld"]


def test_a_link_is_no_file(desk: RasterDesk, tmp_path: Path) -> None:
    (tmp_path / "link.tif").symlink_to(model(tmp_path / "dem.tif"))
    _refused(desk.load("elevation", tmp_path / "link.tif"), "FIL-9")


def test_a_folder_and_a_zip(desk: RasterDesk, tmp_path: Path) -> None:
    import zipfile

    path = model(tmp_path / "dem.tif")
    with zipfile.ZipFile(tmp_path / "dem.zip", "w") as archive:
        archive.write(path, "giao/dem.tif")
        archive.writestr("giao/doc.txt", "x")
    assert desk.load("elevation", tmp_path / "dem.zip").state == "published"
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Refused) as refusal:
        desk.load("elevation", empty)
    assert refusal.value.rule == "FIL-11"


def test_the_command_ends_with_one(shared: RasterDesk, tmp_path: Path) -> None:
    settings = shared.settings
    env = os.environ | {
        "SDI_DATABASE_URL": shared.url, "SDI_PROJECT": str(settings.project_dir),
        "SDI_STATE": str(settings.state_dir), "SDI_ROLE_PREFIX": settings.role_prefix,
    }  # fmt: skip
    report = tmp_path / "report.html"

    def ended(path: Path) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).with_name("sdi"), "load-raster", "elevation", path, "--report", report]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    done = ended(_cut(tmp_path / "cut.tif"))
    assert done.returncode == 1 and "FIL-17" in done.stderr
    assert "FIL-17" in report.read_text("utf-8")
    done = ended(model(tmp_path / "ok.tif"))
    assert done.returncode == 0 and "Đã phát hành" in done.stdout
    assert "Điểm ảnh: đã đọc" in report.read_text("utf-8")
