"""Coordinates as people type them."""

from __future__ import annotations

import pyarrow as pa
import pytest
import shapely

from sdi.ingest.coordinates import parse, points

DEGREES = 108 + 47 / 60 + 12.5 / 3600


@pytest.mark.parametrize(
    ("text", "partner", "value"),
    [
        ("585791.005", None, 585791.005),
        ("585791,005", None, 585791.005),
        ("585.791,005", None, 585791.005),
        ("585,791.005", None, 585791.005),
        ("1.674.123", None, 1674123.0),
        ("1 674 123,5", None, 1674123.5),
        ("1'674'123.5", None, 1674123.5),
        ("1\u00a0674\u00a0123", None, 1674123.0),
        ("585.791", None, 585.791),
        ("585.791", "1.674.123", 585791.0),
        ("585.791", "1.674.123,45", 585791.0),
        ("585,791", "1.674.123", 585.791),
        ("108.791", "15.120", 108.791),
        ("-12,5", None, -12.5),
        (" 585791.5 m ", None, 585791.5),
        ("108°47'12,5\"E", None, DEGREES),
        ("108°47′12.5″", None, DEGREES),
        ("108º 47' 12.5'' Đ", None, DEGREES),
        ("E108°47'12.5\"", None, DEGREES),
        ("108-47-12.5", None, DEGREES),
        ("108 47 12,5", None, DEGREES),
        ("108d47m12.5s", None, DEGREES),
        ("108:47:12.5", None, DEGREES),
        ("15°07.5'B", None, 15.125),
        ("15°07'30\"S", None, -15.125),
        ("15°60'00\"", None, None),
        ("15°07'75\"", None, None),
        ("1.67.123", None, None),
        ("12,34,5", None, None),
        ("không rõ", None, None),
        ("", None, None),
        (None, None, None),
        ("1e999", None, float("inf")),
    ],
)
def test_parse(text: str | None, partner: str | None, value: float | None) -> None:
    assert parse(text, partner) == (None if value is None else pytest.approx(value, abs=1e-9))


def test_points_are_wkb_and_null_where_unreadable() -> None:
    x = pa.array(["585791,5", "585.791", None, "x", "1e999"])
    y = pa.array(["1674123.25", "1.674.123", "1", "2", "3"])
    wkb = points(x, y)
    assert wkb.type == pa.binary()
    assert wkb.null_count == 3
    read = shapely.from_wkb(wkb.to_pylist()[:2])
    assert [(point.x, point.y) for point in read] == [(585791.5, 1674123.25), (585791.0, 1674123.0)]


def test_typed_columns() -> None:
    wkb = points(pa.array([585791.5, None]), pa.array([1674123, 5]))
    assert shapely.from_wkb(wkb[0].as_py()) == shapely.Point(585791.5, 1674123)
    assert not wkb[1].is_valid
