"""The service as users meet it: workers, publications while it runs, clients written by others."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pyogrio
import pytest
from owslib.ogcapi.features import Features
from process_kit import free_port
from recorder import Proxy, recording
from serve_kit import COLUMNS, E0, N0, PROJECT, ROWS, Town, parcel

from sdi.model import read_project
from sdi.publish.health import status_text
from sdi.settings import Settings

RUN = """
import sys
from pathlib import Path
from sdi.serve.server import serve
from sdi.settings import Settings
project, state, prefix, port, url = sys.argv[1:]
settings = Settings(project=Path(project), state=Path(state), role_prefix=prefix, port=int(port))
serve(settings, url, workers=2, on_ready=lambda: print("ready", flush=True))
print("stopped", flush=True)
"""


@dataclass
class Service:
    """A running service in processes of its own."""

    base: str
    process: subprocess.Popen[str]

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.base + path, timeout=20) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def start(town: Town, settings: Settings) -> Iterator[Callable[[], Service]]:
    started: list[subprocess.Popen[str]] = []

    def run() -> Service:
        port = free_port()
        arguments = [str(PROJECT), str(settings.state_dir), settings.role_prefix, str(port), town.url]
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent,
        )
        started.append(process)
        assert process.stdout is not None
        assert "ready\n" in iter(process.stdout.readline, "")  # a slow machine may warn of a late connection first
        return Service(f"http://127.0.0.1:{port}", process)

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def service(start: Callable[[], Service]) -> Service:
    return start()


def workers(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in children]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_status_says_whether_it_answers(service: Service, town: Town, settings: Settings) -> None:
    def told(port: int) -> str:
        return status_text(settings.model_copy(update={"database_url": town.url, "port": port}), read_project(PROJECT))

    assert "API: đang chạy, http://testserver/" in told(int(service.base.rsplit(":", 1)[1]))
    nobody = free_port()
    assert f"không trả lời ở cổng {nobody}" in told(nobody)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_stopping_ends_all_workers(start: Callable[[], Service], stop: signal.Signals) -> None:
    service = start()
    children = workers(service.process)
    assert len(children) >= 2
    os.kill(service.process.pid, stop)
    service.process.wait(20)
    assert wait_for(lambda: not any(map(alive, children)))
    if stop is not signal.SIGKILL:
        assert service.process.stdout is not None and "stopped" in service.process.stdout.read()


def test_a_taken_port_is_said_so(town: Town, settings: Settings) -> None:
    from sdi.errors import UsageError
    from sdi.serve.server import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=str(port)):
            serve(settings.model_copy(update={"port": port}), town.url)


def test_a_new_layer_appears_in_all_workers(service: Service, town: Town) -> None:
    def listed() -> bool:
        return "trees" in {entry["id"] for entry in service.get("/api/collections")["collections"]}

    assert not listed()
    town.publish("trees", [{"gid": 1, "feature_id": "C-1", "tree_id": "C-1", "geom": f"POINT({E0} {N0})"}])
    assert wait_for(lambda: all(listed() for _ in range(12)))


def test_readers_never_see_a_mixed_answer(service: Service, town: Town) -> None:
    """Every publication renames the sheet of all parcels; an answer holds one name only, and all parcels."""
    wrong: list[Any] = []
    seen: set[str] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                page = service.get("/api/collections/parcels/items?limit=100&properties=map_sheet")
            except urllib.error.HTTPError as error:
                wrong.append(error.code)
                continue
            sheets = {feature["properties"]["map_sheet"] for feature in page["features"]}
            seen.update(sheets)
            if len(sheets) != 1 or len(page["features"]) != 24 or page["numberMatched"] != 24:
                wrong.append((sheets, len(page["features"])))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for step in range(15):
        town.publish("parcels", [parcel(n, map_sheet=f"S{step}") for n in range(1, COLUMNS * ROWS + 1)])
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(seen) > 2


def test_gdal_reads_the_same_features(service: Service) -> None:
    source = f"OAPIF:{service.base}/api"
    layers = {str(name) for name, _ in pyogrio.list_layers(source)}
    assert {"parcels", "roads", "administrative_units"} <= layers and "control_points" not in layers
    information = pyogrio.read_info(source, layer="parcels")
    assert information["crs"] == "EPSG:5898" and information["features"] == 24
    frame = pyogrio.read_dataframe(source, layer="parcels")
    assert len(frame) == 24
    assert abs(frame.geometry.area.sum() - 24 * 400) < 0.01
    assert tuple(round(x, 3) for x in frame.total_bounds) == (E0, N0, E0 + 100, N0 + 100)
    one = pyogrio.read_dataframe(source, layer="parcels", where="parcel_number = 7")
    assert list(one["parcel_id"]) == ["21025-12-7"]
    box = (E0 + 1, N0 + 1, E0 + 25, N0 + 2)
    assert sorted(pyogrio.read_dataframe(source, layer="parcels", bbox=box)["parcel_number"]) == [1, 2]


def test_owslib_reads_the_same_features(service: Service) -> None:
    features = Features(f"{service.base}/api/")
    assert set(features.feature_collections()) >= {"parcels", "roads"}
    assert features.api()["openapi"].startswith("3.0")
    assert "map_sheet" in features.collection_queryables("parcels")["properties"]
    assert features.collection_items("parcels", limit=5)["numberReturned"] == 5
    assert features.collection_item("parcels", "21025-12-7")["id"] == "21025-12-7"


def test_owslib_walks_from_page_to_page(service: Service) -> None:
    features, seen = Features(f"{service.base}/api/"), []
    page = features.collection_items("parcels", limit=7, bbox=[108.0, 15.0, 109.0, 16.0])
    while True:
        seen += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        page = service.get(following[0].removeprefix(service.base))
    assert len(seen) == len(set(seen)) == COLUMNS * ROWS - 1


READ = """
import json, sys
import pyogrio
base, name, box, options = sys.argv[1:]
box = json.loads(box) and tuple(json.loads(box))
found = pyogrio.read_dataframe(f"OAPIF:{base}/api", layer=name, bbox=box, **json.loads(options))
told = {"crs": found.crs.to_epsg(), "ids": list(found["parcel_id"]), "bounds": list(found.total_bounds)}
print(json.dumps(told))
"""


def gdal(base: str, name: str, box: tuple[float, ...] | None = None, **options: str) -> dict[str, Any]:
    """A collection as GDAL's driver reads it, within a box of its CRS; ``options`` are the driver's open options.

    In a process of its own: GDAL would hold the lock that the proxy's thread waits for.
    """
    command = [sys.executable, "-c", READ, base, name, json.dumps(box), json.dumps(options)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def asked_for_items(proxy: Proxy, name: str) -> list[dict[str, list[str]]]:
    """Parameters of the requests for features."""
    parts = [urlsplit(request.path) for request in proxy.requests]
    return [parse_qs(part.query) for part in parts if part.path.endswith(f"/{name}/items")]


def test_gdal_reads_every_page(service: Service) -> None:
    with recording(service.base) as proxy:
        found = gdal(proxy.base, "parcels", PAGE_SIZE="7", INITIAL_REQUEST_PAGE_SIZE="7")
    assert len(found["ids"]) == len(set(found["ids"])) == COLUMNS * ROWS - 1
    assert len([one for one in asked_for_items(proxy, "parcels") if one.get("limit") == ["7"]]) >= 4


def test_gdal_without_any_setting_takes_pages_of_a_thousand(service: Service) -> None:
    with recording(service.base) as proxy:
        gdal(proxy.base, "parcels")
    assert max(int(one["limit"][0]) for one in asked_for_items(proxy, "parcels") if "limit" in one) >= 1000


def test_gdal_takes_the_provincial_crs(service: Service) -> None:
    """Coordinates are those of the database: the first parcel's corner, axes in their order."""
    with recording(service.base) as proxy:
        found = gdal(proxy.base, "parcels", PREFERRED_CRS="EPSG:5898")
    assert found["crs"] == 5898
    assert found["bounds"][:2] == pytest.approx([E0, N0], abs=1e-4)
    uris = {one["crs"][0] for one in asked_for_items(proxy, "parcels") if "crs" in one}
    assert uris == {"http://www.opengis.net/def/crs/EPSG/0/5898"}


