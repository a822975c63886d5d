"""Legacy Vietnamese encodings: what the bytes of one value say.

Text arrives as GDAL hands it over when a file is opened as ISO-8859-1: one character per byte. Nothing may
normalise or strip such text before it is decoded: ``ư`` of TCVN3 is U+00AD, the soft hyphen, and half of the
other letters are symbols that NFKC rewrites.

Sources of the tables: TCVN 5712:1993 part VN3 (checked against glibc ``TCVN5712-1``), RFC 1456 for VISCII
(checked against glibc ``VISCII``), the VNI-Windows keyboard rule, and Python's own ``cp1258``.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache


class TextEncoding(StrEnum):
    """How the bytes of a text column were made."""

    UTF8 = "utf-8"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    CP1258 = "cp1258"
    DOUBLE_UTF8 = "double-utf-8"
    ASCII = "ascii"
    UNICODE = "unicode"
    LATIN1 = "latin-1"


#: Encodings that are decoded letter by letter, in the order that settles a tie.
LEGACY = (TextEncoding.TCVN3, TextEncoding.VNI, TextEncoding.CP1258, TextEncoding.VISCII)

#: Characters that Windows draws for the bytes 80-9F, and the byte of each. Software that reads Latin-1 as
#: CP1252 hands over these instead of C1 controls; they do not make a text Unicode.
_CP1252_TO_BYTE = {
    bytes([b]).decode("cp1252"): chr(b) for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTE_TO_CP1252 = {byte: char for char, byte in _CP1252_TO_BYTE.items()}
_TO_VIEW = str.maketrans(_CP1252_TO_BYTE)
_CP1252_CHAR = re.compile(f"[{''.join(_CP1252_TO_BYTE)}]")
_ABOVE_BYTES = re.compile(f"[^\x00-\xff{''.join(_CP1252_TO_BYTE)}]")

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VISCII_RUNS = {
    0x02: "Ẳ",
    0x05: "ẴẪ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
    0x90: "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
    0xA0: "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    0xE0: "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
#: Control cells that VISCII uses for rare capitals: the only way in which an ASCII-looking text is not ASCII.
VISCII_CONTROLS = "\x02\x05\x06\x14\x19\x1e"

#: VNI writes a letter as base + mark. Per group of bases: mark -> combining characters it adds.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = {"â": "\u0302"} | dict(zip("áàåãä", ("\u0302" + tone for tone in _VNI_TONES.values()), strict=True))
_VNI_BREVE = {"ê": "\u0306"} | dict(zip("éèúüë", ("\u0306" + tone for tone in _VNI_TONES.values()), strict=True))
_VNI_MARKS_OF = {
    "a": _VNI_TONES | _VNI_CIRCUMFLEX | _VNI_BREVE,
    "e": _VNI_TONES | _VNI_CIRCUMFLEX,
    "o": _VNI_TONES | _VNI_CIRCUMFLEX,
    "u": _VNI_TONES,
    "y": _VNI_TONES,
    "ô": _VNI_TONES,
    "ö": _VNI_TONES,
}
_VNI_SINGLES = dict(zip("ñôöìíæóòî", "đơưìíỉĩịỵ", strict=True))

#: Symbols that sit in the same cells of Latin-1 and of every Vietnamese font; a leftover one is no damage.
_SYMBOLS = "\xa0¯°±²³´"
_COMBINING = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")
_TONE_BEFORE_SHAPE = re.compile("([aeoAEO]\u0323?)([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
#: Scripts that appear only when bytes of another encoding pass for UTF-8 by accident (Greek … Georgian …).
_FOREIGN = re.compile("[\u0250-\u02ff\u0370-\u1dff\ud800-\udfff]")
_VIETNAMESE_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def is_unicode(value: str) -> bool:
    """Whether the value holds a character that no byte can stand for: it is Unicode text already."""
    return _ABOVE_BYTES.search(value) is not None


def byte_view(value: str) -> str:
    """The value with one character per byte (U+0000-U+00FF), undoing CP1252's reading of 80-9F."""
    return value.translate(_TO_VIEW) if _CP1252_CHAR.search(value) else value


