"""Bring the web assets of others into ``static/vendor`` (for maintainers: ``python -m sdi.serve.vendor``).

Pages load nothing from elsewhere, so what they need lies in the repository, with its version, licence and
digest in ``static/vendor/VERSIONS``; what maps of notebooks need lies in ``sdi/notebook/vendor``. Needs npm; running
installations never do.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
NOTEBOOK = HERE.parent / "notebook" / "vendor"


@dataclass(frozen=True)
class Package:
    """An npm package and the files of it that pages use."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


_WEIGHTS = (400, 500, 600)
_SCRIPTS = ("vietnamese", "latin")

PACKAGES = (
    Package(
        "@fontsource/be-vietnam-pro",
        "5.3.0",
        "OFL-1.1",
        {"package/LICENSE": "LICENSE"}
        | {
            f"package/files/be-vietnam-pro-{script}-{weight}-normal.woff2": f"{script}-{weight}.woff2"
            for weight in _WEIGHTS
            for script in _SCRIPTS
        },
    ),
)

MAPS = (
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        {
            "package/LICENSE": "LICENSE",
            "package/dist/leaflet.js": "leaflet.js",
            "package/dist/leaflet.css": "leaflet.css",
        },
    ),
)
"""What folium draws maps with."""

BUNDLED = ("ol@10.11.0", "ol-mapbox-style@13.9.0", "proj4@2.22.0")
"""What ``vendor.js`` takes its parts from, with what these need themselves."""

BUNDLER = "esbuild@0.28.2"


def main() -> None:
    """Fetch everything and write both VERSIONS anew."""
    for root, packages in ((VENDOR, PACKAGES), (NOTEBOOK, MAPS)):
        shutil.rmtree(root, ignore_errors=True)
        lines = ["# name  version  licence  sha256  file"]
        for package in packages:
            for path in _fetch(package, root):
                lines.append(_line(package.name, package.version, package.licence, path, root))
        if root == VENDOR:
            lines += _bundle()
        (root / "VERSIONS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, version: str, licence: str, path: Path, root: Path = VENDOR) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}  {version}  {licence}  {digest}  {path.relative_to(root).as_posix()}"


def _fetch(package: Package, root: Path) -> list[Path]:
    folder = root / package.name.rpartition("/")[2]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        name = subprocess.run(command, cwd=work, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(Path(work) / name) as archive:
            for member, target in package.files.items():
                source = archive.extractfile(member)
                if source is None:
                    raise FileNotFoundError(member)
                (folder / target).write_bytes(source.read())
    return [folder / target for target in package.files.values()]


def _bundle() -> Iterator[str]:
    """``map/map.js``: of OpenLayers and its kin only what ``vendor.js`` names, as one module."""
    folder = VENDOR / "map"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        subprocess.run(
            ["npm", "install", "--prefix", name, "--silent", "--no-audit", "--ignore-scripts", *BUNDLED, BUNDLER],
            cwd=work,
            check=True,
        )
        shutil.copy(HERE / "vendor.js", work)
        subprocess.run(
            [
                "node_modules/.bin/esbuild", "vendor.js", "--bundle", "--minify", "--format=esm", "--target=es2022",
                "--legal-comments=none", "--metafile=meta.json", f"--outfile={folder / 'map.js'}",
            ],
            cwd=work,
            check=True,
        )  # fmt: skip
        shutil.copy(work / "node_modules" / "ol" / "ol.css", folder)
        yield from _licences(work, folder)


def _licences(work: Path, folder: Path) -> Iterator[str]:
    """A licence file and a line for each package that has a part in the bundle."""
    inputs = json.loads((work / "meta.json").read_text("utf-8"))["inputs"]
    parts = {_package_of(path) for path in inputs if path.startswith("node_modules/")}
    for name in sorted(parts):
        place = work / "node_modules" / name
        about = json.loads((place / "package.json").read_text("utf-8"))
        target = folder / f"LICENSE.{name.replace('/', '.').removeprefix('@')}"
        shutil.copy(next(file for file in sorted(place.iterdir()) if file.name.upper().startswith("LICEN")), target)
        yield _line(name, about["version"], about["license"], target)
        if name == "ol":
            for file in ("map.js", "ol.css"):
                yield _line(name, about["version"], about["license"], folder / file)


def _package_of(path: str) -> str:
    parts = path.split("/")[1:]
    return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]


if __name__ == "__main__":
    main()
