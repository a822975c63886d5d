"""What a browser is told of a coordinate system means the same as the pinned operation."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from sdi.crs.operations import CrsError, Reprojector
from sdi.crs.proj4 import proj4_text

LONLAT = "+proj=longlat +datum=WGS84 +no_defs"


@pytest.mark.parametrize(
    ("epsg", "operation", "place"),
    [
        (5898, "EPSG:6960", (584_686.5, 1_672_898.0)),
        (5898, "EPSG:5194", (584_686.5, 1_672_898.0)),
        (9216, "EPSG:6960", (520_000.0, 1_600_000.0)),
        (26986, "EPSG:1188", (231_000.0, 902_000.0)),
        (3857, None, (12_110_000.0, 1_700_000.0)),
    ],
)
def test_it_agrees_with_the_pinned_operation(epsg: int, operation: str | None, place: tuple[float, float]) -> None:
    text = proj4_text(epsg, operation)
    told = Transformer.from_crs(text, LONLAT, always_xy=True).transform(*place)
    x, y = Reprojector(epsg, 4326, operation).points(*(np.array([metres]) for metres in place))
    assert abs(told[0] - x[0]) * 111_000 < 0.001 and abs(told[1] - y[0]) * 111_000 < 0.001


def test_two_operations_are_told_apart() -> None:
    assert proj4_text(5898, "EPSG:6960") != proj4_text(5898, "EPSG:5194")


def test_an_operation_must_be_named() -> None:
    with pytest.raises(CrsError):
        proj4_text(5898, None)
