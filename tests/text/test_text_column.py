"""Decoding a batch: capitals, losses, mixtures, types, and the work it takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from sdi.text import ColumnText, TextEncoding, decode_column, detect, encode
from sdi.text import column as column_module
from sdi.text.repair import restore_capitals

TCVN3 = ColumnText(TextEncoding.TCVN3, 1.0, False, ())
UNICODE = ColumnText(TextEncoding.UNICODE, 1.0, False, ())


def tcvn3(text: str) -> str:
    return encode(text, TextEncoding.TCVN3).decode("latin-1")


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("THàNH", "THÀNH"),
        ("Xã BìNH SơN", "XÃ BÌNH SƠN"),
        ("Xã BA Vì", "XÃ BA VÌ"),
        ("ĐƯờNG NGUYễN HUệ", "ĐƯỜNG NGUYỄN HUỆ"),
        ("UBND Xã Bình Sơn", "UBND Xã Bình Sơn"),
        ("KCN Phổ Phong", "KCN Phổ Phong"),
        ("Lô ODT", "Lô ODT"),
        ("Xã A", "Xã A"),
        ("Tổ 3", "Tổ 3"),
        ("KCNThạnh", "KCNThạnh"),
        ("TỉNH Quảng Ngãi", "TỈNH Quảng Ngãi"),
    ],
)
def test_capitals_lost_by_the_font_come_back(typed: str, mended: str) -> None:
    assert restore_capitals(typed) == mended


def test_capitals_in_a_column() -> None:
    names = [
        "XÃ BÌNH SƠN",
        "THÀNH PHỐ",
        "PHƯỜNG NGHĨA LỘ",
        "ĐẶC KHU LÝ SƠN",
        "Xã Ba Vì",
        "XÃ BA VÌ",
        "XÃ CÀ ĐAM",
    ]
    raw = pa.array([tcvn3(name) for name in names])
    decoded = decode_column(raw, detect(raw))
    assert decoded.values.to_pylist() == names
    assert decoded.changed.all() and not decoded.lossy.any()


def test_only_tcvn3_loses_capitals() -> None:
    raw = pa.array(["THàNH", "Xã BìNH SơN"])
    assert decode_column(raw, UNICODE).values.to_pylist() == raw.to_pylist()


def test_each_row_of_a_merged_file_keeps_its_own_encoding() -> None:
    text = "Phường Nghĩa Lộ, đường Nguyễn Huệ"
    rows = [
        tcvn3(text),
        encode(text, TextEncoding.VNI).decode("latin-1"),
        encode(text, TextEncoding.VISCII).decode("latin-1"),
        encode(text, TextEncoding.CP1258).decode("latin-1"),
        text,
        text.encode().decode("latin-1"),
        text.encode().decode("latin-1").encode().decode("latin-1"),
    ]
    for column in (TCVN3, ColumnText(TextEncoding.VNI, 1.0, False, ()), UNICODE):
        decoded = decode_column(pa.array(rows), column)
        assert decoded.values.to_pylist() == [text] * 7, column.encoding
        assert decoded.changed.tolist() == [True, True, True, True, False, True, True]


def test_unicode_rows_without_letters_above_bytes_survive_in_a_tcvn3_column() -> None:
    rows = ["Sông Trà", "KÊNH CHÍNH NAM", tcvn3("Sông Vệ")]
    assert decode_column(pa.array(rows), TCVN3).values.to_pylist() == [
        "Sông Trà",
        "KÊNH CHÍNH NAM",
        "Sông Vệ",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "@M?t nu?c",
        "@Ð?t nhóm nhà ?",
        "QH_Ranh gi?i l?p quy ho?ch",
        "Thành ph?",
        "Ðường số 3",
        "?ông Sơn",
        "Đất nhóm nhà ? đô thị",
        "Trường \ufffdại học",
        "Kênh \x81 chính",
    ],
)
def test_lost_letters_are_flagged_and_kept_as_they_are(value: str) -> None:
    decoded = decode_column(pa.array([value, "Hồ Liệt Sơn"]), UNICODE)
    assert decoded.lossy.tolist() == [True, False]
    assert decoded.values.to_pylist()[0] == value


@pytest.mark.parametrize(
    "value",
    [
        "?",
        "Đã cấp giấy?",
        "https://qn.example/a?b=c Hồ",
        "xem www.example/x?y",
        "BTN?",
        "Hồ (?)",
        "Năm 2023?",
    ],
)
def test_a_question_is_not_a_loss(value: str) -> None:
    assert not decode_column(pa.array([value]), UNICODE).lossy.any()


def test_bytes_without_meaning_are_lossy() -> None:
    decoded = decode_column(pa.array([tcvn3("Xã Bình Sơn") + " \xc0\xc1x", tcvn3("Xã Bình Sơn")]), TCVN3)
    assert decoded.lossy.tolist() == [True, False]
    assert decoded.values.to_pylist()[0] == "Xã Bình Sơn ÀÁx"


def test_a_field_cut_within_a_letter_is_lossy() -> None:
    raw = ["Phường Nghĩa Lộ".encode()[:-1].decode("latin-1"), "Xã Mộ Đức".encode().decode("latin-1")]
    decoded = decode_column(pa.array(raw), ColumnText(TextEncoding.UTF8, 1.0, False, ()))
    assert decoded.values.to_pylist() == ["Phường Nghĩa L\ufffd", "Xã Mộ Đức"]
    assert decoded.lossy.tolist() == [True, False]


def test_nulls_spaces_and_control_characters() -> None:
    raw = pa.array([None, "  " + tcvn3("Mộ Đức") + "  ", "", "ODT ", "A\x00B", None])
    decoded = decode_column(raw, TCVN3)
    assert decoded.values.to_pylist() == [None, "Mộ Đức", "", "ODT", "AB", None]
    assert decoded.changed.tolist() == [False, True, False, False, True, False]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_all_kinds_of_string_arrays(kind: pa.DataType) -> None:
    raw = pa.array([tcvn3("Mộ Đức"), None, tcvn3("Mộ Đức"), "ODT"]).cast(kind)
    decoded = decode_column(raw, detect(raw))
    assert decoded.values.to_pylist() == ["Mộ Đức", None, "Mộ Đức", "ODT"]
    assert decoded.values.type == (pa.large_string() if kind == pa.large_string() else pa.string())
    assert decoded.changed.tolist() == [True, False, True, False]
    part = decode_column(raw.slice(1, 2), TCVN3)
    assert (part.values.to_pylist(), part.changed.tolist()) == ([None, "Mộ Đức"], [False, True])


def test_columns_without_text() -> None:
    assert decode_column(pa.nulls(3), TCVN3).values.to_pylist() == [None] * 3
    assert len(decode_column(pa.array([], pa.string()), TCVN3).values) == 0
    with pytest.raises(TypeError):
        decode_column(pa.array([1, 2]), TCVN3)


def test_work_is_done_once_per_distinct_value(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    real = column_module.decode_value

    def counted(value: str, encoding: TextEncoding) -> tuple[str, bool]:
        nonlocal calls
        calls += 1
        return real(value, encoding)

    monkeypatch.setattr(column_module, "decode_value", counted)
    names = [f"Thửa {i} xã Bình Sơn" for i in range(1000)]
    order = np.arange(65_536) % 1000
    raw = pa.array([tcvn3(name) for name in names]).take(pa.array(order))
    decoded = decode_column(raw, TCVN3)
    assert calls == 1000
    assert decoded.values.to_pylist() == [names[i] for i in order]

    calls = 0
    codes = pa.array(["ODT", "CLN", None, " LUC "]).take(pa.array(order % 4))
    assert set(decode_column(codes, TCVN3).values.to_pylist()) == {"ODT", "CLN", None, "LUC"}
    assert calls == 0


@pytest.mark.parametrize("encoding", [TextEncoding.TCVN3, TextEncoding.VNI, TextEncoding.VISCII, TextEncoding.CP1258])
def test_from_the_bytes_of_a_shapefile(tmp_path: Path, encoding: TextEncoding) -> None:
    """GDAL, told ISO-8859-1, hands over every byte; the last letters too, which its own CP1258 loses."""
    names = [
        "Phường Nghĩa Lộ",
        "Xã Sơn Tây",
        "Đường Trường Chinh",
        "Hồ chứa nước",
        "Xã Cà Đam",
        "Đất ở đô thị",
    ]
    path = tmp_path / "names.shp"
    table = pa.table(
        {
            "ten": pa.array([encode(name, encoding).decode("latin-1") for name in names]),
            "geometry": pa.array(shapely.to_wkb(shapely.points(np.arange(len(names)), 0.0))),
        }
    )
    pyogrio.write_arrow(
        table, path, encoding="ISO-8859-1", geometry_name="geometry", geometry_type="Point", crs="EPSG:4326"
    )
    assert encode("Phường Nghĩa Lộ", encoding) in path.with_suffix(".dbf").read_bytes()
    _, read = pyogrio.read_arrow(path, encoding="ISO-8859-1")
    raw = read.column("ten").combine_chunks()
    column = detect(raw)
    assert column.encoding is encoding
    assert decode_column(raw, column).values.to_pylist() == names
