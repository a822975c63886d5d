"""How often our service carries out the process of overlays in a second."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import wrk
from bench.measure import BenchError

SECONDS = 8
EXECUTION = "/api/processes/overlay/execution"


def ask(address: str, inputs: Mapping[str, Any]) -> bytes:
    """The answer of one execution."""
    body = json.dumps({"inputs": inputs}).encode()
    request = urllib.request.Request(address + EXECUTION, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def rate(address: str, folder: Path, inputs: Sequence[Mapping[str, Any]]) -> float:
    """Executions per second, the inputs in turn."""
    bodies = [json.dumps({"inputs": one}) for one in inputs]
    headers = {"Content-Type": "application/json"}
    return _good(wrk.rate(address, folder, [EXECUTION], headers=headers, bodies=bodies, seconds=SECONDS))


def constant(address: str, folder: Path, size: int) -> float:
    """Answers per second of the route that returns so many bytes."""
    return _good(wrk.rate(address, folder, [f"/constant/{size}"], seconds=SECONDS))


def _good(found: wrk.Rate) -> float:
    if found.errors:
        raise BenchError(f"{found.errors} of {found.answers} answers are errors")
    return found.per_second
