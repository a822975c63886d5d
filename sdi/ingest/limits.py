"""How much a delivery may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Bounds on what a delivery may take; sizes in bytes.

    Attributes:
        entries: Files in an archive or a folder.
        total: Unpacked size of all files together.
        ratio: Unpacked to packed size of one archive entry, judged above ``ratio_from``.
        ratio_from: Unpacked size below which the ratio does not matter.
        workbook: Unpacked size of one XLSX workbook; its shared strings lie in memory.
        json_element: One JSON value that must be held in memory at a time (a feature).
        xml_prolog: What may come before the root element of an XML document.
        cell: One cell of a text table.
        columns: Columns of a table.
        batch_rows: Rows of one Arrow batch.
        batch_bytes: Size of one Arrow batch, unless a single feature is larger.
    """

    entries: int = 10_000
    total: int = 20 * GIB
    ratio: int = 200
    ratio_from: int = 100 * MIB
    workbook: int = 1 * GIB
    json_element: int = 128 * MIB
    xml_prolog: int = 1 * MIB
    cell: int = 4 * MIB
    columns: int = 4_096
    batch_rows: int = 16_384
    batch_bytes: int = 64 * MIB


DEFAULT_LIMITS = Limits()
