"""From a table's columns to typed fields: a delivery with one of everything, and what is said of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write, write_csv

GOOD = {
    "MA_GIENG": "G1", "do_sau": "12,5", "so_gieng": "3", "ngay": "02/01/2026", "dang_dung": "Có", "loai": "KHOAN",
    "tinh_trang": "Tốt", "hang": "I", "to_ban_do": "Tờ 12", "dk_mm": "1.200", "nguon": "đo",
    "GIENG_OWNER": "Công ty nước",
}  # fmt: skip


def wells(desk: Desk, *rows: dict[str, Any], name: str = "gieng") -> Path:
    """A table of wells: every row is the good one but for what is given."""
    x, y = town.CORNER
    table = [
        GOOD | {"MA_GIENG": f"G{n}", "X": f"{y + 500 + n:.2f}", "Y": f"{x + 500 + n:.2f}"} | row
        for n, row in enumerate(rows, start=1)
    ]
    return write_csv(desk.folder / f"{name}.csv", table)


def values(desk: Desk, *columns: str) -> dict[str, Any]:
    return desk.published("wells", *columns)


def test_one_of_everything(desk: Desk) -> None:
    outcome = desk.load(wells(desk, {}, {"nguon": "", "loai": "khoan tay", "do_sau": "1.000,25", "hang": "II"}))
    assert outcome.state == "published"
    columns = (
        "depth_m",
        "wells_count",
        "built_on",
        "in_use",
        "kind",
        "state",
        "grade",
        "sheet",
        "diameter_m",
        "source",
        "manager",
        "commune",
    )
    day = datetime.date(2026, 1, 2)
    assert values(desk, *columns) == {
        "G1": (12.5, 3, day, True, "KHOAN", "TOT", "1", "12", 1.2, "đo", "Công ty nước", town.A),
        "G2": (1000.25, 3, day, True, "KHOAN", "TOT", "2", "12", 1.2, "khảo sát", "Công ty nước", town.A),
    }
    evidence = desk.one("SELECT evidence FROM meta.run WHERE id = %s", outcome.run)["layers"]["gieng"]["text"]
    assert (evidence["do_sau"]["decimal"], evidence["dk_mm"]["decimal"]) == (",", ",")
    assert desk.reasons(outcome.run, "ATT-5") == ["Giá trị ngoài khoảng 0.0…300.0"]


@pytest.mark.parametrize(
    ("bad", "rule", "action", "severity", "column", "value"),
    [
        ({"loai": "LẠ"}, "ATT-2", "quarantined", "error", "kind", None),
        ({"tinh_trang": "LẠ"}, "ATT-2", "kept", "warning", "state", None),
        ({"hang": "LẠ"}, "ATT-2", "kept", "info", "grade", None),
        ({"so_gieng": "2,5"}, "ATT-3", "kept", "warning", "wells_count", None),
        ({"do_sau": "sâu"}, "ATT-3", "kept", "warning", "depth_m", None),
        ({"dang_dung": "có lẽ"}, "ATT-3", "kept", "warning", "in_use", None),
        ({"ngay": "31/02/2026"}, "ATT-4", "kept", "warning", "built_on", None),
        ({"do_sau": "301,5"}, "ATT-5", "kept", "warning", "depth_m", 301.5),
        ({"MA_GIENG": "QUA-DAI-12345"}, "ATT-6", "quarantined", "error", "well_id", None),
        ({"MA_GIENG": " "}, "KEY-1", "quarantined", "error", None, None),
    ],
)
def test_one_fault(
    desk: Desk, bad: dict[str, str], rule: str, action: str, severity: str, column: str | None, value: object
) -> None:
    outcome = desk.load(wells(desk, {}, bad, {}))
    assert outcome.state == "published"
    found = desk.all(
        "SELECT rule, action, severity, field, feature_no, before FROM meta.issue"
        " WHERE run_id = %s AND feature_no IS NOT NULL", outcome.run,
    )  # fmt: skip
    written = next(iter(bad.values()))
    before = {"ATT-5": "301.5", "KEY-1": None}.get(rule, written)
    assert found == [(rule, action, severity, column, 1, before)]
    now = values(desk, column or "kind")
    assert now.keys() == ({"G1", "G3"} if action == "quarantined" else {"G1", "G2", "G3"})
    if action == "kept":
        assert now["G2"] == value
    assert desk.balance(outcome.run) == {"read": 3, "staged": 2 + (action == "kept")} | (
        {"quarantined": 1} if action == "quarantined" else {}
    )


def test_a_column_by_any_writing_of_its_name(desk: Desk) -> None:
    x, y = town.CORNER
    rows = [{"Ma Gieng": "G1", "BAC": str(y + 500), "Đông": str(x + 500), "Độ sâu": "7"}]
    desk.load(write_csv(desk.folder / "gieng.csv", rows))
    assert values(desk, "depth_m") == {"G1": 7.0}


def test_a_missing_column_names_what_was_looked_for_and_what_is_there(desk: Desk) -> None:
    x, y = town.CORNER
    outcome = desk.load(write_csv(desk.folder / "gieng.csv", [{"ten": "a", "X": y + 500, "Y": x + 500}]))
    assert outcome.refusal is not None and outcome.refusal.rule == "FIL-16"
    assert "MA_GIENG / ma" in outcome.refusal.message and "ten" in outcome.refusal.message


def test_numbers_of_a_file_that_types_them(desk: Desk) -> None:
    """A sheet number 12.0 is 12; an area of 0.125 is no thousands."""
    features = [
        f.but(SHBANDO=12.0, SHTHUA=float(n), DIENTICHPL=0.125 + n) for n, f in enumerate(town.parcels(5), start=1)
    ]
    outcome = desk.load(write(desk.folder / "thua.gpkg", features))
    assert outcome.state == "published"
    assert desk.published("parcels", "area_registered_m2") == {f"{town.A}-12-{n}": 0.125 + n for n in range(1, 6)}


def test_compound_land_use(desk: Desk) -> None:
    uses = ["ODT+CLN", "odt, cln", "ODT/CLN", "ODT+XYZ", ""]
    outcome = desk.load(
        write(desk.folder / "thua.gpkg", [f.but(KHLOAIDAT=use) for f, use in zip(town.parcels(5), uses, strict=True)])
    )
    found = desk.published("parcels", "land_use")
    assert found == {f"{town.A}-12-{n}": use for n, use in [(1, "ODT+CLN"), (2, "ODT+CLN"), (3, "ODT+CLN"), (5, None)]}
    assert desk.quarantined(outcome.run, "ATT-2") == [f"{town.A}-12-4"]


def test_lookup_of_cad_layers_and_what_is_not_in_the_table(desk: Desk) -> None:
    x, y = town.CORNER
    features = [
        town.Feature({"so": str(n), "lop": lop, "stamp": n}, town.parcels(8)[n].geom)
        for n, lop in enumerate(["đất ở hiện trạng", "Cây-Xanh", "DUONG_GT", "LỚP LẠ", "KHUNG TEN"])
    ]
    features.append(town.Feature({"so": "9", "lop": "x", "stamp": 9}, town.Feature({}, features[0].geom).geom.centroid))
    outcome = desk.load(write(desk.folder / "QH-P1.geojson", features))
    assert values_of_zones(desk) == {"QH-P1-0": "DO", "QH-P1-1": "CX", "QH-P1-2": "GT"}
    assert desk.quarantined(outcome.run, "QH-1") == ["QH-P1-3"]
    out = dict(
        desk.all("SELECT reason, features FROM meta.tally WHERE run_id = %s AND outcome = 'out_of_scope'", outcome.run)
    )
    assert {name.split("đối tượng ")[1]: n for name, n in out.items()} == {"dạng vùng": 1, "dạng điểm": 1}


def values_of_zones(desk: Desk) -> dict[str, Any]:
    return desk.published("zones", "function")


def test_text_of_an_old_code_page_is_decoded_and_said(desk: Desk) -> None:
    """TCVN3, as iconv writes it, in a Shapefile without a word about it."""
    names = ["§o ®¹c 1", "Céng hßa", "Nguån n-íc", "Thñy lîi", "§Êt ë ®« thÞ"]
    features = [f.but(DONVIDO=names[n % 5]) for n, f in enumerate(town.parcels(40))]
    outcome = desk.load(write(desk.folder / "thua.shp", features, 5898, encoding="ISO-8859-1"))
    assert outcome.state == "published"
    found = set(desk.published("parcels", "surveyor").values())
    assert {"Đo đạc 1", "Cộng hòa", "Thủy lợi", "Đất ở đô thị"} <= found
    assert any("DONVIDO" in reason for reason in desk.reasons(outcome.run, "TXT-1"))
