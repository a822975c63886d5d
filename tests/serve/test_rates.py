"""How often one may ask, how long a body may be, and how an overload is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from serve_kit import PROJECT, Town
from starlette.testclient import TestClient

from sdi.serve import guard, limits
from sdi.serve.app import create_app
from sdi.serve.rates import Buckets, Networks, Rate
from sdi.settings import Settings

SLIP = "/api/slip/21025-12-1"


@contextmanager
def service(town: Town, settings: Settings, address: str, tmp_path: Path, **given: object) -> Iterator[TestClient]:
    secrets = tmp_path / "secrets"
    if not secrets.exists():
        secrets.symlink_to(settings.state_dir / "secrets")
    config = Settings(
        project=PROJECT, state=tmp_path, role_prefix=settings.role_prefix, base_url="http://testserver", **given
    )
    with TestClient(create_app(config, town.url), client=(address, 1)) as found:
        yield found


def test_a_bucket_lets_a_burst_through_and_then_its_rate(tmp_path: Path) -> None:
    first, second = Buckets(tmp_path / "b"), Buckets(tmp_path / "b")  # two workers
    rate = Rate(20, 10)
    waits = [(first, second)[number % 2].take("10.0.0.1", rate) for number in range(12)]
    assert waits[:10] == [0.0] * 10 and 0 < waits[11] <= 1 / 20
    assert first.take("10.0.0.2", rate) == 0.0
    time.sleep(0.11)
    assert first.take("10.0.0.1", rate) == 0.0


def test_many_addresses_share_the_table_without_losing_the_limit(tmp_path: Path) -> None:
    buckets, rate = Buckets(tmp_path / "b"), Rate(0.001, 2)
    for number in range(3000):
        assert buckets.take(f"10.0.{number // 256}.{number % 256}", rate) == 0.0
    refused = 0
    for number in range(3000):
        address = f"10.0.{number // 256}.{number % 256}"
        buckets.take(address, rate)
        refused += buckets.take(address, rate) > 0
    assert refused >= 2995


def test_networks() -> None:
    networks = Networks(["127.0.0.0/8", "::1", "10.1.0.0/16"])
    inside = ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3"]
    outside = ["10.2.0.1", "", "testclient", "2001:db8::1"]
    assert [one in networks for one in inside + outside] == [True] * 4 + [False] * 4


def test_one_address_is_told_when_to_come_back(town: Town, settings: Settings, tmp_path: Path) -> None:
    with service(town, settings, "203.0.113.7", tmp_path, rate_address=1) as client:
        answers = [client.get("/api/conformance") for _ in range(25)]
        assert {answer.status_code for answer in answers[:20]} == {200}
        late = answers[-1]
        assert late.status_code == 429 and int(late.headers["retry-after"]) >= 1
        assert late.headers["content-type"] == "application/problem+json"
        assert client.get("/api/conformance", headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 429
        key = {"X-API-Key": settings.secret("api_key_internal")}
        assert client.get("/api/conformance", headers=key).status_code == 200  # counts by itself
    with service(town, settings, "127.0.0.1", tmp_path, rate_address=1) as client:
        assert {client.get("/api/conformance").status_code for _ in range(40)} == {200}


def test_a_key_has_its_own_limit_wherever_it_is_used(town: Town, settings: Settings, tmp_path: Path) -> None:
    key = {"X-API-Key": settings.secret("api_key_agency")}
    with service(town, settings, "127.0.0.1", tmp_path, rate_key=1) as client:
        statuses = [client.get("/api/conformance", headers=key).status_code for _ in range(25)]
    assert statuses[:20] == [200] * 20 and statuses[-1] == 429


def test_guessing_keys_is_slow(town: Town, settings: Settings, tmp_path: Path) -> None:
    with service(town, settings, "203.0.113.8", tmp_path) as client:
        tried = [client.get("/", headers={"X-API-Key": f"sdi_{number}"}).status_code for number in range(30)]
        assert tried[:20] == [401] * 20 and tried[-1] == 429
        shown = client.post("/login", data={"key": "sdi_x"}, headers={"Origin": "http://testserver"})
        assert shown.status_code == 429
        assert client.get("/api/conformance").status_code == 200
        good = {"X-API-Key": settings.secret("api_key_agency")}
        assert client.get("/api/conformance", headers=good).status_code == 200  # a colleague behind the same address


def test_issuing_slips_has_a_limit_of_its_own(town: Town, settings: Settings, tmp_path: Path) -> None:
    with service(town, settings, "203.0.113.9", tmp_path, rate_issue=1) as client:
        statuses = [client.post(SLIP).status_code for _ in range(13)]
        assert 429 not in statuses[:10] and statuses[-1] == 429
        assert client.get("/api/conformance").status_code == 200


def test_a_body_that_says_it_is_too_long_is_not_read(town: Town, settings: Settings, tmp_path: Path) -> None:
    with service(town, settings, "127.0.0.1", tmp_path) as client:
        for length in (str(limits.REQUEST_BODY + 1), "-1", "x"):
            answer = client.post("/api/collections/parcels/search", headers={"Content-Length": length}, content=b"{}")
            assert answer.status_code == 413, length


def test_an_overload_is_answered_at_once(
    town: Town, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ACTIVE", 8)

    async def ask() -> tuple[list[int], float, int, str]:
        app = client.app
        held = asyncio.Event()

        async def slow(*_: object, **__: object) -> int:
            await held.wait()
            return 0

        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as asking:
            with monkeypatch.context() as while_asking:
                while_asking.setattr("sdi.serve.app.run_in_threadpool", slow)
                waiting = [asyncio.create_task(asking.get("/readyz")) for _ in range(8)]
                await asyncio.sleep(0.2)
            started = time.perf_counter()
            turned_away = [await asking.get("/api/conformance") for _ in range(5)]
            took = time.perf_counter() - started
            alive = (await asking.get("/healthz")).status_code
            held.set()
            await asyncio.gather(*waiting)
            after = (await asking.get("/api/conformance")).status_code
        statuses = [one.status_code for one in turned_away]
        return [*statuses, after], took, alive, turned_away[0].headers["retry-after"]

    with service(town, settings, "127.0.0.1", tmp_path) as client:
        statuses, took, alive, again = client.portal.call(ask)  # type: ignore[union-attr]
    assert statuses == [503] * 5 + [200]
    assert took < 1.0 and alive == 200 and again == "1"
