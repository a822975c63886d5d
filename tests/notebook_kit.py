"""Runs a notebook's cells one after another in one process, as Jupyter would, with the standard library alone.

``python notebook_kit.py NOTEBOOK… --html FOLDER`` writes each with its pictures and maps as a page to look at.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import html
import io
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Cell:
    """A cell that was run.

    Attributes:
        printed: What it wrote to its output.
        shown: The value of its last expression; None where there is none.
    """

    kind: str
    source: str
    printed: str = ""
    shown: Any = None


@dataclass
class Run:
    """A notebook that was run: its cells, and what it calls by name at the end."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)


def run(path: Path) -> Run:
    """Run all cells; an error names the cell."""
    found = Run(path.stem, names={"__name__": "__main__"})
    for number, entry in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
        cell = Cell(entry["cell_type"], "".join(entry["source"]))
        found.cells.append(cell)
        if cell.kind == "code":
            _execute(cell, f"{path.name}[{number}]", found.names)
    return found


def _execute(cell: Cell, place: str, names: dict[str, Any]) -> None:
    tree = ast.parse(cell.source, place)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, place, "exec"), names)
        if isinstance(last, ast.Expr):
            cell.shown = eval(compile(ast.Expression(last.value), place, "eval"), names)
    cell.printed = printed.getvalue()


def page(found: Run) -> str:
    """The notebook as an HTML page with everything in it."""
    parts = [_prose(cell.source) if cell.kind == "markdown" else _code(cell) for cell in found.cells]
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{found.name}</title><style>{_STYLE}</style>'
        + (f"<main>{''.join(parts)}</main></html>")
    )


def _code(cell: Cell) -> str:
    said = f"<pre class=printed>{html.escape(cell.printed)}</pre>" if cell.printed else ""
    return f"<pre class=code>{html.escape(cell.source)}</pre>{said}{_shown(cell.shown)}"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "_repr_png_") and (picture := value._repr_png_()):
        return f'<p><img src="data:image/png;base64,{base64.b64encode(picture).decode()}"></p>'
    if hasattr(value, "_repr_html_") and (text := value._repr_html_()):
        return f"<div class=out>{text}</div>"
    return f"<pre class=printed>{html.escape(repr(value))}</pre>"


def _prose(text: str) -> str:
    out = []
    for block in re.split(r"\n\s*\n|(?<=^)(?=#)|\n(?=#+ )|(?<=\n)(?=- )", text):
        block = block.strip()
        if mark := re.match(r"(#+) (.*)(?:\n([\s\S]*))?", block):
            level = len(mark[1])
            out.append(f"<h{level}>{_inline(mark[2])}</h{level}>" + (f"<p>{_inline(mark[3])}</p>" if mark[3] else ""))
        elif block.startswith("- "):
            out.append(f"<li>{_inline(block[2:])}</li>")
        elif block:
            out.append(f"<p>{_inline(block)}</p>")
    return "".join(out)


def _inline(text: str) -> str:
    text = html.escape(text, quote=False)
    for pattern, tag in ((r"`([^`]+)`", "code"), (r"\*\*([^*]+)\*\*", "b"), (r"\*([^*]+)\*", "i")):
        text = re.sub(pattern, rf"<{tag}>\1</{tag}>", text)
    return text


_STYLE = """
body { font: 16px/1.55 "Be Vietnam Pro", "Noto Sans", sans-serif; color: #18242c; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.9rem; line-height: 1.25; } h2 { margin-top: 2.2rem; font-size: 1.3rem; }
pre { font: 13px/1.5 "DejaVu Sans Mono", monospace; overflow-x: auto; padding: .7rem 1rem; border-radius: 6px; }
.code { background: #f4f6f5; border-left: 3px solid #0b5a73; } .printed { background: #fff; }
table { border-collapse: collapse; font-size: 14px; } td, th { padding: .3rem .8rem; text-align: right; }
th { color: #536069; font-weight: 600; } tbody tr:nth-child(odd) { background: #f4f6f5; }
.dataframe { border: 0; } img { max-width: 100%; } .out { overflow-x: auto; }
"""

if __name__ == "__main__":
    arguments = sys.argv[1:]
    folder = None
    if "--html" in arguments:
        place = arguments.index("--html")
        folder = Path(arguments[place + 1])
        folder.mkdir(parents=True, exist_ok=True)
        del arguments[place : place + 2]
    for argument in arguments:
        done = run(Path(argument))
        print(f"{done.name}: {sum(cell.kind == 'code' for cell in done.cells)} cells")
        if folder:
            (folder / f"{done.name}.html").write_text(page(done), "utf-8")
