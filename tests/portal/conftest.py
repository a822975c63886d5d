"""One service and one browser for all of these tests; a visitor for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from process_kit import free_port, serving

from portal.desk import PATIENCE_MS, ROOT, Visit, chromium, options, visitor
from sdi.model import read_project
from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def base(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service with all of the project's samples; ``SDI_PORTAL_URL`` names one that runs already."""
    if running := os.environ.get("SDI_PORTAL_URL"):
        yield running
        return
    port = free_port()
    settings = Settings(
        project=ROOT, state=tmp_path_factory.mktemp("portal"), role_prefix="portal", base_url=f"http://127.0.0.1:{port}"
    )
    url = make_database()
    prepare(url, read_project(ROOT), settings, lambda text: None)
    with serving(create_app(settings, url), port) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """While it is open, Playwright's event loop runs in this thread: tests of others could have none of their own."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=options())
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visitor]:
    """Makes visitors; at the end none of them has met a fault or another host."""
    made: list[Visit] = []

    def arrive(**settings: Any) -> Visit:
        made.append(visitor(browser, base, **settings))
        return made[-1]

    yield arrive
    for one in made:
        one.page.context.close()
        assert one.elsewhere == []
        assert one.faults == []
