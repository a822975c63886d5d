"""Decode a column of text, one distinct value at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sdi.text.codecs import LEGACY, VISCII_CONTROLS, TextEncoding, decode, is_unicode, peel
from sdi.text.evidence import fits, mean_credit, rewritten, telling_words
from sdi.text.repair import is_lossy, restore_capitals, tidy

#: What an ASCII value may hold that still needs a look: a lost letter, a control character.
_ASCII_SUSPECT = r"[?\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]"


@dataclass(frozen=True)
class ColumnText:
    """What the values of a column say about their encoding.

    Attributes:
        encoding: The encoding that explains them best.
        score: Share of telling words that it explains, 0 to 1; 1 when no word tells anything.
        decomposed: Some values hold marks apart from their letters (NFD); decoding composes them.
        samples: At most five pairs of raw and decoded value.
    """

    encoding: TextEncoding
    score: float
    decomposed: bool
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Decoded:
    """A decoded batch; all three have the length of the input.

    Attributes:
        values: Text in NFC, trimmed; null where the input was null.
        changed: The text differs from what was read by more than surrounding space.
        lossy: Letters were lost before the value came here (see :func:`sdi.text.repair.is_lossy`).
    """

    values: pa.Array
    changed: npt.NDArray[np.bool_]
    lossy: npt.NDArray[np.bool_]


def decode_value(value: str, encoding: TextEncoding) -> tuple[str, bool]:
    """Decode one value of a column.

    Args:
        value: Text as read (ISO-8859-1, or Unicode).
        encoding: The encoding of its column; a row that it does not explain and another does keeps its own.

    Returns:
        The text (NFC, trimmed, capitals restored) and whether it is lossy.
    """
    own = row_encoding(value, encoding)
    text = decode(value, own)
    if own is TextEncoding.TCVN3 and text != value:
        text = restore_capitals(text)
    text = tidy(text)
    return text, is_lossy(value, text, own)


def row_encoding(value: str, column: TextEncoding) -> TextEncoding:
    """The encoding of one value in a column; merged files mix several.

    Unicode stays Unicode and UTF-8 is sure of itself. Another encoding than the column's needs to explain
    every word where the column's does not, and to rewrite two words at least (one may be a misspelling).
    """
    if value.isascii() and not any(char in value for char in VISCII_CONTROLS):
        return TextEncoding.ASCII
    if is_unicode(value):
        return TextEncoding.UNICODE
    words = telling_words(value)
    if column in LEGACY and fits(words, column):
        return TextEncoding.UNICODE if _better_as_read(words, column) else column
    once = peel(value)
    if once is not None:
        return TextEncoding.UTF8 if peel(once) is None else TextEncoding.DOUBLE_UTF8
    if column is TextEncoding.LATIN1 or (column not in LEGACY and fits(words, TextEncoding.UNICODE)):
        return TextEncoding.UNICODE
    if words and fits(words, TextEncoding.UNICODE):
        return TextEncoding.UNICODE
    others = [other for other in LEGACY if len(rewritten(words, other)) > 1 and fits(words, other)]
    return max(others, key=lambda other: mean_credit(words, other), default=column)


def _better_as_read(words: list[str], column: TextEncoding) -> bool:
    """Whether a row that both readings explain is better known as it stands.

    ``Xã An Phú`` in a TCVN3 column would be ``Xó An Phỳ``; one word alone could be either.
    """
    if len(words) < 2 or not fits(words, TextEncoding.UNICODE):
        return False
    return mean_credit(words, TextEncoding.UNICODE) > mean_credit(words, column)


def decode_column(values: pa.Array, column: ColumnText) -> Decoded:
    """Decode a batch of a column.

    Works on distinct values; a batch that is plain ASCII is only trimmed.

    Args:
        values: Strings (plain, large, view or dictionary encoded), with nulls.
        column: The result of :func:`sdi.text.detect` for the whole column.

    Raises:
        TypeError: The array does not hold strings.
    """
    size = len(values)
    if pa.types.is_null(values.type):
        return Decoded(pa.nulls(size, pa.string()), _flags(size), _flags(size))
    plain = _plain_strings(values)
    if _only_clean_ascii(plain):
        return Decoded(pc.ascii_trim_whitespace(plain), _flags(size), _flags(size))
    distinct = plain.dictionary_encode()
    raw = distinct.dictionary.to_pylist()
    done = [decode_value(value, column.encoding) for value in raw]
    texts = pa.array([text for text, _ in done], plain.type)
    changed = np.array([text != value.strip() for value, (text, _) in zip(raw, done, strict=True)], np.bool_)
    lossy = np.array([loss for _, loss in done], np.bool_)
    return Decoded(texts.take(distinct.indices), _spread(changed, distinct.indices), _spread(lossy, distinct.indices))


def _plain_strings(values: pa.Array) -> pa.Array:
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if pa.types.is_large_string(kind):
        return values.cast(kind)
    if pa.types.is_string(kind) or pa.types.is_string_view(kind):
        return values.cast(pa.string())
    raise TypeError(f"text expected, got {values.type}")


def _only_clean_ascii(values: pa.Array) -> bool:
    if pc.all(pc.string_is_ascii(values)).as_py() is False:
        return False
    return not pc.any(pc.match_substring_regex(values, _ASCII_SUSPECT)).as_py()


def _spread(flags: npt.NDArray[np.bool_], indices: Any) -> npt.NDArray[np.bool_]:
    """Flags of distinct values -> flags of rows; a null row has none."""
    rows = indices.fill_null(len(flags)).to_numpy(zero_copy_only=False)
    spread: npt.NDArray[np.bool_] = np.append(flags, False)[rows]
    return spread


def _flags(size: int) -> npt.NDArray[np.bool_]:
    return np.zeros(size, np.bool_)
