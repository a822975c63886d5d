"""CKAN's harvester reads the catalogue by DCAT-AP: every data set, with its files and where it lies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clients.installation import Installation

pytestmark = pytest.mark.clients

HERE = Path(__file__).parent
PLACE = HERE.parents[1] / ".venv-ckan"


@pytest.fixture(scope="module")
def ckan() -> Path:
    """Python with CKAN; made once, anew when other versions are wanted."""
    python, wanted = PLACE / "bin" / "python", (HERE / "ckan.txt").read_text("utf-8")
    note = PLACE / "made-of.txt"
    if not note.is_file() or note.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "ckan.txt"], check=True)
        note.write_text(wanted, "utf-8")
    return python


def harvested(python: Path, address: str) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [python, HERE / "inside_ckan.py", address], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {extra(one, "uri").rsplit("/", 1)[1]: one for one in found}


def extra(dataset: dict[str, Any], key: str) -> str:
    return str(next(one["value"] for one in dataset["extras"] if one["key"] == key))


def test_ckan_harvests_every_data_set(installation: Installation, ckan: Path) -> None:
    found = harvested(ckan, f"{installation.base}/api/collections/catalogue/dcat")
    records = installation.get("/api/collections/catalogue/items?limit=1000")["features"]
    assert found.keys() == {record["id"] for record in records}
    for record in records:
        dataset = found[record["id"]]
        assert extra(dataset, "publisher_name") and extra(dataset, "access_rights").endswith("/PUBLIC")
        box = json.loads(extra(dataset, "spatial_bbox"))
        assert box["coordinates"] == record["geometry"]["coordinates"]
        ways = {link["href"] for link in record["links"] if link["rel"] in ("enclosure", "item", "service")}
        assert {one["access_url"] for one in dataset["resources"]} == ways
        files = {link["href"] for link in record["links"] if link["rel"] == "enclosure"}
        assert {one["download_url"] for one in dataset["resources"] if one.get("download_url")} == files
