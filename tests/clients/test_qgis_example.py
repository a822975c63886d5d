"""QGIS runs the example that the developers' page gives for it."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request

import pytest

from clients.installation import Installation

pytestmark = pytest.mark.clients

AROUND = """import os, sys
from qgis.core import QgsApplication
app = QgsApplication([], True)
app.initQgis()
{code}
sys.stdout.flush()
os._exit(0)
"""
"""What the Python console of QGIS has done already."""


def test_the_example_adds_the_layer(installation: Installation) -> None:
    with urllib.request.urlopen(f"{installation.base}/developers?f=json") as answer:
        [code] = [one["code"] for one in json.load(answer)["examples"] if one["tool"] == "qgis"]
    with urllib.request.urlopen(f"{installation.base}/api/collections/parcels?f=json") as answer:
        count = json.load(answer)["itemCount"]
    kept = {name: value for name, value in os.environ.items() if name not in ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA")}
    done = subprocess.run(
        ["/usr/bin/python3", "-c", AROUND.format(code=code)],
        env=kept | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == "parcels" and done.stdout.split()[-1] == str(count)
