"""WMS and WMTS by Debian's QGIS Server behind Debian's nginx, with the files of ``deploy/qgis-server``.

``SDI_KEEP_QGIS=DIR`` keeps the maps for whoever wants to look at them.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest
from front_kit import DEPLOY, Front
from owslib.util import Authentication
from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService
from pyproj import Transformer
from schema_kit import WMS, faults

from clients.installation import TEXT_STAYS_TEXT, Installation
from sdi.model import Audience, read_project

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

PARCEL = "21025-5-18"
BOX = (584_300, 1_672_750, 584_900, 1_673_200)
SIZE = (720, 540)
MAP = ["base-map", "slip-map"]
"""What the project shows when it is opened, from below to above."""

SPACE = {"wms": "http://www.opengis.net/wms", "xlink": "http://www.w3.org/1999/xlink"}


class Server:
    """nginx, and two QGIS Servers that listen to one socket as systemd would hand it to them."""

    def __init__(self, installation: Installation, place: Path) -> None:
        self.installation, self.place = installation, place
        self.project = place / "public.qgz"
        self.write_project()
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(place / "ows.sock"))
        (place / "ows.sock").chmod(0o777)
        listening.listen(64)
        said = dict(
            line.split("=", 1) for line in (DEPLOY / "qgis-server/ows.env").read_text("utf-8").splitlines()
            if not line.startswith("#")
        )  # fmt: skip
        assert said["QGIS_PROJECT_FILE"] in (DEPLOY / "qgis-server/sdi-ows-project.service").read_text("utf-8")
        said["QGIS_PROJECT_FILE"] = str(self.project)
        account = "nobody" if os.geteuid() == 0 else None
        login = installation.login(Audience.PUBLIC)
        secret = place / "pgpass"
        secret.write_text(f"*:*:*:{login['user']}:{login['password']}\n")
        secret.chmod(0o400)
        if account:
            shutil.chown(secret, account)
        self.log = place / "qgis.log"
        with self.log.open("w") as log:
            self.processes = [
                subprocess.Popen(
                    ["/usr/lib/cgi-bin/qgis_mapserv.fcgi"], stdin=listening, stdout=log, stderr=log, cwd="/tmp",
                    env=said, user=account,
                )
                for _ in range(2)
            ]  # fmt: skip
        listening.close()
        snippet = (DEPLOY / "qgis-server/nginx-ows.conf").read_text("utf-8")
        for old, new in {
            "unix:/run/sdi-ows.sock": f"unix:{place}/ows.sock",
            "/etc/sdi-ows/pgpass": str(secret),
            "PGUSER sdi_public": f"PGUSER {login['user']}",
            "include fastcgi_params": "include /etc/nginx/fastcgi_params",
        }.items():
            assert old in snippet, old
            snippet = snippet.replace(old, new)
        (place / "sdi-ows.conf").write_text(snippet)
        self.front = Front(place, [int(installation.base.rsplit(":", 1)[1])])

    def write_project(self, *more: str) -> None:
        """As ``sdi-ows-project.service`` does it."""
        command = (
            "qgis-project",
            "--via",
            "postgis",
            "--no-pictures",
            "-o",
            self.project,
            "--url",
            "https://sdi.example.vn",
            *more,
        )
        done = self.installation.desk.cli(*command)
        assert done.returncode == 0, done.stdout + done.stderr

    def stop(self) -> None:
        self.front.stop()
        for process in self.processes:
            process.terminate()
            process.wait(20)

    def ask(self, **parameters: Any) -> tuple[int, dict[str, str], bytes]:
        return self.front.ask(f"/ows?{urlencode(parameters)}")

    def map(self, layers: list[str], crs: str, box: tuple[float, ...], **more: Any) -> Any:
        """A map as red, green, blue from 0 to 1, by WMS 1.3.0."""
        said = {"LAYERS": ",".join(layers), "STYLES": ",".join("default" for _ in layers), "FORMAT": "image/png"}
        said |= {"CRS": crs, "BBOX": ",".join(map(str, box)), "WIDTH": f"{SIZE[0]}", "HEIGHT": f"{SIZE[1]}"}
        return self.picture(SERVICE="WMS", VERSION="1.3.0", REQUEST="GetMap", **(said | more))

    def picture(self, **parameters: Any) -> Any:
        status, headers, body = self.ask(**parameters)
        assert (status, headers["content-type"]) == (200, "image/png"), body[:500]
        keep(str(parameters.get("CRS") or parameters["REQUEST"]).replace(":", "-"), body)
        found = matplotlib.image.imread(io.BytesIO(body))
        return found[..., :3] * found[..., 3:] + 1 - found[..., 3:] if found.shape[2] == 4 else found  # on white


def keep(name: str, body: bytes) -> None:
    if folder := os.environ.get("SDI_KEEP_QGIS"):
        (Path(folder) / f"server-{name}.png").write_bytes(body)


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Server]:
    place = Path(tempfile.mkdtemp(prefix="sdi-ows-", dir="/tmp"))
    place.chmod(0o755)
    found = Server(installation, place)
    yield found
    found.stop()
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def capabilities(server: Server) -> ElementTree.Element:
    status, _, body = server.ask(SERVICE="WMS", REQUEST="GetCapabilities")
    assert status == 200
    own = [fault for fault in faults(body, WMS) if "http://www.qgis.org/wms" not in fault]
    assert own == [], "but for what QGIS adds of its own"
    return ElementTree.fromstring(body)


def test_capabilities_say_what_there_is_in_vietnamese(server: Server, capabilities: ElementTree.Element) -> None:
    layers = {
        layer.findtext("wms:Name", namespaces=SPACE): layer for layer in capabilities.iterfind(".//wms:Layer", SPACE)
    }
    published = set(server.installation.counts("pub")) & set(server.installation.desk.project.layers)
    declared = server.installation.desk.project.layers
    urban = {name for name in published if declared[name].group == "urban" and declared[name].raster is None}
    assert urban | {"base-map", "slip-map"} <= layers.keys()
    assert not layers.keys() & {"parcel_overlays", "substations", "power_lines", "water_valves", "control_points"}
    for name in urban:
        title = server.installation.desk.project.layers[name].title.vi
        assert layers[name].findtext("wms:Title", namespaces=SPACE) == title
    root = layers["sdi"]
    systems = {entry.text for entry in root.iterfind("wms:CRS", SPACE)}
    assert systems == {"CRS:84", "EPSG:5898", "EPSG:3857", "EPSG:4326"}
    province = server.installation.desk.project.province
    [box] = [box for box in root.iterfind("wms:BoundingBox", SPACE) if box.get("CRS") == "EPSG:5898"]
    assert [float(box.get(side) or 0) for side in ("minx", "miny", "maxx", "maxy")] == list(province.extent)
    service = capabilities.find("wms:Service", SPACE)
    assert service is not None and service.findtext("wms:Title", namespaces=SPACE) == province.title.vi
    addresses = {
        link.get(f"{{{SPACE['xlink']}}}href") for link in capabilities.iter(f"{{{SPACE['wms']}}}OnlineResource")
    }
    assert {str(address).split("?")[0] for address in addresses} == {
        "https://sdi.example.vn/", "https://sdi.example.vn/ows"
    }  # fmt: skip


def test_a_map_is_what_qgis_draws_of_the_project(server: Server, tmp_path: Path) -> None:
    """The server's map beside the same project opened by QGIS itself: texts find other places, the rest is equal."""
    files = {f"{name}_file": str(tmp_path / f"{name}.png") for name in ("map", "plain", "page")}
    login = server.installation.login(Audience.PUBLIC)
    server.installation.qgis(
        "open_project", environment=TEXT_STAYS_TEXT | {"PGUSER": login["user"], "PGPASSWORD": login["password"]},
        path=str(server.project), parcel=PARCEL, ids="feature_id", box=BOX, size=SIZE, **files,
    )  # fmt: skip
    known = matplotlib.image.imread(files["map_file"])[..., :3]
    shown = server.map(MAP, "EPSG:5898", BOX)
    assert shown.shape == known.shape
    assert (np.abs(shown - known).max(axis=2) > 0.15).mean() < 0.08


