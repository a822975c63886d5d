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
from starlette_compress import CompressMiddleware, add_compress_type

from sdi.db.roles import audience_url
from sdi.model import Audience
from sdi.serve import api, caching, negotiation, processes, slip
from sdi.serve.access import HEADER, Keys
from sdi.serve.editions import Edition, Editions, read_declarations
from sdi.serve.guard import Guard
from sdi.serve.pages import HERE, render
from sdi.serve.portal import portal, portal_layers
from sdi.serve.problems import Problem
from sdi.serve.slip_desk import SlipDesk
from sdi.settings import Settings

RETRY_AFTER_S = "5"
"""When to come back after 503: most interruptions are shorter."""


def create_app(settings: Settings, database_url: str) -> Starlette:
    """The application of one installation.

    Args:
        settings: Where the project, the secrets and the public address are.
        database_url: The database; its login is replaced by the role of each audience.

    Raises:
        UsageError: The declarations are faulty.
    """
    editions = Editions(
        read=lambda: read_declarations(settings.project_dir),
        urls={audience: audience_url(database_url, settings, audience) for audience in Audience},
        base_url=f"{settings.public_url}/api",
    )
    desk = processes.Desk.of(editions.sources, settings.state_dir)
    slips = SlipDesk(settings, database_url, editions.sources, f"{settings.public_url}{slip.PATH}/verify")
    keys = Keys(settings)

    def edition(request: Request) -> Edition:
        audience = keys.audience(request.headers.get(HEADER))
        if audience is None:
            raise Problem(
                401,
                f"Khóa trong {HEADER} không đúng hoặc đã bị thu hồi; bỏ tiêu đề đó để xem dữ liệu mở.",
            )
        return editions.of(audience)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(slips.prepare)
        await run_in_threadpool(editions.start)
        yield
        desk.close()
        for source in editions.sources.values():
            source.hang_up()
        await run_in_threadpool(editions.stop)

    for media_type in ("application/vnd.oai.openapi+json", "application/schema+json", "application/problem+json"):
        add_compress_type(media_type)
    app = Starlette(
        routes=[
            *processes.routes(),
            *slip.routes(),
            Route("/", portal),
            Route("/portal.json", portal_layers),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            *api.routes(),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(Guard),
            Middleware(CORSMiddleware, **caching.CROSS_ORIGIN),
            Middleware(CompressMiddleware, minimum_size=1024),
        ],
        exception_handlers={Problem: _problem, HTTPException: _http_error},
    )
    app.state.editions = editions
    app.state.edition = edition
    app.state.desk = desk
    app.state.slips = slips
    return app


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
        raise Problem(503, "Không đọc được cơ sở dữ liệu.") from None
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
    headers = {"Content-Language": "vi", "Vary": f"Accept, {HEADER}"}
    if _wants_html(request):
        editions: Editions = request.app.state.editions
        edition = editions.of(Audience.PUBLIC)
        return render(request, "error.html", edition=edition, status=error.status, headers=headers, problem=error)
    body = orjson.dumps(error.document())
    if error.status == 503:
        headers["Retry-After"] = RETRY_AFTER_S
    return Response(body, status_code=error.status, media_type="application/problem+json", headers=headers)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = {404: "Không có trang này.", 405: "Địa chỉ này không nhận phương thức đó."}.get(error.status_code)
    response = await _problem(request, Problem(error.status_code, detail or str(error.detail)))
    response.headers.update(error.headers or {})
    return response


def _wants_html(request: Request) -> bool:
    try:
        return negotiation.negotiate(request, "jsonld", "csv") == "html"
    except Problem:
        return "text/html" in request.headers.get("accept", "") and "f" not in request.query_params
