"""Which encoding a column is recognised as."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from sdi.errors import UsageError
from sdi.text import TextEncoding, decode_column, detect, encode
from sdi.text.detect import MAX_VALUES
from sdi.text.syllables import COMMON, well_formed

LEGACY = [TextEncoding.TCVN3, TextEncoding.VNI, TextEncoding.VISCII, TextEncoding.CP1258]
ENCODED = [*LEGACY, TextEncoding.UTF8, TextEncoding.DOUBLE_UTF8]
COMMUNES = (
    """
Phường Cẩm Thành|Phường Nghĩa Lộ|Xã An Phú|Xã Bình Sơn|Xã Vạn Tường|Xã Bình Chương|Xã Đông Sơn
Xã Trà Bồng|Xã Cà Đam|Phường Trương Quang Trọng|Xã Thọ Phong|Xã Tịnh Khê|Xã Vệ Giang|Xã Sơn Hạ
Xã Sơn Thuỷ|Xã Phước Giang|Xã Đình Cương|Xã Mộ Đức|Xã Mỏ Cày|Phường Đức Phổ|Xã Nguyễn Nghiêm
Phường Sa Huỳnh|Xã Ba Động|Xã Đặng Thuỳ Trâm|Đặc khu Lý Sơn|Phường Đăk Bla|Xã Ngọk Bay|Xã Xốp
Xã Bờ Y|Xã Dục Nông|Xã Măng Bút|Xã Rờ Kơi|Xã Kon Plông|Xã Ia Tơi|Xã Ngọk Réo
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WESTERN = {
    "French": "Forêt domaniale|Église Saint-Étienne|Château d'eau|École maternelle|Hôtel de ville|Île|Noël"
    "|Loïc|Périmètre protégé|Bâtiment|Côte|Égout|né|où|là|sûr|août|coût|bûche|Chloé|Benoît",
    "Spanish": "Parcela rústica|Señalización|Población|Año|España|Jardín Botánico|León|Cádiz",
    "German": "Straße|Mühle|Köln|München|Größe|Fußweg|Überführung|Kläranlage",
    "Portuguese": "São João|Não|Praça da Sé|Conceição|Irmã",
    "Norwegian": "Blåbærveien|Rødås|Ålesund|Tromsø",
    "English": "naïve|café|résumé|Señor Frog's|Zoë|½ acre|© 2024|Main St – North|“quoted”",
    "units": "120 m²|m²|5 km²|108°30'|25°C|µm|5 µg/l|± 2|§ 12|n° 5|3 m³/s",
    "codes": "ODT|CLN|ONT+CLN|LUC|@DAT O (QH)|BHK|DGT",
}


def raw_of(texts: list[str], encoding: TextEncoding) -> list[str]:
    """What GDAL hands over for these texts when the file is opened as ISO-8859-1."""
    return [encode(text, encoding).decode("latin-1") for text in texts]


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_column_of_communes(encoding: TextEncoding) -> None:
    column = detect(raw_of(COMMUNES, encoding))
    assert column.encoding is encoding
    assert column.score == 1.0
    assert len(column.samples) == 5
    assert column.samples[1] == (raw_of(COMMUNES, encoding)[1], "Phường Nghĩa Lộ")


@pytest.mark.parametrize("encoding", ENCODED)
def test_where_the_names_of_the_province_are_known_one_or_two_are_enough(encoding: TextEncoding) -> None:
    """So the intake asks. Without them a few names may all be words either way (``Mãng``: Măng in CP1258)."""
    raw = dict(zip(COMMUNES, raw_of(list(COMMUNES), encoding), strict=True))
    known = frozenset(COMMUNES)
    for names in [*itertools.combinations(COMMUNES, 1), *itertools.combinations(COMMUNES, 2)]:
        values = [raw[name] for name in names]
        column = detect(values, syllables=known)
        assert decode_column(pa.array(values), column).values.to_pylist() == list(names)


def test_all_communes_of_the_province(shared_data: Path) -> None:
    table = shared_data.parent / "domain" / "tables" / "quangngai_communes_2025.csv"
    names = [line.split(",")[1] for line in table.read_text("utf-8").splitlines()[1:]]
    assert len(names) == 96
    for encoding in ENCODED:
        raw = pa.array(raw_of(names, encoding))
        column = detect(raw)
        assert (column.encoding, decode_column(raw, column).values.to_pylist()) == (encoding, names)


@pytest.mark.parametrize("texts", WESTERN.values(), ids=WESTERN.keys())
def test_other_languages_are_left_alone(texts: str) -> None:
    values = pa.array(texts.split("|"))
    decoded = decode_column(values, detect(values))
    assert decoded.values.to_pylist() == values.to_pylist()
    assert not decoded.changed.any()
    for single in texts.split("|"):
        alone = pa.array([single])
        assert decode_column(alone, detect(alone)).values.to_pylist() == [single]