@pytest.mark.parametrize(
    ("crs", "version", "flipped"),
    [
        ("EPSG:5898", "1.3.0", False),
        ("EPSG:3857", "1.3.0", False),
        ("EPSG:4326", "1.3.0", True),
        ("EPSG:4326", "1.1.1", False),
    ],
)
def test_what_is_there_is_the_same_in_every_system(server: Server, crs: str, version: str, flipped: bool) -> None:
    """A parcel is hit in the middle of a map of 100 m; latitude comes first where the standard says so."""
    row = server.installation.desk.connection.execute(
        "SELECT ST_X(place), ST_Y(place) FROM (SELECT ST_PointOnSurface(geom) AS place FROM pub.parcels"
        " WHERE feature_id = %s) AS one",
        (PARCEL,),
    ).fetchone()
    assert row is not None
    east, north = row
    change = Transformer.from_crs(5898, int(crs.removeprefix("EPSG:")), always_xy=True)
    corners = [*change.transform(east - 50, north - 50), *change.transform(east + 50, north + 50)]
    if flipped:
        corners = [corners[1], corners[0], corners[3], corners[2]]
    place = {"I": 100, "J": 100, "CRS": crs} if version == "1.3.0" else {"X": 100, "Y": 100, "SRS": crs}
    common = {"SERVICE": "WMS", "VERSION": version, "LAYERS": "parcels", "STYLES": "", "WIDTH": 201, "HEIGHT": 201}
    common |= {"BBOX": ",".join(map(str, corners))}
    status, _, body = server.ask(
        REQUEST="GetFeatureInfo", QUERY_LAYERS="parcels", INFO_FORMAT="application/json", **common, **place
    )
    assert status == 200, body
    [found] = json.loads(body)["features"]
    fields = server.installation.desk.project.layers["parcels"].fields_for(Audience.PUBLIC)
    titles = {field.title.vi for field in fields.values()}
    assert set(found["properties"]) == titles | {"Mã đối tượng", "Số nội bộ"}
    assert found["properties"]["Mã đối tượng"] == PARCEL
    picture = server.picture(
        REQUEST="GetMap", FORMAT="image/png", **common, **{name: value for name, value in place.items() if "RS" in name}
    )
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 10


