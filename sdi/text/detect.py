"""Recognise the encoding of a text column by what its values say, not by what its file claims."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from sdi.errors import UsageError
from sdi.text.codecs import LEGACY, VISCII_CONTROLS, TextEncoding, is_decomposed, is_unicode, peel
from sdi.text.column import ColumnText, decode_value
from sdi.text.evidence import (
    KNOWN,
    WESTERN,
    credit,
    lead,
    mean_credit,
    rewritten,
    share_formed,
    telling_words,
)
from sdi.text.fold import match_key
from sdi.text.syllables import COMMON

#: Bounds of the evidence: distinct values with a byte above ASCII, characters of each, telling words in all.
MAX_VALUES, MAX_LENGTH, MAX_WORDS = 5000, 400, 5000
#: A legacy encoding must explain this much, and the words that it rewrites this much better than they stand.
MIN_CREDIT, MIN_LEAD = 0.5, 0.25
_MAX_SAMPLES, _SAMPLE_LENGTH = 5, 120

_NAMES = {
    "utf8": TextEncoding.UTF8,
    "65001": TextEncoding.UTF8,
    "tcvn3": TextEncoding.TCVN3,
    "tcvn": TextEncoding.TCVN3,
    "abc": TextEncoding.TCVN3,
    "tcvn57121": TextEncoding.TCVN3,
    "vni": TextEncoding.VNI,
    "vniwindows": TextEncoding.VNI,
    "viscii": TextEncoding.VISCII,
    "cp1258": TextEncoding.CP1258,
    "1258": TextEncoding.CP1258,
    "windows1258": TextEncoding.CP1258,
    "doubleutf8": TextEncoding.DOUBLE_UTF8,
    "ascii": TextEncoding.ASCII,
    "unicode": TextEncoding.UNICODE,
    "latin1": TextEncoding.LATIN1,
    "iso88591": TextEncoding.LATIN1,
}


def detect(
    values: Iterable[str | None], *, declared: str | None = None, syllables: frozenset[str] | None = None
) -> ColumnText:
    """Weigh the evidence of a column.

    Args:
        values: The column, or a good part of it, as read by ISO-8859-1; Arrow arrays are welcome.
        declared: Encoding named by the source profile; it stands, the evidence only scores it. ``auto`` and
            ``None`` leave the choice to the evidence. (What a ``.cpg`` claims is no declaration.)
        syllables: More known words, such as the names of the province's communes; any case.

    Raises:
        UsageError: ``declared`` names no encoding that is known here.
    """
    chosen = encoding_named(declared)
    unicode_values, byte_values = _telling_values(values)
    words = list(dict.fromkeys(word for value in byte_values for word in telling_words(value)))[:MAX_WORDS]
    known = COMMON | {word for name in syllables or () for word in name.lower().split()}
    found, score = _weigh(unicode_values, byte_values, words, known)
    if chosen is not None and chosen is not found:
        found, score = chosen, _score_of(chosen, byte_values, words)
    decomposed = any(map(is_decomposed, unicode_values)) or any(
        is_decomposed(text) for text in map(peel, byte_values) if text
    )
    return ColumnText(found, score, decomposed, _samples([*byte_values, *unicode_values], found))


def encoding_named(name: str | None) -> TextEncoding | None:
    """The encoding that a profile names; ``None`` for ``auto``.

    Raises:
        UsageError: Nothing of that name is known.
    """
    if name is None or match_key(name) in ("", "auto"):
        return None
    encoding = _NAMES.get(match_key(name))
    if encoding is None:
        raise UsageError(
            f"Không biết bảng mã chữ “{name}”.",
            f"Hãy khai một trong: auto, {', '.join(sorted(TextEncoding))}.",
        )
    return encoding


def _telling_values(values: Iterable[str | None]) -> tuple[list[str], list[str]]:
    """Distinct values that are not ASCII: those that are Unicode already, and those that may be bytes."""
    if isinstance(values, pa.Array | pa.ChunkedArray):
        values = values.unique().to_pylist()
    seen: dict[str, bool] = {}
    for value in values:
        if value is None or (value.isascii() and not any(char in value for char in VISCII_CONTROLS)):
            continue
        value = value[:MAX_LENGTH]
        if value not in seen:
            seen[value] = is_unicode(value)
            if len(seen) >= MAX_VALUES:
                break
    return [v for v, above in seen.items() if above], [v for v, above in seen.items() if not above]


def _weigh(
    unicode_values: list[str], byte_values: list[str], words: list[str], known: frozenset[str]
) -> tuple[TextEncoding, float]:
    if not byte_values:
        return (TextEncoding.UNICODE if unicode_values else TextEncoding.ASCII), 1.0
    utf8, share = _weigh_utf8(byte_values)
    if share >= MIN_CREDIT:
        return utf8, share
    if not words:
        return TextEncoding.UNICODE, 1.0
    best = max(LEGACY, key=lambda encoding: mean_credit(words, encoding, known))
    if (
        mean_credit(words, best, known) >= MIN_CREDIT
        and lead(words, best, known) >= MIN_LEAD
        and _enough(rewritten(words, best), best, known)
    ):
        return best, share_formed(words, best)
    formed = share_formed(words, TextEncoding.UNICODE)
    if unicode_values or formed >= MIN_CREDIT:
        proper = len(unicode_values) / (len(unicode_values) + len(byte_values))
        return TextEncoding.UNICODE, max(formed, proper)
    return TextEncoding.LATIN1, _share_western(words)


def _enough(words: list[str], encoding: TextEncoding, known: frozenset[str]) -> bool:
    """One word alone must be known, or be no word as it stands (``Loïc`` is a name, ``H¶i`` is none)."""
    if len(words) > 1:
        return True
    as_read = credit(words[0], TextEncoding.UNICODE, known)
    return credit(words[0], encoding, known) >= KNOWN or as_read < WESTERN


def _weigh_utf8(byte_values: list[str]) -> tuple[TextEncoding, float]:
    """Whether the values are UTF-8 read byte by byte, once or twice over.

    A value with CP1252's characters in the place of bytes 80-9F was Unicode when it was written: somebody
    had read UTF-8 as CP1252 before, which is the second encoding.
    """
    telling = [value for value in byte_values if not value.isascii()]
    peeled = [(value, text) for value in telling if (text := peel(value)) is not None]
    if not peeled:
        return TextEncoding.UTF8, 0.0
    twice = sum(peel(text) is not None or any(char > "\xff" for char in value) for value, text in peeled)
    encoding = TextEncoding.DOUBLE_UTF8 if twice * 2 >= len(peeled) else TextEncoding.UTF8
    return encoding, len(peeled) / len(telling)


def _score_of(encoding: TextEncoding, byte_values: list[str], words: list[str]) -> float:
    if encoding in (TextEncoding.UTF8, TextEncoding.DOUBLE_UTF8):
        return _weigh_utf8(byte_values)[1] if byte_values else 1.0
    if encoding is TextEncoding.ASCII:
        return 0.0 if byte_values else 1.0
    if encoding is TextEncoding.LATIN1:
        return _share_western(words)
    return share_formed(words, encoding) if words else 1.0


def _share_western(words: list[str]) -> float:
    hits = [credit(word, TextEncoding.LATIN1) >= WESTERN for word in words]
    return sum(hits) / len(hits) if hits else 1.0


def _samples(values: list[str], encoding: TextEncoding) -> tuple[tuple[str, str], ...]:
    raw = [value[:_SAMPLE_LENGTH] for value in values[:_MAX_SAMPLES]]
    return tuple((value, decode_value(value, encoding)[0]) for value in raw)