def test_names_of_kinds_of_column() -> None:
    assert detect(["ODT", "CLN", None, ""]).encoding is TextEncoding.ASCII
    assert detect([]).encoding is TextEncoding.ASCII
    assert detect(["Forêt", "Église"]).encoding is TextEncoding.LATIN1
    assert detect(["Xã Bình Sơn", "Xã An Phú"]).encoding is TextEncoding.UNICODE


def test_proper_vietnamese_without_a_letter_above_bytes_stays() -> None:
    values = pa.array(["KÊNH CHÍNH NAM", "KÊNH NÚI NGANG", "Phân khu 1", "Chùa Khánh Vân", "Ba Tô", "Sông Trà"])
    column = detect(values)
    assert column.encoding is TextEncoding.UNICODE
    assert decode_column(values, column).values.to_pylist() == values.to_pylist()


def test_decomposed_text_is_recognised_and_composed() -> None:
    values = pa.array([unicodedata.normalize("NFD", name) for name in COMMUNES])
    column = detect(values)
    assert (column.encoding, column.decomposed) == (TextEncoding.UNICODE, True)
    decoded = decode_column(values, column)
    assert decoded.values.to_pylist() == COMMUNES
    assert decoded.changed.all()
    assert not detect(COMMUNES).decomposed
    as_bytes = [unicodedata.normalize("NFD", name).encode().decode("latin-1") for name in COMMUNES]
    assert detect(as_bytes).decomposed


def test_text_put_together_by_cp1252_counts_as_bytes() -> None:
    names = ["Khu dân cư – thị trấn", "Xã “Bình Sơn”", "Phường Nghĩa Lộ", "Đường tránh – phía đông"]
    raw = [encode(name, TextEncoding.TCVN3).decode("cp1252") for name in names]
    column = detect(raw)
    assert column.encoding is TextEncoding.TCVN3
    assert decode_column(pa.array(raw), column).values.to_pylist() == names


def test_a_column_that_is_half_unicode_is_still_decoded() -> None:
    raw = pa.array(COMMUNES[:10] + raw_of(COMMUNES[10:], TextEncoding.TCVN3))
    column = detect(raw)
    assert column.encoding is TextEncoding.TCVN3
    assert decode_column(raw, column).values.to_pylist() == COMMUNES


def test_the_known_names_of_a_province_settle_a_doubt() -> None:
    raw = raw_of(["Lốc"], TextEncoding.TCVN3)  # Lèc: a syllable as it stands, were it not for the tone
    assert detect(raw).encoding is not TextEncoding.TCVN3
    assert detect(raw, syllables=frozenset({"Lốc"})).encoding is TextEncoding.TCVN3


def test_a_declared_encoding_stands_and_is_scored() -> None:
    raw = raw_of(COMMUNES, TextEncoding.VNI)
    assert detect(raw, declared="auto").encoding is TextEncoding.VNI
    assert detect(raw, declared="VNI-Windows").score == 1.0
    wrong = detect(raw, declared="tcvn3")
    assert wrong.encoding is TextEncoding.TCVN3
    assert wrong.score < 0.5


def test_an_unknown_declared_encoding_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="tcvn3"):
        detect(["x"], declared="shift-jis")


def test_reading_stops_when_there_is_evidence_enough() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"X· B×nh S¬n {taken}"

    assert detect(endless()).encoding is TextEncoding.TCVN3
    assert taken == MAX_VALUES


@pytest.mark.parametrize(
    "word",
    [
        "Nghĩa",
        "Lộ",
        "Đường",
        "quyết",
        "giếng",
        "gìn",
        "khuya",
        "Thuỷ",
        "thủy",
        "hoà",
        "hòa",
        "yêu",
        "Quốc",
        "oách",
        "Đăk",
        "Ngọk",
        "Plông",
        "xoong",
        "ỷ",
    ],
)
def test_syllables_of_vietnamese_and_of_the_highlands(word: str) -> None:
    assert well_formed(word)


@pytest.mark.parametrize(
    "word",
    ["Nghỵa", "Lơị", "các̀", "ngế", "kghi", "àc", "cầc", "hote", "lộộ", "nghã", "quúc", "Forêt", "bìnhs"],
)
def test_what_is_no_syllable(word: str) -> None:
    assert not well_formed(unicodedata.normalize("NFC", word))


def test_the_common_syllables_obey_the_rules() -> None:
    assert {word for word in COMMON if not well_formed(word)} == set()
