"""Rates over HTTP: wrk asks one server for some paths in turn, with eight connections."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import BenchError

CONNECTIONS = 8


@dataclass(frozen=True)
class Rate:
    """What wrk counted.

    Attributes:
        per_second: Answers per second.
        answers: How many there were.
        errors: Answers with a status of 400 and above, and connections that failed.
    """

    per_second: float
    answers: int
    errors: int


def rate(
    server: str,
    folder: Path,
    paths: Sequence[str],
    *,
    headers: Mapping[str, str] | None = None,
    bodies: Sequence[str] = (),
    seconds: int = 4,
) -> Rate:
    """Ask a server for the paths in turn; where there are bodies, post these in turn to the first path.

    Args:
        server: Its address, without a path.
        folder: Where the script for wrk may lie.
        paths: What is asked for, each beginning with a slash.
        headers: Of every request.
        bodies: Of requests by POST.
        seconds: How long.
    """
    script = folder / "wrk.lua"
    calls: list[tuple[str, str, str | None]] = [("POST", paths[0], body) for body in bodies] or [
        ("GET", path, None) for path in paths
    ]
    script.write_text(_lua(calls, headers or {}))
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "60s", "-s", str(script)]
    ran = subprocess.run([*command, server], capture_output=True, text=True, check=True)
    if ran.stderr:  # a fault in the script, after which wrk asks for something else
        raise BenchError(f"wrk {server}:\n{ran.stderr}")
    said = ran.stdout
    found, answers = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    if found is None or answers is None:
        raise BenchError(f"wrk {server}:\n{said}")
    failures = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: (.*)", said)
    errors = int(failures[1]) if failures else 0
    return Rate(
        float(found[1]), int(answers[1]), errors + sum(map(int, re.findall(r"\d+", broken[1] if broken else "")))
    )


def _lua(calls: Sequence[tuple[str, str, str | None]], headers: Mapping[str, str]) -> str:
    """A script that has every request ready as bytes, so that little is done while it is timed.

    The spaces inside brackets are needed: without them they would begin another long text.
    """
    rows = ",\n".join(f"{{{', '.join(_word(word) for word in call)}}}" for call in calls)
    named = "".join(f"wrk.headers[ {_word(name)} ] = {_word(value)}\n" for name, value in headers.items())
    return (
        f"{named}local calls = {{{rows}}}\nlocal ready = {{}}\nlocal turn = 0\n"
        "init = function()\n"
        "    for i, call in ipairs(calls) do ready[i] = wrk.format(call[1], call[2], nil, call[3]) end\nend\n"
        "request = function()\n    turn = turn % #ready + 1\n    return ready[turn]\nend\n"
    )


def _word(text: str | None) -> str:
    """A literal of Lua."""
    return "nil" if text is None else f"[==[{text}]==]"
