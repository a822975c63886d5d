"""The registry of the office's data sets as a workbook: columns are declared, rows are records.

No cell is computed: texts are written as texts, whatever they begin with.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sdi.catalogue import words
from sdi.catalogue.building import Catalogue
from sdi.model.catalogue import Fact, Registry
from sdi.model.record import Record, Role

_LONGEST = 32_000
"""Characters that a cell can hold, with some room."""

_MOMENTS = re.compile(rb"<(\w+:created|\w+:modified)\b[^>]*>[^<]*</\1>")
_BEGINNING = (1980, 1, 1, 0, 0, 0)

_FONT = "Calibri"
"""The one that cells have."""

_LINE, _TALLEST = 15, 400
"""Height of a line, and of the tallest row that spreadsheets take, in points."""

_FILLED = 1.1
"""Letters that a unit of width holds: most are narrower than a digit."""

_PAGE_WIDTH = 260
"""Characters side by side on a page of paper (A3, across) that can still be read."""

_HEAD = 4
"""Row of the headings."""


def workbook(catalogue: Catalogue, registry: Registry, language: str = "vi") -> bytes:
    """The registry of a catalogue's records as XLSX. Its bytes depend on nothing else."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = registry.title.get(language)[:31].translate(str.maketrans("", "", "[]:*?/\\"))
    last = get_column_letter(len(registry.columns))
    _write(sheet["A1"], registry.title.get(language)).font = Font(name=_FONT, bold=True, size=15)
    owner = next((one.name.get(language) for one in catalogue.of.contacts), catalogue.of.place.get(language))
    updated = words.day(catalogue.of.updated).get(language) if catalogue.of.updated else ""
    _write(sheet["A2"], " – ".join(filter(None, (owner, updated)))).font = Font(name=_FONT, size=11, color="00555555")
    if registry.note:
        _write(sheet["A3"], registry.note.get(language)).font = Font(name=_FONT, italic=True, size=10, color="00555555")
    for row in (1, 2, 3):
        sheet.merge_cells(f"A{row}:{last}{row}")
    line = Side(style="thin", color="00C8CDD0")
    grid = Border(left=line, right=line, top=line, bottom=line)
    for number, column in enumerate(registry.columns, start=1):
        cell = _write(sheet.cell(_HEAD, number), column.title.get(language))
        cell.font = Font(name=_FONT, bold=True, color="00FFFFFF")
        cell.fill = PatternFill("solid", fgColor="000B3F52")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = grid
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[_HEAD].height = 34
    for number, record in enumerate(catalogue.records.values(), start=1):
        lines = 1
        for place, column in enumerate(registry.columns, start=1):
            value = _value(column.value, number, record, language) if column.value else ""
            cell = _write(sheet.cell(_HEAD + number, place), value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = grid
            lines = max(lines, _lines(value, column.width))
        sheet.row_dimensions[_HEAD + number].height = min(_LINE * lines + 4, _TALLEST)
    sheet.freeze_panes = f"{get_column_letter(min(4, len(registry.columns)))}{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{last}{_HEAD + len(catalogue.records)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    across = math.ceil(sum(column.width for column in registry.columns) / _PAGE_WIDTH)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_title_cols = f"A:{get_column_letter(min(3, len(registry.columns)))}"
    book.properties.title = registry.title.get(language)
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same workbook without the moment at which it was written, so that who has it can be told so."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _MOMENTS.sub(b"", part)
            new.writestr(zipfile.ZipInfo(entry.filename, _BEGINNING), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _lines(value: str | int | date, width: int) -> int:
    """Lines that a text takes in a column; programs that only convert a workbook do not measure it."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, math.ceil(len(line) / (width * _FILLED))) for line in value.split("\n"))


def _write(cell: Any, value: str | int | date) -> Any:
    """Put a value into a cell; a text stays one, even if it begins like a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = TYPE_STRING
        cell.quotePrefix = True
    else:
        cell.value = value
        cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else "#,##0"
    return cell


def _value(fact: Fact, number: int, record: Record, language: str) -> str | int | date:
    match fact:
        case "number":
            return number
        case "count":
            return record.count
        case "release":
            return record.release
        case "first_published":
            return record.first_published.date()
        case "published":
            return record.published.date()
        case _:
            return _TEXTS[fact](record, language)


def _office(role: Role) -> Callable[[Record, str], str]:
    def name(record: Record, language: str) -> str:
        return next((one.name.get(language) for one in record.contacts if role in one.roles), "")

    return name


def _contact(record: Record, language: str) -> str:
    found = next((one for one in record.contacts if "pointOfContact" in one.roles), None)
    if found is None:
        return ""
    return "\n".join(filter(None, (found.name.get(language), found.phone, found.email, found.address, found.url)))


def _duty(record: Record, language: str) -> str:
    found = next((one for one in record.contacts if "owner" in one.roles and one.duty), None)
    return found.duty.get(language) if found and found.duty else ""


_TEXTS: dict[str, Callable[[Record, str], str]] = {
    "id": lambda record, language: record.id,
    "title": lambda record, language: record.title.get(language),
    "abstract": lambda record, language: record.abstract.get(language),
    "owner": _office("owner"),
    "publisher": _office("publisher"),
    "duty": _duty,
    "contact": _contact,
    "theme": lambda record, language: record.theme.title.get(language),
    "group": lambda record, language: record.group.get(language),
    "keywords": lambda record, language: ", ".join(dict.fromkeys(word.get(language) for word in record.keywords)),
    "geometry": lambda record, language: words.shape(record).get(language),
    "crs": lambda record, language: words.crs(record).get(language),
    "accuracy": lambda record, language: "" if record.accuracy_m is None else f"{record.accuracy_m:g} m",
    "scale": lambda record, language: f"1:{record.scale}" if record.scale else "",
    "columns": lambda record, language: "; ".join(one.title.get(language) for one in record.columns),
    "frequency": lambda record, language: words.frequency(record).get(language),
    "lineage": lambda record, language: words.lineage(record).get(language),
    "quality": lambda record, language: words.quality(record.quality).get(language) if record.quality else "",
    "access": lambda record, language: record.access.get(language),
    "licence": lambda record, language: record.licence.title.get(language),
    "limits": lambda record, language: record.limits.get(language),
    "basis": lambda record, language: record.basis.get(language) if record.basis else "",
    "files": lambda record, language: ", ".join(
        one.title.get(language) for one in record.distributions if one.kind == "file"
    ),
    "services": lambda record, language: "\n".join(
        f"{one.title.get(language)}: {one.href}" for one in record.distributions if one.kind == "service"
    ),
    "address": lambda record, language: record.addresses.record,
}  # fmt: skip
