"""Legacy Vietnamese text: recognise, decode, mend what is sure, flag what is lost, make keys.

Pure: no files, no database, no settings.
"""

from sdi.text.codecs import TextEncoding, decode, encode
from sdi.text.column import ColumnText, Decoded, decode_column
from sdi.text.detect import detect
from sdi.text.fold import collation_key, fold, match_key

__all__ = [
    "ColumnText",
    "Decoded",
    "TextEncoding",
    "collation_key",
    "decode",
    "decode_column",
    "detect",
    "encode",
    "fold",
    "match_key",
]
