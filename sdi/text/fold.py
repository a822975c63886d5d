"""Keys made from text: for search, for matching CAD layer names, for sorting lists that people read."""

from __future__ import annotations

import re
import unicodedata

_NOT_KEY = re.compile("[^a-z0-9]+")
_RUNS = re.compile(r"\d+|\D")
#: The Vietnamese alphabet, with f j w z at their Latin places (Highland and foreign names).
_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
#: Tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {mark: rank for rank, mark in enumerate(("\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), start=1)}
_STROKED = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})


def fold(value: str) -> str:
    """Fold accents, case and spaces for search: ``Nghĩa  Lộ`` -> ``nghia lo``; ``đ`` counts as ``d``."""
    bare = "".join(char for char in unicodedata.normalize("NFD", value) if not unicodedata.combining(char))
    return " ".join(bare.translate(_STROKED).casefold().split())


def match_key(value: str) -> str:
    """Key of a CAD layer name: folded, letters a-z and digits only (``!ĐẤT Ở (QH)`` -> ``datoqh``)."""
    return _NOT_KEY.sub("", fold(value))


def collation_key(value: str) -> tuple[tuple[tuple[int, int, str], ...], tuple[int, ...], str]:
    """Sort key in the order of the Vietnamese alphabet (the levels of CLDR ``vi``, numbers by value).

    Letters decide first (``a ă â b c d đ …``), tones second, capitals last; digits compare as whole numbers,
    so ``Tổ 2`` comes before ``Tổ 10``. Spaces and punctuation come before digits, digits before letters.
    """
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    text = " ".join(unicodedata.normalize("NFC", value).split())
    for run in _RUNS.findall(text.lower()):
        if run[0].isdecimal():
            number = run.lstrip("0")
            letters.append((1, len(number), number))
            tones.append(0)
            continue
        parts = unicodedata.normalize("NFD", run)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        if letter in _ALPHABET:
            letters.append((2, _ALPHABET[letter], ""))
        elif letter[:1].isalpha():
            base = unicodedata.normalize("NFD", letter)[0]
            letters.append((2, _ALPHABET[base], letter) if base in _ALPHABET else (3, 0, letter))
        else:
            letters.append((0, 0, letter))
        tones.append(tone)
    return tuple(letters), tuple(tones), text.swapcase()
