"""Pages of plans, projects, data and figures: what they say is what the database holds, for each audience its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psycopg
import pytest
from page_kit import VIETNAMESE, Page, language_of
from PIL import Image
from psycopg import sql
from starlette.testclient import TestClient

from sdi.model import Project
from sdi.serve.site.declaration import read_site
from sdi.serve.site.plan_register import Decision, Plan, validity

PLAN, PROJECT = "QHPK_CamThanh_2024", "DA-001"
PAGES = (
    "/plans", f"/plans/{PLAN}", "/plans/QHC_NghiaLo_2025", "/projects", f"/projects/{PROJECT}", "/documents",
    "/statistics", "/open-data", "/open-data/parcels", "/open-data/parcel_overlays", "/developers",
)  # fmt: skip


@pytest.fixture(scope="module")
def database_of(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def told(client: TestClient, path: str, **headers: str) -> dict[str, Any]:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}f=json", headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def values(node: Any) -> Iterator[str]:
    """All texts of a document."""
    if isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from values(one)
    elif isinstance(node, str) and node:
        yield node


# --- every page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_scripts_and_styles_of_its_own(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    page = Page(answer.text)
    inline = [own for name, own in page.elements if "style" in own or any(key.startswith("on") for key in own)]
    assert not inline and not page.having("style")
    assert [own for own in page.having("script") if "src" not in own] == []
    assert len(page.having("h1")) == len(page.having("main")) == 1
    ids = [own["id"] for _, own in page.elements if "id" in own]
    assert len(ids) == len(set(ids))
    for name, own in page.elements:
        if name in ("input", "select") and own.get("type") != "hidden":
            assert "<label" in answer.text
        if own.get("role") == "img":
            assert set(own["aria-labelledby"].split()) <= set(ids)
        if own.get("class") == "scroll":
            assert own["tabindex"] == "0" and own["aria-label"]
    for own in page.having("th"):
        assert own.get("scope") in ("col", "row")


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_is_english_but_for_the_data(client: TestClient, path: str) -> None:
    text = client.get(f"{path}?lang=en").text
    assert '<html lang="en">' in text
    shown = [told(client, f"{one}?lang=en") for one in (path, "/plans", "/projects", "/documents", "/statistics")]
    data = sorted({value for one in shown for value in values(one)} | {"tỉnh Quảng Ngãi", "Quảng Ngãi"}, key=len)
    page = Page(text)
    for words in page.vietnamese():
        rest = words
        for value in reversed(data):
            rest = rest.replace(value, "")
        assert not VIETNAMESE.search(rest), words
    inside = [link for link in page.links if link.startswith("/") and not re.search(r"/(api|documents/\d)", link)]
    wrong = [link for link in inside if language_of(link) != "en"]
    assert wrong == [own["href"] for own in page.having("a", lang="vi")], wrong  # the switch of languages


@pytest.mark.parametrize("path", PAGES)
def test_the_twin_as_json_and_conditions(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json" and answer.json()
    for form in ("json", "html"):
        first = client.get(f"{path}?f={form}")
        again = client.get(f"{path}?f={form}", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304 and again.content == b""
        other = client.get(f"{path}?f={form}&lang=en", headers={"If-None-Match": first.headers["etag"]})
        assert form == "json" or other.status_code == 200
    assert client.get(path, headers={"Accept": "*/*"}).headers["content-type"].startswith("text/html")
    assert client.get(f"{path}?x=1").status_code == 400 and client.get(f"{path}?lang=fr").status_code == 400


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    for path in PAGES:
        for link in Page(client.get(path).text).links:
            parts = urlsplit(link)
            if parts.netloc and parts.netloc != urlsplit(str(client.base_url)).netloc:
                continue
            where = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.fragment and not parts.path:
                assert f'id="{parts.fragment}"' in client.get(path).text, (path, link)
            elif where and where not in seen and "/downloads/" not in where:
                seen.add(where)
                assert client.get(where).status_code == 200, (path, link)
    assert len(seen) > 60


@pytest.mark.parametrize(
    "path", ["/plans/none", "/projects/none", "/plans?page=2", "/open-data/none", "/open-data/control_points"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404 and "<h1" in answer.text
    assert client.get("/plans?page=x").status_code == client.get("/plans?page=0").status_code == 400


# --- plans --------------------------------------------------------------------------------------------------


def test_plans_newest_decision_first_with_what_they_touch(
    client: TestClient, database_of: psycopg.Connection[Any]
) -> None:
    plans = told(client, "/plans")["plans"]
    assert [one["id"] for one in plans] == ["QHC_NghiaLo_2025", PLAN, "QHCT_BoNam_2023"]
    for one in plans:
        query = "SELECT count(DISTINCT parcel_id) FROM pub.parcel_overlays WHERE plan_id = %s AND kind = 'feature'"
        [count] = database_of.execute(query, (one["id"],)).fetchone() or (None,)
        assert one["touched"] == count > 0
        west, south, east, north = one["bbox"]
        assert 108.0 < west < east < 109.5 and 14.5 < south < north < 15.5
        assert one["decision"]["number"].endswith("QĐ-MAU") and one["validity"] == "in_force"


def test_finding_plans_without_accents_by_level_and_by_state(client: TestClient) -> None:
    def found(query: str) -> list[str]:
        return [one["id"] for one in told(client, f"/plans?{query}")["plans"]]

    assert found("q=phan khu cam thanh") == found("q=02/qd-mau") == found("level=QHPK") == [PLAN]
    assert found("state=ended") == [] == found("q=không có đồ án này")
    assert len(found("state=in_force&q=quy hoach")) == 3
    page = client.get("/plans?q=<script>alert(1)</script>&f=html").text
    assert "<script>alert" not in page and "Không có kết quả" in page


def test_the_balance_is_the_sum_of_the_zones(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    [balance] = told(client, f"/plans/{PLAN}")["balances"]
    rows = dict(
        database_of.execute(
            "SELECT function, sum(ST_Area(geom)) FROM pub.planning_zones WHERE plan_id = %s GROUP BY 1", (PLAN,)
        ).fetchall()
    )
    assert {part["code"]: pytest.approx(part["area_m2"], abs=0.1) for part in balance["parts"]} == rows
    assert round(sum(part["share_pct"] for part in balance["parts"]), 1) == 100.0
    assert balance["area_m2"] == pytest.approx(sum(rows.values()), abs=1)


def test_the_page_shows_the_balance_as_table_and_as_ring(client: TestClient) -> None:
    [balance] = told(client, f"/plans/{PLAN}")["balances"]
    text = client.get(f"/plans/{PLAN}").text
    ring = re.search(r'<svg class="donut".*?</svg>', text, re.S)
    assert ring is not None
    for part in balance["parts"]:
        share = f"{part['share_pct']:.1f}".replace(".", ",")
        assert f"{part['name']}: {share} %" in ring[0] and f"{share}<svg" in text
    assert '<svg class="plan-map"' in text and text.count("<path d=") > len(balance["parts"])


def test_the_scanned_sheets_of_a_plan(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    """Each with a picture of itself alone, its file, and a link that lays it over the map."""
    (sheet,) = told(client, "/plans/QHC_NghiaLo_2025")["sheets"]
    row = database_of.execute(
        "SELECT feature_id, name, sheet, size_bytes, file FROM pub.plan_sheets WHERE plan_id = 'QHC_NghiaLo_2025'"
    ).fetchone()
    assert row is not None
    assert [sheet[name] for name in ("id", "title", "sheet", "size_bytes")] == list(row[:4])
    assert client.get(sheet["href"], headers={"Range": "bytes=0-3"}).content[:2] in (b"II", b"MM")
    page = Page(client.get("/plans/QHC_NghiaLo_2025").text)
    (image,) = [own for own in page.having("img") if "/plan_sheets/map?" in own["src"]]
    picture = client.get(image["src"])
    assert picture.headers["content-type"] == "image/webp"
    shown = Image.open(io.BytesIO(picture.content)).convert("RGBA")
    assert abs(shown.width / shown.height - int(image["width"]) / int(image["height"])) < 0.02
    alpha = np.asarray(shown)[..., 3]
    assert (alpha == 255).mean() > 0.9  # the other plan's sheet lies beside it, and would cover a half
    link = f"/#layers=plan_sheets:{row[0]}*70,hillshade*35&feature=plan_sheets/{row[0]}"
    assert page.links.count(link) == 2
    assert told(client, "/plans/QHCT_BoNam_2023")["sheets"] == []
    assert "Bản vẽ quét" not in client.get("/plans/QHCT_BoNam_2023").text


def test_parcels_touched_by_commune_add_up(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    document = told(client, f"/plans/{PLAN}")
    assert sum(row["parcels"] for row in document["touched_communes"]) == document["touched"]
    rows = database_of.execute(
        "SELECT commune_code, count(*), sum(area_m2) FROM pub.parcels WHERE parcel_id IN (SELECT parcel_id"
        " FROM pub.parcel_overlays WHERE plan_id = %s AND kind = 'feature') GROUP BY 1 ORDER BY 1",
        (PLAN,),
    ).fetchall()
    shown = [(row["commune"], row["parcels"], pytest.approx(row["area_m2"])) for row in document["touched_communes"]]
    assert shown == rows
    parts = {part["layer"]: part["count"] for part in document["parts"]}
    for layer, count in parts.items():
        query = sql.SQL("SELECT count(*) FROM {} WHERE plan_id = %s").format(sql.Identifier("pub", layer))
        assert database_of.execute(query, (PLAN,)).fetchone() == (count,)


DECLARED_DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "in_force"),
        ({"status": "dang_dieu_chinh"}, "in_force"),
        ({"status": "lap"}, "draft"),
        ({"status": "huy_bo"}, "ended"),
        ({"replaced_by": "B"}, "ended"),
        ({"decision": Decision("1", valid_to=date(2026, 5, 31))}, "ended"),
        ({"decision": Decision("1", valid_to=DECLARED_DAY)}, "in_force"),
        ({"decision": Decision("1", valid_from=date(2026, 6, 2))}, "later"),
        ({"status": None, "decision": Decision(None)}, "not_in_force"),
        ({"status": None}, "in_force"),
    ],
)
def test_when_a_plan_holds(project: Project, changes: dict[str, Any], said: str) -> None:
    site = read_site(project)
    assert site is not None and site.plans is not None
    usual = {
        "id": "A", "feature_id": "A", "name": "A", "level": "QHC", "status": "phe_duyet", "decision": Decision("1"),
        "replaced_by": None, "replaces": (), "area_m2": 1.0, "facts": {}, "box": (0, 0, 1, 1),
    }  # fmt: skip
    assert validity(Plan(**(usual | changes)), site.plans, DECLARED_DAY) == said


def test_what_replaced_what_stands_on_both(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    database_of.execute(
        "UPDATE data.planning_areas SET replaced_by = 'QHC_NghiaLo_2025' WHERE plan_id = 'QHCT_BoNam_2023'"
    )
    client.app.state.site.kept._answers.clear()  # type: ignore[attr-defined]  # no publication, so nobody was told
    try:
        known = {one["id"]: one for one in told(client, "/plans")["plans"]}
        assert known["QHCT_BoNam_2023"]["replaced_by"] == "QHC_NghiaLo_2025"
        assert known["QHCT_BoNam_2023"]["validity"] == "ended"
        assert known["QHC_NghiaLo_2025"]["replaces"] == ["QHCT_BoNam_2023"]
        for path, other in (("QHCT_BoNam_2023", "QHC_NghiaLo_2025"), ("QHC_NghiaLo_2025", "QHCT_BoNam_2023")):
            assert f"/plans/{other}?" in " ".join(Page(client.get(f"/plans/{path}").text).links)
    finally:
        database_of.execute("UPDATE data.planning_areas SET replaced_by = NULL")
        client.app.state.site.kept._answers.clear()  # type: ignore[attr-defined]


# --- projects, figures, data --------------------------------------------------------------------------------


def test_projects_and_what_they_touch(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    projects = told(client, "/projects")["projects"]
    assert len(projects) == 6 and projects[-1]["status"] == "hoan_thanh"
    for one in projects:
        query = (
            "SELECT count(DISTINCT parcel_id) FROM pub.parcel_overlays WHERE layer = 'planning_projects'"
            " AND feature_id = %s AND kind = 'feature'"
        )
        assert database_of.execute(query, (one["feature_id"],)).fetchone() == (one["touched"],)
        assert told(client, f"/projects/{one['id']}")["touched"] == one["touched"]
        assert "investor" not in one
    document = told(client, f"/projects/{PROJECT}")
    assert document["plans"][0]["area_m2"] <= document["area_m2"] + 0.1
    assert [one["id"] for one in told(client, "/projects?status=hoan_thanh")["projects"]] == [projects[-1]["id"]]


def test_shares_of_parcels_per_commune(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    rows = {row["commune"]: row for row in told(client, "/statistics")["affected"]}
    counted = database_of.execute(
        "SELECT commune_code, count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM pub.parcel_overlays o"
        " WHERE o.parcel_id = p.parcel_id AND layer = 'planning_areas' AND kind = 'feature')),"
        " sum((SELECT sum(area_m2) FROM pub.parcel_overlays o WHERE o.parcel_id = p.parcel_id"
        " AND layer = 'planning_areas' AND kind IN ('single', 'multiple'))) FROM pub.parcels p GROUP BY 1"
    ).fetchall()
    assert len(counted) == len(rows) == 2
    for commune, parcels, planned, covered in counted:
        row = rows[commune]
        assert (row["parcels"], row["planned"]) == (parcels, planned)
        assert row["covered_m2"] == pytest.approx(covered or 0.0) and row["covered_m2"] <= row["area_m2"] + 0.1
        assert 0 <= row["planned_pct"] <= 100


def test_declared_figures_are_what_the_layers_hold(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    figures = {one["id"]: one for one in told(client, "/statistics")["figures"]}
    assert figures.keys() == {"drainage", "lighting", "roads"}
    lengths = dict(database_of.execute("SELECT system, sum(length_m) FROM pub.drainage_pipes GROUP BY 1").fetchall())
    assert {row["code"]: pytest.approx(row["amount"]) for row in figures["drainage"]["rows"]} == lengths
    lamps = database_of.execute(
        "SELECT commune_code, lamp_type, count(*) FROM pub.street_lights GROUP BY 1, 2"
    ).fetchall()
    shown = {
        (row["code"], code): amount for row in figures["lighting"]["rows"] for code, amount in row["columns"].items()
    }
    assert shown == {(commune, lamp or ""): count for commune, lamp, count in lamps}


def test_another_plan_is_chosen_without_a_script(client: TestClient) -> None:
    document = told(client, f"/statistics?plan={PLAN}")
    assert document["plan"]["id"] == PLAN and {one["id"] for one in document["plans"]} == {PLAN, "QHC_NghiaLo_2025"}
    assert document["balances"] == told(client, f"/plans/{PLAN}")["balances"]
    assert told(client, "/statistics?plan=none")["plan"]["id"] == "QHC_NghiaLo_2025"


def test_data_with_files_licence_quality_and_history(client: TestClient, database_of: psycopg.Connection[Any]) -> None:
    datasets = {one["id"]: one for one in told(client, "/open-data")["datasets"]}
    assert {"parcels", "planning_zones", "parcel_overlays"} <= datasets.keys()
    releases = database_of.execute(
        "SELECT epoch, feature_count FROM pub.releases WHERE layer = 'parcels' ORDER BY epoch DESC"
    ).fetchall()
    parcels = datasets["parcels"]
    assert [(one["release"], one["features"]) for one in parcels["releases"]] == releases and len(releases) == 2
    assert parcels["licence"] and parcels["quality"]["accepted_pct"] > 90
    [first] = [one for one in parcels["releases"] if one["changes"]]
    changed = client.get(urlsplit(first["changes"]).path, params={"since": first["release"], "limit": 1})
    assert changed.status_code == 200 and changed.json()["to"] >= parcels["release"]
    made = parcels["distributions"][3]
    assert made["size_bytes"] is None
    body = client.get(made["href"]).content
    again = told(client, "/open-data/parcels")["distributions"][3]
    assert again["size_bytes"] == len(body) > 0


def test_nobody_can_count_what_is_hidden_from_him(client: TestClient, inside: dict[str, str]) -> None:
    """Zones of defence and security are in no figure, map or list of the public."""
    mine = told(client, "/plans/QHC_NghiaLo_2025")
    theirs = told(client, "/plans/QHC_NghiaLo_2025", **inside)
    codes = [{part["code"] for part in document["balances"][0]["parts"]} for document in (mine, theirs)]
    assert not codes[0] & {"QP", "AN"} and codes[1] & {"QP", "AN"}
    assert mine["parts"][0]["count"] < theirs["parts"][0]["count"]
    page = client.get("/plans/QHC_NghiaLo_2025").text
    assert "Quốc phòng" not in page and "Quốc phòng" in client.get("/plans/QHC_NghiaLo_2025", headers=inside).text
    assert client.get("/plans", headers=inside).headers["cache-control"] == "private, no-store"
    quality = told(client, "/open-data/planning_zones")["quality"]
    assert all(round(value, 1) == value for value in quality.values())


def test_answers_are_kept_until_something_is_published(
    client: TestClient, database_of: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(client, "/statistics")
    source = client.app.state.editions.sources["public"]  # type: ignore[attr-defined]
    monkeypatch.setattr(type(source), "snapshot", None)  # who asks the database now, fails
    assert told(client, "/statistics")["affected"]
    assert told(client, "/projects")["count"] == 6


def test_a_project_without_such_pages_has_none(project: Project, tmp_path: Any) -> None:
    from dataclasses import replace

    from sdi.errors import UsageError

    assert read_site(replace(project, directory=tmp_path)) is None
    (tmp_path / "catalog").mkdir()
    place = tmp_path / "catalog" / "site.yml"
    text = (project.directory / "catalog" / "site.yml").read_text("utf-8")
    for wrong, said in (
        (text.replace("sum: length_m", "sum: nothing", 1), "drainage_pipes.nothing"),
        (text.replace("layer: planning_zones", "layer: nothing", 1), "nothing"),
        (text.replace("by: function", "by: zone_no"), r"planning_zones.zone_no \(codes\)"),
        (text + "more: 1\n", "more"),
        (text + "  - [", "YAML"),
    ):
        place.write_text(wrong, "utf-8")
        with pytest.raises(UsageError, match=said):
            read_site(replace(project, directory=tmp_path))
