"""Figures out of rows: balances, cross-tables, shares. Pure: nothing here knows a database or a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sdi.overlay.shares import tenths_of


@dataclass(frozen=True)
class Part:
    """A part of a whole.

    Attributes:
        code: What it is, None where nothing is recorded.
        count: Features.
        amount: Area in m², length in m, or the number of features again.
        share_pct: Of the whole; the shares of all parts add up to exactly 100.0.
    """

    code: str | None
    count: int
    amount: float
    share_pct: float


@dataclass(frozen=True)
class Balance:
    """Parts of one whole, largest first."""

    parts: tuple[Part, ...]
    count: int
    amount: float

    @classmethod
    def of(cls, rows: Iterable[tuple[str | None, int, float]]) -> Balance:
        """From code, features and amount of each part; parts of one code are added up."""
        added: dict[str | None, tuple[int, float]] = {}
        for code, count, amount in rows:
            known = added.get(code, (0, 0.0))
            added[code] = (known[0] + count, known[1] + amount)
        order = sorted(added.items(), key=lambda item: (-item[1][1], item[0] is None, item[0] or ""))
        amounts = [amount for _, (_, amount) in order]
        shares = tenths_of(amounts) if sum(amounts) > 0 else [0.0] * len(amounts)
        parts = tuple(
            Part(code, count, amount, share) for (code, (count, amount)), share in zip(order, shares, strict=True)
        )
        return cls(parts, sum(part.count for part in parts), sum(amounts))

    def main(self, most: int) -> tuple[Part, ...]:
        """At most so many parts: the largest, and all others as one whose code is ``...``."""
        if len(self.parts) <= most:
            return self.parts
        rest = self.parts[most - 1 :]
        others = Part(
            "...", sum(p.count for p in rest), sum(p.amount for p in rest), round(sum(p.share_pct for p in rest), 1)
        )
        return (*self.parts[: most - 1], others)


@dataclass(frozen=True)
class Cross:
    """A cross-table: ``cells[row][column]`` is an amount, absent where there is nothing.

    ``rows`` and ``columns`` are balances of the whole, by row and by column.
    """

    rows: Balance
    columns: Balance
    cells: Mapping[str | None, Mapping[str | None, float]]

    @classmethod
    def of(cls, rows: Sequence[tuple[str | None, str | None, int, float]], *, summed: bool) -> Cross:
        """From row, column, features and sum; ``summed`` says whether the sum is meant or the number of features."""
        cells: dict[str | None, dict[str | None, float]] = {}
        for row, column, count, amount in rows:
            line = cells.setdefault(row, {})
            line[column] = line.get(column, 0.0) + (amount if summed else count)
        by_row = [(row, count, amount if summed else float(count)) for row, _, count, amount in rows]
        by_column = [(column, count, amount if summed else float(count)) for _, column, count, amount in rows]
        return cls(Balance.of(by_row), Balance.of(by_column), cells)


@dataclass(frozen=True)
class Affected:
    """What plans and projects mean for the parcels of a commune; areas in m²."""

    commune: str | None
    parcels: int
    area_m2: float
    planned: int
    in_projects: int
    covered_m2: float

    @property
    def planned_pct(self) -> float:
        """Of the parcels, those on which a plan lies; to one decimal."""
        return share(self.planned, self.parcels)

    @property
    def in_projects_pct(self) -> float:
        """Of the parcels, those on which a project lies; to one decimal."""
        return share(self.in_projects, self.parcels)

    @property
    def covered_pct(self) -> float:
        """Of the parcels' area, what plans cover; to one decimal."""
        return share(self.covered_m2, self.area_m2)


def share(part: float, whole: float) -> float:
    """Percent to one decimal; 100.0 only when nothing is missing, and 0.0 only when there is nothing."""
    if whole <= 0:
        return 0.0
    exact = round(100 * part / whole, 1)
    if exact == 100.0 and part < whole:
        return 99.9
    return 0.1 if exact == 0.0 and part > 0 else exact


def total(rows: Sequence[Affected]) -> Affected:
    """All communes together."""
    return Affected(
        None, sum(r.parcels for r in rows), sum(r.area_m2 for r in rows), sum(r.planned for r in rows),
        sum(r.in_projects for r in rows), sum(r.covered_m2 for r in rows),
    )  # fmt: skip
