"""Numbers, days and values as the reader of a language writes them: ``1.234,5`` and ``21/11/2026``, or ``1,234.5``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sdi.slip.model import Finding, Relief, Value

_SIGNS = {"m2": "m²", "m3": "m³", "1": "", "kV.A": "kVA"}
_MARKS = str.maketrans(",.", ".,")
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Formats:
    """The conventions of one language."""

    language: str

    def number(self, value: float, decimals: int = 0) -> str:
        """With thousands set apart."""
        text = f"{value:,.{decimals}f}"
        return text.translate(_MARKS) if self.language == "vi" else text

    def area(self, value: float, decimals: int = 1) -> str:
        """In m²."""
        return f"{self.number(value, decimals)}{NBSP}m²"

    def length(self, value: float, decimals: int = 1) -> str:
        """In m."""
        return f"{self.number(value, decimals)}{NBSP}m"

    def percent(self, value: float) -> str:
        """To 0.1."""
        return f"{self.number(value, 1)}{NBSP}%"

    def coordinate(self, value: float) -> str:
        """To the centimetre, without marks between thousands: people copy it."""
        text = f"{value:.2f}"
        return text.replace(".", ",") if self.language == "vi" else text

    def day(self, iso: str | None) -> str:
        """Of an ISO day or moment."""
        return f"{datetime.fromisoformat(iso):%d/%m/%Y}" if iso else "—"

    def moment(self, iso: str) -> str:
        """Day and time of an ISO moment."""
        at = datetime.fromisoformat(iso)
        return f"{at:%H:%M:%S} ngày {at:%d/%m/%Y}" if self.language == "vi" else f"{at:%d/%m/%Y %H:%M:%S}"

    def value(self, value: Value, *, code: bool = False) -> str:
        """A field's value for people; ``code``: with the code itself behind what it means."""
        content = value.value
        if content is None or content == "":
            return "—"
        if isinstance(content, bool):
            return {"vi": ("không", "có"), "en": ("no", "yes")}[self.language][content]
        if value.meaning:
            return f"{value.meaning} ({content})" if code else value.meaning
        if value.type == "date":
            return self.day(str(content))
        if isinstance(content, str):
            return content
        sign = _SIGNS.get(value.unit or "", value.unit or "")
        decimals = 0 if float(content).is_integer() else 2 if round(content, 2) != round(content, 1) else 1
        grouped = (
            self.number(content, decimals) if value.unit is not None or isinstance(content, float) else str(content)
        )
        return f"{grouped}{NBSP}{sign}" if sign else grouped

    def relief(self, relief: Relief) -> list[tuple[str, str]]:
        """Keys of labels, and what is said of heights and slopes."""
        told = [("lowest", relief.lowest_m), ("highest", relief.highest_m), ("mean_height", relief.mean_m)]
        rows = [(key, self.length(value)) for key, value in told]
        for key, share in (("slope", relief.slope_pct), ("steepest", relief.steepest_pct)):
            rows += [(key, self.percent(share))] if share is not None else []
        if relief.known_pct < 100:
            rows.append(("known_share", self.percent(relief.known_pct)))
        return rows

    def measure(self, finding: Finding) -> str:
        """How much of it lies there, or how far off it is."""
        if finding.area_m2 is not None:
            share = f" ({self.percent(finding.share_pct)})" if finding.share_pct is not None else ""
            return self.area(finding.area_m2) + share
        if finding.length_m is not None:
            return self.length(finding.length_m)
        if finding.distance_m is not None:
            return self.length(finding.distance_m)
        return str(finding.count or "")


@lru_cache
def formats(language: str) -> Formats:
    """Of a language."""
    return Formats(language)
