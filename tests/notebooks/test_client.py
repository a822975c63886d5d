"""The analysts' package: built, put alone into an environment, and asked by nothing but a URL."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
CLIENT = tomllib.loads((ROOT / "client" / "pyproject.toml").read_text("utf-8"))["project"]
NOT_THERE = (
    "psycopg",
    "psycopg2",
    "pygeoapi",
    "sqlalchemy",
    "pydantic",
    "starlette",
    "typer",
    "rich",
    "sdi.db",
    "sdi.serve",
)

SCRIPT = """
import json, sys
from pathlib import Path
from notebook_kit import run
from sdi.notebook import MissingComponent, connect
done = run(Path(sys.argv[1]))
assert not any(name.split(".")[0] in {names} or name in {names} for name in sys.modules), "the server's packages"
try:
    said = connect("postgresql://an@127.0.0.1/sdi")
except MissingComponent as error:
    said = str(error)
names = done.names
print(json.dumps({{
    "dark": names["duong"]["toi_m"].sum(), "worst": list(names["toi_nhat"].index[:3]), "said": said,
    "crs": names["duong"].crs.to_epsg(), "types": names["duong"].dtypes.astype(str).to_dict(),
    "map": len(next(cell.shown for cell in done.cells if type(cell.shown).__name__ == "Map").get_root().render()),
}}))
"""


def locked() -> dict[str, str]:
    """Name → version of what an analyst installs on this Python."""
    versions = {}
    for line in (ROOT / "requirements" / "client.txt").read_text("utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            entry = Requirement(line.removesuffix("\\").strip())
            if entry.marker is None or entry.marker.evaluate(dict(default_environment())):
                versions[canonicalize_name(entry.name)] = str(entry.specifier).removeprefix("==")
    return versions


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT / "client", check=True, capture_output=True,
    )  # fmt: skip
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the package and what is locked for it, each as it lies in ours: nothing has to be fetched."""
    home = tmp_path_factory.mktemp("client")
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    for name, version in locked().items():
        found = distribution(name)
        assert found.version == version, f"{name}: tests run with another version than analysts"
        tops = {path.parts[0] for path in found.files or () if path.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            place = Path(str(found.locate_file(top)))
            if place.exists() and not (site / top).exists():
                (site / top).symlink_to(place)
    with zipfile.ZipFile(wheel) as content:
        content.extractall(site)
    return home / "bin" / "python"


def test_it_answers_with_nothing_but_a_url(python: Path, service_url: str, tmp_path: Path) -> None:
    (notebook,) = (ROOT / "notebooks").glob("3-*.ipynb")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(names=NOT_THERE), "utf-8")
    kit = tmp_path / "notebook_kit.py"
    kit.write_text((ROOT / "tests" / "notebook_kit.py").read_text("utf-8"), "utf-8")
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("SDI_", "PYTHON"))}
    done = subprocess.run(
        [str(python), str(script), str(notebook)],
        cwd=tmp_path, env=alone | {"SDI_URL": service_url, "SDI_CACHE": str(tmp_path / "cache")},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["crs"] == 5898
    assert told["worst"][0] == "Đinh Tiên Hoàng"
    assert told["dark"] > 1000
    assert told["types"]["name"] == "str"
    assert told["map"] > 200_000, "Leaflet and the base map are in it"
    assert "Ở đây chỉ cài phần dành cho người phân tích" in told["said"]


def test_the_environment_lacks_what_the_server_needs(python: Path) -> None:
    for name in ("psycopg", "pygeoapi", "sqlalchemy", "pydantic"):
        done = subprocess.run([str(python), "-c", f"import {name}"], capture_output=True, text=True)
        assert "ModuleNotFoundError" in done.stderr, name


def test_what_it_needs_is_what_is_locked(wheel: Path) -> None:
    versions = locked()
    with zipfile.ZipFile(wheel) as content:
        (about,) = [name for name in content.namelist() if name.endswith("METADATA")]
        wanted = re.findall(r"^Requires-Dist: (.+)$", content.read(about).decode(), re.MULTILINE)
        names = set(content.namelist())
    assert sorted(wanted) == sorted(CLIENT["dependencies"])
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])
    assert {"sdi/notebook/vendor/leaflet/LICENSE", "sdi/notebook/map.js", "sdi/slip/fonts/OFL.txt"} <= names
    assert not any(name.startswith(("sdi/db", "sdi/serve", "sdi/publish")) for name in names)
    assert wheel.stat().st_size < 1_500_000


def test_it_is_of_the_same_version_and_of_the_same_packages() -> None:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (CLIENT["version"], CLIENT["requires-python"]) == (whole["version"], whole["requires-python"])
    run = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    for name, version in locked().items():
        assert re.search(rf"^{re.escape(name)}=={re.escape(version)}\b", run, re.MULTILINE), name
    assert len(locked()) < 40
