"""The other servers of the same parcels: pygeoapi with its own PostgreSQL provider, tipg, MapServer.

Each has two workers and the configuration that its documentation recommends for speed. They read
``bench.parcels``: a plain table of the published rows, with a primary key and a GiST index, in our own database.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bench.measure import BenchError, run
from bench.servers import Server, free_port, our_service, started
from bench.world import World, installed

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_MAPSERV = "/usr/lib/cgi-bin/mapserv"
_APACHE = "/usr/sbin/apache2"
_ACCOUNT = "nobody"
_PYGEOAPI = (
    "pygeoapi==0.21.*",
    "sqlalchemy==2.0.*",
    "geoalchemy2",
    "psycopg2-binary",
    "starlette",
    "uvicorn[standard]",
)
_TIPG = ("tipg", "uvicorn[standard]")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Side:
    """A running server of the parcels.

    Attributes:
        name: Of the program.
        server: Where it runs.
        collection: Path of the collection.
        form: Parameter that asks for GeoJSON.
        shift: How far its CRS84 lies from the true one, degrees east and north: MapServer 8.0 leaves the datum's
            shift out, whatever its configuration says, and all parcels lie 200 m away.
    """

    name: str
    server: Server
    collection: str
    form: str = "f=json"
    shift: tuple[float, float] = (0.0, 0.0)

    def items(self, parameters: Mapping[str, str | int]) -> str:
        """Path of a page of features."""
        query = "&".join([self.form, *(f"{name}={value}" for name, value in parameters.items())])
        return f"{self.collection}/items?{query}"

    def item(self, identifier: str) -> str:
        """Path of one feature."""
        return f"{self.collection}/items/{identifier}?{self.form}"


@contextmanager
def ours(world: World, database: str) -> Iterator[Side]:
    """Our service."""
    with our_service(world.environment(database)) as server:
        yield Side("sdi", server, "/api/collections/parcels")


@contextmanager
def pygeoapi(world: World, database: str, crs: str, say: Say) -> Iterator[Side]:
    """pygeoapi's own provider, by uvicorn: under gunicorn and gevent it is slower."""
    binaries = installed(world.folder / "peers-pygeoapi", _PYGEOAPI, say) / "bin"
    port, parts = free_port(), urlsplit(world.address(database))
    provider = {
        "type": "feature", "name": "PostgreSQL", "table": "parcels", "id_field": "feature_id", "geom_field": "geom",
        "data": {
            "host": parts.hostname, "port": parts.port, "user": parts.username, "password": parts.password,
            "dbname": database, "search_path": ["bench"],
        },
        "storage_crs": crs, "crs": [CRS84, crs],
    }  # fmt: skip
    content = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}", "encoding": "utf-8",
            "mimetype": "application/json; charset=UTF-8", "languages": ["en-US"], "pretty_print": False, "gzip": False,
            "limits": {"default_items": 10, "max_items": 10_000}, "map": {"url": "/", "attribution": "-"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "-", "description": "-", "keywords": ["-"], "keywords_type": "theme",
                "terms_of_service": "-", "url": "http://localhost/",
            },
            "license": {"name": "-", "url": "-"}, "provider": {"name": "-", "url": "-"}, "contact": {"name": "-"},
        },
        "resources": {"parcels": {
            "type": "collection", "title": "-", "description": "-", "keywords": ["-"], "links": [],
            "extents": {"spatial": {"bbox": [102, 8, 110, 24], "crs": CRS84}}, "providers": [provider],
        }},
    }  # fmt: skip
    config, document = world.folder / "pygeoapi.yml", world.folder / "pygeoapi-openapi.yml"
    config.write_text(yaml.safe_dump(content), "utf-8")
    environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document)}
    run([str(binaries / "pygeoapi"), "openapi", "generate", str(config), "--output-file", str(document)], environment)
    command = _uvicorn(binaries, "pygeoapi.starlette_app:APP", port)
    ready = "/collections/parcels/items?f=json&limit=1"
    with started(command, port, ready, environment, world.folder / "pygeoapi.log") as server:
        yield Side("pygeoapi", server, "/collections/parcels")


@contextmanager
def tipg(world: World, database: str, say: Say) -> Iterator[Side]:
    """tipg, which reads every table of the schema."""
    binaries = installed(world.folder / "peers-tipg", _TIPG, say) / "bin"
    port = free_port()
    environment = {"DATABASE_URL": world.address(database), "TIPG_DB_SCHEMAS": '["bench"]'}
    ready = "/collections/bench.parcels/items?f=geojson&limit=1"
    command = _uvicorn(binaries, "tipg.main:app", port)
    with started(command, port, ready, environment, world.folder / "tipg.log") as server:
        yield Side("tipg", server, "/collections/bench.parcels", "f=geojson")


