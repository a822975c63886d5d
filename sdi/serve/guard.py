"""What every request passes on its way in, and every answer on its way out.

In: whether we can take one more, who asks, whether they ask too often, how long the body is. Out: security headers,
metrics, the audit log, and the last net under errors.
"""

from __future__ import annotations

import secrets
import time
import traceback

import orjson
import structlog
from prometheus_client import Counter, Histogram
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sdi.model import Audience
from sdi.serve.access import PUBLIC, Identity, credentials, note
from sdi.serve.gate import Gate, what
from sdi.serve.limits import ACTIVE, REQUEST_BODY
from sdi.serve.negotiation import apologise
from sdi.serve.problems import Problem
from sdi.serve.rates import TURNED_AWAY, Rates
from sdi.wording import wording

_log = structlog.get_logger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing from elsewhere, nothing inline."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self)"),
)

REQUESTS = Counter("sdi_http_requests_total", "Answered requests", ["route", "method", "status"])
SECONDS = Histogram(
    "sdi_http_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
_OPERATION = ("/healthz", "/readyz", "/metrics")
"""What watches over the service is let in when it is overloaded."""

_READING = ("GET", "HEAD", "OPTIONS")

_WRITES = ("/api/slip", "/login", "/logout", "/operate")
"""Where a request that is not a GET changes something; elsewhere a POST is a long question."""


class Guard:
    """Pure ASGI middleware; an unexpected error becomes a problem document with a reference.

    Args:
        app: What is guarded.
        gate: Knows who asks.
        rates: Know how often they may.
    """

    def __init__(self, app: ASGIApp, gate: Gate, rates: Rates) -> None:
        self.app = app
        self._gate = gate
        self._rates = rates
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()
        who = PUBLIC

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], *HEADERS]
                if who is not PUBLIC:
                    headers += self._for_one(scope, who, message)
                message = {**message, "headers": headers}
            await send(message)

        self._active += 1
        try:
            who = await self._let_in(scope)
            await self.app(scope, receive, send_guarded)
        except Problem as problem:  # only from letting in: those of the application are answered by it
            await _apologise(scope, receive, send_guarded, problem)
        except Exception:
            reference = secrets.token_hex(4)
            # Not log.exception: pretty printers show local variables, and some of them are passwords.
            trace = traceback.format_exc()
            _log.error("unexpected", reference=reference, path=scope["path"], trace=trace)
            if status == 500:
                unexpected = Problem(500, wording("problems.unexpected", reference=reference))
                await _apologise(scope, receive, send_guarded, unexpected)
        finally:
            self._active -= 1
            route = getattr(scope.get("endpoint"), "__name__", "other")
            REQUESTS.labels(route, scope["method"], str(status)).inc()
            SECONDS.labels(route).observe(time.perf_counter() - started)
            if who is not PUBLIC or scope["method"] not in _READING:
                self._tell(scope, who, status)

    async def _let_in(self, scope: Scope) -> Identity:
        """Who asks.

        Raises:
            Problem: 401 unknown, 413 too long, 429 too often, 503 too many at a time.
        """
        address = _address(scope)
        if self._active > ACTIVE and scope["path"] not in _OPERATION:
            TURNED_AWAY.labels("busy").inc()
            raise Problem(503, wording("access.busy"), headers={"Retry-After": "1"})
        who = PUBLIC
        said = credentials(scope)
        if said is not None:
            try:
                who = await self._gate.identify(said)
            except Problem as problem:
                if problem.status == 401:
                    self._rates.require_after_failure(address)
                    self._gate.tell(PUBLIC, "denied", what(scope), "401", address)
                raise
            note(scope, who)
        self._rates.require(address, who.name)
        if scope["method"] not in _READING:
            _check_length(scope)
            if writes(scope) and scope["path"].startswith("/api/slip"):
                self._rates.require_to_issue(address, who.name)
        return who

    def _for_one(self, scope: Scope, who: Identity, message: Message) -> list[tuple[bytes, bytes]]:
        """Headers of an answer that is not for everybody: kept by nobody; a session goes on."""
        added = []
        names = {name for name, _ in message["headers"]}
        if who.audience is not Audience.PUBLIC and b"cache-control" not in names:
            added.append((b"cache-control", b"private, no-store"))
        if who.session is not None and b"set-cookie" not in names:
            cookies = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
            renewed = self._gate.sessions.renewed(cookies.decode("latin-1"))
            if renewed:
                added.append((b"set-cookie", renewed.encode("latin-1")))
        return added

    def _tell(self, scope: Scope, who: Identity, status: int) -> None:
        """What the holder of a key did, and whoever changed something, goes into the audit log."""
        written = writes(scope)
        if scope["path"].startswith("/static/") or not (who.name or written) or status == 429:
            return
        action = "denied" if status in (401, 403) else ("write" if written else "read")
        self._gate.tell(who, action, what(scope), str(status), _address(scope))


def writes(scope: Scope) -> bool:
    """Whether a request changes something."""
    return scope["method"] not in _READING and changeable(scope["path"])


def changeable(path: str) -> bool:
    """Whether a request to this path that is not a GET changes something."""
    return path.startswith(_WRITES) and not path.startswith("/api/slip/verify")


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _check_length(scope: Scope) -> None:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit() or int(length) > REQUEST_BODY:
        raise Problem(413, wording("access.too_long", megabytes=REQUEST_BODY // 1024**2))


async def _apologise(scope: Scope, receive: Receive, send: Send, problem: Problem) -> None:
    try:
        answer = apologise(Request(scope, receive), problem)
    except Exception:  # the page cannot be drawn either
        answer = Response(orjson.dumps(problem.document()), problem.status, media_type="application/problem+json")
    await answer(scope, receive, send)