def test_gdal_asks_for_a_box_and_gets_no_more(service: Service) -> None:
    """A box inside the first parcel: the service finds that parcel, nothing is left for GDAL to sort out."""
    box = (E0 + 1, N0 + 1, E0 + 2, N0 + 2)
    with recording(service.base) as proxy:
        found = gdal(proxy.base, "parcels", box, PREFERRED_CRS="EPSG:5898")
    assert found["ids"] == ["21025-12-1"]
    (asked,) = [one for one in asked_for_items(proxy, "parcels") if "bbox" in one]
    assert [float(number) for number in asked["bbox"][0].split(",")] == pytest.approx(box, abs=1e-3)
    assert asked["bbox-crs"] == ["http://www.opengis.net/def/crs/EPSG/0/5898"]


def test_broken_connections_are_replaced_and_publications_still_noticed(
    service: Service, town: Town, settings: Settings
) -> None:
    with psycopg.connect(town.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE %s",
            (f"{settings.role_prefix}_%",),
        )
    for _ in range(8):
        assert service.get("/api/collections/roads/items")["numberMatched"] == 2
    epoch = town.publish("trees", [])
    trees = "/api/collections/trees"
    assert wait_for(lambda: all(service.get(trees)["release"] == epoch for _ in range(8)))


def test_metrics_count_over_all_workers(service: Service) -> None:
    for _ in range(10):
        service.get("/readyz")
    with urllib.request.urlopen(f"{service.base}/metrics") as answer:
        text = answer.read().decode()
    line = next(x for x in text.splitlines() if x.startswith("sdi_http_requests_total{") and 'route="readyz"' in x)
    assert float(line.rsplit(" ", 1)[1]) >= 10
