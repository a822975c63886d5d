"""What every request passes on its way in, and every answer on its way out.

In: whether we can take one more, who asks, whether they ask too often, how long the body is. Out: security headers,
metrics, the audit log, and the last net under errors.
"""

from __future__ import annotations

import time
import traceback

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sdi.model import Audience
from sdi.serve import telemetry
from sdi.serve.access import PUBLIC, Identity, credentials, note
from sdi.serve.editions import Editions
from sdi.serve.gate import Gate, what
from sdi.serve.limits import ACTIVE, REQUEST_BODY, UPLOAD_BODY
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

_OPERATION = ("/healthz", "/readyz", "/metrics")
"""What watches over the service is let in when it is overloaded."""

_READING = ("GET", "HEAD", "OPTIONS")

_UNTOLD = ("/static/", "/office/jobs/")
"""What is no news to the audit log: files of pages, and a page that asks again and again how an order goes."""

_WRITES = ("/api/slip", "/login", "/logout", "/office")
"""Where a request that is not a GET changes something; elsewhere a POST is a long question."""


class Guard:
    """Pure ASGI middleware; an unexpected error becomes a problem document with a reference.

    Args:
        app: What is guarded.
        gate: Knows who asks.
        rates: Know how often they may.
        editions: Know which collections everybody may know of.
        slow_s: Seconds after which an answer is noted with what was asked.
    """

    def __init__(self, app: ASGIApp, gate: Gate, rates: Rates, editions: Editions, slow_s: float) -> None:
        self.app = app
        self._gate = gate
        self._rates = rates
        self._editions = editions
        self._slow_s = slow_s
        self.active = 0
        """Requests that are being answered."""
        telemetry.COUNTING.add(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["query_string"] = _pluses(scope["query_string"])
        status = 500
        started = time.perf_counter()
        who = PUBLIC
        identifier = telemetry.request_id(scope)
        telemetry.REQUEST.set(identifier)

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name for name, _ in message["headers"]}
                added = (header for header in HEADERS if header[0] not in given)
                headers = [*message["headers"], *added, (telemetry.REQUEST_ID, identifier.encode())]
                if who is not PUBLIC:
                    headers += self._for_one(scope, who, message)
                message = {**message, "headers": headers}
            await send(message)

        self.active += 1
        try:
            who = await self._let_in(scope)
            await self.app(scope, receive, send_guarded)
        except Problem as problem:  # only from letting in: those of the application are answered by it
            await _apologise(scope, receive, send_guarded, problem)
        except Exception:
            # Not log.exception: pretty printers show local variables, and some of them are passwords.
            trace = traceback.format_exc()
            _log.error("unexpected", path=scope["path"], trace=trace)
            if status == 500:
                unexpected = Problem(500, wording("problems.unexpected", reference=identifier))
                await _apologise(scope, receive, send_guarded, unexpected)
        finally:
            self.active -= 1
            self._measure(scope, who, status, time.perf_counter() - started)
            if who is not PUBLIC or scope["method"] not in _READING:
                self._tell(scope, who, status)

    async def _let_in(self, scope: Scope) -> Identity:
        """Who asks.

        Raises:
            Problem: 401 unknown, 413 too long, 429 too often, 503 too many at a time.
        """
        address = _address(scope)
        if self.active > ACTIVE and scope["path"] not in _OPERATION:
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
            _check_length(scope, UPLOAD_BODY if _uploads(scope, who) else REQUEST_BODY)
            if writes(scope) and scope["path"].startswith("/api/slip"):
                self._rates.require_to_issue(address, who.name)
        return who

    def _measure(self, scope: Scope, who: Identity, status: int, seconds: float) -> None:
        """Count an answer; one that took long is told with what was asked."""
        route, collection = telemetry.labels(scope, self._editions)
        telemetry.count(route, collection, scope["method"], status, seconds)
        if seconds > self._slow_s:
            telemetry.SLOW.labels(route, collection).inc()
            name = scope.get("path_params", {}).get("collection", "")
            told = telemetry.asked(scope) | {"collection": name, "audience": who.audience.value}
            _log.warning("slow", ms=round(seconds * 1000), route=route, status=status, **told)

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
        if scope["path"].startswith(_UNTOLD) or not (who.name or written) or status == 429:
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


def _uploads(scope: Scope, who: Identity) -> bool:
    """Whether an officer hands files in; what they are and whether he may is looked at where they are read."""
    return scope["path"].startswith("/office/") and "operate" in who.scopes


def _check_length(scope: Scope, most: int) -> None:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit() or int(length) > most:
        raise Problem(413, wording("access.too_long", megabytes=most // 1024**2))


async def _apologise(scope: Scope, receive: Receive, send: Send, problem: Problem) -> None:
    try:
        answer = apologise(Request(scope, receive), problem)
    except Exception:  # the page cannot be drawn either
        answer = Response(orjson.dumps(problem.document()), problem.status, media_type="application/problem+json")
    await answer(scope, receive, send)


def _pluses(query: bytes) -> bytes:
    """A query in which ``+`` is a space, as forms write it, also where it was a plus.

    Whoever writes the spaces of a value as ``%20`` means a plus by ``+``: QGIS sends ``land_use%20=%20'ODT+CLN'``.
    """
    if b"+" not in query or b"%20" not in query:
        return query
    return b"&".join(value.replace(b"+", b"%2B") if b"%20" in value else value for value in query.split(b"&"))
