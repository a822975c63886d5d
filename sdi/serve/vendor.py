"""Bring the web assets of others into ``static/vendor`` (for maintainers: ``python -m sdi.serve.vendor``).

Pages load nothing from elsewhere, so what they need lies in the repository, with its version, licence and
digest in ``static/vendor/VERSIONS``. Needs npm; running installations never do.
"""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent / "static" / "vendor"


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
        "ol",
        "10.11.0",
        "BSD-2-Clause",
        {"package/dist/ol.js": "ol.js", "package/ol.css": "ol.css", "package/LICENSE.md": "LICENSE.md"},
    ),
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


def main() -> None:
    """Fetch all packages and write VERSIONS anew."""
    lines = ["# name  version  licence  sha256  file"]
    for package in PACKAGES:
        for path in _fetch(package):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            place = path.relative_to(VENDOR).as_posix()
            lines.append(f"{package.name}  {package.version}  {package.licence}  {digest}  {place}")
    (VENDOR / "VERSIONS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fetch(package: Package) -> list[Path]:
    folder = VENDOR / package.name.rpartition("/")[2]
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


if __name__ == "__main__":
    main()
