"""What is found follows the publications, and is never what another audience alone may see."""

from __future__ import annotations

import time
from typing import Any

import pytest
from serve_kit import DEFENCE, E0, N0, Town
from starlette.testclient import TestClient


def found(client: TestClient, q: str, headers: dict[str, str] | None = None) -> list[tuple[str, str]]:
    answer = client.get("/portal/search", params={"q": q}, headers=headers or {})
    assert answer.status_code == 200, answer.text
    return [(result["kind"], result["title"]) for result in answer.json()["results"]]


def street(number: int, name: str, east: float = E0) -> dict[str, Any]:
    """A street of 100 m."""
    line = f"MULTILINESTRING(({east} {N0 - 10}, {east + 100} {N0 - 10}))"
    return {"gid": number, "feature_id": f"R-{number}", "road_id": f"R-{number}", "name": name, "geom": line}


def test_restricted_rows_are_not_found(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    wanted = ("parcel", f"Thửa {DEFENCE}, tờ 12, Phường Mẫu")
    for q in (f"21025-12-{DEFENCE}", f"tờ 12 thửa {DEFENCE} phường Mẫu", f"12/{DEFENCE}"):
        assert wanted in found(client, q, keys["internal"])
        assert wanted not in found(client, q, keys["agency"])
        assert wanted not in found(client, q)
    answer = client.get("/portal/search", params={"q": f"21025-12-{DEFENCE}"}).json()
    assert f"21025-12-{DEFENCE}" not in str(answer["results"])  # nor among what comes near
    assert ("parcel", f"Thửa {DEFENCE + 1}, tờ 12, Phường Mẫu") in found(client, f"21025-12-{DEFENCE}")


def test_names_of_a_release(client: TestClient, town: Town) -> None:
    assert found(client, "quang trung") == [("street", "Đường Quang Trung")]
    town.publish("roads", [street(1, "Phan Đình Phùng")])
    assert found(client, "quang trung") == []
    assert found(client, "phan dinh phung") == [("street", "Phan Đình Phùng")]
    town.rollback()
    assert found(client, "phan dinh phung") == []
    assert found(client, "quang trung") == [("street", "Đường Quang Trung")]


def test_namesakes_far_apart_are_two(client: TestClient, town: Town) -> None:
    town.publish("roads", [street(1, "Lê Lợi"), street(2, "Lê Lợi", E0 + 150), street(3, "Lê Lợi", E0 + 20_000)])
    answer = client.get("/portal/search", params={"q": "Lê Lợi"}).json()["results"]
    assert [result["title"] for result in answer] == ["Lê Lợi", "Lê Lợi"]
    widths = sorted(result["bbox"][2] - result["bbox"][0] for result in answer)
    assert widths == pytest.approx([100 / 107_500, 250 / 107_500], rel=0.02)  # metres in a degree here
    town.rollback()


def test_communes_of_a_release(client: TestClient, town: Town) -> None:
    assert found(client, "phuong mau") == [("commune", "Phường Mẫu")]
    box = f"MULTIPOLYGON((({E0} {N0}, {E0} {N0 + 50}, {E0 + 50} {N0 + 50}, {E0 + 50} {N0}, {E0} {N0})))"
    row = {"gid": 1, "feature_id": "21025", "commune_code": "21025", "name": "Phường Đổi Tên", "geom": box}
    town.publish("administrative_units", [row])
    until = time.monotonic() + 15
    while found(client, "doi ten") != [("commune", "Phường Đổi Tên")]:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert found(client, "phuong mau") == []
