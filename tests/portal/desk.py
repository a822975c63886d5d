"""The portal as people meet it: a service with the project's samples, and Debian's browser in front of it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / ".test-state" / "portal"
"""Pictures for people to look at."""

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE_MS = 30_000
"""How long a step may take on a machine that does other things too; how long it should take is measured apart."""


def chromium() -> str:
    """The distribution's browser; ``scripts/packages test`` installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "chromium is missing: scripts/packages test"
    return found


def options() -> list[str]:
    """Arguments of the browser: it knows no host but this one, and runs where root or a container allows no sandbox."""
    return ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--no-sandbox"]


@dataclass
class Visit:
    """A page that somebody looks at, and everything that went wrong meanwhile.

    Attributes:
        elsewhere: Requests to any other host.
        faults: Errors of scripts, violations of the page's policy, failed requests.
    """

    page: Page
    base: str
    elsewhere: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.faults.append(f"{status} {url}")

    def open(self, path: str = "/") -> Visit:
        """Open an address and wait until the scripts of a map page are ready."""
        self.page.goto(self.base + path)
        if self.page.locator("main.portal").count():
            self.page.locator("main[data-ready]").wait_for()
        return self

    def drawn(self) -> float:
        """Wait until the first view of the map is drawn; after how many milliseconds it was."""
        self.page.locator("main[data-drawn]").wait_for()
        return float(self.page.get_attribute("main", "data-drawn") or "nan")

    def find(self, words: str) -> None:
        """Type into the search box and press Enter."""
        self.page.get_by_role("combobox").fill(words)
        self.page.get_by_role("combobox").press("Enter")

    @property
    def answer(self) -> Locator:
        """What the panel says."""
        return self.page.locator("#answer")

    def title(self, said: str | re.Pattern[str]) -> Locator:
        """Wait until the answer has a title like that."""
        found = self.page.locator(".answer-title").filter(has_text=said)
        found.wait_for()
        return found

    def pixel(self, easting: float, northing: float) -> tuple[float, float]:
        """Where a place of the province is on the screen."""
        x, y, left, top = self.page.evaluate(
            "([e, n]) => { const map = portal.mapView.map, box = map.getTargetElement().getBoundingClientRect();"
            " map.renderSync(); return [...map.getPixelFromCoordinate([e, n]), box.left, box.top]; }",
            [easting, northing],
        )
        return left + x, top + y

    def click(self, easting: float, northing: float) -> None:
        """Click the map at a place of the province."""
        self.page.mouse.click(*self.pixel(easting, northing))

    def settle(self) -> None:
        """Wait until a movement of the map has ended."""
        self.until(lambda: self.page.evaluate("() => !portal.mapView.view.getAnimating()"))

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait for something that only the page's scripts know; its policy forbids Playwright's own way."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not holds():
            assert time.monotonic() < deadline, "it never came"
            self.page.wait_for_timeout(50)

    def picture(self, name: str) -> None:
        """Keep what is seen."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png")


def visitor(browser: Browser, base: str, **settings: Any) -> Visit:
    """Somebody with a browser of their own."""
    context = browser.new_context(**{"viewport": WIDE, "locale": "vi-VN", "reduced_motion": "reduce"} | settings)
    return Visit(context.new_page(), base)
