"""Data sets that consist of several files with one stem: Shapefile and MapInfo."""

from __future__ import annotations

from pathlib import Path

REQUIRED: dict[str, tuple[str, ...]] = {
    ".shp": (".shx", ".dbf"),
    ".tab": (".dat", ".map", ".id"),
    ".mif": (".mid",),
}
"""Without these the data set is not complete."""

OPTIONAL: dict[str, tuple[str, ...]] = {
    ".shp": (
        ".prj",
        ".cpg",
        ".qpj",
        ".cst",
        ".shp.xml",
        ".qix",
        ".sbn",
        ".sbx",
        ".atx",
        ".qmd",
    ),
    ".tab": (".ind",),
    ".mif": (),
    ".gml": (".xsd", ".gfs"),
    ".gpkg": (".gpkg-wal", ".gpkg-shm"),
    ".dxf": (".prj",),
    ".csv": (".csvt", ".prj"),
}
"""These belong to the data set where they are there."""


def sibling(path: Path, suffix: str) -> Path | None:
    """The file beside ``path`` with the same stem and another suffix, in whatever case it is written."""
    wanted = (path.stem + suffix).lower()
    exact = path.with_name(path.stem + suffix)
    if exact.is_file():
        return exact
    return next(
        (other for other in sorted(path.parent.iterdir()) if other.name.lower() == wanted),
        None,
    )


def siblings(path: Path) -> list[Path]:
    """All files that belong to the data set of ``path``, without itself."""
    main = path.suffix.lower()
    suffixes = REQUIRED.get(main, ()) + OPTIONAL.get(main, ())
    return [found for suffix in suffixes if (found := sibling(path, suffix)) is not None]


def missing_siblings(path: Path) -> list[str]:
    """Names of the files without which the data set cannot be read; a text table ``.tab`` needs none."""
    required = REQUIRED.get(path.suffix.lower(), ())
    if path.suffix.lower() == ".tab" and not _native_tab(path):
        return []
    return [path.stem + suffix for suffix in required if sibling(path, suffix) is None]


def _native_tab(path: Path) -> bool:
    """A native MapInfo table; a linked or seamless one has no geometry files of its own."""
    with path.open("rb") as stream:
        head = stream.read(4096).lower()
    return head.lstrip().startswith(b"!table") and b"type native" in head