def compose(text: str) -> str:
    """NFC, also where the tone was typed before the circumflex or breve (``á`` + U+0302 is ``ấ``)."""
    if text.isascii():
        return text
    if _COMBINING.search(text):
        text = _TONE_BEFORE_SHAPE.sub(r"\1\3\2", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def is_decomposed(text: str) -> bool:
    """Whether Vietnamese marks stand apart from their letters."""
    return _COMBINING.search(text) is not None


def peel(value: str) -> str | None:
    """Read the value's bytes as UTF-8 once.

    A sequence cut by the width of a DBF field becomes U+FFFD at the end.

    Returns:
        The text, or ``None`` when the value is ASCII, is Unicode already or is not UTF-8.
    """
    if value.isascii() or is_unicode(value):
        return None
    raw = byte_view(value).encode("latin-1")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        head = raw[: error.start].decode("utf-8")
        if head.isascii():
            return None
        text = head + "\ufffd"
    return None if _FOREIGN.search(text) else text


def decode(value: str, encoding: TextEncoding) -> str:
    """Decode one value read as ISO-8859-1 (or as CP1252).

    A value that is Unicode already is only composed. What the encoding does not define stays as it was read;
    :func:`undecoded` tells.

    Args:
        value: Text with one character per byte.
        encoding: How its bytes were made.

    Returns:
        Text in NFC.
    """
    if value.isascii() and encoding is not TextEncoding.VISCII:
        return value
    if encoding is TextEncoding.DOUBLE_UTF8:
        return compose(_peel_all(value))
    if is_unicode(value):
        return compose(value)
    if encoding is TextEncoding.UTF8:
        return compose(_utf8(value))
    if encoding is TextEncoding.VNI:
        pairs, pattern = _vni()
        return compose(_c1_as_drawn(pattern.sub(lambda found: pairs[found[0]], byte_view(value))))
    if encoding in LEGACY:
        return compose(byte_view(value).translate(_table(encoding)))
    return compose(value)


def undecoded(value: str, encoding: TextEncoding) -> bool:
    """Whether the value holds bytes that its legacy encoding gives no meaning, or a VNI mark without base."""
    if encoding not in LEGACY or value.isascii() or is_unicode(value):
        return False
    view = byte_view(value)
    if encoding is TextEncoding.VNI:
        view = _vni()[1].sub("", view)
    return _gaps(encoding).search(view) is not None


def encode(value: str, encoding: TextEncoding) -> bytes:
    """Encode Vietnamese text as a legacy application would have written it.

    TCVN3 has no cells for most accented capitals: they go to the cell of the small letter, as people typed
    them under an all-capitals font.

    Args:
        value: Unicode text.
        encoding: Target.

    Raises:
        UnicodeEncodeError: The encoding has no bytes for a character, or reads its byte as another letter.
    """
    text = compose(value)
    match encoding:
        case TextEncoding.UTF8 | TextEncoding.UNICODE:
            return text.encode("utf-8")
        case TextEncoding.DOUBLE_UTF8:
            return text.encode("utf-8").decode("latin-1").encode("utf-8")
        case TextEncoding.ASCII | TextEncoding.LATIN1:
            return text.encode(encoding.value)
        case TextEncoding.CP1258:
            text = "".join(_for_cp1258(char) for char in text)
    cells = _cells(encoding)
    out = bytearray()
    for position, char in enumerate(text):
        cell = cells.get(char)
        if cell is None and encoding is TextEncoding.TCVN3:
            cell = cells.get(char.lower())
        if cell is None:
            raise UnicodeEncodeError(encoding.value, text, position, position + 1, "no cell for this letter")
        out += cell.encode("latin-1")
    return bytes(out)


def _utf8(value: str) -> str:
    text = peel(value)
    if text is not None:
        return text
    return byte_view(value).encode("latin-1").decode("utf-8", "replace")


def _peel_all(value: str, limit: int = 3) -> str:
    for _ in range(limit):
        text = peel(value)
        if text is None:
            break
        value = text
    return value


def _c1_as_drawn(text: str) -> str:
    """Bytes 80-9F that a Vietnamese font leaves alone are the quotes and dashes that Windows draws there."""
    return "".join(_BYTE_TO_CP1252.get(char, char) for char in text)


@cache
def _table(encoding: TextEncoding) -> dict[int, str]:
    """Byte -> text of the three encodings with one byte per character; bytes without meaning are absent."""
    if encoding is TextEncoding.CP1258:
        decoded = {b: bytes([b]).decode("cp1258", "ignore") for b in range(0x80, 0x100)}
        return {b: char for b, char in decoded.items() if char}
    if encoding is TextEncoding.VISCII:
        return _spread(_VISCII_RUNS)
    return {ord(byte): char for byte, char in _BYTE_TO_CP1252.items()} | _spread(_TCVN3_RUNS)


@cache
def _gaps(encoding: TextEncoding) -> re.Pattern[str]:
    """Bytes that mean nothing in an encoding; in VNI, what is left when all spellings are taken out."""
    meant = {ord(byte) for byte in _BYTE_TO_CP1252} if encoding is TextEncoding.VNI else set(_table(encoding))
    gaps = [chr(b) for b in range(0x80, 0x100) if b not in meant and chr(b) not in _SYMBOLS]
    return re.compile(f"[{re.escape(''.join(gaps))}]" if gaps else "(?!)")


def _spread(runs: dict[int, str]) -> dict[int, str]:
    return {first + i: char for first, run in runs.items() for i, char in enumerate(run)}


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    """VNI spelling -> letter, and the pattern that finds exactly these spellings, pairs before singles.

    The base decides the case of a pair: keyboards and fonts disagree about the case of the mark.
    """
    pairs: dict[str, str] = {}
    patterns = []
    for base, marks in _VNI_MARKS_OF.items():
        typed_marks = "".join(marks)
        patterns.append(f"[{base}{base.upper()}][{typed_marks}{typed_marks.upper()}]")
        letter = _VNI_SINGLES.get(base, base)
        for mark, combining in marks.items():
            small = unicodedata.normalize("NFC", letter + combining)
            for typed in (mark, mark.upper()):
                pairs[base + typed] = small
                pairs[base.upper() + typed] = small.upper()
    for byte, letter in _VNI_SINGLES.items():
        pairs[byte] = letter
        pairs[byte.upper()] = letter.upper()
    singles = "".join(_VNI_SINGLES)
    return pairs, re.compile("|".join([*patterns, f"[{singles}{singles.upper()}]"]))


@cache
def _cells(encoding: TextEncoding) -> dict[str, str]:
    """Character -> bytes (as Latin-1 text), the inverse of decoding, with the symbols nobody redefines."""
    if encoding is TextEncoding.VNI:
        cells = {char: byte for byte, char in _BYTE_TO_CP1252.items()}
        for spelling, letter in sorted(_vni()[0].items(), key=lambda pair: len(pair[0])):
            if spelling.isupper() == letter.isupper():
                cells.setdefault(letter, spelling)
        taken: set[int] = set()
    else:
        table = _table(encoding)
        cells = {char: chr(byte) for byte, char in table.items()}
        taken = set(table)
    plain = {chr(b): chr(b) for b in range(0x80) if b not in taken}
    symbols = {char: char for char in _SYMBOLS if ord(char) not in taken}
    return plain | symbols | cells


def _for_cp1258(char: str) -> str:
    """CP1258 has ready letters for some accents only; elsewhere the tone follows its letter."""
    cells = _cells(TextEncoding.CP1258)
    if char in cells or char.isascii():
        return char
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(part for part in parts if part in _VIETNAMESE_TONES)
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _VIETNAMESE_TONES))
    return letter + tones
