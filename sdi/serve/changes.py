"""Changes feed: what a copy of a layer lacks to be what is public now.

``GET /api/collections/{id}/changes?since=N`` answers with the features that are new or different since release N and
the ids of those that are gone. Applied to what was public at N it gives what is public at ``to``, whatever happened
between: publications, rollbacks (N itself may have been taken back), a declaration that hides rows.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
import psycopg
from psycopg import sql
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.db.connect import statement
from sdi.db.names import short_name
from sdi.model import Layer
from sdi.publish.configuration import CRS84, offered_crs
from sdi.serve.access import VARY, is_public
from sdi.serve.editions import Edition
from sdi.serve.features import features
from sdi.serve.problems import Problem, of_database
from sdi.serve.source import Source
from sdi.serve.window import SQL, Window

DEFAULT_CHANGES, MAX_CHANGES = 1_000, 10_000
"""Changes on a page when the client does not say, and at most."""

PARAMETERS = ("since", "limit", "cursor", "crs", "f", "lang")


def routes() -> list[Route]:
    """Routes of the feed, relative to the root of the application."""
    return [Route("/api/collections/{collection}/changes", changes)]


async def changes(request: Request) -> Response:
    """A page of changes of a collection."""
    edition: Edition = request.app.state.edition(request)
    source: Source = request.app.state.editions.sources[edition.audience]
    layer = _layer(request, edition)
    since, to, after = _asked(request)
    limit = _number(request, "limit", DEFAULT_CHANGES)
    if not limit:
        raise Problem(400, "limit phải lớn hơn 0.")
    crs = request.query_params.get("crs", CRS84)
    if crs not in offered_crs(edition.project.province.crs):
        raise Problem(400, f"Hệ tọa độ {crs!r} không được hỗ trợ.")
    page = await run_in_threadpool(_page, source, layer, since, to, after, min(limit, MAX_CHANGES), crs)
    window, upserts, removed, last = page
    address = f"{edition.base_url}/collections/{layer.id}/changes"
    kept = {key: value for key, value in request.query_params.items() if key != "cursor"}
    links = [_link("self", f"{address}?{urlencode(dict(request.query_params))}")]
    if last is not None:
        links.append(_link("next", f"{address}?{urlencode(kept | {'cursor': _cursor(window.to, last)})}"))
    links.append(_link("collection", f"{edition.base_url}/collections/{layer.id}"))
    document = {
        "collection": layer.id,
        "from": window.since,
        "to": window.to,
        "upserts": {"type": "FeatureCollection", "features": upserts},
        "removed": removed,
        "links": links,
    }
    headers = {"Content-Crs": f"<{crs}>", "Vary": VARY, "Content-Language": "vi"}
    headers["Cache-Control"] = "no-cache" if is_public(request) else "private, no-store"
    return Response(orjson.dumps(document), media_type="application/json", headers=headers)


def _layer(request: Request, edition: Edition) -> Layer:
    layer = edition.layer(request.path_params["collection"])
    if layer is None:
        raise Problem(404, "Không có bộ dữ liệu này.")
    if layer.overlays_of:
        raise Problem(404, f"Bộ dữ liệu này được tính từ '{layer.overlays_of}'; hãy theo dõi thay đổi của lớp đó.")
    unknown = sorted(request.query_params.keys() - set(PARAMETERS))
    if unknown:
        raise Problem(400, f"Không có tham số {', '.join(unknown)} ở đây.")
    if request.query_params.get("f", "json") != "json":
        raise Problem(400, "Danh sách thay đổi chỉ có dạng f=json.")
    return layer


def _asked(request: Request) -> tuple[int, int | None, str]:
    """Since which release, and of a walk that has begun: up to which, and after which feature."""
    if "since" not in request.query_params:
        raise Problem(400, "Cần tham số since: số bản phát hành đã có (trường release của bộ dữ liệu); 0 là tất cả.")
    since = _number(request, "since", 0)
    token = request.query_params.get("cursor")
    if token is None:
        return since, None, ""
    try:
        to, after = orjson.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        if type(to) is not int or not 0 <= to < 2**31 or type(after) is not str or "\0" in after:
            raise ValueError(token)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Problem(400, "cursor không hợp lệ; hãy dùng nguyên địa chỉ trong liên kết next.") from error
    return since, to, after


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or int(text) >= 2**31:
        raise Problem(400, f"{name} phải là số nguyên không âm.")
    return int(text)


def _cursor(to: int, after: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([to, after])).decode("ascii")


def _link(relation: str, address: str) -> dict[str, str]:
    titles = {"self": "Trang này", "next": "Trang sau", "collection": "Bộ dữ liệu"}
    return {"rel": relation, "type": "application/json", "title": titles[relation], "href": address}


Page = tuple[Window, list[dict[str, Any]], list[str], str | None]
"""The window, features, ids of those that are gone, and the last id when there is more."""


def _page(source: Source, layer: Layer, since: int, to: int | None, after: str, limit: int, crs: str) -> Page:
    names = list(layer.fields_for(source.audience))
    try:
        with source.snapshot() as connection:
            connection.execute("SET LOCAL jit = off")  # compiling costs more than a page
            window = Window.of(connection, source.schema, since, to)
            rows = read(connection, source.schema, layer, window, names, after, limit + 1)
    except psycopg.Error as error:
        raise of_database(error, layer.id, source.audience) from error
    page = rows[:limit]
    present = [row[0:1] + row[2:] for row in page if row[1]]
    removed = [row[0] for row in page if not row[1]]
    shown = features(present, names, source.projections[crs])
    return window, shown, removed, page[-1][0] if len(rows) > limit else None


def read(
    connection: psycopg.Connection[Any],
    schema: str,
    layer: Layer,
    window: Window,
    names: Sequence[str],
    after: str,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Rows of feature id, whether it is there at ``to``, geometry as WKB, and the named fields; ordered by id."""
    query = statement(
        "changes" if window.since else "changes_all",
        SQL,
        versions=sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        touched=sql.Identifier(schema, short_name(f"{layer.id}_touched")),
        columns=sql.SQL("").join(sql.SQL(", present.{}").format(sql.Identifier(name)) for name in names),
    )
    values = window.values | {"after": after, "limit": limit}
    return connection.cursor(binary=True).execute(query, values).fetchall()