def test_the_legend_shows_colours_of_the_law(server: Server) -> None:
    legend = server.picture(
        SERVICE="WMS", VERSION="1.3.0", REQUEST="GetLegendGraphic", LAYER="planning_zones", FORMAT="image/png",
        STYLE="default", SLD_VERSION="1.1.0",
    )  # fmt: skip
    # red at 60 % on white
    assert (np.abs(legend - np.array([1, 0.25, 0.25])).max(axis=2) < 0.03).sum() > 100


def test_tiles_lie_where_their_grid_says(server: Server) -> None:
    """A tile is the map of its box; only texts, which see more of the map around a tile, find other places."""
    status, _, body = server.ask(SERVICE="WMTS", REQUEST="GetCapabilities", VERSION="1.0.0")
    assert status == 200
    tiles = WebMapTileService("https://sdi.example.vn/ows", xml=body)
    assert {"base-map", "slip-map", "parcels", "planning_zones"} <= set(tiles.contents)
    assert tiles.contents["parcels"].title == server.installation.desk.project.layers["parcels"].title.vi
    grid = tiles.tilematrixsets["EPSG:3857"]
    ours = server.installation.get("/api/tileMatrixSets/WebMercatorQuad?f=json")["tileMatrices"]
    for matrix in ours[: len(grid.tilematrix)]:
        theirs = grid.tilematrix[matrix["id"]]
        assert theirs.scaledenominator == pytest.approx(matrix["scaleDenominator"], rel=1e-6)
        assert list(theirs.topleftcorner) == pytest.approx(matrix["pointOfOrigin"], abs=0.001)
    level = ours[17]
    (left, top), side = level["pointOfOrigin"], level["cellSize"] * 256
    x, y = Transformer.from_crs(5898, 3857, always_xy=True).transform(*BOX[:2])
    column, row = int((x - left) / side), int((top - y) / side)
    west, north = left + column * side, top - row * side
    for layer, bound in (("road_reserves", 0.06), ("slip-map", 0.25)):
        tile = server.picture(
            SERVICE="WMTS", REQUEST="GetTile", VERSION="1.0.0", LAYER=layer, STYLE="default", FORMAT="image/png",
            TILEMATRIXSET="EPSG:3857", TILEMATRIX="17", TILEROW=row, TILECOL=column,
        )  # fmt: skip
        box = (west, north - side, west + side, north)
        same = server.map([layer], "EPSG:3857", box, WIDTH=256, HEIGHT=256, TRANSPARENT="TRUE")
        assert tile.shape == (256, 256, 3) and (tile < 0.9).any(axis=2).mean() > 0.05
        assert (np.abs(tile - same).max(axis=2) > 0.15).mean() < bound, layer


