"""Which delivered rows count as the same."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
import shapely

from sdi.ingest.known import Known, Reading, as_column

COLUMNS = ("SHTHUA", "DIADANH", "DIENTICH")
POINT = shapely.to_wkb(shapely.Point(1, 2))


def source(
    *, sheet: str | None = "12", place: str | None = "Gò", area: float | None = 100.0, geom: bytes | None = POINT,
    owner: str = "Người Một", how: object = "as ever",
) -> tuple[int, int]:  # fmt: skip
    row = {"SHTHUA": [sheet], "DIADANH": [place], "DIENTICH": pa.array([area], pa.float64()), "TENCHU": [owner]}
    found = Reading(COLUMNS, how).sources(pa.table(row), pa.array([geom], pa.binary()))
    assert found.shape == (1, 2) and found.dtype == np.uint64
    return tuple(found[0].tolist())  # type: ignore[return-value]


def test_any_difference_that_is_read_tells() -> None:
    moved = shapely.to_wkb(shapely.Point(1, np.nextafter(2, 3)))
    rows = [
        source(), source(sheet="13"), source(sheet=None), source(sheet=""), source(place="Gò "), source(place=None),
        source(area=None), source(area=np.nextafter(100, 200)), source(geom=None), source(geom=moved),
        source(how="otherwise"), source(sheet="12G", place="ò"), source(sheet="", place="12Gò"),
    ]  # fmt: skip
    assert all(one != other for one, other in combinations(rows, 2))
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in combinations(rows, 2))


def test_a_column_that_nobody_reads_does_not_tell() -> None:
    assert source() == source(owner="Người Hai")


def test_the_type_of_a_column_tells() -> None:
    geometry = pa.array([POINT])
    one, other = (
        Reading(["A"], "").sources(pa.table({"A": pa.array([12], kind)}), geometry) for kind in (pa.int64(), pa.int32())
    )
    assert (one != other).all()


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_versions_are_found_by_both_halves(count: int) -> None:
    random = np.random.default_rng(count)
    high = np.sort(random.integers(0, 2**64, count, dtype=np.uint64))
    low = random.integers(0, 2**64, count, dtype=np.uint64)
    known = Known(high, low, np.arange(count), np.ones(count, int), np.zeros(count))
    asked = np.stack([high, low], axis=1)[::-1]
    assert known.find(asked).tolist() == list(range(count))[::-1]
    assert (known.find(asked ^ np.array([[0, 1]], dtype=np.uint64)) == -1).all()
    assert (known.find(asked ^ np.array([[1, 0]], dtype=np.uint64)) == -1).all()
    assert known.find(np.empty((0, 2), np.uint64)).shape == (0,)


def test_the_column_of_staging_is_a_uuid_as_postgresql_sends_it() -> None:
    values = as_column(np.array([[1, 2], [3, 4]], dtype=np.uint64), np.array([True, False]))
    assert values.to_pylist() == [bytes([0] * 7 + [1] + [0] * 7 + [2]), None]
