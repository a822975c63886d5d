"""A map that QGIS draws of base map and parcels: at random places it shows what PostGIS says lies there.

``SDI_KEEP_MAP=FILE`` keeps the picture for whoever wants to look at it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pytest
from psycopg import sql

from clients.installation import TEXT_STAYS_TEXT, Installation
from sdi.model import Audience

pytestmark = pytest.mark.clients

SIZE = 900, 700
PLACES = 1500
LAYERS = ("administrative_units", "parcels", "water_bodies", "buildings", "planning_lines")
"""Bottom first. The communes and the lines come from the database, the others from the OGC API."""
COLOURS = {
    "administrative_units": "#f4f0e4",
    "parcels": "#e7b45a",
    "water_bodies": "#5b9bd5",
    "buildings": "#6b4f4f",
    "planning_lines": "#c0392b",
    "": "#ffffff",
}

Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def extent(installation: Installation) -> Box:
    """The middle of the first ward's parcels, in the shape of the picture; provincial CRS, metres."""
    row = installation.desk.connection.execute(
        "SELECT ST_X(middle), ST_Y(middle) FROM (SELECT ST_Centroid(ST_Collect(geom)) AS middle FROM pub.parcels"
        " WHERE commune_code = (SELECT min(commune_code) FROM pub.parcels)) AS ward"
    ).fetchone()
    assert row is not None
    easting, northing, metres = float(row[0]), float(row[1]), 0.9
    width, height = SIZE[0] * metres / 2, SIZE[1] * metres / 2
    return easting - width, northing - height, easting + width, northing + height


@pytest.fixture(scope="module")
def picture(installation: Installation, extent: Box, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Rows of pixels of red, green, blue, 0 to 255, north at the top."""
    path = tmp_path_factory.mktemp("map") / "map.png"
    login = installation.login(Audience.PUBLIC)
    sources: list[dict[str, Any]] = []
    for name in LAYERS:
        source: dict[str, Any] = {"name": name, "color": COLOURS[name]}
        if name in ("administrative_units", "planning_lines"):
            source["table"] = {"login": login, "schema": "pub", "name": name, "geometry": "geom", "key": "gid"}
        else:
            source["url"] = f"{installation.base}/api"
        sources.append(source)
    crs = f"EPSG:{installation.desk.project.province.crs}"
    drawn = installation.qgis(
        "draw", environment=TEXT_STAYS_TEXT, sources=sources, extent=extent, crs=crs, size=SIZE, path=str(path)
    )
    counts = installation.counts("pub")
    assert drawn == {name: counts[name] for name in LAYERS}
    if keep := os.environ.get("SDI_KEEP_MAP"):
        Path(keep).write_bytes(path.read_bytes())
    return np.rint(matplotlib.image.imread(path)[:, :, :3] * 255).astype(int)


def test_it_shows_what_lies_there(picture: Any, installation: Installation, extent: Box) -> None:
    """Every place has the colour of the uppermost layer there, unless a boundary is so near that two are right."""
    pixel = (extent[2] - extent[0]) / SIZE[0]
    random = np.random.default_rng(5898)
    columns, rows = random.integers(0, SIZE[0], PLACES), random.integers(0, SIZE[1], PLACES)
    places = extent[0] + (columns + 0.5) * pixel, extent[3] - (rows + 0.5) * pixel
    expected = uppermost(installation, places, pixel)
    clear = [number for number, name in enumerate(expected) if name is not None]
    assert len(clear) > PLACES / 3
    assert {"parcels", "buildings", "administrative_units", "planning_lines"} <= set(expected)
    wrong = [
        (int(columns[i]), int(rows[i]), expected[i])
        for i in clear
        if "#{:02x}{:02x}{:02x}".format(*picture[rows[i], columns[i]]) != COLOURS[expected[i] or ""]
    ]
    assert wrong == []


def uppermost(installation: Installation, places: tuple[Any, Any], pixel: float) -> list[str | None]:
    """The uppermost layer at each place, "" where there is none, None where a boundary is near."""
    found: list[str | None] = [""] * PLACES
    for name in LAYERS:
        is_line = "Line" in installation.desk.project.layers[name].geometry
        edge = "geom" if is_line else "ST_Boundary(geom)"
        near = within(installation, name, places, edge, 2 * pixel)
        covered = within(installation, name, places, "geom", pixel / 2 if is_line else 0.0)
        for place in near:
            found[place] = None
        for place in covered if is_line else covered - near:
            found[place] = name
    return found


def within(installation: Installation, name: str, places: tuple[Any, Any], part: str, metres: float) -> set[int]:
    """Numbers of the places that PostGIS finds within a distance of a part of some feature."""
    statement = sql.SQL(
        "SELECT number - 1 FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS place (e, n, number),"
        " ST_SetSRID(ST_MakePoint(e, n), %s) AS point WHERE EXISTS (SELECT 1 FROM {view}"
        " WHERE ST_DWithin(geom, point, %s) AND ST_DWithin({part}, point, %s))"
    ).format(view=sql.Identifier("pub", name), part=sql.SQL(part))  # type: ignore[arg-type]
    crs = installation.desk.project.province.crs
    values = (places[0].tolist(), places[1].tolist(), crs, metres, metres)
    return {number for (number,) in installation.desk.connection.execute(statement, values).fetchall()}
