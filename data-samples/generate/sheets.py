"""Sheets of plans as an office scans and georeferences them: true to scale, a little askew, with their margins.

The drawing is set to scale on A3, so that a place on the paper is a place on the ground, and laid askew on the scanner;
the file says where its pixels lie by a rotated transform.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image

from . import dossiers
from .faults import Ledger
from .formats import fresh
from .places import Province
from .planning import CAD_LAYERS, TITLES, Plan

PAGE = (420.0, 297.0)
"""Millimetres."""

FRAME = (12.0, 12.0, 294.0, 273.0)
"""The map on the page: left, top, width, height, millimetres."""

DENOMINATOR = 5000
GRID = 200
"""Metres between the crosses of the grid."""

PAPER = (251, 249, 241)

LID = (206, 207, 204)
"""Colour of the scanner's lid, which shows around the paper."""


def write(
    out: Path, province: Province, row: dict[str, Any], plan: Plan, skew: float, palette: bool, ledger: Ledger
) -> None:
    """One sheet of a plan.

    Args:
        out: Folder of the samples.
        province: Whose.
        row: The plan in the table of planning areas, as it is delivered.
        plan: What is drawn.
        skew: How it lay on the scanner, degrees counter-clockwise.
        palette: Few colours and the coordinate system in the file, or RGB, a world file and no coordinate system.
        ledger: Of what was written.
    """
    west, south, east, north = plan.area.bounds
    metres = DENOMINATOR / 1000
    origin = (
        round((west + east) / 2 / 50) * 50 - FRAME[2] / 2 * metres - FRAME[0] * metres,
        round((south + north) / 2 / 50) * 50 + FRAME[3] / 2 * metres + FRAME[1] * metres,
    )
    paper = Affine(metres, 0, origin[0], 0, -metres, origin[1])  # millimetres of the page → easting, northing
    drawn = dossiers.compiled("sheet.typ", _facts(province, row, plan, paper), "png", dossiers.approved(row))
    image = Image.open(io.BytesIO(drawn))
    scanned, placed = askew(image.convert("RGB"), skew)
    placed = paper @ Affine.scale(PAGE[0] / image.width) @ placed
    file = f"so_xay_dung/BV01_{row['plan_id']}_nan.tif"
    path = fresh(out / file)
    profile = {
        "driver": "GTiff", "width": scanned.width, "height": scanned.height, "dtype": "uint8", "tiled": True,
    }  # fmt: skip
    if palette:
        colours = _inks()
        inks = Image.new("P", (1, 1))
        inks.putpalette(colours.tobytes())
        few = scanned.quantize(palette=inks, dither=Image.Dither.NONE)
        with rasterio.open(
            path, "w", **profile, count=1, compress="deflate", zlevel=9, crs=province.crs, transform=placed
        ) as sheet:
            sheet.write(np.asarray(few), 1)
            sheet.write_colormap(1, {k: (*map(int, colour), 255) for k, colour in enumerate(colours)})
    else:
        with rasterio.open(
            path, "w", **profile, count=3, compress="jpeg", photometric="ycbcr", jpeg_quality=72, interleave="pixel",
            profile="BASELINE", tfw="YES", transform=placed,
        ) as sheet:  # fmt: skip
            sheet.write(np.asarray(scanned).transpose(2, 0, 1))
    ledger.wrote(file, 1)


def askew(page: Image.Image, degrees: float) -> tuple[Image.Image, Affine]:
    """The page as it lies under the lid, and from the pixels of the scan to those of the page."""
    turn = Affine.rotation(-degrees)  # page → scan, without the shift: rows count downwards
    corners = np.array([turn @ (x, y) for x in (0, page.width) for y in (0, page.height)])
    margin = 14
    low = np.floor(corners.min(axis=0)) - margin
    width, height = (np.ceil(corners.max(axis=0)) + margin - low).astype(int).tolist()
    back = ~turn @ Affine.translation(*low)
    lying = Image.new("RGB", (page.width + 2, page.height + 2), LID)  # a rim of the lid: outside the page is lid
    lying.paste(page, (1, 1))
    there = Affine.translation(1, 1) @ back
    scanned = lying.transform(
        (width, height), Image.Transform.AFFINE, tuple(there)[:6], Image.Resampling.BICUBIC, fillcolor=LID
    )
    return scanned, back


def _inks() -> NDArray[np.uint8]:
    """The colours of a scan that keeps few: inks, and each halfway to the paper and to black."""
    named = ["#000000", "#ff0000", "#ff00ff", *dict.fromkeys(colour for _, colour in CAD_LAYERS.values())]
    inks = np.array([PAPER, LID, *(tuple(bytes.fromhex(colour[1:])) for colour in named)])
    return np.concatenate([inks, (inks + PAPER) // 2, inks // 2]).astype(np.uint8)


def _facts(province: Province, row: dict[str, Any], plan: Plan, paper: Affine) -> dict[str, object]:
    left, top, width, height = FRAME
    west, north = paper @ (left, top)
    east, south = paper @ (left + width, top + height)
    metres = DENOMINATOR / 1000
    eastings = np.arange(np.ceil(west / GRID) * GRID, east, GRID)
    northings = np.arange(np.ceil(south / GRID) * GRID, north, GRID)
    return {
        "province": province.name,
        "name": row["ten_do_an"],
        "decision": row["so_quyet_dinh"],
        "day": f"{row['ngay_phe_duyet']:%d/%m/%Y}",
        "authority": row["co_quan"],
        "scale": f"1:{DENOMINATOR}",
        "number": "QH-01",
        "frame": FRAME,
        "legend": [[CAD_LAYERS[code][1], TITLES[code]] for code in dossiers.functions(plan)],
        "eastings": [[float((e - west) / metres), f"{e:.0f}"] for e in eastings],
        "northings": [[float((north - n) / metres), f"{n:.0f}"] for n in northings],
        "map": _map(plan, (west, south, east, north), eastings, northings),
    }


def _map(plan: Plan, box: tuple[float, float, float, float], eastings: np.ndarray, northings: np.ndarray) -> str:
    """Zones, lines and the grid as SVG in metres."""
    west, south, east, north = box
    ink = 'stroke="#333" stroke-width=".6"'
    shapes = [
        f'<path d="{dossiers.path(zone.polygon)}" fill="{CAD_LAYERS[zone.function][1]}" {ink}/>'
        for zone in sorted(plan.zones, key=lambda zone: -zone.polygon.area)
        if zone.function not in dossiers.SECRET
    ]
    for kind, style in (
        ("CGDD", 'stroke="#ff0000" stroke-width="1.2"'),
        ("TIM", 'stroke="#ff00ff" stroke-width="1" stroke-dasharray="12 4 3 4"'),
    ):
        lines = [_line(line) for shape in plan.lines[kind] for line in shapely.get_parts(shape)]
        shapes.append(f'<path d="{" ".join(lines)}" fill="none" {style}/>')
    outline = " ".join(dossiers.path(part) for part in shapely.get_parts(plan.area))
    shapes.append(f'<path d="{outline}" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="24 8 4 8"/>')
    crosses = "".join(f"M{e - 12:.0f} {-n:.0f}h24M{e:.0f} {-n - 12:.0f}v24" for e in eastings for n in northings)
    shapes.append(f'<path d="{crosses}" fill="none" stroke="#000" stroke-width="1"/>')
    view = f"{west:.2f} {-north:.2f} {east - west:.2f} {north - south:.2f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{"".join(shapes)}</svg>'


def _line(line: shapely.LineString) -> str:
    return "M" + "L".join(f"{x:.1f} {-y:.1f}" for x, y, *_ in line.coords)
