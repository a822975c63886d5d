"""What those who operate the service are told: ids of requests, slow answers, numbers; nothing of other audiences."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import structlog
from serve_kit import Town
from starlette.testclient import TestClient

from sdi.serve import telemetry
from sdi.serve.app import create_app
from sdi.settings import Settings

SLOW = "/api/collections/parcels/items?filter=parcel_number%20%3E%203&key=s3cret"


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are this process's own, whatever service an earlier test has started in it."""
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)


@pytest.mark.parametrize(
    ("client", "given", "kept"),
    [
        (("203.0.113.9", 0), b"0123456789abcdef", True),  # by a trusted proxy: the server took the address from it
        (("203.0.113.9", 51234), b"0123456789abcdef", False),
        (("203.0.113.9", 0), b"x\ny", False),
        (("203.0.113.9", 0), b"a" * 65, False),
        (None, b"0123456789abcdef", False),
    ],
)
def test_only_a_trusted_proxy_gives_a_request_its_id(client: Any, given: bytes, kept: bool) -> None:
    found = telemetry.request_id({"client": client, "headers": [(b"x-request-id", given)]})
    assert (found == given.decode()) is kept
    assert re.fullmatch("[A-Za-z0-9._-]{8,64}", found)


def test_every_answer_has_an_id_of_its_own(client: TestClient) -> None:
    ids = {client.get(path).headers["X-Request-ID"] for path in ("/healthz", "/api/collections", "/nowhere", "/readyz")}
    assert len(ids) == 4


@pytest.fixture
def slow(town: Town, settings: Settings) -> Any:
    """The application, to which every answer is slow."""
    patient = settings.model_copy(update={"slow_ms": 1})
    app = create_app(patient, town.url)
    app.user_middleware[1].kwargs["slow_s"] = 0.0
    with TestClient(app) as found:
        yield found


def test_a_slow_answer_is_noted_with_collection_and_filter(slow: TestClient) -> None:
    with structlog.testing.capture_logs(processors=[telemetry.add_request]) as lines:
        answer = slow.get(SLOW.partition("&key")[0])
        body = {"filter": "parcel_number > 4"}
        slow.post("/api/collections/parcels/search", json=body)
        refused = slow.get(SLOW)
    told = [line for line in lines if line["event"] == "slow"]
    assert [line["collection"] for line in told] == ["parcels"] * 3
    assert told[0]["query"] == "filter=parcel_number%20%3E%203"
    assert told[0]["request"] == answer.headers["X-Request-ID"]
    assert told[0]["audience"] == "public"
    assert "parcel_number > 4" in told[1]["query"]
    assert refused.status_code == 400
    assert "s3cret" not in json.dumps(told)


def test_numbers_by_route_and_collection(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    client.get("/api/collections/parcels/items?limit=1")
    client.get("/api/collections/substations/items?limit=1", headers=keys["internal"])
    client.get("/api/collections/nonsense/items")
    text = client.get("/metrics").text
    assert re.search(r'sdi_http_requests_total{collection="parcels",method="GET",route="items",status="200"} \d', text)
    assert re.search(r'sdi_http_request_seconds_count{collection="parcels",route="items"} \d', text)
    assert re.search(r'sdi_release{collection="parcels"} [1-9]', text)
    assert re.search(r'sdi_release_age_seconds{collection="parcels"} \d', text)
    assert re.search(r"sdi_database_up 1.0", text)
    assert re.search(r"sdi_database_standby 0.0", text)
    assert re.search(r"sdi_database_lag_seconds 0.0", text)
    assert "substations" not in text, "the public learns of no layer that it may not see"
    assert "nonsense" not in text, "what strangers ask for makes no series"


def test_connections_and_queues_are_told(client: TestClient) -> None:
    source = client.app.state.editions.sources  # type: ignore[attr-defined]
    telemetry.measure((audience.value, one) for audience, one in source.items())
    text = client.get("/metrics").text
    assert re.search(r'sdi_pool_connections{audience="public",state="idle"} \d', text)
    assert re.search(r'sdi_queue_waiting{audience="public",queue="wires"} 0', text)


def test_readiness_says_whom_it_reads(client: TestClient) -> None:
    assert client.get("/readyz").json()["database"] == {"standby": False, "lag_s": 0.0}
