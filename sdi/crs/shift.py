"""Rule CRS-3b: does a layer lie shifted against one that is trusted?

A datum that was dropped moves everything by the same 226 m, which no range and, for a small plan, no
commune test can see. Matching each feature to its nearest neighbour cannot see it either: in a dense town
something else is always nearer. So the shift is found for all features at once, by correlating pictures of
the two layers, and then confirmed part by part: a real shift is the same everywhere.

Parcels and roads have no line in common, a parcel's front runs half a road's width beside the centre line.
But roads run where no parcel is. The picture of a layer of polygons is therefore its empty space within its
own outline, and the picture of lines or points is themselves; both are blurred by about half a road and
freed of their mean, so that empty country counts neither for nor against a shift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.features import rasterize

from sdi.crs.operations import CrsError, Reprojector, authority_crs

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

_CELL_M = 3.0
_MOST_CELLS = 1200
_BLUR_M = 5.0
_OUTLINE_M = 60.0
"""Empty space further than this from any polygon is outside the layer, not a street."""
_CORRIDOR = 0.2
"""Polygons less compact than this are roads and canals with a parcel number of their own: empty space."""
_GROUPS = 4
"""The trusted layer is cut into this many strips each way, to see whether all parts say the same."""
_GROUP_REACH_M = 30.0
_LEAST_CELLS = 50
_LEAST_GROUPS = 3
_LEAST_M = 5.0
_SPREAD_SHARE = 1 / 3
_CLEARLY_BETTER = 1.2
"""The best shift must beat the second best, and no shift at all, by this factor."""
_NEARLY_BEST, _MUCH_WORSE = 0.9, 0.6
_SAME_PLACE_M = 35.0
_LEAST_FIT = 0.7
"""Share of the trusted lines within the layer's outline that must then run where they should."""
_KNOWN_WITHIN_M = 10.0
_UTM_SCALE, _TM3_SCALE = 0.9996, 0.9999
"""Scale factors of the 6-degree and 3-degree zones of VN-2000 (vietnam.md 1.1)."""


@dataclass(frozen=True)
class Displacement:
    """A shift of a layer against a trusted one, in metres of their common CRS.

    Attributes:
        dx: Eastward displacement of the layer; subtract it to put the layer right.
        dy: Northward displacement.
        spread: Median distance of the parts' own displacements from the whole's.
        matches: Number of parts that were measured separately.
        known: What is known to cause this very vector, in Vietnamese, or None.
    """

    dx: float
    dy: float
    spread: float
    matches: int
    known: str | None


def displacement(
    features: Geometries,
    trusted: Geometries,
    max_distance: float = 600.0,
    target: int | None = None,
    datum_operation: str | None = None,
) -> Displacement | None:
    """The shift of a layer against a trusted one, if there is a clear one of at least 5 m.

    Args:
        features: Geometries of the layer to judge, metres, shape (n,); polygons, lines or points.
        trusted: Geometries of the trusted layer in the same CRS, shape (m,): road centre lines or parcels.
        max_distance: Longest shift looked for, metres.
        target: EPSG code of the common CRS, to name known shifts.
        datum_operation: Pinned operation between its datum and WGS 84, to name the datum shift.

    Returns:
        None when the layers agree, do not overlap, or are too few or too regular to decide.
    """
    layer, base = _present(features), _present(trusted)
    if not len(layer) or not len(base):
        return None
    window = _window(layer, max_distance)
    # Inwards for the layer: what is near the edge would meet the base of the opposite edge when shifted.
    layer, base = window.inside(layer, -max_distance), window.inside(base, 0.0)
    if not len(layer) or not len(base):
        return None
    picture, cells = _picture(layer, window), _roads(base, window)
    causes = [] if target is None else _known_vectors(window.centre, target, datum_operation)
    found = _best_shift(picture, cells, max_distance, [_in_cells(vector) for vector, _ in causes])
    if found is None or _fit(picture, cells, found) < _LEAST_FIT:
        return None
    parts = _parts_shifts(picture, cells, found)
    if len(parts) < _LEAST_GROUPS:
        return None
    dx, dy = (float(v) for v in np.median(parts, axis=0))
    spread = float(np.median(np.hypot(*(parts - (dx, dy)).T)))
    length = float(np.hypot(dx, dy))
    if length < _LEAST_M or spread >= length * _SPREAD_SHARE:
        return None
    known = next((name for v, name in causes if np.hypot(dx - v[0], dy - v[1]) <= _KNOWN_WITHIN_M), None)
    return Displacement(dx, dy, spread, len(parts), known)


