"""Texts as the search compares them: with all that people write differently taken away, step by step."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_STROKED = str.maketrans("đðĐÐ", "dddd")
_NOT_WORD = re.compile("[^a-z0-9]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def searchable(text: str) -> str:
    """Words without case, marks and punctuation, ``y`` as ``i``: ``Mỹ Hoà, Q.1`` -> ``mi hoa q 1``.

    The same as ``public.sdi_search_text`` of the database, but for the spaces at both ends there.
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_STROKED)
    return _NOT_WORD.sub(" ", bare.replace("y", "i")).strip()


def toned(text: str) -> str:
    """Words with their marks, wherever the tone was put: ``Hòa`` and ``Hoà``, ``Mỹ`` and ``Mĩ`` are the same."""
    words = re.split(r"[^\w]+", unicodedata.normalize("NFC", text.lower()))
    return " ".join(_toned_word(word) for word in words if word)


def _toned_word(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(mark for mark in letters if mark in _TONES))
    toneless = "".join(mark for mark in letters if mark not in _TONES)
    return unicodedata.normalize("NFC", toneless).replace("y", "i") + tones


def has_marks(text: str) -> bool:
    """Whether somebody wrote with diacritics, so that they tell names apart."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "đ" in letters or _MARKS.search(letters) is not None


def trigrams(text: str) -> frozenset[str]:
    """Groups of three letters of a searchable text, as pg_trgm makes them of each word."""
    return frozenset(
        padded[at : at + 3] for word in text.split() for padded in (f"  {word} ",) for at in range(len(padded) - 2)
    )


def similarity(one: str, other: str) -> float:
    """How much two searchable texts share, 0 to 1."""
    a, b = trigrams(one), trigrams(other)
    return len(a & b) / len(a | b) if a and b else 0.0
