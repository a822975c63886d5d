"""Papers of the plans: decisions as PDF, drawings as an office scans them. All words and numbers are invented."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
import typst
from PIL import Image

from .formats import fresh
from .places import Province
from .planning import CAD_LAYERS, TITLES, Plan

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "sdi" / "slip" / "fonts"
PPI = 96
SECRET = {"AN", "QP"}
"""Defence and security stand on no paper that the public gets."""


def write(out: Path, province: Province, plans: gpd.GeoDataFrame, drawn: dict[str, Plan]) -> list[str]:
    """A decision for each plan, and a drawing for each that is drawn: one as PNG, the next as TIFF.

    Args:
        out: Folder of the samples.
        province: Whose.
        plans: The areas of plans, as they are delivered.
        drawn: Plans by their ids.

    Returns:
        The files, relative to ``out``.
    """
    files = []
    for row in plans.to_dict("records"):
        name, plan = row["plan_id"], drawn.get(row["plan_id"])
        facts = {
            "province": province.name,
            "name": row["ten_do_an"],
            "decision": row["so_quyet_dinh"],
            "day": f"{row['ngay_phe_duyet']:%d/%m/%Y}",
            "authority": row["co_quan"],
            "scale": row["ty_le"],
            "hectares": f"{row['dien_tich_ha']:.2f}".replace(".", ","),
            "zones": _balance(plan) if plan else [],
            "legend": [[CAD_LAYERS[code][1], TITLES[code]] for code in functions(plan)] if plan else [],
            "map": _map(plan) if plan else "",
        }
        made = approved(row)
        files.append(f"so_xay_dung/QD_{name}.pdf")
        fresh(out / files[-1]).write_bytes(compiled("decision.typ", facts, "pdf", made))
        if plan:
            files.append(f"so_xay_dung/BV_{name}.{'tif' if len(files) > 2 else 'png'}")
            _scanned(fresh(out / files[-1]), compiled("drawing.typ", facts, "png", made))
    return files


def approved(row: dict[str, Any]) -> datetime:
    """The day of a plan's decision, at which its papers were made."""
    day = row["ngay_phe_duyet"]
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def compiled(source: str, facts: dict[str, object], form: str, made: datetime) -> bytes:
    """A paper from its template beside this file, as PDF or PNG."""
    found = typst.compile(
        input=(HERE / source).read_bytes(), font_paths=[str(FONTS)], ignore_system_fonts=True, format=form, ppi=PPI,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}, timestamp=int(made.timestamp()),
    )  # fmt: skip
    assert isinstance(found, bytes)
    return found


def _scanned(path: Path, image: bytes) -> None:
    """As a scanner keeps it: few colours, 96 dots to the inch."""
    sheet = Image.open(io.BytesIO(image)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    if path.suffix == ".tif":
        sheet.save(path, compression="tiff_lzw", dpi=(PPI, PPI))
    else:
        sheet.save(path, optimize=True, dpi=(PPI, PPI))


def functions(plan: Plan) -> list[str]:
    """The functions that a paper may show, in the order of its legend."""
    used = {zone.function for zone in plan.zones} - SECRET
    return [code for code in CAD_LAYERS if code in used]


def _balance(plan: Plan) -> list[list[str]]:
    """Function, number of zones and hectares, as the decision lists them."""
    rows = []
    for code in functions(plan):
        shapes = [zone.polygon for zone in plan.zones if zone.function == code]
        hectares = sum(shape.area for shape in shapes) / 1e4
        rows.append([TITLES[code], str(len(shapes)), f"{hectares:.2f}".replace(".", ",")])
    return rows


def _map(plan: Plan) -> str:
    """The zones as SVG, as the drawing shows them."""
    west, south, east, north = plan.area.bounds
    margin = 0.02 * max(east - west, north - south)
    shapes = [
        f'<path d="{path(zone.polygon)}" fill="{CAD_LAYERS[zone.function][1]}" stroke="#333" stroke-width=".8"/>'
        for zone in sorted(plan.zones, key=lambda zone: -zone.polygon.area)
        if zone.function not in SECRET
    ]
    box = f"{west - margin:.0f} {-north - margin:.0f} {east - west + 2 * margin:.0f} {north - south + 2 * margin:.0f}"
    outline = " ".join(path(part) for part in shapely.get_parts(plan.area))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(shapes)}'
        f'<path d="{outline}" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="24 8 4 8"/></svg>'
    )


def path(polygon: shapely.Polygon) -> str:
    """A polygon as the path of an SVG whose y is the southing."""
    rings = [polygon.exterior, *polygon.interiors]
    return " ".join("M" + "L".join(f"{x:.1f} {-y:.1f}" for x, y, *_ in ring.coords) + "Z" for ring in rings)
