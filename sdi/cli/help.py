"""What a command says of itself and of wrong usage, in Vietnamese: Typer knows English alone.

Typer carries Click inside or takes the separate one, by release; so commands, parameters and errors are told
by their attributes, not by their classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from typer.core import TyperCommand, TyperGroup

_QUOTED = re.compile(r"'([^']*)'")


class Command(TyperCommand):
    """A command whose ``--help`` is Vietnamese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; Typer asks for nothing else."""
        _show(ctx)


class Group(TyperGroup):
    """A group of commands whose ``--help`` is Vietnamese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; Typer asks for nothing else."""
        _show(ctx)


class Application(typer.Typer):
    """An application all of whose commands explain themselves in Vietnamese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Any:
        """Register a function as a command."""
        return super().command(name, cls=Command, **settings)


def usage(name: str, command: Any) -> str:
    """How a command is typed: ``sdi load LAYER SOURCES… [--hold]``."""
    words = [name]
    for parameter in command.params:
        if parameter.name != "help":
            text = written(parameter)
            words.append(text if parameter.required else f"[{text}]{'…' if parameter.multiple else ''}")
    return " ".join([*words, "[LỆNH]"] if hasattr(command, "commands") else words)


def parameters(command: Any, dash: str) -> Iterator[tuple[str, str]]:
    """Options (``dash`` is "-") or arguments (``dash`` is "") of a command, as typed, with their help."""
    for parameter in command.params:
        if parameter.name == "help" or parameter.opts[0].startswith("-") != bool(dash):
            continue
        default = f" (mặc định: {parameter.default})" if dash and parameter.default else ""
        yield written(parameter), f"{parameter.help}{default}"


def written(parameter: Any) -> str:
    """How a parameter is typed: ``LAYER``, ``SOURCES…``, ``--dry-run``, ``--crs CRS``."""
    if not parameter.opts[0].startswith("-"):
        return parameter.name.upper() + ("…" if parameter.nargs == -1 else "")
    value = "" if parameter.is_flag else f" {parameter.name.upper()}"
    return ", ".join(parameter.opts) + value


def wrong_usage(error: Any) -> str:
    """What is wrong with the words that were typed, and how they should be."""
    context = error.ctx
    name = context.command_path if context else "sdi"
    how = f" Cách dùng: {usage(name, context.command)}." if context else ""
    return f"Sai cách dùng: {_fault(error)}.{how} Xem '{name} --help'."


def _fault(error: Any) -> str:
    parameter = getattr(error, "param", None)
    quoted = _QUOTED.findall(error.message)
    match type(error).__name__:
        case "MissingParameter":
            return f"thiếu {written(parameter)}"
        case "BadParameter" if parameter:
            choices = f"; hãy dùng: {', '.join(quoted[1:])}" if len(quoted) > 1 else ""
            return f"giá trị của {written(parameter)} không hợp lệ{choices}"
        case "NoSuchOption":
            near = f" (gần giống: {', '.join(sorted(error.possibilities))})" if error.possibilities else ""
            return f"không có tùy chọn {error.option_name}{near}"
        case "BadOptionUsage":
            return f"tùy chọn {error.option_name} thiếu giá trị hoặc thừa giá trị"
    if quoted and error.ctx and hasattr(error.ctx.command, "commands"):
        return f"không có lệnh {quoted[0]}"
    return "thừa tham số"


def _show(context: Any) -> None:
    command = context.command
    console = Console(highlight=False, soft_wrap=False, markup=False)
    console.print(Padding(f"Cách dùng: {usage(context.command_path, command)}", (1, 0, 0, 1)))
    console.print(Padding(command.help or "", (1, 0, 0, 1)))
    for title, rows in (
        ("Tham số", parameters(command, "")),
        ("Tùy chọn", parameters(command, "-")),
        ("Lệnh", ((name, below.help or "") for name, below in getattr(command, "commands", {}).items())),
    ):
        table = Table.grid(padding=(0, 2))
        for row in rows:
            table.add_row(*row)
        if table.rows:
            console.print(Padding(title, (1, 0, 0, 1)), style="bold")
            console.print(Padding(table, (0, 0, 0, 3)))
    console.print()
