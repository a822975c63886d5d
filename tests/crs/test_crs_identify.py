"""Definitions as programs write them; the oracle for codes is the EPSG database through PROJ's exports."""

from __future__ import annotations

import pytest
from pyproj import CRS

from sdi.crs import identify

ESRI_5898 = CRS.from_epsg(5898).to_wkt("WKT1_ESRI")
TM3_108 = "+proj=tmerc +lat_0=0 +lon_0=108 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"
OFFICIAL = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"

LIVE = [3405, 3406, 5896, 5897, 5898, 5899, *range(9205, 9219), 4756, 4326, 32648, 32649, 3857, 2045, 26986]
FORMS = ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("epsg", LIVE)
def test_every_dialect_of_every_code_is_recognised(epsg: int, form: str) -> None:
    found = identify(CRS.from_epsg(epsg).to_wkt(form))
    assert found is not None
    assert (found.epsg, found.replaced, found.deprecated, found.note) == (epsg, False, False, "")
    assert found.geographic == (epsg in (4756, 4326))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("epsg", [6956, 6957, 6958, 6959])
def test_withdrawn_codes_are_called_so(epsg: int, form: str) -> None:
    """PROJ, asked leniently, takes these for the live zones of the same name."""
    for definition in (f"EPSG:{epsg}", CRS.from_epsg(epsg).to_wkt(form)):
        found = identify(definition)
        assert found is not None
        assert (found.epsg, found.deprecated) == (epsg, True)
        assert "hủy bỏ" in found.note


@pytest.mark.parametrize(
    "definition",
    [
        ESRI_5898.replace("D_Vietnam_2000", "D_unknown").replace("GCS_VN_2000", "GCS_unknown"),
        ESRI_5898.replace("D_Vietnam_2000", "Not_specified_based_on_WGS_84_ellipsoid").replace("TM-3", "x"),
        ESRI_5898.replace("D_Vietnam_2000", "VN2000").replace("VN_2000_TM-3_zone_491", "VN_2000_Quang_Ngai"),
        TM3_108,
        f"{TM3_108} +towgs84={OFFICIAL}",
        f"{TM3_108} +towgs84=-191.90441429,-39.30318279,-111.45032835,-0.0093,0.0198,-0.0043,0.25",
        f"{TM3_108} +towgs84=-192.873,-39.382,-111.202,-0.00205,-0.0005,0.00335,0.0188",
    ],
)
def test_vague_definitions_are_replaced_by_the_authoritys(definition: str) -> None:
    found = identify(definition)
    assert found is not None
    assert (found.epsg, found.replaced) == (5898, True)
    assert "đã thay" in found.note


def test_a_named_datum_with_towgs84_needs_no_replacement() -> None:
    gdal = CRS.from_epsg(5898).to_wkt("WKT1_GDAL")
    towgs84 = "TOWGS84[-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.2529]"
    bound = gdal.replace('AUTHORITY["EPSG","7030"]],', f'AUTHORITY["EPSG","7030"]],{towgs84},', 1)
    assert "TOWGS84" in bound
    found = identify(bound)
    assert found is not None
    assert found.epsg == 5898


@pytest.mark.parametrize(
    ("definition", "word"),
    [
        (ESRI_5898.replace("D_Vietnam_2000", "D_WGS_1984"), "EPSG:5898"),
        (f"{TM3_108} +towgs84=0,0,0,0,0,0,0", "EPSG:5898"),
        (f"{TM3_108} +towgs84=-17.51,-108.32,-62.39,0,0,0,0", "không rõ hệ quy chiếu"),
        (ESRI_5898.replace("0.9999", "0.9997"), "Không có hệ tọa độ"),
        (ESRI_5898.replace("500000.0", "600000.0"), "Không có hệ tọa độ"),
        ("+proj=longlat +ellps=WGS84", "không rõ hệ quy chiếu"),
        ('LOCAL_CS["CAD",UNIT["m",1]]', "CAD"),
        ("EPSG:5727", "không phải hệ tọa độ mặt bằng"),
        ("EPSG:4978", "không phải hệ tọa độ mặt bằng"),
        ("EPSG:999999", "Không đọc được"),
        ("PROJCS[", "Không đọc được"),
        ("x" * 1_000_000, "Không đọc được"),
    ],
)
def test_what_matches_nothing_says_why(definition: str, word: str) -> None:
    found = identify(definition)
    assert found is not None
    assert found.epsg is None
    assert word in found.note
    assert len(found.note) < 400


@pytest.mark.parametrize(
    ("definition", "epsg"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("urn:ogc:def:crs:EPSG::5898", 5898),
        ("http://www.opengis.net/def/crs/EPSG/0/9216", 9216),
        ("http://www.opengis.net/gml/srs/epsg.xml#3405", 3405),
        ("EPSG:5898+5727", 5898),
        ("EPSG:4979", 4326),
        ("ESRI:102100", 3857),
        ("\ufeff" + ESRI_5898 + "\0\n", 5898),
        ("+proj=utm +zone=49 +ellps=WGS84 +towgs84=0,0,0", 32649),
        ("+proj=longlat +ellps=WGS84 +towgs84=-192.873,-39.382,-111.202", 4756),
    ],
)
def test_other_ways_to_name_a_crs(definition: str, epsg: int) -> None:
    found = identify(definition)
    assert found is not None
    assert found.epsg == epsg


@pytest.mark.parametrize("definition", [None, "", "  \n", "\ufeff"])
def test_nothing_declared_is_no_finding(definition: str | None) -> None:
    assert identify(definition) is None


def test_candidates_come_before_the_vn2000_zones() -> None:
    utm = "+proj=utm +zone=49 +ellps=WGS84"
    plain, preferring = identify(utm), identify(utm, [32649])
    assert plain is not None and plain.epsg == 3406
    assert preferring is not None and preferring.epsg == 32649
