"""The service as a source: OGC API over HTTP, with nothing but a URL."""

from __future__ import annotations

import ipaddress
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
import shapely
from shapely.geometry import mapping, shape

from sdi.errors import MissingComponent, SdiError, UsageError
from sdi.notebook.cache import Cache
from sdi.notebook.source import Box, Code, Field, Json, Kind, Laid, Layer, Rows, Tell

PAGE = 2_000
"""Features on a page: about a megabyte of GeoJSON, and a fraction of a second."""

TIMEOUT_S = (10, 120)
"""To connect, and to wait for a byte of the answer."""

ATTEMPTS = 4
BUSY = (429, 502, 503, 504)
"""Answers that say "later": the service is busy, or is being restarted."""

LONGEST_WAIT_S = 20.0

_EPSG = re.compile(r"/EPSG/[^/]*/(\d+)$")
_KINDS: dict[str, Kind] = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


class NoDocument(UsageError):
    """What is answered is not what this API has: nothing, or something else than a document."""


class Service:
    """A service's API.

    Args:
        url: Any address of it: the portal's, the API's, with or without ``/api``, a page below it. Without a scheme it
            is HTTPS; HTTP on this machine.
        key: An API key; sent to this service and to nobody else, and over a network by HTTPS alone.
        cache: Where answers are kept; None keeps nothing.

    Raises:
        MissingComponent: It does not answer.
        UsageError: What answers is no API of ours, or the key would go over a network in clear.
    """

    def __init__(self, url: str, key: str | None = None, cache: Cache | None = None) -> None:
        self._cache = None if key else cache  # what a key opens lies on no disk
        self._session = requests.Session()
        self._session.headers.update({"Accept-Language": "vi", "Accept-Encoding": "gzip"})
        self._secret = key
        self.address = self._base = url
        self._base, landing = self._find(url)
        self.address = self._base.removesuffix("/api")
        self._told = _link(landing, "self").split("?")[0].rstrip("/")
        """How the service calls itself: links begin with it, which through a tunnel is not what we call it."""
        self.title: str = landing.get("title") or "Hạ tầng dữ liệu không gian"
        self._collections: dict[str, Json] = {}
        """As they were when they were last asked for."""
        self._schemas: dict[str, Json] = {}

    # --- what a source tells ----------------------------------------------------------------------------------

    @cached_property
    def crs(self) -> int:
        """Of the provincial CRS, as the collections say in which they are stored."""
        for entry in self._listed().values():
            if found := _EPSG.search(entry.get("storageCrs") or ""):
                return int(found[1])
        raise UsageError(f"{self.address} không cho biết hệ tọa độ lưu trữ của lớp nào.", "Hỏi người quản trị dịch vụ.")

    @property
    def crs_uri(self) -> str:
        """The same as OGC writes it."""
        return f"http://www.opengis.net/def/crs/EPSG/0/{self.crs}"

    def layers(self) -> Sequence[Layer]:
        return [_layer(entry) for entry in self._listed().values()]

    def title_of(self, layer: str) -> str:
        return str(self._known(layer)["title"])

    def fields(self, layer: str) -> Sequence[Field]:
        properties = self._schema(layer)["properties"]
        ordered = sorted(properties.items(), key=lambda pair: pair[1].get("x-ogc-propertySeq", 0))
        return [_field(name, said) for name, said in ordered if "type" in said]

    def has_geometry(self, layer: str) -> bool:
        said = self._schema(layer)["properties"].get("geometry", {}).get("format")
        return said not in (None, "geometry-any")  # of no kind: computed for each answer, there is none to read

    def codes(self, name: str) -> Sequence[Code]:
        document = self._get(f"/codelists/{quote(name, safe='')}")
        return [Code(entry["code"], entry["title"], entry.get("color")) for entry in document["codes"]]

    def rows(self, layer: str, box: Box | None, where: str | None, tell: Tell) -> Rows:
        state = _layer(self._collection(layer))
        geometry = self.has_geometry(layer)
        names = [field.name for field in self.fields(layer)]
        query: dict[str, Any] = {"crs": self.crs_uri, "limit": PAGE}
        if not geometry:
            query["skipGeometry"] = "true"
        if box is not None:
            query |= {"bbox": ",".join(map(repr, box)), "bbox-crs": self.crs_uri}
        if where is not None:
            query |= {"filter": where, "filter-lang": "cql2-text", "filter-crs": self.crs_uri}
        features: list[Json] = []
        for page in self._walk(f"/collections/{layer}/items?{urlencode(query)}"):
            features += page["features"]
            tell(len(features), page.get("numberMatched"))
        return _rows(state.release, features, names, geometry)

    def releases(self, layer: str) -> Sequence[Json]:
        self._collection(layer)
        document = self._get(f"{self.address}/open-data/{quote(layer, safe='')}?f=json")
        return [
            {"release": one["release"], "published_at": one["issued"], "features": one["features"]}
            for one in document["releases"]
        ]

    def lay(self, subject: str | shapely.Geometry, layers: Sequence[str] | None, geometry: bool) -> Laid:
        inputs: Json = {"parcel": subject} if isinstance(subject, str) else {"polygon": mapping(subject)}
        inputs |= {"crs": self.crs_uri, "geometry": geometry}
        if layers is not None:
            inputs["layers"] = list(layers)
        answer = self._ask("POST", "/processes/overlay/execution", json.dumps({"inputs": inputs}).encode())
        document = _json(answer)
        rows = [{"layer": layer["id"]} | row for layer in document["layers"] for row in layer["rows"]]
        if geometry:
            for row in rows:
                row["geometry"] = shape(row["geometry"]) if row["geometry"] else None
        return Laid(document["base"]["area_m2"], document["epoch"], rows)

    def slip(self, parcel: str) -> Json:
        return self._get(f"/slip/{quote(parcel, safe='')}?f=json&lang=vi")

    def legend(self, style: str) -> Sequence[Json]:
        layers: Sequence[Json] = self._legend(style)["layers"]
        return layers

    def background(self, style: str) -> str | None:
        found: str | None = self._legend(style)["background"]
        return found

    def close(self) -> None:
        self._session.close()

    # --- documents ----------------------------------------------------------------------------------------------

    def _listed(self) -> dict[str, Json]:
        entries = self._get("/collections?f=json")["collections"]
        self._collections = {entry["id"]: entry for entry in entries if "release" in entry}
        return self._collections

    def _collection(self, name: str) -> Json:
        """A collection as it is now: its release may have changed since the list was read."""
        self._known(name)
        self._collections[name] = self._get(f"/collections/{quote(name, safe='')}?f=json")
        return self._collections[name]

    def _known(self, name: str) -> Json:
        """A collection as it was when it was last asked for; one that is not known may be new."""
        if name not in self._collections and name not in self._listed():
            raise _unknown_layer(name, sorted(self._collections))
        return self._collections[name]

    def _schema(self, layer: str) -> Json:
        if layer not in self._schemas:
            self._known(layer)
            self._schemas[layer] = self._get(f"/collections/{quote(layer, safe='')}/schema?f=json")
        return self._schemas[layer]

    def _legend(self, style: str) -> Json:
        return self._get(f"/styles/{quote(style, safe='')}/legend?f=json")

    # --- HTTP -----------------------------------------------------------------------------------------------------

    def _find(self, url: str) -> tuple[str, Json]:
        """The root of the API, and what it says about itself."""
        parts = urlsplit(url if "://" in url else f"//{url}")
        if parts.scheme not in ("http", "https", "") or not parts.hostname:
            raise UsageError(f"'{url}' không phải là địa chỉ của dịch vụ.", "Ví dụ: connect('https://sdi.example.vn').")
        scheme = parts.scheme or ("http" if _is_here(parts.hostname) else "https")
        if self._secret and scheme == "http" and not _is_here(parts.hostname):
            raise UsageError(
                f"Khóa API không được gửi qua http tới {parts.hostname}: ai trên đường truyền cũng đọc được.",
                f"Kết nối bằng https://{parts.hostname}, hoặc bỏ key và SDI_API_KEY để chỉ đọc dữ liệu công khai.",
            )
        path = parts.path.split("/api/")[0].removesuffix("/").removesuffix("/api")
        host = parts.netloc.rpartition("@")[2]
        root = f"{scheme}://{host}{path}/api"
        self._base = root
        try:
            landing = self._get(f"{root}?f=json")
        except NoDocument as error:
            raise _no_service(url) from error
        if not _link(landing, "self") or not _link(landing, "data"):
            raise _no_service(url)
        return root, landing

    def _walk(self, path: str) -> Iterator[Json]:
        """A page and those that its ``next`` links lead to."""
        while path:
            page = self._get(path)
            yield page
            path = self._ours(_link(page, "next"))

    def _ours(self, address: str) -> str:
        """A link of the service by the name that we call it; empty stays empty.

        Raises:
            UsageError: It leads elsewhere, where neither our question nor our key belongs.
        """
        if not address or address.startswith(self._base + "/"):
            return address
        if address.startswith(self._told + "/"):
            return self._base + address.removeprefix(self._told)
        raise UsageError(f"Dịch vụ chỉ tiếp sang địa chỉ khác: {address}.", "Báo cho người quản trị dịch vụ.")

    def _get(self, path: str) -> Json:
        """A document; one that is kept and still holds comes from the disk."""
        url = path if "://" in path else self._base + path
        kept = self._cache.find(url) if self._cache else None
        answer = self._ask("GET", url, tag=kept.tag if kept else None)
        if answer.status_code == 304 and kept:
            document: Json = json.loads(kept.body)
            return document
        document = _json(answer)
        tag = answer.headers.get("ETag")
        if self._cache and tag and "no-store" not in answer.headers.get("Cache-Control", "no-store"):
            self._cache.keep(url, tag, answer.content)
        return document

    def _ask(self, method: str, path: str, body: bytes | None = None, tag: str | None = None) -> requests.Response:
        """Ask, and ask again while the service says that it is busy."""
        url = path if "://" in path else self._base + path
        headers = {"Accept": "application/json, application/geo+json;q=0.9"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if tag:
            headers["If-None-Match"] = tag
        if self._secret:
            headers["X-API-Key"] = self._secret
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._session.request(
                    method, url, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
                )
            except requests.Timeout as error:
                raise MissingComponent(
                    f"{self.address} không trả lời kịp.", "Thử lại sau, hoặc thu hẹp bbox hay điều kiện where."
                ) from error
            except requests.RequestException as error:
                raise MissingComponent(
                    f"Không kết nối được tới {self.address}.",
                    "Kiểm tra địa chỉ, mạng, và dịch vụ có đang chạy không (make run).",
                ) from error
            if answer.status_code not in BUSY or attempt == ATTEMPTS:
                break
            time.sleep(_wait(answer, attempt))
        if answer.status_code in (200, 304):
            return answer
        raise _refusal(answer, self.address)


def _is_here(host: str) -> bool:
    """Whether a host is this machine, so that what is sent to it goes over no network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _unknown_layer(name: str, known: Sequence[str]) -> UsageError:
    """There is no such layer, or not for whoever asks."""
    return UsageError(f"Không có lớp '{name}', hoặc tài khoản này không được xem.", f"Có: {', '.join(known)}.")


def _no_service(url: str) -> UsageError:
    return UsageError(
        f"{url} trả lời nhưng không phải là API của hạ tầng dữ liệu không gian.",
        "Ghi địa chỉ của cổng thông tin, ví dụ https://sdi.example.vn, hay của API, có /api ở cuối.",
    )


def _refusal(answer: requests.Response, address: str) -> SdiError:
    """What an answer that is an error says, in the service's own words."""
    try:
        said = answer.json()
        detail = str(said.get("detail") or said.get("description") or "").strip()
    except (ValueError, AttributeError):
        detail = ""
    status = answer.status_code
    if 300 <= status < 400:
        return UsageError(
            f"{address} chuyển sang địa chỉ khác: {answer.headers.get('Location', 'không rõ')}.",
            "Kết nối bằng chính địa chỉ ấy.",
        )
    if status in (401, 403):
        return UsageError(
            detail or "Khóa API không đúng hoặc không có quyền.", "Kiểm tra key của connect hoặc SDI_API_KEY."
        )
    if status == 410:
        return UsageError(detail or "Bản phát hành đang đọc không còn được giữ.", "Chạy lại ô này.")
    if status in BUSY:
        return MissingComponent(detail or f"{address} đang bận ({status}).", "Thử lại sau ít phút.")
    if status == 404:
        return NoDocument(detail or f"{address} không có địa chỉ này.")
    if 400 <= status < 500:
        return UsageError(detail or f"{address} không nhận câu hỏi này ({status}).")
    return MissingComponent(
        detail or f"{address} gặp lỗi ({status}).",
        f"Báo cho người quản trị, kèm mã yêu cầu {answer.headers.get('X-Request-ID', 'không có')}.",
    )


def _wait(answer: requests.Response, attempt: int) -> float:
    said = answer.headers.get("Retry-After", "")
    return min(float(said) if said.isdigit() else 0.5 * 2**attempt, LONGEST_WAIT_S)


def _json(answer: requests.Response) -> Json:
    try:
        document = json.loads(answer.content)
    except ValueError as error:
        raise NoDocument(f"{answer.url.split('?')[0]} trả lời không phải JSON.") from error
    if not isinstance(document, dict):
        raise NoDocument(f"{answer.url.split('?')[0]} trả lời không phải một văn bản JSON.")
    return document


def _link(document: Mapping[str, Any], relation: str) -> str:
    """Address of the first JSON link of a relation; empty where there is none."""
    for link in document.get("links") or []:
        if link.get("rel") == relation and "json" in link.get("type", "json"):
            return str(link["href"])
    return ""


def _layer(entry: Json) -> Layer:
    return Layer(entry["id"], entry["title"], entry["itemCount"], entry["release"], entry["updated"])


def _field(name: str, said: Json) -> Field:
    kind = "date" if said.get("format") == "date" else _KINDS[said["type"]]
    codes = said.get("x-ogc-codelistUri")
    return Field(name, kind, said["title"], said.get("x-ogc-unit"), codes.rpartition("/")[2] if codes else None)


def _rows(release: int, features: Sequence[Json], names: Sequence[str], geometry: bool) -> Rows:
    return Rows(
        release,
        [str(feature["id"]) for feature in features],
        [[feature["properties"][name] for name in names] for feature in features],
        [shape(feature["geometry"]) if feature["geometry"] else None for feature in features] if geometry else None,
    )
