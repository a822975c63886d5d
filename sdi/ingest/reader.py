"""Open a delivery by its source profile and stream it in Arrow batches, memory flat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from sdi.ingest.columns import find_column
from sdi.ingest.csv_table import open_csv
from sdi.ingest.delivery import Dataset, Delivery
from sdi.ingest.gdal import configure, open_gdal
from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format, inspect
from sdi.ingest.source import Batch, LayerReader, SourceLayer
from sdi.ingest.tables import TableLayer
from sdi.model.source import Reader, SourceProfile

_DIALECTS = {
    "json": {Format.JSON},
    "geojson": {Format.JSON},
    "geojsonseq": {Format.JSON},
    "esrijson": {Format.JSON},
    "topojson": {Format.JSON},
    "kml": {Format.KML},
    "shapefile": {Format.SHAPEFILE},
    "geopackage": {Format.GEOPACKAGE},
    "filegdb": {Format.FILEGDB},
    "mapinfo": {Format.MAPINFO},
    "tab": {Format.MAPINFO},
    "mif": {Format.MAPINFO},
}
"""Names that people give to formats, beside GDAL's own."""


class Source:
    """An open delivery: the layers that the profile wants, and their features. A context manager."""

    def __init__(
        self,
        readers: list[LayerReader],
        others: list[SourceLayer],
        scratch: tempfile.TemporaryDirectory[str],
    ) -> None:
        self._readers = {reader.layer.name: reader for reader in readers}
        self._scratch = scratch
        self.layers: list[SourceLayer] = [reader.layer for reader in readers]
        self.others: list[SourceLayer] = others

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove working copies."""
        self._scratch.cleanup()

    @property
    def warnings(self) -> list[str]:
        """What GDAL had to say so far, and columns that are not read."""
        return [f"{name}: {text}" for name, reader in self._readers.items() for text in reader.warnings]

    def batches(self, layer: str, *, skip: int = 0) -> Iterator[Batch]:
        """The features of a layer, from index ``skip``, always in the same order.

        Raises:
            Refused: FIL-17, FIL-18, the file is damaged further on.
        """
        yield from self._readers[layer].batches(skip)

    def window(self, layer: str, skip: int, limit: int) -> Iterator[Batch]:
        """At most ``limit`` features from index ``skip``."""
        yield from self._readers[layer].batches(skip, limit)

    def seekable(self, layer: str) -> bool:
        """Whether starting in the middle is cheap."""
        return self._readers[layer].seekable


def open_source(delivery: Delivery, profile: SourceProfile, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Open what the profile wants of a delivery.

    Args:
        delivery: From :func:`sdi.ingest.delivery.register`.
        profile: Its ``reader`` says which driver, layers, coordinate columns.
        limits: Bounds.

    Raises:
        Refused: FIL-7, FIL-8, FIL-11, FIL-13, FIL-16, FIL-17, FIL-18.
    """
    configure(limits)
    scratch = tempfile.TemporaryDirectory(prefix="sdi-read-", dir=delivery.work)
    try:
        found: list[LayerReader] = []
        for number, dataset in enumerate(_wanted_datasets(delivery, profile.reader)):
            folder = Path(scratch.name) / str(number)
            folder.mkdir()
            found.extend(_open(dataset, profile, folder, limits))
        _make_unique(found)
        chosen = _choose(delivery, found, profile.reader)
        others = [reader.layer for reader in found if reader not in chosen]
        return Source(chosen, others, scratch)
    except BaseException:
        scratch.cleanup()
        raise


