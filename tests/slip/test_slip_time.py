"""Two clocks, two states compared, and the same bytes for the same question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from slip_kit import HANOI, Office, balance_of, layer_of, slip_of
from starlette.testclient import TestClient

from sdi.serve.app import create_app
from sdi.settings import Settings

AMENDED_PARCEL = "21025-12-7"


def test_as_of_answers_from_what_was_published_then(client: TestClient) -> None:
    now, then = slip_of(client, AMENDED_PARCEL), slip_of(client, AMENDED_PARCEL, "&as-of=2026-02-01")
    assert balance_of(now) == {"TH": (240.0, 60.0), "NO": (160.0, 40.0)}
    assert balance_of(then) == {"NO": (400.0, 100.0)}
    assert {d["number"] for d in now["decisions"]} == {"11/QĐ-UBND", "77/QĐ-UBND"}
    assert {d["number"] for d in then["decisions"]} == {"11/QĐ-UBND"}
    assert then["clock"]["as_of"] == "2026-02-01" and then["clock"]["published"].startswith("2026-01-10T12:00")
    assert layer_of(then, "planning_zones")["published"].startswith("2026-01-10")
    assert layer_of(now, "planning_zones")["published"].startswith("2026-03-10")


def test_a_locally_amended_plan_shows_both_decisions_where_they_hold(client: TestClient) -> None:
    slip = slip_of(client, AMENDED_PARCEL)
    numbers = {d["no"]: d["number"] for d in slip["decisions"]}
    (group,) = layer_of(slip, "planning_zones")["groups"]
    assert {f["title"]: numbers[f["decision"]] for f in group["findings"]} == {
        "TH-10": "77/QĐ-UBND",
        "NO-9": "11/QĐ-UBND",
    }
    amended = next(d for d in slip["decisions"] if d["number"] == "77/QĐ-UBND")
    assert amended["status"] == "Đã điều chỉnh" and amended["in_force"] is True


def test_compare_tells_what_is_different(client: TestClient) -> None:
    comparison = slip_of(client, AMENDED_PARCEL, "&compare=2026-02-01")["comparison"]
    assert comparison["found"] and comparison["as_of"] == "2026-02-01"
    changed = {one["place"]: (one["before"], one["after"]) for one in comparison["changes"]}
    houses = next(pair for place, pair in changed.items() if place.endswith("› Nhóm nhà ở"))
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in houses] == ["400,0 m² (100,0 %)", "160,0 m² (40,0 %)"]
    assert any(before is None and "Trường" in place for place, (before, _) in changed.items())
    same = slip_of(client, "21025-12-1", "&compare=2026-02-01")["comparison"]
    assert same["found"] and same["changes"] == []
    assert slip_of(client, "21025-12-8", "&compare=2026-02-01")["comparison"]["found"] is False


def test_days_that_cannot_be_answered(client: TestClient) -> None:
    before = client.get("/api/slip/21025-12-1?f=json&as-of=2025-12-31")
    assert before.status_code == 404 and "10/01/2026" in before.json()["detail"]
    withdrawn = client.get("/api/slip/21025-12-1?f=json&as-of=2026-04-15")
    assert withdrawn.status_code == 410 and "thu hồi" in withdrawn.json()["detail"]
    assert slip_of(client, AMENDED_PARCEL, "&as-of=2026-05-15")["clock"]["published"].startswith("2026-05-10")
    tomorrow = (datetime.now(HANOI) + timedelta(days=2)).date()
    assert client.get(f"/api/slip/21025-12-1?f=json&as-of={tomorrow}").status_code == 404


def test_a_day_ends_when_it_ends_in_vietnam(client: TestClient) -> None:
    """Published at noon of the tenth: the ninth does not know of it, the tenth does."""
    assert client.get("/api/slip/21025-12-1?f=json&as-of=2026-01-09").status_code == 404
    assert client.get("/api/slip/21025-12-1?f=json&as-of=2026-01-10").status_code == 200
    assert client.get("/api/slip/21025-12-1?f=json&as-of=10/01/2026").status_code == 200


@pytest.mark.parametrize("form", ["json", "html", "pdf"])
def test_the_same_bytes_from_any_worker(client: TestClient, office: Office, settings: Settings, form: str) -> None:
    address = f"/api/slip/21025-12-3?f={form}&compare=2026-02-01"
    first = client.get(address)
    with TestClient(create_app(settings, office.url)) as other:
        second = other.get(address)
    assert first.content == second.content and first.headers["etag"] == second.headers["etag"]
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert client.get(address.replace("2-3", "2-2")).headers["etag"] != first.headers["etag"]


def test_an_earlier_answer_is_the_same_after_later_publications(client: TestClient, office: Office) -> None:
    """What is made again from the log reads as it did when it was current; in a database of its own state."""
    early = client.get("/api/slip/21025-12-7?f=json&as-of=2026-02-01").content
    rows: list[dict[str, Any]] = []
    office.release(datetime(2026, 7, 1).date(), "planning_lines", rows)
    assert client.get("/api/slip/21025-12-7?f=json&as-of=2026-02-01").content == early
    with TestClient(create_app(client.app.state.slips._settings, office.url)) as fresh:  # type: ignore[attr-defined]
        assert fresh.get("/api/slip/21025-12-7?f=json&as-of=2026-02-01").content == early
        assert layer_of(slip_of(fresh, "21025-12-1"), "planning_lines")["state"] != "concerned"
