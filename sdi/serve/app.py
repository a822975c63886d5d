"""The web application: portal, OGC API, health and metrics."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as OWN_REGISTRY
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from sdi.db.roles import audience_url
from sdi.model import Audience
from sdi.serve import (
    api,
    caching,
    changes,
    codelists,
    downloads,
    items,
    negotiation,
    processes,
    search,
    slip,
    statistics,
)
from sdi.serve.access import HEADER, Keys
from sdi.serve.editions import Edition, Editions, read_declarations
from sdi.serve.guard import Guard
from sdi.serve.pages import HERE
from sdi.serve.portal import portal, portal_document
from sdi.serve.problems import Problem
from sdi.serve.search_desk import SearchDesk
from sdi.serve.slip_desk import SlipDesk
from sdi.serve.styles import routes as styles
from sdi.serve.tiles import routes as tiles
from sdi.settings import Settings
from sdi.wording import wording


def create_app(settings: Settings, database_url: str) -> Starlette:
    """The application of one installation.

    Args:
        settings: Where the project, the secrets and the public address are.
        database_url: The database; its login is replaced by the role of each audience.

    Raises:
        UsageError: The declarations are faulty.
    """
    urls = {audience: audience_url(database_url, settings, audience) for audience in Audience}
    files = downloads.Downloads(settings.state_dir / "downloads", urls)
    editions = Editions(
        read=lambda: read_declarations(settings.project_dir),
        urls=urls,
        base_url=f"{settings.public_url}/api",
        on_change=files.renew,
    )
    desk = processes.Desk.of(editions.sources, settings.state_dir)
    slips = SlipDesk(settings, database_url, editions.sources, f"{settings.public_url}{slip.PATH}/verify")
    finding = SearchDesk(editions.sources, urls)
    keys = Keys(settings)

    def edition(request: Request) -> Edition:
        audience = keys.audience(request.headers.get(HEADER))
        if audience is None:
            raise Problem(401, wording("problems.bad_key", header=HEADER))
        return editions.of(audience)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(slips.prepare)
        app.state.tiles.start()
        await run_in_threadpool(editions.start)
        yield
        desk.close()
        files.close()
        finding.hang_up()
        for source in editions.sources.values():
            source.hang_up()
        await run_in_threadpool(editions.stop)

    for media_type in ("application/vnd.oai.openapi+json", "application/schema+json", "application/problem+json"):
        add_compress_type(media_type)
    app = Starlette(
        routes=[  # what is asked most often comes first: routes are looked through in this order
            *items.routes(),
            *processes.routes(),
            *slip.routes(),
            Route("/", portal),
            Route("/portal.json", portal_document),
            *search.routes(),
            *statistics.routes(),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            *changes.routes(),
            *downloads.routes(),
            *api.routes(),
            *codelists.routes(),
            *tiles.routes(),
            *styles.routes(),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(Guard),
            Middleware(CORSMiddleware, **caching.CROSS_ORIGIN),
            Middleware(_Compressing, minimum_size=1024),
        ],
        exception_handlers={Problem: _problem, HTTPException: _http_error},
    )
    app.state.editions = editions
    app.state.edition = edition
    app.state.desk = desk
    app.state.slips = slips
    app.state.search = finding
    app.state.statistics = statistics.Statistics()
    app.state.tiles = tiles.TileDesk(editions)
    app.state.downloads = files
    return app


class _Compressing(CompressMiddleware):
    """Compresses all but files, whose parts are parts of the very bytes that they consist of."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "/downloads/" in scope.get("path", ""):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """Every audience's role can read the epoch."""
    editions: Editions = request.app.state.editions
    try:
        epochs = {
            audience.value: await run_in_threadpool(source.epoch, timeout=3.0)
            for audience, source in editions.sources.items()
        }
    except psycopg.Error:
        raise Problem(503, wording("problems.database_away")) from None
    return Response(orjson.dumps({"status": "ok", "epoch": epochs}), media_type="application/json")


async def metrics(request: Request) -> Response:
    """Prometheus' text format, over all workers."""
    registry = OWN_REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return negotiation.apologise(request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: wording("problems.no_page"), 405: wording("problems.no_method")}.get(error.status_code)
    response = negotiation.apologise(request, Problem(error.status_code, known or str(error.detail)))
    response.headers.update(error.headers or {})
    return response
