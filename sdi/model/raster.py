"""A layer of rasters: each feature is a sheet, whose pixels lie in a file that the feature names.

The sheets of a layer are features like any others (footprint, attributes, release, audience), so that releases,
rollback, ``as-of`` and retention need nothing of their own. What a raster has beside them is declared here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Attribute
from pydantic import model_validator

from sdi.model.base import Declaration, Identifier, Text

Color = Annotated[str, Attribute(pattern=r"^#[0-9A-Fa-f]{6}$")]

NODATA = -9999.0
"""What stands in published files of kind ``elevation`` where nothing is known."""

PIXEL_FIELDS: dict[str, dict[str, Any]] = {
    "file": {"type": "text", "required": True, "title": {"vi": "Mã băm SHA-256 của tệp", "en": "SHA-256 of the file"}},
    "size_bytes": {"type": "integer", "unit": "By", "title": {"vi": "Dung lượng tệp", "en": "Size of the file"}},
    "columns": {"type": "integer", "title": {"vi": "Số cột điểm ảnh", "en": "Columns of pixels"}},
    "rows": {"type": "integer", "title": {"vi": "Số hàng điểm ảnh", "en": "Rows of pixels"}},
    "resolution_m": {"type": "number", "unit": "m", "title": {"vi": "Kích thước điểm ảnh", "en": "Size of a pixel"}},
    "known_pct": {"type": "number", "unit": "%", "title": {"vi": "Tỷ lệ có giá trị", "en": "Share with a value"}},
    "value_min": {"type": "number", "title": {"vi": "Giá trị nhỏ nhất", "en": "Lowest value"}},
    "value_max": {"type": "number", "title": {"vi": "Giá trị lớn nhất", "en": "Highest value"}},
    "source_name": {"type": "text", "title": {"vi": "Tệp giao nộp", "en": "Delivered file"}},
    "source_crs": {"type": "text", "title": {"vi": "Hệ tọa độ giao nộp", "en": "CRS as delivered"}},
    "datum_operation": {"type": "text", "title": {"vi": "Phép chuyển hệ quy chiếu", "en": "Datum operation"}},
}
"""Fields that every raster layer has beside the declared ones; they are filled by the load."""


class Stop(Declaration):
    """A value of the ramp and its colour; between two stops colours are mixed."""

    value: float
    color: Color


class Raster(Declaration):
    """What a raster layer's pixels are, and how they are checked, kept and shown.

    Published pixels are float32 of one band for ``elevation``, 8-bit red, green, blue and alpha for ``image``, in the
    provincial CRS, north up.
    """

    kind: Literal["elevation", "image"]
    sheet: Identifier = Attribute(description="key field that takes the file's name where nothing else is said")
    unit: str | None = Attribute(None, description="UCUM code of the unit of values, e.g. m")
    reference: Text | None = Attribute(None, description="what heights are counted from, e.g. the national datum")
    nodata: list[Annotated[float, Attribute(ge=-1e15, le=1e15)]] = Attribute(
        [], description="values that mean nothing is known, beside the one a file names and the largest of floats"
    )
    minimum: float | None = Attribute(None, description="values below are kept back, and refuse the delivery if many")
    maximum: float | None = None
    max_implausible_pct: float = Attribute(1.0, ge=0, le=100)
    resolution_m: float | None = Attribute(None, gt=0, description="size of published pixels; default: as delivered")
    resampling: Literal["nearest", "bilinear", "cubic", "average"] = "bilinear"
    max_outside_pct: float = Attribute(
        50.0, ge=0, le=100, description="rule CRS-3: share of known pixels outside all communes that is still believed"
    )
    max_control_rms_px: float = Attribute(
        3.0, gt=0, description="how well control points must fit a plane position, root mean square in pixels"
    )
    scope: Literal["sheet", "layer"] = Attribute(
        "sheet", description="what a delivery replaces: each sheet the one of the same key, or all there is"
    )
    ramp: list[Stop] = Attribute([], description="colours by value, lowest first; of kind elevation")
    minzoom: int = Attribute(8, ge=0, le=24, description="first level of map tiles in WebMercatorQuad")
    maxzoom: int = Attribute(18, ge=0, le=24)

    @model_validator(mode="after")
    def _consistent(self) -> Raster:
        values = [stop.value for stop in self.ramp]
        if (len(values) < 2 if self.kind == "elevation" else values) or values != sorted(set(values)):
            raise ValueError("ramp: elevation has two stops or more, lowest first; an image has none")
        if self.kind == "image" and (self.unit or self.minimum is not None or self.maximum is not None):
            raise ValueError("an image has no unit, minimum or maximum")
        if self.minzoom > self.maxzoom:
            raise ValueError("minzoom lies above maxzoom")
        return self
