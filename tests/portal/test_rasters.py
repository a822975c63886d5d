"""Rasters on the map: light and shade, scanned sheets one by one, the height of a place; all of it in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect

from portal.conftest import Visitor

pytestmark = pytest.mark.timeout(900)

SHEET = "QHC_NghiaLo_2025-QH-01"
LAID = f"#map=13.00/584300/1672950&layers=plan_sheets:{SHEET}*55"


def asked(requests: list[Request], part: str) -> list[str]:
    return [request.url for request in requests if part in request.url]


def test_a_sheet_is_laid_over_the_map_as_the_link_says(visit: Visitor) -> None:
    someone = visit()
    requests: list[Request] = []
    someone.page.on("request", lambda request: requests.append(request))
    someone.open("/" + LAID)
    someone.drawn()
    page = someone.page
    assert page.locator("#opacity-plan_sheets").input_value() == "55"
    assert page.url.endswith(LAID)
    tiles = asked(requests, "/plan_sheets/map/tiles/VN2000-5898/xyz/")
    assert tiles and all(address.endswith(f"?sheets={SHEET}") for address in tiles)
    assert asked(requests, "/hillshade/") == []  # the link does not name it
    boxes = page.locator(".layer[data-layer=plan_sheets] .sheets input")
    expect(boxes).to_have_count(2)
    assert [box.is_checked() for box in boxes.all()] == [True, False]
    requests.clear()
    boxes.nth(1).check()
    someone.until(lambda: "plan_sheets*55" in page.url)
    someone.until(lambda: bool(asked(requests, "/plan_sheets/map/tiles/")))
    assert not asked(requests, "sheets=")
    boxes.nth(0).uncheck()
    someone.until(lambda: "plan_sheets:QHPK_CamThanh_2024-QH-01*55" in page.url)


def test_the_sheet_covers_what_lies_below_to_its_opacity(visit: Visitor) -> None:
    someone = visit().open("/#map=13.50/584020/1672790&layers=")
    someone.drawn()
    page = someone.page
    clip = {"x": 0.0, "y": 0.0, "width": 4.0, "height": 4.0}
    box = page.locator("#map").bounding_box()
    assert box is not None
    clip["x"], clip["y"] = box["x"] + box["width"] / 2 - 40, box["y"] + box["height"] / 2 - 40
    below = page.screenshot(clip=clip)  # type: ignore[arg-type]
    planning = page.locator(".theme[data-theme=planning]")
    if planning.get_attribute("open") is None:
        planning.locator("summary").first.click()
    page.locator("#layer-plan_sheets").check()
    someone.until(lambda: page.screenshot(clip=clip) != below)  # type: ignore[arg-type]
    opacity = page.evaluate("() => portal.layers.entries.get('plan_sheets').drawn.getOpacity()")
    assert opacity == 1
    page.locator("#opacity-plan_sheets").fill("40")
    someone.until(lambda: "plan_sheets*40" in page.url)
    assert page.evaluate("() => portal.layers.entries.get('plan_sheets').drawn.getOpacity()") == 0.4


def test_light_and_shade_lie_under_water_and_roads_and_can_be_switched_off(visit: Visitor) -> None:
    someone = visit()
    requests: list[Request] = []
    someone.page.on("request", lambda request: requests.append(request))
    someone.open()
    someone.drawn()
    page = someone.page
    assert "layers=" not in page.url and asked(requests, "/elevation/styles/hillshade/map/tiles/VN2000-5898/")
    places = page.evaluate(
        "() => { const relief = portal.layers.entries.get('hillshade').drawn;"
        " return portal.mapView.map.getLayers().getArray().map((layer) => [layer === relief, layer.getZIndex()])"
        ".filter(([, place]) => place < 90); }"
    )
    (shades,) = [place for relief, place in places if relief]
    others = [place for relief, place in places if not relief]
    assert min(others) < shades < max(others)
    page.locator(".theme[data-theme=terrain] > summary").click()
    page.locator("#layer-hillshade").uncheck()
    someone.until(lambda: "layers=" in page.url and "hillshade" not in page.url)


def test_a_click_tells_the_height_of_the_ground(visit: Visitor) -> None:
    someone = visit().open("/#map=14.00/584686/1672898")
    someone.drawn()
    someone.click(584_686.5, 1_672_898.0)
    expect(someone.answer.locator(".ground")).to_be_visible()
    crs = "http://www.opengis.net/def/crs/EPSG/0/5898"
    address = f"{someone.base}/api/collections/elevation/position?coords=POINT(584686.5 1672898)&crs={crs}"
    height = someone.page.context.request.get(address).json()["ranges"]["height"]["values"][0]
    assert 5 < height < 10
    said = f"{height:.1f}".replace(".", ",")
    assert someone.answer.locator(".ground").inner_text() == f"Độ cao mặt đất {said} m"


def test_where_no_height_is_known_nothing_is_said_of_it(visit: Visitor) -> None:
    someone = visit().open("/#map=12.00/620000/1560000&at=620000,1560000")
    expect(someone.answer).to_contain_text("Không có dữ liệu nào")
    expect(someone.answer.locator(".ground")).to_be_hidden()


def test_a_sheet_is_told_in_words_that_people_use(visit: Visitor) -> None:
    someone = visit().open(f"/#feature=plan_sheets/{SHEET}")
    expect(someone.answer.get_by_text("Dung lượng tệp")).to_be_visible()
    said = someone.answer.inner_text()
    assert re.search(r"Dung lượng tệp\s+1,4 MB\n", said) and " By" not in said
