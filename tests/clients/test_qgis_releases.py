"""QGIS 3.22 and 3.40 as people use them: nobody sets a page size, a CRS or a format."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from psycopg import sql
from recorder import Proxy, Request, recording

from clients.installation import Installation

pytestmark = pytest.mark.clients

MILLIMETRE = 0.001
RECORDED = Path(__file__).resolve().parents[1] / "serve" / "recorded"
"""What :mod:`tests.serve.test_recorded_clients` replays; RECORD=1 writes it anew."""

NEXT_PAGE = re.compile(r"[?&](cursor|offset)=")
"""In an address that the service made itself: not recorded, but followed in the replay."""

releases = pytest.mark.parametrize("release", ["3.22", "3.40"])


def read(installation: Installation, release: str, proxy: Proxy, name: str, **more: Any) -> dict[str, Any]:
    """A collection through QGIS, with what it asked in ``proxy``."""
    language = {"LANG": "vi_VN.UTF-8"}
    answer: dict[str, Any] = installation.qgis(
        "api_read", release=release, environment=language, url=f"{proxy.base}/api", name=name, **more
    )
    assert answer["valid"], proxy.requests
    return answer


def stored(installation: Installation, name: str, srid: int) -> dict[str, Any]:
    """Geometries by id, as PostGIS has them in a CRS."""
    rows = installation.desk.connection.execute(
        sql.SQL("SELECT feature_id, ST_AsBinary(ST_Transform(geom, %s::int)) FROM {}").format(
            sql.Identifier("pub", name)
        ),
        (srid,),
    ).fetchall()
    return dict(zip([row[0] for row in rows], shapely.from_wkb([row[1] for row in rows]), strict=True))


def items(proxy: Proxy, name: str) -> list[dict[str, list[str]]]:
    """Parameters of the requests for features."""
    parts = [urlsplit(request.path) for request in proxy.requests if request.method == "GET"]
    return [parse_qs(part.query) for part in parts if part.path.endswith(f"/{name}/items")]


@releases
def test_twenty_thousand_features_in_pages_of_a_thousand(installation: Installation, release: str) -> None:
    with recording(installation.base) as proxy:
        answer = read(installation, release, proxy, "trees")
    found = [identifier for identifier, _ in answer["features"]]
    assert len(found) == len(set(found)) == answer["count"] == installation.counts("pub")["trees"] > 20_000
    assert set(found) == set(stored(installation, "trees", 4326))
    assert len(items(proxy, "trees")) <= len(found) / 1000 + 4


@releases
def test_by_extent(installation: Installation, release: str) -> None:
    srid = 4326 if release == "3.22" else installation.desk.project.province.crs
    originals = stored(installation, "parcels", srid)
    west, south, east, north = shapely.total_bounds(list(originals.values()))
    middle = originals[sorted(originals)[0]].centroid
    width, height = (east - west) / 20, (north - south) / 20
    box = [middle.x - width, middle.y - height, middle.x + width, middle.y + height]
    inside = {name for name, shape in originals.items() if shape.intersects(shapely.box(*box))}
    with recording(installation.base) as proxy:
        answer = read(installation, release, proxy, "parcels", box=box)
    assert {name for name, _ in answer["features"]} == inside
    assert 0 < len(inside) < len(originals)
    assert any("bbox" in parameters for parameters in items(proxy, "parcels"))


def test_the_provincial_crs_to_the_tenth_of_a_millimetre(installation: Installation) -> None:
    """QGIS 3.40 takes ``storageCrs``; coordinates are those of the database, axes included."""
    srid = installation.desk.project.province.crs
    originals = stored(installation, "roads", srid)
    with recording(installation.base) as proxy:
        answer = read(installation, "3.40", proxy, "roads")
    assert answer["crs"] == f"EPSG:{srid}"
    shown = {name: shapely.from_wkb(bytes.fromhex(word)) for name, word in answer["features"]}
    assert set(shown) == set(originals)
    distances = shapely.hausdorff_distance(list(shown.values()), [originals[name] for name in shown])
    assert distances.max() < MILLIMETRE / 10
    asked = {parameters["crs"][0] for parameters in items(proxy, "roads") if "crs" in parameters}
    assert asked == {f"http://www.opengis.net/def/crs/EPSG/0/{srid}"}


@releases
def test_the_recorded_requests_are_still_those_of_qgis(installation: Installation, release: str) -> None:
    """Opening a layer and looking at a part of it: what ``make test`` replays is what QGIS asks."""
    with recording(installation.base) as proxy:
        first = read(installation, release, proxy, "parcels", limit=10)
        corners = shapely.from_wkb(bytes.fromhex(first["features"][0][1])).bounds
        read(installation, release, proxy, "parcels", box=list(corners))
    asked = [
        {"method": request.method, "path": without_values(request, installation), "headers": request.headers}
        for request in proxy.requests
        if not NEXT_PAGE.search(request.path)
    ]
    kept: list[Any] = []
    for request in asked:
        if request not in kept:
            kept.append(request)
    file = RECORDED / f"qgis-{release}.json"
    if os.environ.get("RECORD"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    assert json.loads(file.read_text("utf-8")) == kept


def without_values(request: Request, installation: Installation) -> str:
    """A path without what belongs to this town: the box and the province's CRS."""
    path = re.sub(r"(?<=[?&]bbox=)[^&]+", "BOX", request.path)
    return path.replace(f"EPSG/0/{installation.desk.project.province.crs}", "EPSG/0/PROVINCE")
