"""The whole walk of an officer in a browser, without a script: hand in, look, publish, take back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from process_kit import free_port, serving
from sample_kit import ROOT, project_with

from portal.desk import PHONE, SCREENS, WIDE, Visit, visitor
from portal.test_everybody import RULES
from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

pytestmark = pytest.mark.timeout(900)

ROADS = ROOT / "data-samples" / "so_giao_thong" / "roads.gpkg"
PDF = next((ROOT / "data-samples").rglob("*.pdf"))


@pytest.fixture(scope="module")
def settings(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    port = free_port()
    return Settings(
        project=ROOT, state=tmp_path_factory.mktemp("office"), role_prefix="walk", database_url=make_database(),
        port=port, base_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def place(settings: Settings) -> Iterator[str]:
    """Address of a service with communes and roads."""
    url = settings.database_url
    assert url is not None
    prepare(url, project_with(("administrative_units.gpkg", "roads.gpkg")), settings, lambda text: None)
    with serving(create_app(settings, url), settings.port) as address:
        yield address


@pytest.fixture(params=[WIDE, PHONE], ids=["1440", "390"])
def someone(browser: Browser, place: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """An officer whose browser runs no scripts."""
    found = visitor(browser, place, viewport=request.param, java_script_enabled=False)
    yield found
    found.page.context.close()
    assert found.elsewhere == [] and found.faults == []


def delivery(folder: Path, salt: str) -> Path:
    """The sample of roads with three renamed and two left out."""
    found = geopandas.read_file(ROADS, layer="tim_duong")
    name = next(column for column in found.columns if "ten" in column.lower())
    found.loc[found.index[:3], name] = [f"Đường {salt}-{number}" for number in range(3)]
    path = folder / "roads.gpkg"
    found.iloc[:-2].to_file(path, layer="tim_duong", driver="GPKG")
    return path


def ended(someone: Visit) -> None:
    """Wait until an order is over; the page asks again by itself."""
    expect(someone.page.locator(".outcome.done")).to_be_visible(timeout=180_000)


def test_an_officer_s_whole_walk(someone: Visit, settings: Settings, tmp_path: Path) -> None:
    page, size = someone.page, someone.page.viewport_size
    assert size is not None
    width = size["width"]
    someone.open("/office/")
    expect(page).to_have_url(re.compile(r"/login\?next="))
    page.get_by_label("Khóa truy cập").fill(settings.secret("api_key_internal"))
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phòng làm việc")

    page.get_by_role("navigation", name="Phòng làm việc").get_by_role("link", name="Nạp dữ liệu").click()
    page.get_by_label("Lớp dữ liệu").select_option("roads")
    page.get_by_label("Tệp của một lần giao nộp").set_input_files(delivery(tmp_path, str(width)))
    someone.picture(f"office-upload-{width}")
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    ended(someone)
    page.get_by_role("link", name="Xem thay đổi và quyết định").click()

    drawing = page.get_by_role("img", name=re.compile("Thay đổi ở lớp Tim đường"))
    expect(drawing).to_be_visible()
    expect(page.locator("svg.change-map path.changed")).to_have_count(3)
    expect(page.locator("svg.change-map path.removed")).to_have_count(2)
    expect(page.get_by_text(f"Đường {width}-0")).to_be_visible()
    page.screenshot(path=whole(f"office-run-{width}"), full_page=True)
    page.locator("form", has=page.get_by_role("button", name="Phát hành")).get_by_label("Ghi chú").fill("đã xem")
    page.get_by_role("button", name="Phát hành", exact=True).click()
    ended(someone)
    expect(page.locator(".sentence")).to_contain_text("mọi người đang thấy dữ liệu mới")

    someone.open("/office/layers/roads")
    expect(page.locator("tbody tr").first).to_contain_text("đang công bố")
    page.get_by_role("link", name="Thu hồi bản cuối").click()
    expect(page.get_by_text("3 đối tượng đã sửa sẽ trở lại như cũ")).to_be_visible()
    page.screenshot(path=whole(f"office-rollback-{width}"), full_page=True)
    page.get_by_label("Lý do").fill("thử")
    page.get_by_role("button", name=re.compile("^Thu hồi bản")).click()
    ended(someone)

    someone.open("/office/documents")
    page.get_by_label("Số quyết định").fill(f"{width}/QĐ-UBND")
    page.get_by_label("Tên tài liệu").fill(f"Quyết định {width}")
    page.get_by_label("Tệp PDF").set_input_files(PDF)
    page.get_by_role("button", name="Đăng ký").click()
    ended(someone)
    page.get_by_role("link", name="Danh sách văn bản").click()
    expect(page.get_by_role("link", name=f"Quyết định {width}")).to_be_visible()

    someone.open("/office/audit?action=publish")
    expect(page.locator("tbody tr").first).to_contain_text("key ")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, place: str, settings: Settings, size: dict[str, int], tmp_path: Path
) -> None:
    someone = visitor(browser, place, viewport=size)
    page = someone.page
    someone.open("/login?next=/office/upload")
    page.locator("#key").fill(settings.secret("api_key_internal"))
    page.locator("main button.main").click()
    page.get_by_label("Lớp dữ liệu").select_option("roads")
    page.locator("[name=files]").set_input_files(delivery(tmp_path, f"axe {size['width']}"))
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    ended(someone)
    order = page.url.removeprefix(place)
    page.get_by_role("link", name="Xem thay đổi và quyết định").click()
    held = page.url.removeprefix(place)
    tabs = (
        "",
        "deliveries",
        "upload",
        "documents",
        "keys",
        "audit",
        "layers/roads",
        "layers/roads/rollback",
        "?lang=en",
    )
    violations = []
    for path in (order, held, *(f"/office/{tab}" for tab in tabs)):
        someone.open(path)
        found = Axe().run(page, options=RULES).response["violations"]
        violations += [(path, one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.context.close()
    assert not violations
    assert someone.elsewhere == [] and someone.faults == []


def whole(name: str) -> Path:
    """Where a picture of a whole page goes."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS / f"{name}.png"
