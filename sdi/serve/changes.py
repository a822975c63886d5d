"""Changes feed: what a copy of a layer lacks to be what is public now.

``GET /api/collections/{id}/changes?since=N`` answers with the features that are new or different since release N and
the ids of those that are gone. Applied to what was public at N it gives what is public at ``to``, whatever happened
between: publications, rollbacks (N itself may have been taken back), a declaration that hides rows.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
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
from sdi.serve import caching
from sdi.serve.access import is_public
from sdi.serve.geojson import FeatureWriter
from sdi.serve.negotiation import begin, language
from sdi.serve.problems import Problem, of_database
from sdi.serve.source import Source
from sdi.serve.window import SQL, Window
from sdi.wording import wording

DEFAULT_CHANGES, MAX_CHANGES = 1_000, 10_000
"""Changes on a page when the client does not say, and at most."""

PARAMETERS = ("since", "limit", "cursor", "crs")


def routes() -> list[Route]:
    """Routes of the feed, relative to the root of the application."""
    return [Route("/api/collections/{collection}/changes", changes)]


async def changes(request: Request) -> Response:
    """A page of changes of a collection."""
    edition, _ = begin(request, parameters=PARAMETERS)
    if request.query_params.get("f", "json") != "json":
        raise Problem(400, wording("changes.json_only"))
    source: Source = request.app.state.editions.sources[edition.audience]
    layer = edition.require(request.path_params["collection"])
    if layer.overlays_of:
        raise Problem(404, wording("changes.computed", base=layer.overlays_of))
    since, to, after = _asked(request)
    limit = _number(request, "limit", DEFAULT_CHANGES)
    if not limit:
        raise Problem(400, wording("changes.limit_positive"))
    crs, offered = request.query_params.get("crs", CRS84), offered_crs(edition.project.province.crs)
    if crs not in offered:
        raise Problem(400, wording("problems.no_crs", asked=crs, offered=", ".join(offered)))
    page = await run_in_threadpool(_page, source, layer, since, to, after, min(limit, MAX_CHANGES), crs)
    spoken = language(request, "json")
    links = _links(f"{edition.base_url}/collections/{layer.id}", request, page, spoken)
    document = {
        "collection": layer.id,
        "from": page.window.since,
        "to": page.window.to,
        "upserts": {"type": "FeatureCollection", "features": orjson.Fragment(b"[" + page.upserts + b"]")},
        "removed": page.removed,
        "links": links,
    }
    headers = {"Content-Crs": f"<{crs}>", "Vary": caching.VARY, "Content-Language": spoken}
    headers["Cache-Control"] = "no-cache" if is_public(request) else "private, no-store"
    return Response(orjson.dumps(document), media_type="application/json", headers=headers)


def _asked(request: Request) -> tuple[int, int | None, str]:
    """Since which release, and of a walk that has begun: up to which, and after which feature."""
    if "since" not in request.query_params:
        raise Problem(400, wording("changes.no_since"))
    since = _number(request, "since", 0)
    token = request.query_params.get("cursor")
    if token is None:
        return since, None, ""
    try:
        to, after = orjson.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        if type(to) is not int or not 0 <= to < 2**31 or type(after) is not str or "\0" in after:
            raise ValueError(token)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Problem(400, wording("changes.bad_cursor")) from error
    return since, to, after


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) >= 2**31:
        raise Problem(400, wording("changes.not_natural", name=name))
    return int(text)


@dataclass(frozen=True)
class _Page:
    """A page of changes.

    Attributes:
        window: Between which states.
        upserts: Features that are new or different, as GeoJSON separated by commas.
        removed: Ids of those that are gone.
        last: The last id when there is more.
    """

    window: Window
    upserts: bytes
    removed: list[str]
    last: str | None


def _links(home: str, request: Request, page: _Page, spoken: str) -> list[dict[str, str]]:
    query = dict(request.query_params)
    addresses = {"self": f"{home}/changes?{urlencode(query)}"}
    if page.last is not None:
        cursor = base64.urlsafe_b64encode(orjson.dumps([page.window.to, page.last])).decode("ascii")
        addresses["next"] = f"{home}/changes?{urlencode(query | {'cursor': cursor})}"
    addresses["collection"] = home
    titles = {relation: wording(f"changes.link_{relation}").get(spoken) for relation in addresses}
    return [
        {"rel": relation, "type": "application/json", "title": titles[relation], "href": address}
        for relation, address in addresses.items()
    ]


def _page(source: Source, layer: Layer, since: int, to: int | None, after: str, limit: int, crs: str) -> _Page:
    fields = layer.fields_for(source.audience)
    try:
        with source.snapshot() as connection:
            connection.execute("SET LOCAL jit = off")  # compiling costs more than a page
            window = Window.of(connection, source.schema, since, to)
            rows = read(connection, source.schema, layer, window, list(fields), after, limit + 1)
    except psycopg.Error as error:
        raise of_database(error, layer.id, source.audience) from error
    page = rows[:limit]
    try:
        upserts = FeatureWriter(fields, source.projections[crs]).features([row for _, there, row in page if there])
    except ValueError as error:
        raise Problem(400, wording("questions.outside_crs")) from error
    removed = [name for name, there, _ in page if not there]
    return _Page(window, upserts, removed, page[-1][0] if len(rows) > limit else None)


def read(
    connection: psycopg.Connection[Any],
    schema: str,
    layer: Layer,
    window: Window,
    names: Sequence[str],
    after: str,
    limit: int,
) -> list[tuple[str, bool, bytes]]:
    """Ids, whether the feature is there at ``to``, and the row that :mod:`sdi.serve.geojson` reads; ordered by id."""
    columns = [sql.Identifier(name) for name in names]
    inner = statement(
        "changes" if window.since else "changes_all",
        SQL,
        versions=sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        touched=sql.Identifier(schema, short_name(f"{layer.id}_touched")),
        columns=sql.SQL("").join(sql.SQL(", present.{}").format(column) for column in columns),
    )
    texts = [sql.SQL("{}::text").format(column) for column in columns]
    query = sql.SQL('SELECT "#id", "#there", record_send(ROW({})) FROM ({}) AS changes').format(
        sql.SQL(", ").join([sql.SQL('"#id"'), sql.SQL('"#geometry"'), *texts]), inner
    )
    values = window.values | {"after": after, "limit": limit}
    return connection.cursor(binary=True).execute(query, values).fetchall()