def _uvicorn(binaries: Path, application: str, port: int) -> list[str]:
    options = ["--workers", "2", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    return [str(binaries / "uvicorn"), application, *options]


@contextmanager
def mapserver(world: World, database: str, crs: str) -> Iterator[Side]:
    """MapServer's OGC API: two FastCGI workers that keep their connections, behind Apache.

    FastCGI hands a worker its listening socket as standard input; both wait on the same one.
    """
    folder = world.folder / "mapserver"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    port = free_port()
    epsg, parts = crs.rpartition("/")[2], urlsplit(world.address(database))
    connection = (
        f"host={parts.hostname} port={parts.port} dbname={database} user={parts.username} password={parts.password}"
    )
    (folder / "parcels.map").write_text(_MAP.format(epsg=epsg, port=port, connection=connection))
    (folder / "mapserver.conf").write_text(_CONFIG.format(map=folder / "parcels.map"))
    environment = {**os.environ, "MAPSERVER_CONFIG_FILE": str(folder / "mapserver.conf")}
    collection = "/mapserv/bench/ogcapi/collections/parcels"
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        front = _FRONT.format(folder=folder, port=port, account=_ACCOUNT, workers=listener.getsockname()[1])
        workers = [subprocess.Popen([_MAPSERV], stdin=listener.fileno(), env=environment) for _ in range(2)]
    (folder / "apache.conf").write_text(front)
    try:
        command = [_APACHE, "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
        with started(command, port, f"{collection}/items?f=json&limit=1", {}, folder / "apache.log") as server:
            yield Side("MapServer", server, collection, shift=_shift(world, database, server.address + collection))
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(10)


def _shift(world: World, database: str, collection: str) -> tuple[float, float]:
    """Where MapServer has a parcel, less where it is."""
    name, west, south = world.one(
        database,
        "SELECT feature_id, ST_XMin(g), ST_YMin(g) FROM"
        " (SELECT feature_id, ST_Transform(geom, 4326) AS g FROM bench.parcels LIMIT 1) AS one",
    )
    with urllib.request.urlopen(f"{collection}/items/{name}?f=json", timeout=30) as answer:
        (ring, *_) = json.load(answer)["geometry"]["coordinates"]
    return min(x for x, _ in ring) - west, min(y for _, y in ring) - south


def versions(world: World) -> str:
    """Of the peers, in words."""
    found = []
    for folder, package in (("peers-pygeoapi", "pygeoapi"), ("peers-tipg", "tipg")):
        python = str(world.folder / folder / "bin" / "python")
        found.append(
            f"{package} {_said([python, '-c', f'import importlib.metadata as m; print(m.version({package!r}))'])}"
        )
    return ", ".join([*found, " ".join(_said([_MAPSERV, "-v"]).split()[:3])])


def _said(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def check_installed() -> None:
    """Raise when a program is missing.

    Raises:
        BenchError: With what installs it.
    """
    if absent := [program for program in (_MAPSERV, _APACHE, "wrk", "ogrinfo") if shutil.which(program) is None]:
        raise BenchError(f"Thiếu {', '.join(absent)}: hãy chạy make bench, hoặc scripts/packages bench trước.")


_MAP = """\
MAP
  NAME "bench"
  EXTENT 200000 800000 900000 2600000
  UNITS METERS
  PROJECTION "init=epsg:{epsg}" END
  WEB
    METADATA
      "oga_enable_request" "*"
      "oga_onlineresource" "http://127.0.0.1:{port}/mapserv/bench/ogcapi"
      "oga_max_limit" "10000"
    END
  END
  LAYER
    NAME "parcels"
    TYPE POLYGON
    STATUS ON
    TEMPLATE "queryable"
    EXTENT 200000 800000 900000 2600000
    PROJECTION "init=epsg:{epsg}" END
    CONNECTIONTYPE POSTGIS
    CONNECTION "{connection}"
    DATA "geom FROM bench.parcels USING UNIQUE feature_id USING SRID={epsg}"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    METADATA
      "oga_featureid" "feature_id"
      "gml_include_items" "all"
      "oga_geometry_precision" "9"
    END
  END
END
"""
_CONFIG = """\
CONFIG
  MAPS
    "bench" "{map}"
  END
END
"""
_FRONT = """\
ServerRoot "/usr/lib/apache2"
DefaultRuntimeDir "{folder}"
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
LogLevel error
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_fcgi_module modules/mod_proxy_fcgi.so
User {account}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
ProxyPass "/mapserv" "fcgi://127.0.0.1:{workers}/mapserv"
ProxyFCGISetEnvIf "%{{REQUEST_URI}} =~ m#^/mapserv(/.*)$#" PATH_INFO "$1"
ProxyFCGISetEnvIf "true" SCRIPT_NAME "/mapserv"
"""
