"""Names of coordinate reference systems for people: every VN-2000 zone by its axis, all others as they are."""

from __future__ import annotations

import re

import pytest
from pyproj import CRS
from pyproj.database import query_crs_info

from sdi.crs import CrsError, name_of


def test_zones_are_told_by_their_axis() -> None:
    assert name_of(5898) == "VN-2000, kinh tuyến trục 108°00′, múi chiếu 3°"
    assert name_of(9216) == "VN-2000, kinh tuyến trục 107°30′, múi chiếu 3°"
    assert name_of(5899) == "VN-2000, kinh tuyến trục 107°45′, múi chiếu 3°"
    assert name_of(3405) == "VN-2000, kinh tuyến trục 105°00′, múi chiếu 6°"


def test_no_two_zones_have_one_name() -> None:
    codes = {int(i.code) for i in query_crs_info("EPSG", "PROJECTED_CRS") if i.name.startswith("VN-2000 /")}
    assert len(codes) >= 20
    names = {name_of(code) for code in codes}
    assert len(names) == len(codes)
    assert all(re.fullmatch(r"VN-2000, kinh tuyến trục 1\d\d°\d\d′, múi chiếu [36]°", name) for name in names)


@pytest.mark.parametrize("epsg", [4326, 4756, 32648, 27700])
def test_others_keep_the_authoritys_name(epsg: int) -> None:
    assert name_of(epsg) == CRS.from_epsg(epsg).name


def test_an_unknown_code() -> None:
    with pytest.raises(CrsError):
        name_of(1)
