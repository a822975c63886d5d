"""How well an encoding explains the words of a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sdi.text.codecs import (
    LEGACY,
    VISCII_CONTROLS,
    TextEncoding,
    byte_view,
    compose,
    decode,
    is_unicode,
    undecoded,
)
from sdi.text.syllables import COMMON, well_formed

#: Credit of one word: a syllable that is known, one that is well formed, a word of some Western language.
KNOWN, FORMED, WESTERN = 1.0, 0.85, 0.3

#: No syllable needs more bytes; longer runs are data of another kind and tell nothing.
LONGEST = 32

_WORDS = re.compile(f"[A-Za-z{VISCII_CONTROLS}\x80-\xff]+")
_TELLING = re.compile(f"[{VISCII_CONTROLS}\x80-\xff]")
#: Units and signs that are what they look like; as letters of a legacy font they would be a whole word.
_SYMBOL_USE = re.compile(r"[kcdm]?m[²³]|°[CFNSEWB]?|[NnSs][°º]|µ(?:m|g|S|l|L|gl)")
_SEPARATORS = re.compile(r"[\s\xa0“”‘’‚„…–—•]+")


def telling_words(value: str) -> list[str]:
    """Words of a value that can tell one encoding from another: some byte is not ASCII, and more than one.

    Words longer than ``LONGEST`` are left out.

    Args:
        value: Text as read; Unicode text tells nothing.
    """
    if is_unicode(value):
        return []
    return [
        word
        for word in _WORDS.findall(byte_view(value))
        if 1 < len(word) <= LONGEST and _TELLING.search(word) and not _SYMBOL_USE.fullmatch(word)
    ]


def credit(word: str, encoding: TextEncoding, known: frozenset[str] = COMMON) -> float:
    """Credit of one telling word under an encoding, 0 (impossible) to 1 (a known syllable)."""
    if undecoded(word, encoding):
        return 0.0
    text = decode(word, encoding)
    parts = [part for part in _SEPARATORS.split(text) if part and not part.isascii()]
    if not parts:
        return WESTERN
    if all(well_formed(part) for part in parts):
        return KNOWN if all(part.lower() in known for part in parts) else FORMED
    if encoding not in LEGACY and all(part.isalpha() for part in parts):
        return WESTERN
    return 0.0


def rewritten(words: Iterable[str], encoding: TextEncoding) -> list[str]:
    """The words that an encoding reads otherwise than they stand: only they speak for or against it."""
    return [word for word in words if decode(word, encoding) != compose(word)]


def lead(words: Iterable[str], encoding: TextEncoding, known: frozenset[str] = COMMON) -> float:
    """By how much an encoding explains the words that it rewrites better than they explain themselves."""
    own = rewritten(words, encoding)
    return mean_credit(own, encoding, known) - mean_credit(own, TextEncoding.UNICODE, known)


def mean_credit(words: Iterable[str], encoding: TextEncoding, known: frozenset[str] = COMMON) -> float:
    """Mean credit of some telling words; 0 without words."""
    credits = [credit(word, encoding, known) for word in words]
    return sum(credits) / len(credits) if credits else 0.0


def share_formed(words: Iterable[str], encoding: TextEncoding) -> float:
    """Share of telling words that an encoding turns into well-formed syllables; 0 without words."""
    hits = [_fits_word(word, encoding) for word in words]
    return sum(hits) / len(hits) if hits else 0.0


def fits(words: Iterable[str], encoding: TextEncoding) -> bool:
    """Whether an encoding explains all telling words of a value."""
    return all(_fits_word(word, encoding) for word in words)


@lru_cache(maxsize=65536)
def _fits_word(word: str, encoding: TextEncoding) -> bool:
    return credit(word, encoding) >= FORMED
