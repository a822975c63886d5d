"""Plots as the house draws them: its colours, a font that has all Vietnamese letters, numbers as people write them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

INK, MUTED, LINE = "#18242c", "#536069", "#dde3e5"
ACCENT, RED, GOLD, GREEN = "#0b5a73", "#a5252b", "#e9b949", "#3f8f5f"

_STYLE: Any = {
    "font.family": ["Noto Sans", "DejaVu Sans"],
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": "#7d8a92",
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.dpi": 110,
    "savefig.dpi": 160,
}


class Plot(Figure):
    """A figure that a notebook shows once, where it is the last thing of a cell."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png")
        return picture.getvalue()


def figure(width: float = 9.0, height: float = 4.2, columns: int = 1, rows: int = 1, **more: Any) -> tuple[Plot, Any]:
    """A figure and its axes in the house's style, which holds for the notebook from then on; sizes in inches."""
    _fonts()
    matplotlib.rcParams.update(_STYLE)
    made = Plot(figsize=(width, height), layout="constrained")
    return made, made.subplots(rows, columns, **more)


def bars(
    axes: Axes, names: Sequence[str], values: Sequence[float], colors: Sequence[str] | str = ACCENT, *,
    unit: str = "", decimals: int = 1, edge: str = "#18242c40",
) -> None:  # fmt: skip
    """Lying bars, the first on top, each with its number at its end."""
    places = range(len(names))
    axes.barh(places, values, color=colors, edgecolor=edge, linewidth=0.7, height=0.72)
    axes.set_yticks(list(places), list(names))
    axes.invert_yaxis()
    most = max([abs(value) for value in values], default=1.0) or 1.0
    for place, value in zip(places, values, strict=True):
        text = f"{number(value, decimals)} {unit}".strip()
        axes.text(value + most * 0.012, place, text, va="center", fontsize=9.5, color=INK)
    axes.set_xlim(0, most * 1.17)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    vietnamese(axes, "x")


def vietnamese(axes: Axes, which: str = "both", decimals: int | None = None) -> None:
    """Numbers of the axes with a decimal comma, thousands apart by points."""

    def said(value: float, _: int) -> str:
        return number(value, decimals if decimals is not None else (0 if float(value).is_integer() else 1))

    for name in ("x", "y") if which == "both" else (which,):
        getattr(axes, f"{name}axis").set_major_formatter(FuncFormatter(said))


def number(value: float, decimals: int = 0) -> str:
    """``1.234,5``"""
    return f"{value:,.{decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


@lru_cache
def _fonts() -> None:
    for name in ("NotoSans-Regular", "NotoSans-Bold"):
        font_manager.fontManager.addfont(str(Path(str(files("sdi") / "slip" / "fonts" / f"{name}.ttf"))))
