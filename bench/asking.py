"""Rates over HTTP by wrk, against a route of the same server that returns a constant of the same size."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measure import BenchError

CONNECTIONS = 8
SECONDS = 8
EXECUTION = "/api/processes/overlay/execution"


@contextmanager
def service(environment: Mapping[str, str]) -> Iterator[str]:
    """Our service on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serving", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def ask(address: str, inputs: Mapping[str, Any]) -> bytes:
    """The answer of one execution."""
    body = json.dumps({"inputs": inputs}).encode()
    request = urllib.request.Request(address + EXECUTION, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def rate(address: str, folder: Path, inputs: Sequence[Mapping[str, Any]]) -> float:
    """Executions per second, the inputs in turn."""
    bodies = ",\n".join(f"[==[{json.dumps({'inputs': one})}]==]" for one in inputs)
    script = folder / "wrk.lua"
    script.write_text(
        f'local bodies = {{{bodies}}}\nlocal turn = math.random(#bodies)\nwrk.method = "POST"\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
        "request = function()\n    turn = turn % #bodies + 1\n"
        f'    return wrk.format(nil, "{EXECUTION}", nil, bodies[turn])\nend\n'
    )
    return _wrk(address + EXECUTION, "-s", str(script))


def constant(address: str, size: int) -> float:
    """Answers per second of the route that returns so many bytes."""
    return _wrk(f"{address}/constant/{size}")


def _wrk(url: str, *options: str) -> float:
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", *options, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise BenchError(f"wrk {url}:\n{said}")
    return float(found[1])


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise BenchError(f"the service ended: {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise BenchError("the service does not get ready")