@pytest.mark.parametrize(
    "query",
    [
        "SERVICE=WFS&REQUEST=GetCapabilities",
        "SERVICE=WMS&REQUEST=GetPrint&TEMPLATE=x&FORMAT=pdf&CRS=EPSG:5898",
        "SERVICE=WMS&REQUEST=GetProjectSettings",
        "SERVICE=WMS&REQUEST=GetCapabilities&MAP=/etc/passwd",
        "SERVICE=WMS&REQUEST=GetCapabilities&%4dAP=/etc/passwd",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&SLD_BODY=<x/>",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&HIGHLIGHT_GEOM=POINT(0 0)",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=EXTERNAL_WMS:a&a:url=http://127.0.0.1/",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&FILTER=parcels:\"area_m2\">0",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&FORMAT=application/dxf",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&FORMAT=application%2Fdxf",
        "SERVICE=WMS&REQUEST=GetMap&LAYERS=parcels&FORMAT=image/png&FORMAT_OPTIONS=SCALE:100;LAYERATTRIBUTES:owner",
        "SERVICE=WMS&REQUEST=GetFeatureInfo&QUERY_LAYERS=parcels&WIDTH=5000&HEIGHT=9",
        "SERVICE=WMS&REQUEST=GetFeatureInfo&QUERY_LAYERS=parcels&WIDTH=9&HEIGHT=4097",
        "SERVICE=WMS&REQUEST=GetFeatureInfo&QUERY_LAYERS=parcels&WIDTH=9&WIDTH=20000",
        "SERVICE=WMS&REQUEST=GetFeatureInfo&QUERY_LAYERS=parcels&FEATURE_COUNT=1000000",
        "SERVICE=WMS&REQUEST=GetFeatureInfo&QUERY_LAYERS=parcels&FI_POINT_TOLERANCE=100000",
        "SERVICE=WMS&REQUEST=GetLegendGraphic&LAYER=parcels&FORMAT=image/png&DPI=9600",
        "",
    ],
)  # fmt: skip
def test_only_what_the_standards_say_is_passed_on(server: Server, query: str) -> None:
    assert server.front.ask(f"/ows?{query.replace(' ', '%20')}")[0] == 400


def test_what_clients_add_is_let_through(server: Server) -> None:
    """QGIS says the resolution three times; others begin or end with an ampersand."""
    box = ",".join(map(str, BOX))
    query = f"&LAYERS=parcels&CRS=EPSG%3A5898&BBOX={box}&WIDTH=9&HEIGHT=9&STYLES=&FORMAT=image/png&DPI=96"
    assert server.front.ask(
        f"/ows?&service=wms&Version=1.3.0&request=getmap{query}&MAP_RESOLUTION=96&FORMAT_OPTIONS=dpi:96&"
    )[0] == 200  # fmt: skip


