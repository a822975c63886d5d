"""Areas against answers that others published: the cases of JTS, and what QGIS and GeoPandas say of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyogrio
import pytest
import shapely
from shapely.errors import ShapelyError

from sdi.overlay.areas import edges_of, intersections
from sdi.overlay.engine import Rule, overlay

EVERYTHING = Rule(2, 0.0, 0.0)


def read(text: str | None) -> shapely.Geometry | None:
    """WKT or hexadecimal WKB; None for what is neither, or unclosed."""
    value = (text or "").strip()
    try:
        return shapely.from_wkt(value) if value[:1].isalpha() and "(" in value else shapely.from_wkb(value)
    except ShapelyError:
        return None


def usable(geom: shapely.Geometry | None) -> bool:
    return geom is not None and geom.geom_type in ("Polygon", "MultiPolygon") and bool(shapely.is_valid(geom))


def shared_area(operation: str, area_a: float, area_b: float, result: float) -> float | None:
    """The area of A ∩ B by the area of some other operation."""
    return {
        "intersection": result,
        "union": area_a + area_b - result,
        "difference": area_a - result,
        "symdifference": (area_a + area_b - result) / 2,
    }.get(operation.lower().removesuffix("ng"))


def jts_cases(folder: Path) -> Iterator[tuple[str, Any, Any, str, shapely.Geometry, float]]:
    """File, A, B, operation, published result and its area of A ∩ B, wherever coordinates are floating."""
    for path in sorted(folder.rglob("*.xml")):
        if path.parent.name == "failure":
            continue  # "results provided are approximately correct"
        root = ElementTree.parse(path).getroot()
        model = root.find("precisionModel")
        if model is not None and model.get("scale"):
            continue
        for case in root.iter("case"):
            a, b = read(case.findtext("a")), read(case.findtext("b"))
            if not (usable(a) and usable(b)):
                continue
            for test in case.iter("op"):
                if test.get("arg3") or (test.get("arg1"), test.get("arg2")) not in (("A", "B"), ("a", "b")):
                    continue
                result = read(test.text)
                name = test.get("name", "")
                if result is None or (area := shared_area(name, a.area, b.area, result.area)) is None:
                    continue
                yield path.name, a, b, name, result, area


def test_the_overlay_cases_of_jts(shared_data: Path) -> None:
    cases = list(jts_cases(shared_data / "robustness" / "jts_testxml"))
    a, b = np.array([case[1] for case in cases]), np.array([case[2] for case in cases])
    index = np.arange(len(cases))
    found, perimeter = intersections(edges_of(a), edges_of(b), index, index)
    swapped, _ = intersections(edges_of(b), edges_of(a), index, index)
    assert len(cases) > 100
    for k, (file, _, _, name, result, area) in enumerate(cases):
        within = 1e-9 * max(a[k].area, b[k].area) + 1e-6
        assert found[k] == pytest.approx(area, rel=1e-6, abs=within), (file, name)
        assert swapped[k] == pytest.approx(found[k], abs=within), (file, name)
        if file == "TestOverlayAA.xml" and name == "intersection" and area > 0:
            polygons = [part for part in shapely.get_parts(result) if part.geom_type == "Polygon"]
            assert perimeter[k] == pytest.approx(sum(part.length for part in polygons), rel=1e-5), file


@pytest.mark.parametrize(
    ("left", "right", "expected", "keys"),
    [
        ("polys/df1.geojson", "polys/df2.geojson", "polys/df1_df2-intersection.geojson", ("col1", "col2")),
        ("overlap/df1_overlap.geojson", "overlap/df2_overlap.geojson",
         "overlap/df1_df2_overlap-intersection.geojson", ("col1", "col2")),
        ("nybb_qgis/polydf.shp", "nybb_qgis/polydf2.shp", "nybb_qgis/qgis-intersection.shp", ("BoroCode", "value1")),
    ],
    ids=["squares", "overlapping", "boroughs"],
)  # fmt: skip
def test_the_overlays_of_geopandas_and_qgis(
    shared_data: Path, left: str, right: str, expected: str, keys: tuple[str, str]
) -> None:
    folder = shared_data / "robustness" / "geopandas_overlay_oracle"
    base, features, known = (pyogrio.read_dataframe(folder / name) for name in (left, right, expected))
    table = overlay(np.asarray(base.geometry), np.asarray(features.geometry), EVERYTHING).to_pylist()
    found = {
        (base[keys[0]][row["base"]], features[keys[1]][row["feature"]]): row["area_m2"]
        for row in table
        if row["kind"] == "feature"
    }
    answer = {
        (row[keys[0]], row[keys[1]]): shape.area
        for (_, row), shape in zip(known.iterrows(), shapely.from_wkb(known.geometry.to_wkb()), strict=True)
    }
    assert found.keys() == answer.keys()
    for pair, area in answer.items():
        assert found[pair] == pytest.approx(area, rel=1e-9), pair
