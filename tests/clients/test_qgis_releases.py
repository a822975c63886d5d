"""QGIS 3.22, 3.40 and 3.44 as people use them: nobody sets a page size, a CRS or a format."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import shapely
from psycopg import sql
from recorder import Proxy, Request, recording

from clients.installation import Installation
from sdi.model import Audience

pytestmark = pytest.mark.clients

MILLIMETRE = 0.001
RECORDED = Path(__file__).resolve().parents[1] / "serve" / "recorded"
"""What :mod:`tests.serve.test_recorded_clients` replays; RECORD=1 writes it anew."""

NEXT_PAGE = re.compile(r"[?&](cursor|offset)=")
"""In an address that the service made itself: not recorded, but followed in the replay."""

releases = pytest.mark.parametrize("release", ["3.22", "3.40", "3.44"])
later = pytest.mark.parametrize("release", ["3.40", "3.44"])
"""They know Part 2 and CQL2."""


def read(
    installation: Installation, release: str, proxy: Proxy, name: str, *, language: str = "vi_VN", **more: Any
) -> dict[str, Any]:
    """A collection through QGIS, with what it asked in ``proxy``."""
    schema = installation.get(f"/api/collections/{name}/schema?f=json")["properties"]
    (key,) = [field for field, described in schema.items() if described.get("x-ogc-role") == "id"]
    menus = {"LANG": f"{language}.UTF-8"}
    answer: dict[str, Any] = installation.qgis(
        "api_read", release=release, environment=menus, url=f"{proxy.base}/api", name=name, key=key, **more
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
    # QGIS writes a space as %20 and a plus as it is
    queries = [(part.path, part.query.replace("+", "%2B") if "%20" in part.query else part.query) for part in parts]
    return [parse_qs(query) for path, query in queries if path.endswith(f"/{name}/items")]


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


@later
def test_the_provincial_crs_to_the_tenth_of_a_millimetre(installation: Installation, release: str) -> None:
    """QGIS takes ``storageCrs``; coordinates are those of the database, axes included."""
    srid = installation.desk.project.province.crs
    originals = stored(installation, "roads", srid)
    with recording(installation.base) as proxy:
        answer = read(installation, release, proxy, "roads")
    assert answer["crs"] == f"EPSG:{srid}"
    shown = {name: shapely.from_wkb(bytes.fromhex(word)) for name, word in answer["features"]}
    assert set(shown) == set(originals)
    distances = shapely.hausdorff_distance(list(shown.values()), [originals[name] for name in shown])
    assert distances.max() < MILLIMETRE / 10
    asked = {parameters["crs"][0] for parameters in items(proxy, "roads") if "crs" in parameters}
    assert asked == {f"http://www.opengis.net/def/crs/EPSG/0/{srid}"}


def chosen(installation: Installation, name: str, condition: str) -> set[str]:
    """Ids of the features that meet a condition, as PostGIS says."""
    return {found for (found,) in installation.desk.all(f"SELECT feature_id FROM pub.{name} WHERE {condition}")}


def filters(proxy: Proxy, name: str) -> set[str]:
    """The filters that the service saw; every one in CQL2 text."""
    asked = [parameters for parameters in items(proxy, name) if "filter" in parameters]
    assert {parameters["filter-lang"][0] for parameters in asked} == {"cql2-text"}
    return {parameters["filter"][0] for parameters in asked}


@later
@pytest.mark.parametrize(
    ("name", "expression", "condition"),
    [
        ("parcels", '"land_use" = \'ODT\' AND "area_m2" > 150', "land_use = 'ODT' AND area_m2 > 150"),
        (
            "parcels",
            "\"commune_code\" IN ('21025', '23293') AND NOT \"area_m2\" BETWEEN 100 AND 300",
            "commune_code IN ('21025', '23293') AND area_m2 NOT BETWEEN 100 AND 300",
        ),
        ("parcels", '"area_m2" / 2 > 100 OR "land_use" IS NULL', "area_m2 / 2 > 100 OR land_use IS NULL"),
        ("parcels", "\"land_use\" NOT LIKE '%+%'", "land_use NOT LIKE '%+%'"),
        ("parcels", "\"land_use\" = 'ODT+CLN'", "land_use = 'ODT+CLN'"),
        ("roads", "\"name\" ILIKE '%ĐƯỜNG%'", "public.sdi_lower(name) LIKE '%đường%'"),
        ("planning_areas", "\"decision_date\" >= '2024-06-01'", "decision_date >= '2024-06-01'"),
    ],
)
def test_expressions_become_cql2(
    installation: Installation, release: str, name: str, expression: str, condition: str
) -> None:
    """What the filter of the layer says is decided by the service: it finds what PostGIS finds, and no more is sent."""
    wanted = chosen(installation, name, condition)
    assert 0 < len(wanted) < installation.counts("pub")[name]
    with recording(installation.base) as proxy:
        answer = read(installation, release, proxy, name, subset=expression)
    assert {identifier for identifier, _ in answer["features"]} == wanted
    (asked,) = filters(proxy, name)
    query = urlencode({"filter": asked, "filter-lang": "cql2-text", "limit": 10_000, "f": "json"})
    assert {f["id"] for f in installation.get(f"/api/collections/{name}/items?{query}")["features"]} == wanted


@pytest.mark.parametrize(("language", "code"), [("vi_VN", "vi"), ("en_GB", "en")])
def test_fields_have_their_titles_and_types(installation: Installation, language: str, code: str) -> None:
    """QGIS 3.44 reads the schema (Part 5), which 3.40 does not know yet: titles become aliases, in declared order."""
    fields = installation.desk.project.layers["parcels"].fields_for(Audience.PUBLIC)
    with recording(installation.base) as proxy:
        answer = read(installation, "3.44", proxy, "parcels", language=language, limit=1)
    titles = {name: field.title.get(code) for name, field in fields.items()}
    assert list(answer["aliases"].items()) == list(titles.items())
    assert answer["comments"] == {
        name: field.description.get(code) if field.description else "" for name, field in fields.items()
    }
    assert any(urlsplit(request.path).path.endswith("/parcels/schema") for request in proxy.requests)


def test_the_whole_layer_is_where_it_belongs_before_it_is_read(installation: Installation) -> None:
    """ "Zoom to layer" of a layer that was just added. (3.40.6 takes the degrees of the extent for metres.)"""
    originals = stored(installation, "parcels", installation.desk.project.province.crs)
    west, south, east, north = shapely.total_bounds(list(originals.values()))
    with recording(installation.base) as proxy:
        found = read(installation, "3.44", proxy, "parcels", limit=1)["extent"]
    assert found[0] <= west < east <= found[2] and found[1] <= south < north <= found[3]
    assert found == pytest.approx([west, south, east, north], abs=1000.0)


@releases
def test_the_recorded_requests_are_still_those_of_qgis(installation: Installation, release: str) -> None:
    """Opening a layer and looking at a part of it: what ``make test`` replays is what QGIS asks."""
    with recording(installation.base) as proxy:
        first = read(installation, release, proxy, "parcels", limit=10)
        corners = shapely.from_wkb(bytes.fromhex(first["features"][0][1])).bounds
        read(installation, release, proxy, "parcels", box=list(corners))
        if release != "3.22":
            read(installation, release, proxy, "parcels", subset='"land_use" = \'ODT\' AND "area_m2" > 150')
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