def sample(source: Source, layer: str | SourceLayer, n: int = 20_000) -> Batch:
    """About ``n`` features for evidence: first, middle and last third where that is cheap, else the first.

    ``first`` of the batch is 0; the features are in the order of the file.
    """
    name = layer if isinstance(layer, str) else layer.name
    total = next(entry.features for entry in source.layers if entry.name == name)
    starts = [(0, n)]
    if total > n and source.seekable(name):
        third = max(n // 3, 1)
        starts = [(0, third), ((total - third) // 2, third), (total - third, third)]
    parts = [batch for skip, limit in starts for batch in source.window(name, skip, limit)]
    if not parts:
        raise refused("FIL-13", f"Lớp {name} không có đối tượng nào.")
    table = pa.Table.from_batches([part.attributes for part in parts]).combine_chunks()
    attributes = table.to_batches()[0] if table.num_columns and table.num_rows else parts[0].attributes
    return Batch(name, 0, attributes, pa.concat_arrays([part.geometry for part in parts]))


def _wanted_datasets(delivery: Delivery, reader: Reader) -> list[Dataset]:
    if reader.driver is None:
        return list(delivery.datasets)
    asked = reader.driver.lower()
    formats = _DIALECTS.get(asked) or {form for form in Format if form.value.lower() == asked}
    chosen = [dataset for dataset in delivery.datasets if dataset.format in formats]
    if not chosen:
        there = ", ".join(sorted({dataset.format.value for dataset in delivery.datasets}))
        raise refused(
            "FIL-11",
            f"Cấu hình nguồn chờ định dạng {reader.driver} nhưng {delivery.name} là {there}.",
        )
    return chosen


def _open(dataset: Dataset, profile: SourceProfile, scratch: Path, limits: Limits) -> list[LayerReader]:
    """The layers of a data set; their ``file`` is its name within the delivery."""
    found = _open_any(dataset, profile, scratch, limits)
    for entry in found:
        entry.layer = replace(entry.layer, file=dataset.name)
    return found


def _open_any(dataset: Dataset, profile: SourceProfile, scratch: Path, limits: Limits) -> list[LayerReader]:
    reader = profile.reader
    checked = inspect(dataset.path, dataset.format, limits)
    if checked.format is Format.CSV:
        return [open_csv(dataset.path, reader, limits)]
    if checked.format is Format.XLSX:
        from sdi.ingest.workbook import open_workbook  # its library takes a while to import, and few need it

        return list(open_workbook(dataset.path, reader, _used(profile), limits))
    return list(open_gdal(dataset.path, checked, dict(reader.open_options), scratch, limits))


def _used(profile: SourceProfile) -> list[str]:
    """Names and aliases of all columns that the profile takes anything from."""
    names: list[str] = []
    for target in profile.targets:
        for mapping in profile.mapping_of(target).values():
            names += _listed(mapping.source)
        names += [select.column for select in profile.targets[target].select]
    if profile.reader.coordinates is not None:
        names += _listed(profile.reader.coordinates.x) + _listed(profile.reader.coordinates.y)
    return names


def _listed(names: str | list[str] | None) -> list[str]:
    return [names] if isinstance(names, str) else names or []


def _make_unique(readers: list[LayerReader]) -> None:
    """Layers of several files, or of one KML, may bear one name: the file and a number tell them apart.

    The order of the data sets is that of their names, so the numbers are the same whenever they are opened.
    """
    names = [reader.layer.name for reader in readers]
    taken: set[str] = set()
    for reader in readers:
        name = reader.layer.name
        base = f"{Path(reader.layer.file).stem}/{name}" if names.count(name) > 1 else name
        unique, number = base, 2
        while unique in taken:
            unique, number = f"{base} ({number})", number + 1
        taken.add(unique)
        reader.layer = replace(reader.layer, name=unique)


def _choose(delivery: Delivery, readers: list[LayerReader], reader: Reader) -> list[LayerReader]:
    """The layers that the profile names, or all that hold features with geometry."""
    patterns = _listed(reader.layer) if reader.layer is not None else None
    there = ", ".join(_shown(entry.layer) for entry in readers[:20]) or "không có lớp nào"
    if patterns is not None:
        readers = [entry for entry in readers if any(_matches(entry.layer, pattern) for pattern in patterns)]
    if reader.coordinates is not None:
        _require_coordinates(readers, reader)
    filled = [entry for entry in readers if entry.layer.features != 0]
    chosen = filled if patterns is not None else [entry for entry in filled if entry.layer.geometry_type != "None"]
    if not chosen:
        wanted = f" tên {', '.join(patterns)}" if patterns else ""
        raise refused(
            "FIL-13",
            f"{delivery.name} không có lớp nào{wanted} chứa đối tượng cần nạp. Đang có: {there}.",
        )
    return chosen


def _require_coordinates(readers: list[LayerReader], reader: Reader) -> None:
    """At least one table must have the coordinate columns; otherwise say what there is instead."""
    assert reader.coordinates is not None
    tables = [entry for entry in readers if isinstance(entry, TableLayer)]
    if not tables or any(entry.x is not None for entry in tables):
        return
    table = tables[0].layer
    wanted = {"x": reader.coordinates.x, "y": reader.coordinates.y}
    missing = [
        name if isinstance(name, str) else " / ".join(name)
        for name in wanted.values()
        if find_column(table.fields, name) is None
    ]
    raise refused(
        "FIL-16",
        f"Bảng {table.name} thiếu cột tọa độ {', '.join(missing)}. Các cột đang có: {', '.join(table.fields)}.",
    )


def _matches(layer: SourceLayer, pattern: str) -> bool:
    names = (layer.name, layer.name.rpartition("/")[2], Path(layer.file).stem)
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for name in names)


def _shown(layer: SourceLayer) -> str:
    return f"{layer.name} ({layer.geometry_type}, {layer.features} đối tượng)"
