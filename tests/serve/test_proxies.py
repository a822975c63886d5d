"""For whom a request comes, in a service of several workers behind a proxy and without one."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from process_kit import free_port
from serve_kit import PROJECT, Town

from sdi.settings import Settings

SDI = Path(sys.executable).with_name("sdi")
BURST = 40
"""Of two requests a second."""

Ask = Callable[[str], int]


@pytest.fixture
def start(town: Town, settings: Settings) -> Iterator[Callable[[str], Ask]]:
    """``start(proxies)`` runs the service; what it gives asks it with an ``X-Forwarded-For``."""
    started: list[subprocess.Popen[str]] = []

    def run(proxies: str) -> Ask:
        port = free_port()
        given = {
            "SDI_DATABASE_URL": town.url, "SDI_PROJECT": str(PROJECT), "SDI_STATE": str(settings.state),
            "SDI_ROLE_PREFIX": settings.role_prefix, "SDI_PORT": str(port), "SDI_PROXIES": proxies,
            "SDI_RATE_ADDRESS": "2", "SDI_RATE_EXEMPT": "192.0.2.0/24",
        }  # fmt: skip
        process = subprocess.Popen([SDI, "serve"], env=os.environ | given, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert any(line.startswith("http") for line in iter(process.stdout.readline, ""))

        def ask(forwarded: str) -> int:
            headers = {"X-Forwarded-For": forwarded}
            request = urllib.request.Request(f"http://127.0.0.1:{port}/api/conformance", headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                return error.code

        return ask

    yield run
    for process in started:
        process.terminate()
        process.wait(20)


def test_a_declared_proxy_says_for_whom_it_asks_and_its_clients_do_not(start: Callable[[str], Ask]) -> None:
    ask = start("127.0.0.1")
    statuses = [ask("198.51.100.1") for _ in range(2 * BURST)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert statuses.count(200) < 1.6 * BURST, "the workers do not share their buckets"
    assert ask("203.0.113.9, 198.51.100.1") == 429  # what the client made up stands before what the proxy saw
    assert ask("198.51.100.2") == 200


def test_nobody_else_is_believed(start: Callable[[str], Ask]) -> None:
    ask = start("")
    statuses = [ask(f"198.51.100.{number}") for number in range(2 * BURST)]
    assert statuses[-1] == 429
