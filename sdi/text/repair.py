"""What is mended in decoded text, and what can only be flagged."""

from __future__ import annotations

import re

from sdi.text.codecs import TextEncoding, undecoded
from sdi.text.syllables import ONSETS, well_formed

#: Words of two letters or more (and no longer than words are) without a small ASCII letter.
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]{2,32}(?![^\W\d_])")
_SMALL_ASCII = re.compile("[a-z]")
#: Control characters and invisible marks; PostgreSQL refuses U+0000, XML most of the others.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_SUSPECT = re.compile("[?Ð\ufffd\x80-\x9f]")
_SURE_LOSS = re.compile("[Ð\ufffd\x80-\x9f]")
_LETTER = r"[^\W\d_]"
_LOST_LETTER = re.compile(rf"{_LETTER}\?+{_LETTER}|(?:^|[^\w?])\?+{_LETTER}|\w\s+\?+(?=\s|$)")
_LOST_ENDING = re.compile(rf"(?<!\w)({_LETTER}{{1,3}})\?")


def restore_capitals(text: str) -> str:
    """Capitals that TCVN3 could not keep: ``XÃ BìNH SơN`` was typed under an all-capitals font.

    TCVN3 has no cells for most accented capitals, so such text decodes to small accented letters among
    capitals. A word with two capitals or more whose other letters are all accented small ones is raised; and
    the whole value with it when nothing in it speaks against it (``X·`` in ``X· B×NH S¥N`` is ``XÃ``).
    """
    raised = _WORD.sub(lambda found: _raise(found[0]), text)
    if _SMALL_ASCII.search(text):
        return raised
    in_capitals = raised != text or any(word.isupper() and well_formed(word) for word in _WORD.findall(text))
    return text.upper() if in_capitals else text


def _raise(word: str) -> str:
    """``word`` has no small ASCII letter: with two capitals in it, its small letters are capitals too."""
    return word.upper() if sum(map(str.isupper, word)) >= 2 else word


def tidy(text: str) -> str:
    """Drop invisible characters and surrounding space."""
    return _INVISIBLE.sub("", text).strip()


def is_lossy(raw: str, text: str, encoding: TextEncoding) -> bool:
    """Whether letters of a value were lost before it came here and cannot be brought back.

    Signs: ``?`` where a letter stood, U+FFFD, ``Ð`` (U+00D0) for ``Đ``, control codes, bytes that the
    encoding does not define. Such a value is shown to a person, never guessed.

    Args:
        raw: The value as read.
        text: The value decoded.
        encoding: The encoding that the value was decoded with.
    """
    if undecoded(raw, encoding):
        return True
    if not _SUSPECT.search(text):
        return False
    return _SURE_LOSS.search(text) is not None or _lost_letter(_without_addresses(text))


def _without_addresses(text: str) -> str:
    """A ``?`` in a web address is no loss."""
    return " ".join(word for word in text.split() if "://" not in word and "www." not in word)


def _lost_letter(text: str) -> bool:
    if _LOST_LETTER.search(text):
        return True
    return any(found[1].lower() in ONSETS for found in _LOST_ENDING.finditer(text))
