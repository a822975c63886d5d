"""A click on the map: what lies there, for whom, in which language."""

from __future__ import annotations

from typing import Any

import pytest
from serve_kit import DEFENCE, E0, N0, SIDE
from starlette.testclient import TestClient

Keys = dict[str, dict[str, str]]


def ask(client: TestClient, headers: dict[str, str] | None = None, **query: Any) -> dict[str, Any]:
    answer = client.get("/portal/here", params=query, headers=headers or {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def middle(number: int) -> dict[str, float]:
    """X (north) and Y (east) of a parcel's middle."""
    return {"x": N0 + ((number - 1) // 5 + 0.5) * SIDE, "y": E0 + ((number - 1) % 5 + 0.5) * SIDE}


def test_a_parcel_with_its_commune_and_values(client: TestClient) -> None:
    found = ask(client, **middle(7))
    assert found["storage"] == [middle(7)["y"], middle(7)["x"]]
    assert (found["parcel"]["id"], found["parcel"]["title"]) == ("21025-12-7", "Thửa 7, tờ 12, Phường Mẫu")
    assert found["commune"]["title"] == "Phường Mẫu"
    values = {entry["name"]: (entry["title"], entry["value"]) for entry in found["parcel"]["properties"]}
    assert values["map_sheet"][1] == "12"
    assert "400,00 m²" in values["area_m2"][1]
    assert found["parcel"]["geometry"]["type"] == "MultiPolygon"
    item = client.get(found["parcel"]["href"])
    assert item.status_code == 200 and item.json()["id"] == "21025-12-7"


def test_degrees_lead_to_the_same_place(client: TestClient) -> None:
    metres = ask(client, **middle(8))
    lon, lat = metres["lonlat"]
    degrees = ask(client, lon=lon, lat=lat)
    assert degrees["parcel"] == metres["parcel"]
    assert degrees["storage"] == pytest.approx(metres["storage"], abs=0.002)


def test_english(client: TestClient) -> None:
    found = ask(client, lang="en", **middle(7))
    assert "400.00 m²" in [entry["value"] for entry in found["parcel"]["properties"]]


def test_lines_within_the_tolerance(client: TestClient) -> None:
    beside = {"x": N0 - 13, "y": E0 + 50}  # three metres from a street

    def streets(**more: float) -> list[tuple[str, float]]:
        layers = {layer["layer"]: layer["features"] for layer in ask(client, **beside, **more)["layers"]}
        return [(one["id"], one["distance_m"]) for one in layers.get("roads", [])]

    assert streets() == [("R-1", 3.0)]
    assert streets(tolerance_m=2.9) == []
    assert streets(tolerance_m=80) == [("R-1", 3.0), ("R-2", pytest.approx(61.39, abs=0.01))]


def test_each_audience_its_own(client: TestClient, keys: Keys) -> None:
    def seen(audience: str, **query: float) -> set[str]:
        return {layer["layer"] for layer in ask(client, keys[audience], **query)["layers"]}

    assert ask(client, **middle(DEFENCE))["parcel"] is None
    assert ask(client, keys["agency"], **middle(DEFENCE))["parcel"] is None
    assert ask(client, keys["internal"], **middle(DEFENCE))["parcel"]["id"] == f"21025-12-{DEFENCE}"
    corner = {"x": N0, "y": E0}
    assert "control_points" not in seen("public", **corner) and "control_points" in seen("agency", **corner)
    assert "substations" not in seen("agency", **corner) and "substations" in seen("internal", **corner)


def test_nothing_is_here(client: TestClient) -> None:
    found = ask(client, x=N0 + 30_000, y=E0)
    assert (found["commune"], found["parcel"], found["layers"]) == (None, None, [])


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"lon": "108"},
        {"lon": "a", "lat": "15"},
        {"lon": "nan", "lat": "15"},
        {"lon": "inf", "lat": "15"},
        {"lon": "108", "lat": "95"},
        {"x": "1e300", "y": "5"},
        {"x": "1", "y": "1", "lon": "108", "lat": "15"},
        {"x": "1", "y": "1", "tolerance_m": "-1"},
        {"x": "1", "y": "1", "tolerance_m": "501"},
        {"x": "1", "y": "1", "tolerance_m": "1; DROP TABLE data.parcels"},
        {"x": "1", "y": "1", "z": "1"},
    ],
)
def test_what_is_no_place_is_said(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get("/portal/here", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
