"""How a parcel lies, told from the released model of the ground: numbers, releases, paper."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from serve_kit import E0, N0
from slip_kit import Office, layer_of, slip_of
from starlette.testclient import TestClient

from sdi.raster.cog import RasterShelf
from sdi.raster.relief import _about, _block
from sdi.settings import Settings

CELL, COLUMNS, ROWS = 5.0, 12, 16
FLOWN, FLOWN_AGAIN = date(2026, 7, 10), date(2026, 8, 10)
"""The model covers 60 m eastwards and 60 m northwards from 20 m south of the corner of everything."""


def model(shelf: RasterShelf, name: str, level: float) -> dict[str, Any]:
    """A sheet that rises 1 m in 10 m eastwards and 1 m in 20 m northwards: a slope of 11.18 %."""
    digest = hashlib.sha256(f"{name} {level}".encode()).hexdigest()
    path = shelf.path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    x, y = (np.arange(COLUMNS) + 0.5) * CELL, 60 - (np.arange(ROWS) + 0.5) * CELL
    levels = level + x[None, :] / 10 + y[:, None] / 20
    with rasterio.open(
        path, "w", driver="GTiff", width=COLUMNS, height=ROWS, count=1, dtype="float32", nodata=-9999,
        crs="EPSG:5898", transform=Affine(CELL, 0, E0, 0, -CELL, N0 + 60),
    ) as out:  # fmt: skip
        out.write(levels.astype(np.float32), 1)
    box = shapely.box(E0, N0 - 20, E0 + 60, N0 + 60)
    return {"gid": 1, "feature_id": name, "sheet": name, "file": digest, "resolution_m": CELL, "geom": box.wkt}


@pytest.fixture(scope="module")
def shelf(settings: Settings) -> RasterShelf:
    return RasterShelf(settings.state_dir)


@pytest.fixture(scope="module")
def flown(office: Office, shelf: RasterShelf) -> tuple[int, int]:
    """Two editions of one sheet, the second a metre higher; their epochs."""
    first = office.release(FLOWN, "elevation", [model(shelf, "D-48-1", 10)])
    return first, office.release(FLOWN_AGAIN, "elevation", [model(shelf, "D-48-1", 11)])


def relief(slip: dict[str, Any]) -> dict[str, Any]:
    return dict(layer_of(slip, "elevation")["relief"])


@pytest.fixture(scope="module")
def parcel_before(client: TestClient) -> dict[str, Any]:
    """Before anything of the ground was released."""
    return layer_of(slip_of(client, "21025-12-2"), "elevation")


def test_before_any_release_there_are_no_data(parcel_before: dict[str, Any]) -> None:
    assert (parcel_before["state"], parcel_before["relief"], parcel_before["epoch"]) == ("without_data", None, None)


@pytest.mark.usefixtures("parcel_before")
def test_heights_and_slope_of_a_parcel(client: TestClient, flown: tuple[int, int]) -> None:
    """Parcel 2 is the square from 20 to 40 m eastwards and 0 to 20 m northwards: sixteen whole cells."""
    answer = layer_of(slip_of(client, "21025-12-2"), "elevation")
    assert (answer["state"], answer["epoch"], answer["published"][:10]) == ("concerned", flown[1], "2026-08-10")
    found = relief(slip_of(client, "21025-12-2"))
    sheets = found.pop("sheets")
    assert found == {
        "lowest_m": 13.4, "highest_m": 15.6, "mean_m": 14.5, "slope_pct": 11.2, "steepest_pct": 11.2, "known_pct": 100,
        "cell_m": 5, "reference": "Hệ độ cao quốc gia Việt Nam (Hòn Dấu 1992)",
    }  # fmt: skip
    assert [(one["feature"], one["title"]) for one in sheets] == [("D-48-1", "D-48-1")]
    assert sheets[0]["file"] == hashlib.sha256(b"D-48-1 11").hexdigest()


def test_as_of_tells_from_the_edition_of_that_day(client: TestClient, flown: tuple[int, int]) -> None:
    then = slip_of(client, "21025-12-2", "&as-of=2026-07-20")
    assert layer_of(then, "elevation")["epoch"] == flown[0] and relief(then)["mean_m"] == 13.5
    assert layer_of(slip_of(client, "21025-12-2", "&as-of=2026-07-01"), "elevation")["state"] == "without_data"
    again = client.get("/api/slip/21025-12-2?f=json&as-of=2026-07-20")
    assert again.json() == then
    changed = slip_of(client, "21025-12-2", "&compare=2026-07-20")["comparison"]["changes"]
    told = {one["place"]: (one["before"], one["after"]) for one in changed if one["place"].startswith("Mô hình số")}
    assert told["Mô hình số độ cao › Cao độ trung bình"] == ("13,5\xa0m", "14,5\xa0m")
    assert not any("Độ dốc" in place for place in told)


def test_what_the_model_does_not_reach(client: TestClient, flown: tuple[int, int]) -> None:
    """Parcel 5 lies beyond it, a third of the land that is asked for by its corners within."""
    beyond = layer_of(slip_of(client, "21025-12-5"), "elevation")
    assert (beyond["state"], beyond["relief"], beyond["epoch"]) == ("without_data", None, flown[1])
    assert beyond["note"] == "Nằm ngoài mô hình số độ cao đã công bố."
    corners = f"{N0},{E0 + 50};{N0 + 20},{E0 + 50};{N0 + 20},{E0 + 80};{N0},{E0 + 80}"
    drawn = client.get("/api/slip", params={"f": "json", "corners": corners}).json()
    assert relief(drawn)["known_pct"] == 33.3 and relief(drawn)["highest_m"] == 17.6


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            ["Địa hình", "Độ dốc trung bình", "11,2\xa0%", "Cao độ 13,4–15,6\xa0m", "Mảnh D-48-1; ô lưới 5,0\xa0m."],
        ),
        ("en", ["Terrain", "Mean slope", "11.2\xa0%", "13.4–15.6\xa0m high", "Vietnam national vertical datum"]),
    ],
)
@pytest.mark.usefixtures("flown")
def test_the_page_says_it(client: TestClient, language: str, words: list[str]) -> None:
    page = client.get(f"/api/slip/21025-12-2?f=html&lang={language}").text
    assert [word for word in words if word not in page] == []


@pytest.mark.usefixtures("flown")
def test_the_paper_says_it(client: TestClient, tmp_path: Path) -> None:
    paper = tmp_path / "slip.pdf"
    paper.write_bytes(client.get("/api/slip/21025-12-2?f=pdf").content)
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, text=True).stdout
    assert "Địa hình" in text and "11,2" in text and "13,4" in text


@pytest.mark.usefixtures("flown")
def test_a_missing_file_makes_no_slip(client: TestClient, shelf: RasterShelf) -> None:
    path = shelf.path(hashlib.sha256(b"D-48-1 11").hexdigest())
    away = path.rename(path.with_suffix(".away"))
    answer = client.get("/api/slip/21025-12-3?f=json")
    away.rename(path)
    assert answer.status_code == 503
    assert "Thiếu tệp độ cao của mảnh D-48-1" in answer.json()["detail"]
    assert relief(slip_of(client, "21025-12-3"))["mean_m"] == 16.5


@pytest.mark.usefixtures("flown")
def test_a_damaged_file_makes_no_slip(client: TestClient, shelf: RasterShelf) -> None:
    path = shelf.path(hashlib.sha256(b"D-48-1 11").hexdigest())
    away = path.rename(path.with_suffix(".away"))
    path.write_bytes(away.read_bytes()[:100])
    for kept in (_about, _block):
        kept.cache_clear()
    answer = client.get("/api/slip/21025-12-3?f=json&lang=en")  # a slip that nobody has asked for yet
    away.replace(path)
    assert answer.status_code == 503
    assert "cannot be read" in answer.json()["detail"] or "Không đọc được tệp" in answer.json()["detail"]
    assert relief(slip_of(client, "21025-12-3", "&lang=en"))["mean_m"] == 16.5
