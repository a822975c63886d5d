"""The service as a source: pages, what is kept, addresses, keys, and what is said when something is wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from pandas.testing import assert_frame_equal

from sdi.errors import MissingComponent, UsageError
from sdi.notebook import Desk, api, connect
from sdi.notebook.api import Service
from sdi.notebook.cache import Cache


@contextmanager
def front(handle: Any) -> Iterator[str]:
    """A server of this test's own; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            handle(self)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def test_pages_are_walked_to_the_end(
    service_url: str, over_network: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = over_network.layer("street_lights")
    monkeypatch.setattr(api, "PAGE", 100)
    monkeypatch.setattr("sdi.notebook.progress.PATIENCE_S", 0.0)
    monkeypatch.setattr("sdi.notebook.progress.EVERY_S", 0.0)
    told = Desk(Service(service_url)).layer("street_lights")
    assert_frame_equal(whole, told)
    assert "street_lights" in (said := capsys.readouterr().err)
    assert "700 / 773" in said and said.endswith("\r")
    Desk(Service(service_url), shown=False).layer("street_lights")
    assert capsys.readouterr().err == ""


def test_what_is_kept_is_not_sent_again(
    service_url: str, tmp_path: Path, internal_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses: list[int] = []
    sizes: list[int] = []
    ask = requests.Session.request

    def noting(*args: Any, **more: Any) -> requests.Response:
        answer = ask(*args, **more)
        statuses.append(answer.status_code)
        sizes.append(len(answer.content))
        return answer

    monkeypatch.setattr(requests.Session, "request", noting)
    first = connect(service_url, cache=tmp_path / "kept", progress=False).layer("parcels")
    sent = sum(sizes)
    statuses.clear(), sizes.clear()
    second = connect(service_url, cache=tmp_path / "kept", progress=False).layer("parcels")
    assert_frame_equal(first, second)
    assert sent > 1_000_000 and set(statuses) == {304} and sum(sizes) == 0
    for path in (tmp_path / "kept" / "answers").iterdir():  # a file that was damaged is asked for anew
        path.write_bytes(path.read_bytes()[:-10])
    assert_frame_equal(first, connect(service_url, cache=tmp_path / "kept", progress=False).layer("parcels"))
    connect(service_url, key=internal_key, cache=tmp_path / "secret", progress=False).layer("substations")
    assert not (tmp_path / "secret").exists()


def test_the_oldest_goes_when_there_is_too_much(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(4):
        cache.keep(f"question {number}", "tag", b"x" * 1000)
    cache.prune(most=2_500)
    assert 0 < len(list((tmp_path / "answers").iterdir())) < 4


def test_what_is_not_the_cache_s_stays(tmp_path: Path) -> None:
    """``connect(cache=".")`` is the folder in which people work."""
    cache = Cache(tmp_path)
    cache.keep("question", "tag", b"x" * 1000)
    foreign = [tmp_path / "bao_cao.docx", tmp_path / ("0" * 40), tmp_path / "answers" / "ghi chú.txt"]
    for path in foreign:
        path.write_bytes(b"y" * 1000)
    cache.prune(most=0)
    assert all(path.exists() for path in foreign)
    assert cache.find("question") is None


@pytest.mark.parametrize("path", ["", "/", "/api", "/api/", "/api/collections/parcels", "/api?f=html"])
def test_any_address_of_the_service_will_do(service_url: str, path: str) -> None:
    assert Service(service_url + path).address == service_url
    assert Service(service_url.removeprefix("http://") + path).address == service_url


def test_through_a_tunnel_links_are_followed_there_and_keys_go_nowhere_else(
    service_url: str, internal_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PAGE", 300)
    asked: list[str] = []

    def pass_on(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        headers = {name: value for name, value in handler.headers.items() if name != "Host"}
        answer = requests.get(service_url + handler.path, headers=headers)
        kept = {name: answer.headers[name] for name in ("ETag", "Cache-Control") if name in answer.headers}
        reply(handler, answer.status_code, answer.content, **kept)

    with front(pass_on) as tunnel:
        lights = Desk(Service(tunnel, internal_key), shown=False).layer("street_lights")
    assert len(lights) == 773
    assert sum("cursor=" in path for path in asked) == 2

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        answer = requests.get(service_url + handler.path)
        body = answer.json()
        for link in body.get("links", []):
            if link["rel"] == "next":
                link["href"] = "http://127.0.0.2:9/api/collections/street_lights/items?stolen"
        reply(handler, answer.status_code, json.dumps(body).encode())

    with front(elsewhere) as trap, pytest.raises(UsageError, match="địa chỉ khác"):
        Desk(Service(trap, internal_key), shown=False).layer("street_lights")


def test_a_busy_service_is_asked_again(service_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(api.time, "sleep", waits.append)
    refused = {"count": 0}

    def busy_at_first(handler: BaseHTTPRequestHandler) -> None:
        refused["count"] += 1
        if refused["count"] % 3:
            reply(handler, 503, b'{"detail": "busy"}', Retry_After="3")
        else:
            reply(handler, 200, requests.get(service_url + handler.path).content)

    with front(busy_at_first) as address:
        assert len(Service(address).layers()) > 20
    assert waits and set(waits) == {3.0}

    with front(lambda handler: reply(handler, 503, b'{"detail": "M\\u00e1y \\u0111ang b\\u1eadn"}')) as address:
        with pytest.raises(MissingComponent, match="Máy đang bận"):
            Service(address)


def test_nobody_there_or_somebody_else() -> None:
    with pytest.raises(MissingComponent, match="Không kết nối được"):
        connect("http://127.0.0.1:9")
    for body in (b"<html>", b'{"links": []}', b"[]"):
        with front(lambda handler, body=body: reply(handler, 200, body)) as address:
            with pytest.raises(UsageError, match="không phải là API"):
                connect(address)
    with front(lambda handler: reply(handler, 301, b"", Location="https://sdi.example.vn/api")) as address:
        with pytest.raises(UsageError, match=r"chuyển sang địa chỉ khác: https://sdi\.example\.vn"):
            connect(address)
    for target in ("ftp://example.vn", "http://"):
        with pytest.raises(UsageError, match="không phải là địa chỉ"):
            connect(target)


@pytest.mark.parametrize("target", ["http://sdi.example.vn", "http://10.0.0.7:5000/api", "http://localhost.example.vn"])
def test_a_key_goes_over_no_network_in_clear(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setattr(requests.Session, "request", never)
    with pytest.raises(UsageError, match="không được gửi qua http"):
        connect(target, key="sdi_secret", cache=False)


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("sdi.example.vn", "https://sdi.example.vn/api"),
        ("sdi.example.vn:8443/ban-do", "https://sdi.example.vn:8443/ban-do/api"),
        ("localhost:5000", "http://localhost:5000/api"),
        ("[::1]:5000", "http://[::1]:5000/api"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000/api"),
    ],
)
def test_an_address_without_scheme_is_https_but_for_this_machine(
    target: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def refuse(_: object, __: str, url: str, **___: object) -> None:
        sent.append(url)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "request", refuse)
    with pytest.raises(MissingComponent):
        connect(target, key="sdi_secret", cache=False)
    assert sent == [f"{asked}?f=json"]


def test_what_a_key_opens_is_kept_by_nobody(service_url: str, internal_key: str, tmp_path: Path) -> None:
    """Not even if the service says that it may be."""

    def careless(handler: BaseHTTPRequestHandler) -> None:
        headers = {"X-API-Key": handler.headers["X-API-Key"]}
        body = requests.get(service_url + handler.path, headers=headers).content
        reply(handler, 200, body, ETag='"a"', Cache_Control="public, max-age=60")

    with front(careless) as address:
        connect(address, key=internal_key, cache=tmp_path / "kept").layers()
    assert not (tmp_path / "kept").exists()


def test_a_wrong_key_is_said_to_be_wrong(service_url: str) -> None:
    with pytest.raises(UsageError, match=r"[Kk]hóa"):
        Service(service_url, "wrong").layers()


def test_a_database_that_is_not_there_keeps_its_password(settings: Any) -> None:
    from sdi.notebook.database import Database

    with pytest.raises(MissingComponent, match="Không kết nối được") as caught:
        Database("postgresql://an:secret@127.0.0.1:9/sdi", "public", settings).layers()
    assert "secret" not in str(caught.value)
