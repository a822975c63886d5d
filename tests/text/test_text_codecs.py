"""Tables and decoders against glibc's iconv, Python's cp1258 and the rule of VNI."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest

from sdi.text import TextEncoding, decode, encode
from sdi.text.codecs import byte_view, compose, is_unicode, peel, undecoded

PLACES = (
    """
Phường Nghĩa Lộ|Xã Tư Nghĩa|Xã Mộ Đức|Phường Đức Phổ|Xã Trà Bồng|Xã Sơn Tây Thượng|Đặc khu Lý Sơn
Xã Đặng Thuỳ Trâm|Xã Bình Chương|Xã Thiện Tín|Xã Mỏ Cày|Xã Ba Vì|Xã Ba Tơ|Phường Đăk Cấm
Xã Kon Plông|Xã Ngọk Réo|Xã Bờ Y|Xã Đăk Pék|Đường Nguyễn Huệ|Hẻm 12 Quang Trung|Quốc lộ 24B
Hồ chứa nước Liệt Sơn|Kênh Thạch Nham|Cầu Cửa Đại|Mỹ Khê|Kỳ Xuyên|Đất ở tại đô thị
Đất trồng lúa nước còn lại|Đất quốc phòng|Rừng phòng hộ|Ủy ban nhân dân|Tỉnh Quảng Ngãi|Ẩm Thuỷ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
LETTERS = "aăâeêioôơuưy"
ACCENTED = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for letter in LETTERS
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
).translate(str.maketrans("", "", "aeiouy"))
ALPHABET = ACCENTED + "đ" + (ACCENTED + "đ").upper()


def iconv(raw: bytes, source: str, target: str = "UTF-8") -> bytes:
    command = ["iconv", "-f", source, "-t", target]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout


def iconv_byte(byte: int, source: str) -> str | None:
    """What glibc makes of one byte; None where it refuses."""
    try:
        return iconv(bytes([byte]), source).decode()
    except subprocess.CalledProcessError:
        return None


def test_the_alphabet_of_these_tests_is_complete() -> None:
    assert len(set(ALPHABET)) == 134


def test_every_letter_of_tcvn3_is_that_of_glibc() -> None:
    letters = {b: decode(chr(b), TextEncoding.TCVN3) for b in range(0xA0, 0x100)}
    letters = {b: c for b, c in letters.items() if c.isalpha() and not undecoded(chr(b), TextEncoding.TCVN3)}
    assert len(letters) == 74
    assert letters == {b: iconv_byte(b, "TCVN5712-1") for b in letters}


def test_viscii_is_that_of_glibc_in_all_256_cells() -> None:
    ours = [decode(chr(b), TextEncoding.VISCII) for b in range(256)]
    assert ours == [iconv_byte(b, "VISCII") for b in range(256)]


def test_cp1258_is_that_of_python_and_of_glibc_in_every_defined_cell() -> None:
    for b in range(256):
        try:
            expected = bytes([b]).decode("cp1258")
        except UnicodeDecodeError:
            assert undecoded(chr(b), TextEncoding.CP1258), hex(b)
            continue
        assert decode(chr(b), TextEncoding.CP1258) == unicodedata.normalize("NFC", expected), hex(b)
        assert iconv_byte(b, "CP1258") == expected, hex(b)


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        (TextEncoding.TCVN3, "TCVN5712-1"),
        (TextEncoding.VISCII, "VISCII"),
        (TextEncoding.CP1258, "CP1258"),
        (TextEncoding.UTF8, "UTF-8"),
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_glibc_reads_what_we_write(place: str, encoding: TextEncoding, charset: str) -> None:
    text = place
    if encoding is TextEncoding.TCVN3:  # accented capitals have no cell of their own
        text = "".join(c.lower() if c not in "ĂÂÊÔƠƯĐ" and not c.isascii() else c for c in place)
    raw = encode(place, encoding)
    assert unicodedata.normalize("NFC", iconv(raw, charset).decode()) == text
    assert decode(raw.decode("latin-1"), encoding) == text


