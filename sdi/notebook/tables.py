"""Tables for reading: numbers and days as people write them, nothing cut short."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from sdi.notebook.plots import number

_SHORT = 24

_STYLE = """<style>
table.sdi-table { border-collapse: collapse; font-size: 14px; color: #18242c; }
table.sdi-table th, table.sdi-table td { padding: .28rem .8rem; border: 0; border-bottom: 1px solid #dde3e5;
  text-align: left; }
table.sdi-table thead th { color: #536069; font-weight: 600; border-bottom: 2px solid #7d8a92; vertical-align: bottom; }
table.sdi-table tbody th { font-weight: 600; }
table.sdi-table .k { white-space: nowrap; }
table.sdi-table .n { text-align: right; font-variant-numeric: tabular-nums; }
</style>"""


class Table:
    """A table as a notebook shows it; ``frame`` is what it was made of."""

    def __init__(self, frame: pd.DataFrame, decimals: int, index: bool) -> None:
        self.frame = frame
        self._decimals = decimals
        self._index = index

    def __repr__(self) -> str:
        return repr(self.frame)

    def _repr_html_(self) -> str:
        names = [str(name) for name in self.frame.columns]
        right = [pd.api.types.is_numeric_dtype(kind) for kind in self.frame.dtypes]
        head = "".join(_cell("th", name, side) for name, side in zip(names, right, strict=True))
        corner = _cell("th", str(self.frame.index.name or ""), False) if self._index else ""
        body = []
        for label, row in zip(self.frame.index, self.frame.itertuples(index=False, name=None), strict=True):
            first = _cell("th", said(label, self._decimals), False) if self._index else ""
            cells = [
                _cell("td", said(value, self._decimals), side or _is_number(value))
                for value, side in zip(row, right, strict=True)
            ]
            body.append(f"<tr>{first}{''.join(cells)}</tr>")
        top = f"<thead><tr>{corner}{head}</tr></thead>" if any(names) or self._index and self.frame.index.name else ""
        return f'{_STYLE}<table class="sdi-table">{top}<tbody>{"".join(body)}</tbody></table>'


def table(content: pd.DataFrame | pd.Series | dict[str, Any], decimals: int = 1, *, index: bool = True) -> Table:
    """A table to be read.

    Args:
        content: A table; a series or a mapping becomes lines of name and value.
        decimals: Of numbers that are not whole by their type.
        index: Whether the index is shown.
    """
    if isinstance(content, dict):
        content = pd.Series(content, dtype=object)
    if isinstance(content, pd.Series):
        content = content.to_frame(content.name if content.name is not None else "")
    return Table(content, decimals, index)


def said(value: Any, decimals: int) -> str:
    """A value as people write it; empty where it is not known."""
    if value is None or value is pd.NaT or (not isinstance(value, (list, tuple)) and pd.isna(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "có" if value else "không"
    if isinstance(value, (int, np.integer)):
        return number(int(value))
    if isinstance(value, (float, np.floating)):
        return number(float(value), decimals)
    if isinstance(value, (pd.Timestamp, date)):
        return f"{value:%d/%m/%Y}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, (bool, np.bool_))


def _cell(tag: str, text: str, right: bool) -> str:
    """A cell; ids stay in one line, though they have hyphens."""
    kind = " class=n" if right else " class=k" if len(text) < _SHORT and " " not in text else ""
    return f"<{tag}{kind}>{escape(text)}</{tag}>"
