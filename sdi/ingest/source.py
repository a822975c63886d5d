"""What the readers hand out: source layers and Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import pyarrow as pa

CrsOrigin = Literal["file", "prj", "standard", "none"]


@dataclass(frozen=True)
class SourceLayer:
    """One layer of a delivery, as its file describes it.

    Attributes:
        name: Unique within the delivery.
        geometry_type: As GDAL says, e.g. "Polygon", "3D Point", "Unknown" (mixed), "None".
        fields: Column name to Arrow type, in the order of the file.
        features: Number of features, -1 when only reading tells.
        crs_wkt: What the file says of its CRS; the text of the ``.prj`` as it stands.
        crs_origin: Who says so: the file itself, its ``.prj``, the standard of its format
            (GeoJSON without ``crs``, KML, GPX, TopoJSON: longitude and latitude of WGS 84), or nobody.
        file: Name, relative to the delivery, of the file that holds it.
        format: GDAL driver, or CSV, XLSX.
    """

    name: str
    geometry_type: str
    fields: dict[str, str]
    features: int
    crs_wkt: str | None
    crs_origin: CrsOrigin
    file: str = ""
    format: str = ""


@dataclass(frozen=True)
class Batch:
    """Some consecutive features of one source layer.

    Attributes:
        layer: Name of the source layer.
        first: Index in the source layer of the first feature, from 0.
        attributes: One column per field. Text of formats without a declared encoding (DBF, MapInfo,
            DXF, DGN, CSV that is not UTF-8) holds one code point per byte, for :mod:`sdi.text` to decode.
            A list is one text, its values joined by " | ", whatever the format.
        geometry: Binary array of WKB as the source has it, valid or not; null where there is none.
    """

    layer: str
    first: int
    attributes: pa.RecordBatch
    geometry: pa.Array

    def __len__(self) -> int:
        return len(self.geometry)


class LayerReader(Protocol):
    """One open layer; the same features in the same order at every reading."""

    layer: SourceLayer
    warnings: list[str]
    seekable: bool

    def batches(self, skip: int = 0, limit: int | None = None) -> Iterator[Batch]:
        """Features from index ``skip``, at most ``limit`` of them."""
        ...