@pytest.mark.parametrize("encoding", [TextEncoding.TCVN3, TextEncoding.VISCII])
def test_we_read_what_glibc_writes(encoding: TextEncoding) -> None:
    charset = {TextEncoding.TCVN3: "TCVN5712-1", TextEncoding.VISCII: "VISCII"}[encoding]
    text = "đường nguyễn huệ, đất ở tại đô thị, ủy, thuỷ, kỹ, ỵ, ẵẳằắặ ẫẩầấậ ễểềếệ ỗổồốộ ỡởờớợ ữửừứự"
    raw = iconv(text.encode(), "UTF-8", charset)
    assert decode(raw.decode("latin-1"), encoding) == text
    assert encode(text, encoding) == raw


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Phöôøng Nghóa Loä", "Phường Nghĩa Lộ"),
        ("Tænh Quaûng Ngaõi", "Tỉnh Quảng Ngãi"),
        ("Ñaëc khu Lyù Sôn", "Đặc khu Lý Sơn"),
        ("Huyeän Bình Sôn", "Huyện Bình Sơn"),
        ("Hoaø Myõ, Tî", "Hoà Mỹ, Tỵ"),
        ("Hoøa", "Hòa"),
        ("ÑÖÔØNG", "ĐƯỜNG"),
        ("CAÀU GIAÁY", "CẦU GIẤY"),
        ("Thò traán", "Thị trấn"),
        ("Aêm AÊm", "Ăm Ăm"),
        ("chôï Möôùp", "chợ Mướp"),
    ],
)
def test_vni_by_hand(typed: str, text: str) -> None:
    assert decode(typed, TextEncoding.VNI) == text