def test_tiles_tell_what_lies_in_them(server: Server) -> None:
    """WMTS calls the format of an answer otherwise than WMS."""
    status, _, body = server.ask(
        SERVICE="WMTS", REQUEST="GetFeatureInfo", VERSION="1.0.0", LAYER="parcels", STYLE="default", FORMAT="image/png",
        TILEMATRIXSET="EPSG:3857", TILEMATRIX="17", TILEROW=0, TILECOL=0, I=1, J=1, INFOFORMAT="application/json",
    )  # fmt: skip
    assert (status, json.loads(body)["features"]) == (200, [])


def test_maps_have_a_largest_size_and_nothing_is_posted(server: Server) -> None:
    common = {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetMap", "LAYERS": "parcels", "STYLES": ""}
    common |= {"CRS": "EPSG:5898", "BBOX": ",".join(map(str, BOX)), "FORMAT": "image/png"}
    status, headers, body = server.ask(**common, WIDTH=5000, HEIGHT=100)
    assert status == 400
    assert server.ask(**common, WIDTH=4096, HEIGHT=9)[0] == 200
    info = common | {"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "parcels", "INFO_FORMAT": "application/json"}
    assert server.ask(**info, I=1, J=1, WIDTH=5000, HEIGHT=5000)[0] == 400
    assert "sandbox" in headers["content-security-policy"]
    assert server.front.ask(f"/ows?{urlencode(common)}", data=b"<Transaction/>")[0] == 403
    assert "QGIS" not in server.ask(**common, WIDTH=9, HEIGHT=9)[1]["server"]


def test_owslib_and_gdal_read_it(server: Server) -> None:
    address = f"https://127.0.0.1:{server.front.tls}/ows"
    service = WebMapService(address, version="1.3.0", auth=Authentication(verify=False))
    assert service.contents["parcels"].title == server.installation.desk.project.layers["parcels"].title.vi
    for method in service.getOperationByName("GetMap").methods:
        method["url"] = address  # the document names port 443
    picture = service.getmap(
        layers=["parcels"], styles=["default"], srs="EPSG:5898", bbox=BOX, size=SIZE, format="image/png", timeout=60
    )
    assert matplotlib.image.imread(io.BytesIO(picture.read())).shape[:2] == SIZE[::-1]
    box = f"BBOX={BOX[0]},{BOX[1]},{BOX[2]},{BOX[3]}"
    source = (
        f"WMS:{address}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=slip-map&CRS=EPSG:5898&{box}&FORMAT=image/png"
    )
    output = server.place / "gdal.tif"
    server.installation.run(
        ["gdal_translate", "-q", "-outsize", "300", "225", source, str(output)], GDAL_HTTP_UNSAFESSL="YES"
    )
    told = json.loads(server.installation.run(["gdalinfo", "-json", str(output)]).stdout)
    assert told["size"] == [300, 225] and [band["type"] for band in told["bands"]][:3] == ["Byte"] * 3


def test_the_server_follows_data_and_project(server: Server) -> None:
    """Data at once; a new project as soon as it lies there; and the same project is not written twice."""
    before = server.project.stat().st_mtime_ns
    server.write_project()
    assert server.project.stat().st_mtime_ns == before
    server.write_project("--lang", "en")
    title = read_project(DEPLOY.parent).province.title.get("en")
    for _ in range(4):  # both processes
        body = server.ask(SERVICE="WMS", REQUEST="GetCapabilities")[2].decode()
        assert re.search("<Title>([^<]*)", body).group(1) == title  # type: ignore[union-attr]
    server.write_project()
    assert f"<Title>{title}" not in server.ask(SERVICE="WMS", REQUEST="GetCapabilities")[2].decode()
