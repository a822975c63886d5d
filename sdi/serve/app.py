"""The web application: portal, OGC API, health and metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import psycopg
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from sdi.db.roles import GATE, audience_url
from sdi.model import Audience
from sdi.serve import (
    api,
    changes,
    codelists,
    downloads,
    geojson,
    items,
    login,
    negotiation,
    processes,
    search,
    slip,
    telemetry,
)
from sdi.serve.access import VARY, identity
from sdi.serve.catalogue import routes as catalogue
from sdi.serve.catalogue.desk import CatalogueDesk
from sdi.serve.cors import Cors
from sdi.serve.coverages import routes as coverages
from sdi.serve.coverages.desk import CoverageDesk
from sdi.serve.editions import Edition, Editions, read_declarations
from sdi.serve.gate import Gate
from sdi.serve.guard import Guard
from sdi.serve.office import routes as office
from sdi.serve.office.desk import OfficeDesk
from sdi.serve.pages import HERE
from sdi.serve.portal import portal, portal_document
from sdi.serve.problems import Problem, of_database
from sdi.serve.rates import rates_of
from sdi.serve.renderings import Renderings
from sdi.serve.search_desk import SearchDesk
from sdi.serve.sessions import Sessions
from sdi.serve.site import routes as site
from sdi.serve.site.asking import SiteDesk
from sdi.serve.slip_desk import SlipDesk
from sdi.serve.styles import routes as styles
from sdi.serve.tiles import encoding
from sdi.serve.tiles import routes as tiles
from sdi.serve.tokens import Tokens
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
    drawn = Renderings(files)

    def changed(edition: Edition) -> None:
        drawn.let_go(edition)
        files.renew(edition)

    editions = Editions(
        read=lambda: read_declarations(settings.project_dir),
        urls=urls,
        base_url=f"{settings.public_url}/api",
        on_change=changed,
        on_look=lambda: telemetry.measure((a.value, source) for a, source in editions.sources.items()),
    )
    desk = processes.Desk.of(editions.sources, settings.state_dir)
    slips = SlipDesk(settings, database_url, editions.sources, f"{settings.public_url}{slip.PATH}/verify")
    gate = Gate(
        audience_url(database_url, settings, GATE),
        Sessions(settings.secret("session"), secure=settings.public_url.startswith("https:")),
        Tokens(settings.oidc) if settings.oidc else None,
    )
    rates = rates_of(settings)
    finding = SearchDesk(editions.sources, urls)

    def edition(request: Request) -> Edition:
        who = identity(request)
        if who.only is not None:
            _require_in_scope(request, who.only, editions.of(Audience.PUBLIC))
        return editions.of(who.audience, who.only)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(slips.prepare)
        await run_in_threadpool(_warm, editions)
        await run_in_threadpool(editions.start)
        await run_in_threadpool(gate.start)
        yield
        desk.close()
        files.close()
        finding.hang_up()
        for source in editions.sources.values():
            source.hang_up()
        await run_in_threadpool(gate.stop)
        await run_in_threadpool(editions.stop)

    for media_type in ("application/vnd.oai.openapi+json", "application/schema+json", "application/problem+json"):
        add_compress_type(media_type)
    app = Starlette(
        routes=[  # what is asked most often comes first: routes are looked through in this order
            *catalogue.routes(),
            *items.routes(),
            *processes.routes(),
            *slip.routes(),
            Route("/", portal),
            Route("/portal.json", portal_document),
            *search.routes(),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            *changes.routes(),
            *downloads.routes(),
            *api.routes(),
            *codelists.routes(),
            *login.routes(),
            *tiles.routes(),
            *coverages.routes(),
            *styles.routes(),
            *site.routes(),
            *office.routes(),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(Cors),
            Middleware(Guard, gate=gate, rates=rates, editions=editions, slow_s=settings.slow_ms / 1000),
            Middleware(_Compressing, minimum_size=1024),
        ],
        exception_handlers={Problem: _problem, HTTPException: _http_error, psycopg.Error: _database_error},
    )
    app.state.editions = editions
    app.state.edition = edition
    app.state.desk = desk
    app.state.slips = slips
    app.state.search = finding
    app.state.tiles = tiles.TileDesk(editions)
    app.state.downloads = files
    app.state.renderings = drawn
    app.state.coverages = CoverageDesk(editions, settings.state_dir)
    app.state.catalogue = CatalogueDesk()
    app.state.site = SiteDesk(settings.state_dir)
    app.state.office = OfficeDesk(settings, database_url)
    app.state.gate = gate
    app.state.rates = rates
    app.state.public_url = settings.public_url
    return app


def _warm(editions: Editions) -> None:
    """Have the writers of features and tiles compiled before anyone asks: a map asks for thirty tiles at a time."""
    source = editions.sources[Audience.PUBLIC]
    west, south, east, north = source.project.province.extent
    encoding.warm()
    geojson.warm(source.projections.values(), ((west + east) / 2, (south + north) / 2))


_WHOLE = ("/api/slip", "/api/processes", "/api/jobs")
"""What is answered from all that an audience may read."""


def _require_in_scope(request: Request, only: frozenset[str], public: Edition) -> None:
    """A key for some collections opens no others.

    Raises:
        Problem: 403, for what everybody knows to be there. The rest is 404 where it is looked up.
    """
    name = request.path_params.get("collection")
    known = name is not None and name not in only and public.layer(name) is not None
    if known or request.url.path.startswith(_WHOLE):
        raise Problem(403, wording("access.out_of_scope"))


class _Compressing(CompressMiddleware):
    """Compresses all but files, whose parts are parts of the very bytes that they consist of."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if "/downloads/" in path or "/sheets/" in path or path.startswith("/documents/"):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """Every audience's role can read the epoch; and what of all that is published cannot be served, and why.

    Ready it is all the same: one broken layer is no reason to take the others away.
    """
    editions: Editions = request.app.state.editions
    edition: Edition = request.app.state.edition(request)
    try:
        epochs = {
            audience.value: await run_in_threadpool(source.epoch, timeout=3.0)
            for audience, source in editions.sources.items()
        }
    except psycopg.Error:
        raise Problem(503, wording("problems.database_away")) from None
    spoken = negotiation.language(request, "json")
    faults = {name: reason.get(spoken) for name, reason in edition.quarantined.items()}
    server = editions.server
    told: dict[str, object] = {"status": "degraded" if faults else "ok", "epoch": epochs, "quarantined": faults}
    if server is not None:
        told["database"] = {"standby": server.standby, "lag_s": round(server.lag_s, 1)}
    headers = {"Content-Language": spoken, "Vary": f"Accept-Language, {VARY}", "Cache-Control": "no-store"}
    return Response(orjson.dumps(told), media_type="application/json", headers=headers)


async def metrics(request: Request) -> Response:
    """Prometheus' text format, over all workers."""
    return await run_in_threadpool(telemetry.exposition, request.app.state.editions)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return negotiation.apologise(request, error)


async def _database_error(request: Request, error: Exception) -> Response:
    """What no route has expected of the database: it is away, or a layer broke a moment ago."""
    assert isinstance(error, psycopg.Error)
    edition: Edition = request.app.state.edition(request)
    return negotiation.apologise(request, of_database(error, request.scope["path"], edition.audience))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: wording("problems.no_page"), 405: wording("problems.no_method")}.get(error.status_code)
    response = negotiation.apologise(request, Problem(error.status_code, known or str(error.detail)))
    response.headers.update(error.headers or {})
    return response
