"""Scanned sheets of a plan: pictures to look at, files to take along, links that lay them over the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sdi.crs.operations import Box
from sdi.publish.configuration import crs_uri
from sdi.serve.site.asking import Asked
from sdi.serve.site.declaration import Plans, role_field
from sdi.serve.site.kept import ask
from sdi.styles.maplibre import HILLSHADE
from sdi.wording import LANGUAGES

OPACITY = 70
"""Per cent at which a sheet is laid over the map, so that what lies below can be read."""

WIDTH = 420
"""Pixels of the small picture."""


@dataclass(frozen=True)
class PlanSheet:
    """A sheet.

    Attributes:
        id: Of the feature.
        title, sheet: What it is called, and its number in the plan.
        size_bytes: Of its file.
        resolution_m: Side of a pixel.
        box: In the provincial CRS.
        file: Address of the GeoTIFF.
        picture: Address of the small picture.
        on_map: Address of the map with this sheet laid over it.
    """

    id: str
    title: str
    sheet: str
    size_bytes: int
    resolution_m: float
    box: Box
    file: str
    picture: str
    on_map: str

    @property
    def picture_height(self) -> int:
        """Of the small picture when it is half as wide as it is made, as the page shows it."""
        west, south, east, north = self.box
        return max(1, round(WIDTH / 2 * (north - south) / (east - west)))

    def told(self) -> dict[str, Any]:
        """As a JSON document has it."""
        return {
            "id": self.id, "title": self.title, "sheet": self.sheet, "size_bytes": self.size_bytes,
            "resolution_m": self.resolution_m, "href": self.file,
        }  # fmt: skip


def sheets_of(asked: Asked, declared: Plans, plan: str) -> list[PlanSheet]:
    """The sheets of a plan that this audience sees, in the order of their numbers."""
    layer = asked.layer(declared.sheets) if declared.sheets else None
    if layer is None or layer.raster is None:
        return []
    title = layer.field_of("title", asked.edition.audience) or layer.raster.sheet
    names = {"title": title, "sheet": layer.raster.sheet, "plan": role_field(asked.project, layer.id, "plan") or ""}
    [rows] = asked.rows(ask("sheets", layer.id, names=names, plan=plan))
    return [_sheet(asked, layer.id, *row) for row in rows]


def _sheet(
    asked: Asked, layer: str, identifier: str, title: str | None, number: str, size: int, resolution: float, *box: float
) -> PlanSheet:
    west, south, east, north = box
    root = f"{asked.edition.base_url}/collections/{layer}"
    uri = crs_uri(asked.project.province.crs)
    picture = {
        "sheets": identifier, "bbox": ",".join(f"{edge:.2f}" for edge in box), "bbox-crs": uri, "crs": uri,
        "width": WIDTH, "height": max(1, round(WIDTH * (north - south) / (east - west))), "f": "webp",
    }  # fmt: skip
    code = quote(quote(identifier, safe=""), safe="")
    shown = f"{layer}:{code}*{OPACITY},{HILLSHADE}*35"
    query = "" if asked.language == LANGUAGES[0] else f"?lang={asked.language}"
    return PlanSheet(
        id=identifier,
        title=title or number,
        sheet=number,
        size_bytes=size,
        resolution_m=resolution,
        box=(west, south, east, north),
        file=f"{root}/sheets/{quote(identifier, safe='')}",
        picture=f"{urlsplit(root).path}/map?{urlencode(picture)}",
        on_map=f"{urlsplit(asked.root).path}/{query}#layers={shown}&feature={layer}/{quote(identifier, safe='')}",
    )