def test_vni_marks_follow_one_rule_for_all_letters() -> None:
    """The mark of a tone is the same on every base; circumflex and breve have six marks each."""
    tones = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    circumflex = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    single = {"đ": "ñ", "ơ": "ô", "ư": "ö", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
    for letter in ALPHABET:
        small = letter.lower()
        parts = unicodedata.normalize("NFD", small)
        tone = "".join(p for p in parts if p in tones)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        if small in single:
            expected = single[small]
        elif "\u0302" in parts:
            expected = parts[0] + circumflex[tone]
        elif "\u0306" in parts:
            expected = parts[0] + breve[tone]
        else:
            expected = single.get(base, base) + tones[tone]
        expected = expected if letter == small else expected.upper()
        assert encode(letter, TextEncoding.VNI).decode("latin-1") == expected, letter
        assert decode(expected, TextEncoding.VNI) == letter


def test_tables_agree_with_the_collected_ones(shared_data: Path) -> None:
    tables = json.loads((shared_data.parent / "domain" / "tables" / "vn_legacy_encodings.json").read_text())
    for char, cells in tables["vni_unicode_to_hex"].items():
        assert encode(char, TextEncoding.VNI) == bytes.fromhex(cells), char
    for char, cell in tables["viscii_unicode_to_hex"].items():
        assert encode(char, TextEncoding.VISCII) == bytes.fromhex(cell), char
    for cell, char in tables["tcvn3_byte_to_unicode"].items():
        assert encode(char, TextEncoding.TCVN3) == bytes.fromhex(cell), char


@pytest.mark.parametrize("encoding", [TextEncoding.VNI, TextEncoding.VISCII, TextEncoding.CP1258])
def test_all_letters_of_both_cases_survive(encoding: TextEncoding) -> None:
    for letter in ALPHABET:
        assert decode(encode(letter, encoding).decode("latin-1"), encoding) == letter


def test_soft_hyphen_is_a_letter_of_tcvn3() -> None:
    raw = encode("Phường Trường Chinh", TextEncoding.TCVN3).decode("latin-1")
    assert raw.count("\xad") == 2
    assert decode(raw, TextEncoding.TCVN3) == "Phường Trường Chinh"
    assert decode(raw.replace("\xad", ""), TextEncoding.TCVN3) == "Phờng Trờng Chinh"


def test_quotes_and_dashes_of_windows_survive_in_tcvn3_and_vni() -> None:
    for encoding in (TextEncoding.TCVN3, TextEncoding.VNI):
        raw = encode("Cầu “Trà Khúc” – bờ bắc…", encoding).decode("latin-1")
        assert "\x93" in raw
        assert decode(raw, encoding) == "Cầu “Trà Khúc” – bờ bắc…"
        assert decode(raw.encode("latin-1").decode("cp1252"), encoding) == "Cầu “Trà Khúc” – bờ bắc…"


def test_units_are_not_letters() -> None:
    assert decode("120 m² ±5°", TextEncoding.TCVN3) == "120 m² ±5°"
    assert not undecoded("120 m² ±5°", TextEncoding.TCVN3)


def test_what_an_encoding_does_not_define_is_told() -> None:
    assert undecoded("X\xc0", TextEncoding.TCVN3)
    assert undecoded("b\xf8", TextEncoding.VNI)  # a mark without its base
    assert not undecoded("bo\xf8", TextEncoding.VNI)
    assert not undecoded("Phường", TextEncoding.TCVN3)


def test_a_letter_without_a_cell_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode("大", TextEncoding.TCVN3)
    with pytest.raises(UnicodeEncodeError):  # its byte would be read as à
        encode("µ", TextEncoding.TCVN3)


def test_utf8_read_byte_by_byte() -> None:
    raw = "Phường Nghĩa Lộ".encode().decode("latin-1")
    assert peel(raw) == "Phường Nghĩa Lộ"
    assert decode(raw, TextEncoding.UTF8) == "Phường Nghĩa Lộ"
    assert peel("Trà") is None
    assert peel("Ph\xad\xeang") is None


def test_utf8_cut_by_the_width_of_a_field_keeps_what_is_there() -> None:
    raw = "Phường Nghĩa".encode()[:6].decode("latin-1")  # cut inside ờ
    assert decode(raw, TextEncoding.UTF8) == "Phư\ufffd"


@pytest.mark.parametrize("middle", ["latin-1", "cp1252"])
def test_utf8_encoded_twice(middle: str) -> None:
    text = "Trạm biến áp Bờ Y – xã Tịnh Khê"
    once = "".join(_read(b, middle) for b in text.encode())
    twice = once.encode().decode("latin-1")
    assert decode(once, TextEncoding.DOUBLE_UTF8) == text
    assert decode(twice, TextEncoding.DOUBLE_UTF8) == text
    assert encode("Lộ", TextEncoding.DOUBLE_UTF8).decode().encode("latin-1").decode() == "Lộ"


def _read(byte: int, charset: str) -> str:
    try:
        return bytes([byte]).decode(charset)
    except UnicodeDecodeError:  # the five cells that cp1252 leaves empty
        return chr(byte)


def test_viscii_is_not_taken_for_utf8() -> None:
    raw = encode("Dương", TextEncoding.VISCII).decode("latin-1")
    assert raw.encode("latin-1").decode("utf-8")  # by accident it is
    assert peel(raw) is None


def test_decomposed_text_is_composed_also_with_the_tone_first() -> None:
    assert compose(unicodedata.normalize("NFD", "Trường Chinh, Đường số 5")) == "Trường Chinh, Đường số 5"
    assert compose("a\u0301\u0302 o\u0323\u0302") == "ấ ộ"
    assert compose("ê\u0323") == "ệ"


def test_unicode_is_known_by_one_character_above_bytes() -> None:
    assert is_unicode("Sơn")
    assert not is_unicode("Hà")
    assert not is_unicode("S¬n – “TT”")
    assert byte_view("–") == "\x96"
    assert decode("Sơn \xad", TextEncoding.TCVN3) == "Sơn \xad"
