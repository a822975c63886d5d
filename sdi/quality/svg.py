"""Small maps as SVG: pure, in the provincial CRS, north up, with a scale bar and no external reference."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import shapely

SIZE = 260
"""Pixels of a fault's map, both ways."""
OVERVIEW = (760, 420)
Box = tuple[float, float, float, float]

GREY, RED, GREEN, BLUE = "#8a96a3", "#c0392b", "#1e8449", "#0b5f8a"


@dataclass(frozen=True)
class Scene:
    """What one map shows; ``box`` is min E, min N, max E, max N. Before is drawn red, after green.

    ``spot`` is the point where the fault lies, for one that the shape alone does not show.
    """

    box: Box
    context: np.ndarray
    before: shapely.Geometry | None = None
    after: shapely.Geometry | None = None
    spot: shapely.Geometry | None = None


@dataclass(frozen=True)
class _Frame:
    """From metres to pixels."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels per metre."""
        return min(self.width / (self.box[2] - self.box[0]), self.height / (self.box[3] - self.box[1]))

    def pixels(self, coordinates: np.ndarray) -> np.ndarray:
        """Centred, y downwards, kept near the frame so that a far vertex does not overflow a renderer."""
        x0, y0, x1, y1 = self.box
        x = self.width / 2 + (coordinates[:, 0] - (x0 + x1) / 2) * self.scale
        y = self.height / 2 - (coordinates[:, 1] - (y0 + y1) / 2) * self.scale
        return np.clip(np.column_stack([x, y]), -4 * self.width, 5 * self.width)


def draw_fault(scene: Scene, label: str) -> str:
    """One fault among its neighbours. ``label`` says in words what the map shows."""
    frame = _Frame(scene.box, SIZE, SIZE)
    parts = [_shape(geom, frame, fill="#e9edf1", stroke=GREY, width=0.8) for geom in scene.context]
    if scene.before is not None:
        parts.append(_shape(scene.before, frame, fill=RED, stroke=RED, width=2, opacity=0.28))
    if scene.after is not None:
        parts.append(_shape(scene.after, frame, fill=GREEN, stroke=GREEN, width=1.6, opacity=0.18, dash="5 3"))
    if scene.spot is not None:
        ((x, y),) = frame.pixels(shapely.get_coordinates(scene.spot))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="none" stroke="{RED}" stroke-width="2.2"/>')
    return _svg(SIZE, SIZE, label, [*parts, _scale_bar(frame)])


def draw_overview(features: np.ndarray, faults: np.ndarray) -> str:
    """The whole delivery. ``faults`` are points, shape (n, 2)."""
    boxes = shapely.bounds(features)
    if len(faults):
        boxes = np.concatenate([boxes.reshape(-1, 4), np.hstack([faults, faults])])
    x0, y0 = np.nanmin(boxes[:, :2], axis=0)
    x1, y1 = np.nanmax(boxes[:, 2:], axis=0)
    margin = max(x1 - x0, y1 - y0, 20.0) * 0.04
    box = (float(x0 - margin), float(y0 - margin), float(x1 + margin), float(y1 + margin))
    width = OVERVIEW[0]
    height = int(np.clip(width * (box[3] - box[1]) / (box[2] - box[0]), 220, OVERVIEW[1]))
    frame = _Frame(box, width, height)
    simple = shapely.simplify(features, 0.5 / frame.scale, preserve_topology=False)
    dot = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{RED}" fill-opacity=".75" stroke="#fff" stroke-width=".7"/>'
        for x, y in frame.pixels(faults)
    ]
    parts = [_small(geom, tiny, frame) for geom, tiny in zip(simple, features, strict=True)]
    label = f"Bản đồ lần giao nộp, {len(faults)} vị trí có lỗi"
    return _svg(width, height, label, [*parts, *dot, _scale_bar(frame)])


def _small(simple: shapely.Geometry, original: shapely.Geometry, frame: _Frame) -> str:
    """A feature on the overview; one that simplification swallowed is drawn as it is."""
    geom = original if simple is None or simple.is_empty else simple
    return _shape(geom, frame, fill="#d6e4ec", stroke=BLUE, width=0.6, radius=2.0)


def _shape(
    geom: shapely.Geometry,
    frame: _Frame,
    *,
    fill: str,
    stroke: str,
    width: float,
    opacity: float = 1.0,
    dash: str = "",
    radius: float = 4.0,
) -> str:
    """Any geometry as SVG elements, by dimension."""
    out = []
    style = f'stroke="{stroke}" stroke-width="{width}"' + (f' stroke-dasharray="{dash}"' if dash else "")
    for part in _parts(geom):
        kind = part.geom_type
        if kind == "Polygon":
            rings = shapely.get_rings(part)
            path = "".join(_path(shapely.get_coordinates(ring), frame) + "Z" for ring in rings)
            out.append(f'<path d="{path}" fill="{fill}" fill-opacity="{opacity}" fill-rule="evenodd" {style}/>')
        elif kind in ("LineString", "LinearRing"):
            path = _path(shapely.get_coordinates(part), frame)
            out.append(f'<path d="{path}" fill="none" {style}/>')
        elif kind == "Point":
            ((x, y),) = frame.pixels(shapely.get_coordinates(part))
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" {style}/>')
    return "".join(out)


def _parts(geom: shapely.Geometry) -> list[shapely.Geometry]:
    if geom.is_empty:
        return []
    return [p for g in shapely.get_parts(geom) for p in (_parts(g) if hasattr(g, "geoms") else [g]) if not p.is_empty]


def _path(coordinates: np.ndarray, frame: _Frame) -> str:
    """Path data without the vertices that fall on the same tenth of a pixel."""
    points = np.round(frame.pixels(coordinates[np.isfinite(coordinates).all(axis=1)]), 1)
    if len(points) > 2:
        moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
        points = points[moved]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _scale_bar(frame: _Frame) -> str:
    """A round length of about a quarter of the map."""
    wanted = frame.width / 4 / frame.scale
    step = 10 ** np.floor(np.log10(wanted))
    metres = float(max(k * step for k in (1, 2, 5) if k * step <= wanted))
    right, bottom, pixels = frame.width - 10, frame.height - 10, metres * frame.scale
    words = f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"
    return (
        f'<g><rect x="{right - pixels - 6:.1f}" y="{bottom - 19:.1f}" width="{pixels + 12:.1f}" height="25" rx="3"'
        f' fill="#fff" fill-opacity=".85"/><path d="M{right - pixels:.1f} {bottom - 4:.1f}v4h{pixels:.1f}v-4"'
        f' fill="none" stroke="#1c2733" stroke-width="1.4"/><text x="{right - pixels / 2:.1f}" y="{bottom - 6:.1f}"'
        f' font-size="11" text-anchor="middle" fill="#1c2733">{words.replace(".", ",")}</text></g>'
    )


def _svg(width: int, height: int, label: str, parts: list[str]) -> str:
    text = escape(label, quote=True)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{text}" font-family="system-ui, sans-serif">'
        f'<title>{text}</title><rect width="{width}" height="{height}" fill="#fbfcfd"/>{"".join(parts)}</svg>'
    )
