"""Find the columns of a delivery by the names that a profile gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdi.ingest.refusals import refused
from sdi.ingest.source import SourceLayer
from sdi.text import match_key


def find_column(names: Iterable[str], wanted: str | list[str]) -> str | None:
    """The first column that bears one of the wanted names; case, accents and punctuation do not matter.

    An exact match goes before a loose one, an earlier alias before a later one.
    """
    present = list(names)
    aliases = [wanted] if isinstance(wanted, str) else wanted
    loose: dict[str, str] = {}
    for name in present:
        loose.setdefault(match_key(name), name)
    for alias in aliases:
        if alias in present:
            return alias
        if (key := match_key(alias)) and key in loose:
            return loose[key]
    return None


def require_columns(layer: SourceLayer, wanted: Mapping[str, str | list[str]]) -> dict[str, str]:
    """The columns of a layer for the fields that cannot be empty.

    Args:
        layer: Where to look.
        wanted: Field (as people call it) to column name or aliases.

    Returns:
        Field to the column's name.

    Raises:
        Refused: FIL-16, names what is missing and what is there.
    """
    found = {field: find_column(layer.fields, aliases) for field, aliases in wanted.items()}
    missing = [
        f"{field} ({alias if isinstance(alias := wanted[field], str) else ' / '.join(alias)})"
        for field, column in found.items()
        if column is None
    ]
    if missing:
        there = ", ".join(layer.fields) or "không có cột nào"
        raise refused(
            "FIL-16",
            f"Lớp {layer.name} thiếu cột {'; '.join(missing)}. Các cột đang có: {there}.",
        )
    return {field: column for field, column in found.items() if column is not None}
