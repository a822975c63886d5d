"""Maps are drawn with our styles, by Leaflet out of the package, and ask nobody for anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import geopandas
import pytest
import shapely
from playwright.sync_api import Browser, Page, sync_playwright
from portal.desk import PHONE, SCREENS, WIDE, chromium, options

from sdi.errors import UsageError
from sdi.notebook import Desk, maps

PLAN = "QHPK_CamThanh_2024"
VENDOR = Path(maps.__file__).parent / "vendor"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=options())
        yield found
        found.close()


@pytest.fixture(scope="module")
def drawn(over_network: Desk) -> maps.Map:
    zones = over_network.layer("planning_zones", where=f"plan_id = '{PLAN}'")
    lights = over_network.layer("street_lights", bbox=zones)
    evil = zones.iloc[:1].assign(note="</script><script>window.evil = true</script><img src=x onerror=evil()>")
    return over_network.map(
        over_network.styled(zones, tooltip=["zone_no", "function", "area_m2"]),
        lights,
        over_network.layer("lighting_cabinets", bbox=zones),
        over_network.marked(evil, "</script><b>Đánh dấu", "#ff00ff", tooltip=["note"], opacity=1),
        bbox=zones,
    )


def visit(browser: Browser, path: Path, size: dict[str, int]) -> tuple[Page, list[str], list[str]]:
    page = browser.new_page(viewport=size)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(path.as_uri())
    page.locator("[data-drawn]").wait_for()
    return page, asked, faults


def test_a_saved_map_is_drawn_without_a_network(drawn: maps.Map, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    drawn.save(str(path))
    page, asked, faults = visit(browser, path, WIDE)
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    assert faults == []
    assert page.evaluate("window.evil") is None
    links = page.evaluate("[...document.querySelectorAll('[href],[src]')].map(e => e.href || e.src)")
    assert [link for link in links if link.startswith("http")] == []
    colours = page.evaluate(_COLOURS)
    assert colours["NO"] and colours["mark"], "zones in the colour of their code, and what was marked"
    text = page.locator(".sdi-legend").inner_text()
    for said in ("Nhóm nhà ở", "Đường giao thông", "Đèn chiếu sáng công cộng", "</script><b>Đánh dấu"):
        assert said in text
    assert "Y tế" not in text, "of what is not there the legend tells nothing"
    SCREENS.parent.joinpath("notebooks").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS.parent / "notebooks" / "map.png")
    assert any(told(page, easting) for easting in range(100, 1000, 50)), "what lies under the pointer is told"
    page.close()


def told(page: Page, x: int) -> bool:
    page.mouse.move(x, 300, steps=3)
    page.wait_for_timeout(60)
    return "Chức năng sử dụng đất" in "".join(page.locator(".sdi-told").all_inner_texts())


_COLOURS = """() => {
  const found = {NO: false, mark: false};
  for (const canvas of document.querySelectorAll('canvas')) {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] > 200 && data[i + 1] < 5 && data[i + 2] > 200 && data[i + 3] > 250) found.mark = true;
      if (Math.abs(data[i] - 204) < 4 && Math.abs(data[i + 1] - 153) < 4 && data[i + 2] < 6) found.NO = true;
    }
  }
  return found;
}"""


def test_it_can_be_used_by_keyboard_and_on_a_phone(drawn: maps.Map, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    drawn.save(str(path))
    page, _, faults = visit(browser, path, PHONE)
    legend = page.locator(".sdi-legend")
    assert legend.get_attribute("open") is None
    legend.locator("summary").focus()
    page.keyboard.press("Enter")
    tick = page.get_by_label("Đèn chiếu sáng công cộng")
    assert tick.is_checked()
    tick.focus()
    page.keyboard.press("Space")
    assert not tick.is_checked()
    page.screenshot(path=SCREENS.parent / "notebooks" / "map-phone.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []
    page.close()


def test_the_page_names_no_other_host(drawn: maps.Map) -> None:
    page = drawn.get_root().render()
    own = [
        (VENDOR / "leaflet" / "leaflet.js").read_text("utf-8"),
        (VENDOR / "leaflet" / "leaflet.css").read_text("utf-8"),
    ]
    for line in [own[0], *own[1].splitlines()]:
        page = page.replace(line, "")
    page = unescape(page)
    addresses = set(re.findall(r"https?://[^\s\"'<>)\\]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}, "the name of SVG is no address that anybody asks"
    assert "url(" not in page


def test_what_lies_in_the_package_is_what_its_list_says() -> None:
    lines = (VENDOR / "VERSIONS").read_text("utf-8").splitlines()[1:]
    assert len(lines) == 3
    for line in lines:
        name, version, licence, digest, path = line.split("  ")
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest
        assert (name, version, licence) == ("leaflet", "1.9.4", "BSD-2-Clause")
    assert "Leaflet 1.9.4" in (VENDOR / "leaflet" / "leaflet.js").read_text("utf-8")[:200]


def test_colours_and_legend_come_from_the_style(over_network: Desk) -> None:
    zones = over_network.layer("planning_zones", where=f"plan_id = '{PLAN}'")
    shown = over_network.styled(zones, opacity=0.5)
    entries = {
        entry["codes"][0]: entry
        for entry in over_network.source.legend("planning_zones")[0]["entries"]
        if entry["codes"]
    }
    for code, key in zip(zones["function"], shown.keys, strict=True):
        assert (
            shown.looks[key].title == entries[code]["title"] == over_network.codes("planning_zones", "function")[code]
        )
        assert shown.looks[key].svg == entries[code]["svg"]
        fill = entries[code]["symbol"]["fill"]
        assert shown.looks[key].paths[-1]["fillColor"] == fill["color"]
        assert shown.looks[key].paths[-1]["fillOpacity"] == round(fill["opacity"] * 0.5, 3)
    parcels = over_network.styled(over_network.layer("parcels", where="land_use = 'ODT+CLN'"))
    assert {parcels.looks[key].title for key in parcels.keys} == {"Đất ở tại đô thị"}, "the first of several codes"


def test_coordinates_stay_those_of_the_province(over_network: Desk) -> None:
    spot = geopandas.GeoDataFrame({"name": ["mốc"]}, geometry=[shapely.Point(584_126.36, 1_673_477.44)], crs=5898)
    page = over_network.map(over_network.marked(spot, "Mốc"), base=False).get_root().render()
    assert "[584126.4,1673477.4]" in page


def test_what_cannot_be_drawn_is_said(over_network: Desk) -> None:
    nothing = over_network.layer("roads", where="name = 'Không có'")
    with pytest.raises(UsageError, match="Không có đối tượng nào để vẽ"):
        over_network.map(nothing)
    with pytest.raises(UsageError, match="không nhớ"):
        over_network.map(geopandas.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs=5898))