@dataclass(frozen=True)
class _Window:
    """A square raster of cells of 3 m; row 0 is the north."""

    min_x: float
    max_y: float
    size: int

    @property
    def centre(self) -> tuple[float, float]:
        half = self.size * _CELL_M / 2
        return self.min_x + half, self.max_y - half

    def inside(self, geoms: Geometries, margin: float) -> Geometries:
        side = self.size * _CELL_M
        box = shapely.box(
            self.min_x - margin, self.max_y - side - margin, self.min_x + side + margin, self.max_y + margin
        )
        return np.asarray(geoms[shapely.intersects(geoms, box)], dtype=object)


def _present(geoms: Geometries) -> Geometries:
    values = np.asarray(geoms, dtype=object)
    bounds = shapely.bounds(values)
    return np.asarray(values[np.isfinite(bounds).all(axis=1)], dtype=object)


def _window(layer: Geometries, max_distance: float) -> _Window:
    """The square to look at: around the layer, or around its densest part if it is larger than a town."""
    min_x, min_y, max_x, max_y = shapely.total_bounds(layer)
    margin = max_distance + _OUTLINE_M
    wanted = int(np.ceil((max(max_x - min_x, max_y - min_y) + 2 * margin) / _CELL_M))
    # Multiples of 60 have small prime factors, which Fourier transforms need to be fast.
    size = min(-(-wanted // 60) * 60, _MOST_CELLS)
    centre_x, centre_y = (min_x + max_x) / 2, (min_y + max_y) / 2
    if wanted > size:
        side = size * _CELL_M - 2 * margin
        bounds = shapely.bounds(layer)
        tiles, count = np.unique(np.floor((bounds[:, :2] + bounds[:, 2:]) / 2 / side), axis=0, return_counts=True)
        centre_x, centre_y = (tiles[np.argmax(count)] + 0.5) * side
    half = size * _CELL_M / 2
    return _Window(centre_x - half, centre_y + half, size)


def _marks(geoms: Geometries, window: _Window) -> Floats:
    """1 in every cell that a geometry touches (lines, points) or whose centre it covers (polygons)."""
    transform = Affine(_CELL_M, 0.0, window.min_x, 0.0, -_CELL_M, window.max_y)
    out = np.zeros((window.size, window.size), dtype=np.uint8)
    areal = shapely.get_dimensions(geoms) == 2
    for group, touched in ((geoms[areal], False), (geoms[~areal], True)):
        if len(group):
            rasterize(((g, 1) for g in group), out=out, transform=transform, all_touched=touched)
    return out.astype(np.float64)


def _picture(layer: Geometries, window: _Window) -> Floats:
    """Positive where roads should run if the layer lay right, negative where not, 0 outside its outline."""
    if (shapely.get_dimensions(layer) == 2).mean() > 0.5:
        marks = _marks(layer[_compactness(layer) > _CORRIDOR], window)
        near = _blur(marks, _OUTLINE_M / 2)
        # Relative, so that a sample of every tenth parcel has an outline too.
        outline = near > 0.25 * (np.median(near[marks > 0]) if marks.any() else 1.0)
        streets = 1.0 - marks
    else:
        streets = _marks(layer, window)
        outline = _blur(streets, _OUTLINE_M) > 1e-3
    soft = _blur(streets * outline, _BLUR_M)
    soft[~outline] = 0.0
    if outline.any():
        soft[outline] -= soft[outline].mean()
    return soft


def _compactness(geoms: Geometries) -> Floats:
    """1 for a circle, 0.5 for a tube house, 0.2 for a strip 13 times as long as wide, 0 for a network."""
    perimeter = shapely.length(geoms)
    return 4 * np.pi * shapely.area(geoms) / np.where(perimeter > 0, perimeter, np.inf) ** 2


def _roads(base: Geometries, window: _Window) -> NDArray[np.bool_]:
    """The cells of the trusted layer's lines and points, or of the space between its polygons."""
    if (shapely.get_dimensions(base) == 2).mean() > 0.5:
        return _picture(base, window) > 0
    return _marks(base, window) > 0


def _in_cells(vector: tuple[float, float]) -> tuple[int, int]:
    return round(-vector[1] / _CELL_M), round(vector[0] / _CELL_M)


def _blur(picture: Floats, sigma_m: float) -> Floats:
    """Gaussian blur, through the frequency domain."""
    rows = np.fft.fftfreq(picture.shape[0], _CELL_M)
    columns = np.fft.rfftfreq(picture.shape[1], _CELL_M)
    keep = np.exp(-2 * (np.pi * sigma_m) ** 2 * (rows[:, None] ** 2 + columns[None, :] ** 2))
    return np.asarray(np.fft.irfft2(np.fft.rfft2(picture) * keep, s=picture.shape))


def _best_shift(
    picture: Floats, cells: NDArray[np.bool_], max_distance: float, expected: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """The shift (rows, columns of the layer against the base) that fits best, None when nothing stands out.

    A small or regular town fits well in several places. Then a shift that a known mistake would cause is
    believed if it fits about as well as the best and no shift at all fits much worse.
    """
    reach = int(max_distance / _CELL_M)
    # score[r, c] = sum over base cells b of picture[b + (r, c)]: how well the layer, shifted back, fits.
    score = np.fft.irfft2(np.fft.rfft2(picture) * np.conj(np.fft.rfft2(cells.astype(float))), s=picture.shape)
    score = np.roll(score, (reach, reach), axis=(0, 1))[: 2 * reach + 1, : 2 * reach + 1]
    rows, columns = np.ogrid[-reach : reach + 1, -reach : reach + 1]

    def peak(at: tuple[int, int], within_m: float) -> tuple[float, tuple[int, int]]:
        near = np.where(np.hypot(rows - at[0], columns - at[1]) * _CELL_M <= within_m, score, -np.inf)
        row, column = np.unravel_index(int(np.argmax(near)), near.shape)
        return float(near[row, column]), (int(row) - reach, int(column) - reach)

    best, place = peak((0, 0), np.inf)
    elsewhere = np.hypot(rows - place[0], columns - place[1]) * _CELL_M > _SAME_PLACE_M
    second = float(score[elsewhere].max(initial=0.0))
    if best <= 0:
        return None
    if best >= _CLEARLY_BETTER * second:
        return place
    unmoved, _ = peak((0, 0), _KNOWN_WITHIN_M)
    likely = max((peak(at, _KNOWN_WITHIN_M) for at in expected), default=(0.0, place))
    if likely[0] >= _NEARLY_BEST * best and unmoved <= _MUCH_WORSE * likely[0]:
        return likely[1]
    return None


def _fit(picture: Floats, cells: NDArray[np.bool_], found: tuple[int, int]) -> float:
    """Share of the base's cells inside the outline that lie well there; 0 if hardly any lies inside."""
    there = np.argwhere(cells) + found
    there = there[((there >= 0) & (there < picture.shape[0])).all(axis=1)]
    values = picture[there[:, 0], there[:, 1]]
    values = values[values != 0]
    return float((values > 0).mean()) if len(values) >= _LEAST_CELLS else 0.0


def _parts_shifts(picture: Floats, cells: NDArray[np.bool_], found: tuple[int, int]) -> Floats:
    """The displacement (dx, dy) that each part of the base sees near the found one, shape (parts, 2)."""
    size = picture.shape[0]
    reach = int(_GROUP_REACH_M / _CELL_M)
    base = np.argwhere(cells)
    there = base + found
    seen = ((there >= reach) & (there < size - reach)).all(axis=1)
    base, there = base[seen], there[seen]
    weight = picture[there[:, 0], there[:, 1]] != 0
    there = there[weight]
    if not len(there):
        return np.zeros((0, 2))
    strips = int(np.clip(np.sqrt(len(there) / (2 * _LEAST_CELLS)), 2, _GROUPS))
    shares = np.linspace(0, 1, strips + 1)[1:-1]
    cut = [np.searchsorted(np.quantile(there[:, k], shares), there[:, k]) for k in (0, 1)]
    group = cut[0] * strips + cut[1]
    steps = np.arange(-reach, reach + 1)
    found_by = []
    for g in np.unique(group):
        part = there[group == g]
        if len(part) < _LEAST_CELLS:
            continue
        score = np.array([[picture[part[:, 0] + r, part[:, 1] + c].sum() for c in steps] for r in steps])
        row, column = (int(k) for k in np.unravel_index(int(np.argmax(score)), score.shape))
        found_by.append(
            (
                (found[1] + steps[column] + _vertex(score[row, :], column)) * _CELL_M,
                -(found[0] + steps[row] + _vertex(score[:, column], row)) * _CELL_M,
            )
        )
    return np.array(found_by).reshape(-1, 2)


def _vertex(profile: Floats, at: int) -> float:
    """Where the parabola through a maximum and its neighbours has its vertex, in cells from the maximum."""
    if at in (0, len(profile) - 1):
        return 0.0
    left, middle, right = profile[at - 1 : at + 2]
    bend = left - 2 * middle + right
    return 0.0 if bend == 0 else float(0.5 * (left - right) / bend)


def _known_vectors(
    centre: tuple[float, float], target: int, datum_operation: str | None
) -> list[tuple[tuple[float, float], str]]:
    """Displacements that known mistakes cause at a place, computed by PROJ."""
    crs = authority_crs(target)
    out: list[tuple[tuple[float, float], str]] = []
    geodetic = crs.geodetic_crs
    if datum_operation is not None and geodetic is not None:
        for shift in _datum_shift(centre, target, datum_operation):
            size = float(np.hypot(*shift))
            out.append((shift, f"{size:.0f} m: số liệu {geodetic.name} bị coi là WGS 84 (hoặc ngược lại)"))
    for shift in _scale_shift(centre, crs):
        size = float(np.hypot(*shift))
        text = f"{size:.0f} m: hệ số tỷ lệ {_UTM_SCALE} và {_TM3_SCALE} bị lẫn với nhau"
        out.append((shift, text.replace("0.", "0,")))
    return out


def _datum_shift(centre: tuple[float, float], target: int, datum_operation: str) -> list[tuple[float, float]]:
    x, y = np.array([centre[0]]), np.array([centre[1]])
    geographic = authority_crs(target).geodetic_crs
    code = geographic.to_epsg() if geographic is not None else None
    if code is None:
        return []
    try:
        to_wgs84 = Reprojector(target, 4326, datum_operation)
        from_own = Reprojector(code, target, None)
    except CrsError:
        return []
    # WGS 84 longitude and latitude of the place, read as if they were on the CRS's own datum.
    moved_x, moved_y = from_own.points(*to_wgs84.points(x, y))
    shift = (float(moved_x[0] - centre[0]), float(moved_y[0] - centre[1]))
    return [shift, (-shift[0], -shift[1])]


def _scale_shift(centre: tuple[float, float], crs: CRS) -> list[tuple[float, float]]:
    definition = crs.to_json_dict()
    parameters = definition.get("conversion", {}).get("parameters", [])
    scale = next((p for p in parameters if p["name"].startswith("Scale factor")), None)
    if scale is None or scale["value"] not in (_UTM_SCALE, _TM3_SCALE):
        return []
    scale["value"] = _UTM_SCALE if scale["value"] == _TM3_SCALE else _TM3_SCALE
    definition.pop("id", None)
    other = CRS.from_json_dict(definition)
    x, y = Transformer.from_crs(crs, other, always_xy=True, allow_ballpark=False).transform(*centre)
    shift = (float(x - centre[0]), float(y - centre[1]))
    return [shift, (-shift[0], -shift[1])]
