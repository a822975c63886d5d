"""Every example of the developers' page, run as it stands against a server that listens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from process_kit import serving
from starlette.testclient import TestClient

from sdi.serve.app import create_app
from sdi.settings import Settings

SHELL = ("curl", "gdal")

READ = """
import pyogrio
print(sorted(name for name, _ in pyogrio.list_layers({source!r})))
print(len(pyogrio.read_dataframe({source!r}, layer={layer!r}, max_features=5)))
"""
"""What GDAL's programs do, by the library that Python has; in a process of its own: GDAL waits with the GIL held."""


@pytest.fixture(scope="module")
def server(url: str, settings: Settings, port: int) -> Iterator[None]:
    """The service at the address that it tells."""
    with serving(create_app(settings, url), port):
        yield


@pytest.fixture(scope="module")
def examples(client: TestClient) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in client.get("/developers?f=json").json()["examples"]}


def run(one: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run an example in a folder; PROJ and GDAL of the environment are not the system's."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA")}
    command = ["sh", "-ec", one["code"]] if one["tool"] in SHELL else [sys.executable, "-c", one["code"]]
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, (one["code"], done.stderr.decode())
    return done


def test_all_kinds_of_examples_are_there(examples: dict[str, dict[str, Any]]) -> None:
    assert {one["tool"] for one in examples.values()} == {"curl", "python", "geopandas", "gdal", "qgis"}
    assert len(examples) == 14 and all(one["title"] for one in examples.values())


def test_curl(server: None, examples: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    found = {id: run(one, tmp_path).stdout for id, one in examples.items() if one["tool"] == "curl"}
    feature = json.loads(found["one"])
    assert feature["type"] == "Feature" and feature["geometry"]
    assert feature["id"] in {one["id"] for one in json.loads(found["box"])["features"]}
    assert feature["id"] in {one["id"] for one in json.loads(found["filter"])["features"]}
    assert len(json.loads(found["changes"])["upserts"]["features"]) == 2
    assert json.loads(found["slip"])["subject"]["id"] == feature["id"]
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF-")
    [(layer, _)] = pyogrio.list_layers(tmp_path / "parcels.gpkg")
    assert layer == "parcels"


@pytest.mark.parametrize("name", ["pages", "copy", "frame", "read_file"])
def test_python(
    server: None, examples: dict[str, dict[str, Any]], tmp_path: Path, name: str, client: TestClient
) -> None:
    said = run(examples[name], tmp_path).stdout.decode()
    parcels = client.get("/api/collections/parcels?f=json").json()
    now = client.get("/api/collections/parcels/changes?since=0&limit=1").json()["to"]
    expected = {
        "pages": "21", "copy": f"{parcels['itemCount']} release {now}", "frame": "parcel_id",
        "read_file": "100 EPSG:",
    }  # fmt: skip
    assert expected[name] in said, said


def opened(source: str, folder: Path) -> str:
    """Layers that GDAL finds at an address, of which it can read parcels."""
    code = READ.format(source=source, layer="parcels")
    layers, count = run({"tool": "python", "code": code}, folder).stdout.decode().splitlines()
    assert count == "5"
    return str(layers)


def test_gdal(server: None, examples: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """By GDAL's programs where they are installed; the same driver is in the library that Python has."""
    source = examples["ogrinfo"]["code"].split('"')[1]
    assert "'parcels'" in opened(source, tmp_path)
    if shutil.which("ogr2ogr"):
        assert b"Layer name: parcels" in run(examples["ogrinfo"], tmp_path).stdout
        run(examples["ogr2ogr"], tmp_path)
        inside = json.loads(run(examples["box"], tmp_path).stdout)["numberMatched"]
        assert 0 < pyogrio.read_info(tmp_path / "parcels-part.gpkg")["features"] <= inside


def test_the_address_for_qgis_is_one_that_opens(
    server: None, examples: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """QGIS itself runs in ``make test-clients``; here its source is opened by GDAL's reader of the same standard."""
    code = examples["pyqgis"]["code"]
    compile(code, "example", "exec")
    address = code.split("url='")[1].split("'")[0]
    assert repr(code.split("typename='")[1].split("'")[0]) in opened(f"OAPIF:{address}", tmp_path)
