"""Numbers and fields of protocol buffers, as far as tiles and letters need them."""

from __future__ import annotations


def varint(value: int) -> bytes:
    """A whole number that is not negative."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value: int) -> int:
    """A signed number as one that is not negative."""
    return 2 * value if value >= 0 else -2 * value - 1


def number_field(field: int, value: int) -> bytes:
    """A field with a number."""
    return bytes([field << 3]) + varint(value)


def bytes_field(field: int, content: bytes) -> bytes:
    """A field with bytes, a text or a message."""
    return b"".join((bytes([field << 3 | 2]), varint(len(content)), content))
