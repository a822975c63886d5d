"""Whole layers as files: what is in them, who gets them, and in which parts."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import psycopg
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from serve_kit import COLUMNS, DEFENCE, ROWS, Town, parcel
from starlette.testclient import TestClient

from sdi.model import Audience
from sdi.serve import downloads, making
from sdi.serve.formats import FORMATS
from sdi.settings import Settings

ALL = COLUMNS * ROWS
ADDRESS = "/api/collections/parcels/downloads/parcels."


@pytest.fixture
def internal(settings: Settings, client: TestClient) -> dict[str, str]:
    return {"X-API-Key": settings.secret("api_key_internal")}


def fetched(client: TestClient, tmp_path: Path, suffix: str, layer: str = "parcels", **more: Any) -> Path:
    for _ in range(4):  # as a client does that is told to come back: other things may be made on this machine
        answer = client.get(f"/api/collections/{layer}/downloads/{layer}.{suffix}", **more)
        if answer.status_code != 503:
            break
        time.sleep(int(answer.headers["Retry-After"]))
    assert answer.status_code == 200, answer.text
    path = tmp_path / f"{layer}.{suffix}"
    path.write_bytes(answer.content)
    return path


def published(town: Town, columns: str, schema: str = "pub", layer: str = "parcels") -> dict[str, Any]:
    with psycopg.connect(town.url) as connection:
        return dict(connection.execute(f"SELECT feature_id, {columns} FROM {schema}.{layer}").fetchall())


def released(client: TestClient) -> int:
    return int(client.get("/api/collections/parcels").json()["release"])


def until(condition: Any) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
def test_files_hold_what_is_published(client: TestClient, town: Town, tmp_path: Path, form: str) -> None:
    path = fetched(client, tmp_path, form)
    frame = geopandas.read_parquet(path) if form == "parquet" else geopandas.read_file(path)
    wanted = published(town, "ST_AsBinary(geom)")
    assert frame.crs.to_epsg() == 5898
    assert set(frame["id"]) == wanted.keys() and len(frame) == ALL - 1
    stored = shapely.from_wkb([wanted[name] for name in frame["id"]])
    assert shapely.equals_identical(frame.geometry.to_numpy(), stored).all()
    assert "note" not in frame.columns, "a field for agencies"
    assert list(frame.columns)[:2] == ["id", "parcel_id"]


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_audience_has_its_own_file(
    client: TestClient, town: Town, tmp_path: Path, form: str, internal: dict[str, str]
) -> None:
    suffix = FORMATS[form].suffix
    secret, note = f"21025-12-{DEFENCE}".encode(), "ghi chú 5"
    if form in ("csv", "dxf"):
        open_file, closed = (fetched(client, tmp_path, suffix, headers=h).read_bytes() for h in ({}, internal))
        written = note.encode() if form == "csv" else b"ghi ch\\U+00FA 5"
        assert secret not in open_file and written not in open_file
        assert secret in closed and written in closed
        return
    for headers, count, seen in (({}, ALL - 1, False), (internal, ALL, True)):
        path = fetched(client, tmp_path, suffix, headers=headers)
        inner = {"shp": f"/vsizip/{path}", "geojson": f"/vsizip/{path}/parcels.geojson"}.get(form, str(path))
        frame = geopandas.read_parquet(path) if form == "parquet" else pyogrio.read_dataframe(inner)
        assert len(frame) == count
        assert (secret.decode() in set(frame["parcel_id"])) == seen
        assert ("note" in frame.columns) == seen


def test_layers_of_others_have_no_files(client: TestClient, internal: dict[str, str]) -> None:
    address = "/api/collections/substations/downloads/substations.csv"
    assert client.get(address).status_code == 404
    assert client.get(address, headers=internal).status_code == 200
    assert client.get(address, headers={"X-API-Key": "wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("parcels.xlsx", 404), ("roads.fgb", 404), ("..%2f..%2fsecrets", 404), ("parcels.fgb?since=x", 400),
        ("parcels.fgb?since=99999", 400), ("parcels.fgb?since=0", 400), ("parcels.fgb?release=1", 400),
    ],
)  # fmt: skip
def test_there_is_nothing_else(client: TestClient, name: str, status: int) -> None:
    answer = client.get(f"/api/collections/parcels/downloads/{name}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


# --- HTTP ---------------------------------------------------------------------------------------------------


def test_parts_are_parts_of_the_whole(client: TestClient) -> None:
    whole = client.get(f"{ADDRESS}csv", headers={"Accept-Encoding": "gzip, br, zstd"})
    size = len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes" and "content-encoding" not in whole.headers
    assert whole.headers["content-length"] == str(size)
    for given, start, end in (
        ("0-0", 0, 1), ("0-99", 0, 100), ("100-", 100, size), ("-7", size - 7, size), (f"5-{size + 9}", 5, size),
    ):  # fmt: skip
        part = client.get(f"{ADDRESS}csv", headers={"Range": f"bytes={given}"})
        assert part.status_code == 206, given
        assert part.content == whole.content[start:end]
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.headers["etag"] == whole.headers["etag"]
    assert client.get(f"{ADDRESS}csv", headers={"Range": f"bytes={size}-"}).status_code == 416
    pieces = [client.get(f"{ADDRESS}csv", headers={"Range": f"bytes={n}-{n + 99}"}) for n in range(0, size, 100)]
    assert b"".join(piece.content for piece in pieces) == whole.content


def test_conditions(client: TestClient) -> None:
    whole = client.get(f"{ADDRESS}gpkg")
    tag = whole.headers["etag"]
    assert tag.startswith('"')
    unchanged = client.get(f"{ADDRESS}gpkg", headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    part = {"Range": "bytes=0-9"}
    assert client.get(f"{ADDRESS}gpkg", headers=part | {"If-Range": tag}).status_code == 206
    other = client.get(f"{ADDRESS}gpkg", headers=part | {"If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, whole.content)


def test_heads_types_and_names(client: TestClient) -> None:
    release = released(client)
    for form in FORMATS.values():
        head = client.head(ADDRESS + form.suffix)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == form.media_type
        assert head.headers["content-disposition"] == f'attachment; filename="parcels-{release}.{form.suffix}"'
        assert int(head.headers["content-length"]) == len(client.get(ADDRESS + form.suffix).content)


def test_gdal_reads_a_part_of_a_file_behind_an_address(client: TestClient) -> None:
    links = [link for link in client.get("/api/collections/parcels").json()["links"] if link["rel"] == "enclosure"]
    assert [link["href"].removeprefix("http://testserver") for link in links] == [
        ADDRESS + form.suffix for form in FORMATS.values()
    ]
    for link in links:
        answer = client.get(link["href"])
        assert answer.headers["content-type"] == link["type"]
        if "length" in link:
            assert link["length"] == len(answer.content)
        assert link["title"].startswith("Thửa đất – ")


def test_a_page_for_people_offers_them(client: TestClient) -> None:
    page = client.get("/api/collections/parcels?f=html").text
    assert "Tải về" in page and f'{ADDRESS}gpkg"' in page


# --- releases -----------------------------------------------------------------------------------------------


def test_what_was_asked_for_is_made_anew_before_anybody_asks(
    client: TestClient, town: Town, settings: Settings
) -> None:
    assert client.get("/api/collections/roads/downloads/roads.parquet").status_code == 200
    epoch = town.publish("roads", [])
    place = settings.state_dir / "downloads" / "public" / "roads"
    until(lambda: any(place.glob(f"{epoch}-*/roads.parquet")))


@pytest.fixture(scope="module")
def changed(town: Town, client: TestClient) -> int:
    """The release before one in which parcel 1 is gone, 2 is another and 26 is new."""
    before = released(client)
    rows = [parcel(number) for number in range(1, ALL + 1)]
    after = town.publish("parcels", [parcel(2, area_m2=1.0), *rows[2:], parcel(26, surveyed_on=None)])
    until(lambda: released(client) == after)
    return before


def test_a_new_release_is_a_new_file_and_the_old_one_goes(
    client: TestClient, changed: int, settings: Settings, tmp_path: Path
) -> None:
    frame = geopandas.read_file(fetched(client, tmp_path, "fgb"))
    assert {"21025-12-26"} <= set(frame["id"]) and "21025-12-1" not in set(frame["id"])
    kept = [path.name for path in (settings.state_dir / "downloads" / "public" / "parcels").iterdir()]
    assert [int(name.split("-")[0]) for name in kept] == [released(client)]


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_difference_between_two_releases_is_a_file(
    client: TestClient, changed: int, tmp_path: Path, form: str
) -> None:
    suffix = FORMATS[form].suffix
    path = fetched(client, tmp_path, f"{suffix}?since={changed}").rename(tmp_path / f"parcels.{suffix}")
    if form == "dxf":
        assert path.read_bytes().count(b"1000\nchange=upsert") == ALL - 1
        return
    if form == "parquet":
        table = pq.read_table(path).to_pandas()
    else:
        inner = {"shp": f"/vsizip/{path}", "geojson": f"/vsizip/{path}/parcels.geojson"}.get(form, str(path))
        table = pyogrio.read_dataframe(inner)
    named = "id" if "id" in table.columns else "parcel_id"
    told = dict(zip(table[named], table["change"], strict=True))
    assert told.pop("21025-12-1", None if form != "geojson" else "removed") == "removed"
    assert set(told.values()) >= {"upsert"} and "21025-12-26" in told and "21025-12-13" not in told
    assert len(table) == ALL  # every row was published anew in this town, but for the secret one; one is gone


def test_a_file_that_takes_long_is_promised(
    client: TestClient, changed: int, internal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "WAIT_S", 0.0)
    answer = client.get(f"{ADDRESS}csv?since={changed}", headers=internal)
    assert answer.status_code == 503 and "đang được tạo" in answer.json()["detail"]
    assert answer.headers["retry-after"]
    until(lambda: client.get(f"{ADDRESS}csv?since={changed}", headers=internal).status_code == 200)


def test_old_files_make_room(client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in ("csv", "gpkg"):
        until(lambda: client.get(ADDRESS + suffix).status_code == 200)  # noqa: B023
    monkeypatch.setattr(downloads, "KEPT_BYTES", 1)
    kept: list[str] = []

    def made() -> bool:
        ready = client.get("/api/collections/roads/downloads/roads.csv").status_code == 200
        kept[:] = [path.name for path in (settings.state_dir / "downloads").glob("*/*/*/*") if path.is_file()]
        return ready and "roads.csv" in kept  # a file that is renewed meanwhile may have made room in its turn

    until(made)
    assert len(kept) <= 2, "one more may just be renewed"
    until(lambda: client.get(f"{ADDRESS}csv").status_code == 200)
    monkeypatch.setattr(downloads, "FREE_BYTES", 1 << 60)
    answer = client.get("/api/collections/roads/downloads/roads.gpkg")
    assert answer.status_code == 503 and "đĩa" in answer.json()["detail"]


FORBIDDING = """
import ctypes, os, platform, struct, sys
number = {"x86_64": 141, "aarch64": 140}[platform.machine()]
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
program = struct.pack("@HP", len(steps), ctypes.addressof(code))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0, os.strerror(ctypes.get_errno())
try:
    os.nice(1)
except PermissionError:
    from sdi.serve.making import main
    sys.exit(main())
"""
"""Makes a file where setpriority answers EPERM, by a filter as systemd lays it around the service."""


def test_files_are_made_where_nobody_may_set_priorities(client: TestClient, tmp_path: Path) -> None:
    unit = (Path(__file__).resolve().parents[2] / "deploy" / "sdi.service").read_text("utf-8")
    assert "SystemCallFilter=~@privileged @resources\n" in unit and "SystemCallErrorNumber=EPERM\n" in unit
    edition = client.app.state.editions.of(Audience.PUBLIC)  # type: ignore[attr-defined]
    files = client.app.state.downloads  # type: ignore[attr-defined]
    order = files._order(edition, edition.project.collections["parcels"], FORMATS["csv"], None)
    path = tmp_path / "parcels" / "parcels.csv"
    told = pickle.dumps(replace(order, path=path))
    done = subprocess.run([sys.executable, "-c", FORBIDDING], input=told, capture_output=True, check=False)
    assert done.returncode == making.DONE and path.stat().st_size > 1000, done.stderr.decode()
