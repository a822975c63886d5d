"""The map of a slip as SVG, in millimetres of paper. Presentation attributes only: a page may forbid inline styles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import shapely

from sdi.slip.drawing import SUBJECT_COLOR
from sdi.slip.formats import formats
from sdi.slip.model import Drawn, LegendEntry, Map, MapLayer, Ring, Slip
from sdi.slip.words import word

FAMILY = "Noto Sans"
_DASHES = {"dash": "2 1", "dot": "0.4 0.8", "dashdot": "3 0.8 0.5 0.8"}
_FILL_OPACITY = "0.38"
_LABEL_MM, _CORNER_MM, _GRID_LABEL_MM = 2.1, 2.3, 1.9
_LEAST_MM2 = 30.0
"""An area that is smaller on paper has no room for its label."""
_MOST_CORNERS = 60
_APART_MM, _SAME_APART_MM = 3.0, 28.0
_BARS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def map_svg(slip: Slip) -> str:
    """The drawing with frame, grid, scale bar and north arrow."""
    sheet = _Sheet(slip)
    size = f'viewBox="0 0 {sheet.map.width_mm:g} {sheet.map.height_mm:g}"'
    width = f'width="{sheet.map.width_mm:g}mm" height="{sheet.map.height_mm:g}mm"'
    alt = word("map_alt", slip.language, "labels", scale=formats(slip.language).number(slip.map.scale))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {width} {size} font-family="{FAMILY}, sans-serif" role="img">'
        f"<title>{escape(alt)}</title>{''.join(sheet.elements())}</svg>"
    )


def swatch_svg(entry: LegendEntry) -> str:
    """A sign of the legend."""
    color = escape(entry.color, quote=True)
    if entry.shape in ("area", "outline", "subject"):
        fill = f'fill="{color}" fill-opacity="{_FILL_OPACITY}"' if entry.shape == "area" else 'fill="none"'
        wide = "0.9" if entry.shape == "subject" else "0.3"
        sign = f'<rect x="0.6" y="0.6" width="6.8" height="3.8" {fill} stroke="{color}" stroke-width="{wide}"/>'
    elif entry.shape == "line":
        sign = f'<path d="M0.4 2.5H7.6" fill="none" stroke="{color}" stroke-width="0.6"{_dash(entry.dash)}/>'
    else:
        sign = f'<circle cx="4" cy="2.5" r="1.1" fill="{color}"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="8mm" height="5mm" viewBox="0 0 8 5" aria-hidden="true">'
        f"{sign}</svg>"
    )


def _dash(name: str) -> str:
    return f' stroke-dasharray="{_DASHES[name]}"' if name in _DASHES else ""


class _Sheet:
    def __init__(self, slip: Slip) -> None:
        self.map: Map = slip.map
        self._slip = slip
        self._form = formats(slip.language)
        west, _, _, north = slip.map.frame
        self._west, self._north = west, north
        self._mm = 1000 / slip.map.scale
        self._taken: list[tuple[tuple[float, float], str]] = []

    def elements(self) -> Iterator[str]:
        w, h = f"{self.map.width_mm:g}", f"{self.map.height_mm:g}"
        yield f'<defs><clipPath id="frame"><rect width="{w}" height="{h}"/></clipPath></defs>'
        yield f'<rect width="{w}" height="{h}" fill="#FFFFFF"/><g clip-path="url(#frame)">'
        for layer in self.map.layers:
            yield from self._layer(layer)
        yield from self._grid()
        yield from self._subject()
        for layer in reversed(self.map.layers):
            yield from self._labels(layer)
        yield "</g>"
        yield f'<rect x="0.15" y="0.15" width="{self.map.width_mm - 0.3:g}" height="{self.map.height_mm - 0.3:g}"'
        yield ' fill="none" stroke="#1C2733" stroke-width="0.3"/>'
        yield from self._north_arrow()
        yield from self._bar()

    def _at(self, east: float, north: float) -> tuple[float, float]:
        return (east - self._west) * self._mm, (self._north - north) * self._mm

    def _path(self, points: Sequence[tuple[float, float]], *, closed: bool) -> str:
        pairs = (self._at(e, n) for e, n in points)
        text = "L".join(f"{x:.2f} {y:.2f}" for x, y in pairs)
        return f"M{text}{'Z' if closed else ''}"

    def _layer(self, layer: MapLayer) -> Iterator[str]:
        stroke = f'stroke-width="{layer.width_mm:g}"{_dash(layer.dash)} stroke-linejoin="round"'
        for drawn in layer.drawn:
            color = escape(drawn.color, quote=True)
            if layer.shape == "point":
                for x, y in (self._at(*path[0]) for path in drawn.paths):
                    yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.9" fill="{color}"/>'
                continue
            areal = layer.shape != "line"
            shape = "".join(self._path(path, closed=areal) for path in drawn.paths)
            fill = (
                f'"{color}" fill-opacity="{_FILL_OPACITY}" fill-rule="evenodd"' if layer.shape == "area" else '"none"'
            )
            yield f'<path d="{shape}" fill={fill} stroke="{color}" {stroke}/>'

    def _labels(self, layer: MapLayer) -> Iterator[str]:
        """Of areas where they are widest, of lines in their middle; not the same text twice close together."""
        for drawn in layer.drawn:
            own = layer.shape == "outline" and drawn.label == self._slip.subject.number
            place = self._place(layer, drawn) if drawn.label and not own else None
            if place is not None and drawn.label and self._is_free(place, drawn.label):
                weight = (
                    ' font-weight="bold"'
                    if layer.shape == "area"
                    else ' font-style="italic"'
                    if layer.shape == "line"
                    else ""
                )
                color = {"area": "#3B2F0B", "line": "#374151"}.get(layer.shape, "#6B7785")
                yield _text(
                    *place,
                    drawn.label,
                    _LABEL_MM,
                    f'fill="{color}"{weight} text-anchor="middle"',
                    halo=layer.shape != "outline",
                )

    def _is_free(self, place: tuple[float, float], label: str) -> bool:
        """Whether no other text stands there, and the same one not near; then this one does."""
        for (x, y), other in self._taken:
            apart = ((place[0] - x) ** 2 + (place[1] - y) ** 2) ** 0.5
            if apart < (_SAME_APART_MM if other == label else _APART_MM):
                return False
        self._taken.append((place, label))
        return True

    def _place(self, layer: MapLayer, drawn: Drawn) -> tuple[float, float] | None:
        if layer.shape == "line":
            line = shapely.LineString(max(drawn.paths, key=len)) if len(max(drawn.paths, key=len)) > 1 else None
            if line is None or line.length * self._mm < 25:
                return None
            point = line.interpolate(0.5, normalized=True)
        else:
            rings = [shapely.Polygon(path) for path in drawn.paths if len(path) > 3]
            polygon = max(rings, key=lambda ring: ring.area, default=None)
            if polygon is None or polygon.area * self._mm**2 < _LEAST_MM2:
                return None
            others = [ring for ring in rings if ring is not polygon]
            polygon = shapely.make_valid(polygon)
            for ring in others:
                polygon = polygon.difference(shapely.make_valid(ring))
            if layer.shape == "area":  # below the parcel its own number stands
                subject = shapely.union_all([_polygon(ring) for ring in self._slip.subject.rings])
                outside = polygon.difference(subject.buffer(1.5 / self._mm))
                polygon = outside if outside.area * self._mm**2 >= _LEAST_MM2 else polygon
            point = polygon.point_on_surface()
        x, y = self._at(point.x, point.y)
        inside = 3 < x < self.map.width_mm - 3 and 3 < y < self.map.height_mm - 3
        return (x, y + _LABEL_MM * 0.35) if inside else None

    def _grid(self) -> Iterator[str]:
        """Crosses every so many metres, with X and Y along the frame."""
        west, south, east, north = self.map.frame
        step = self.map.grid_m
        easts = [step * k for k in range(int(west // step) + 1, int(east // step) + 1)]
        norths = [step * k for k in range(int(south // step) + 1, int(north // step) + 1)]
        for e in easts:
            for n in norths:
                x, y = self._at(e, n)
                cross = f"M{x - 1.2:.2f} {y:.2f}h2.4M{x:.2f} {y - 1.2:.2f}v2.4"
                yield f'<path d="{cross}" stroke="#1C2733" stroke-width="0.12"/>'
        quiet = 'fill="#1C2733" text-anchor="middle"'
        for e in easts:
            x, _ = self._at(e, south)
            if 14 < x < self.map.width_mm - 14:
                yield f'<path d="M{x:.2f} 0v1.4" stroke="#1C2733" stroke-width="0.2"/>'
                yield _text(x, 3.4, f"Y {e:.0f}", _GRID_LABEL_MM, quiet, halo=True)
        for n in norths:
            _, y = self._at(west, n)
            if 14 < y < self.map.height_mm - 14:
                yield f'<path d="M0 {y:.2f}h1.4" stroke="#1C2733" stroke-width="0.2"/>'
                turned = f'{quiet} transform="rotate(-90 2.8 {y:.2f})"'
                yield _text(2.8, y + 0.6, f"X {n:.0f}", _GRID_LABEL_MM, turned, halo=True)

    def _subject(self) -> Iterator[str]:
        rings = self._slip.subject.rings
        shape = "".join(self._path([(c.y, c.x) for c in ring.corners], closed=True) for ring in rings)
        yield f'<path d="{shape}" fill="none" stroke="#FFFFFF" stroke-width="1.3" stroke-linejoin="round"/>'
        yield f'<path d="{shape}" fill="none" stroke="{SUBJECT_COLOR}" stroke-width="0.7" stroke-linejoin="round"/>'
        corners = [corner for ring in rings for corner in ring.corners]
        if len(corners) <= _MOST_CORNERS:
            for ring in rings:
                yield from self._corners(ring)
        if self._slip.subject.number:
            largest = max((_polygon(ring) for ring in rings), key=lambda polygon: polygon.area)
            point = shapely.make_valid(largest).point_on_surface()
            x, y = self._at(point.x, point.y)
            style = f'fill="{SUBJECT_COLOR}" font-weight="bold" text-anchor="middle"'
            self._taken.append(((x, y), ""))
            yield _text(x, y + 1.1, self._slip.subject.number, 3.2, style, halo=True)

    def _corners(self, ring: Ring) -> Iterator[str]:
        """A dot at each, and its number a little outside, unless it would stand on the one before."""
        centre = _polygon(ring).centroid
        last: tuple[float, float] | None = None
        for corner in ring.corners:
            x, y = self._at(corner.y, corner.x)
            yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.65" fill="#FFFFFF"'
            yield f' stroke="{SUBJECT_COLOR}" stroke-width="0.3"/>'
            cx, cy = self._at(centre.x, centre.y)
            away = max(((x - cx) ** 2 + (y - cy) ** 2) ** 0.5, 1e-6)
            label = (x + 2.3 * (x - cx) / away, y + 2.3 * (y - cy) / away + 0.8)
            if last is not None and (label[0] - last[0]) ** 2 + (label[1] - last[1]) ** 2 < 2.4**2:
                continue
            last = label
            self._taken.append((label, ""))
            style = f'fill="{SUBJECT_COLOR}" text-anchor="middle" font-weight="bold"'
            yield _text(*label, str(corner.no), _CORNER_MM, style, halo=True)

    def _north_arrow(self) -> Iterator[str]:
        x = self.map.width_mm - 8
        yield f'<circle cx="{x:g}" cy="9.5" r="6" fill="#FFFFFF" fill-opacity="0.85"/>'
        yield f'<path d="M{x:g} 6.2l2.3 7.6l-2.3 -1.7z" fill="#1C2733"/>'
        yield f'<path d="M{x:g} 6.2l-2.3 7.6l2.3 -1.7z" fill="#FFFFFF" stroke="#1C2733" stroke-width="0.2"/>'
        style = 'fill="#1C2733" font-weight="bold" text-anchor="middle"'
        yield _text(x, 5.6, word("north", self._slip.language, "labels"), 2.6, style)

    def _bar(self) -> Iterator[str]:
        """A bar of about 40 mm in four parts, and the scale."""
        length = min(_BARS, key=lambda metres: abs(metres * self._mm - 40))
        wide = length * self._mm
        x, y = 4.0, self.map.height_mm - 5.0
        caption = word("scale", self._slip.language, "labels", scale=self._form.number(self.map.scale))
        yield f'<rect x="{x - 2:g}" y="{y - 6.4:.2f}" width="{wide + 12:.2f}" height="9.9"'
        yield ' fill="#FFFFFF" fill-opacity="0.88"/>'
        for part in range(4):
            fill = "#1C2733" if part % 2 == 0 else "#FFFFFF"
            yield f'<rect x="{x + part * wide / 4:.2f}" y="{y:.2f}" width="{wide / 4:.2f}" height="1.1" fill="{fill}"'
            yield ' stroke="#1C2733" stroke-width="0.15"/>'
        ink = 'fill="#1C2733"'
        yield _text(x, y + 3, "0", _GRID_LABEL_MM, f'{ink} text-anchor="middle"')
        yield _text(x + wide, y + 3, f"{self._form.number(length)} m", _GRID_LABEL_MM, f'{ink} text-anchor="middle"')
        yield _text(x, y - 2, caption, 2.7, f'{ink} font-weight="bold"')


def _polygon(ring: Ring) -> shapely.Geometry:
    return shapely.Polygon([(corner.y, corner.x) for corner in ring.corners])


def _text(x: float, y: float, content: str, size: float, attributes: str, *, halo: bool = False) -> str:
    """A text; a halo lifts it from what lies below."""
    ring = ' stroke="#FFFFFF" stroke-width="0.7" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" {attributes}{ring}>{escape(content)}</text>'
