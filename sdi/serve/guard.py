"""What every answer passes on its way out: security headers, metrics, and the last net under errors."""

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

from sdi.serve.negotiation import apologise
from sdi.serve.problems import Problem
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


class Guard:
    """Pure ASGI middleware; an unexpected error becomes a problem document with a reference."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], *HEADERS]}
            await send(message)

        try:
            await self.app(scope, receive, send_guarded)
        except Exception:
            reference = secrets.token_hex(4)
            # Not log.exception: pretty printers show local variables, and some of them are passwords.
            trace = traceback.format_exc()
            _log.error("unexpected", reference=reference, path=scope["path"], trace=trace)
            if status == 500:
                await _apologise(scope, receive, send_guarded, reference)
        finally:
            route = getattr(scope.get("endpoint"), "__name__", "other")
            REQUESTS.labels(route, scope["method"], str(status)).inc()
            SECONDS.labels(route).observe(time.perf_counter() - started)


async def _apologise(scope: Scope, receive: Receive, send: Send, reference: str) -> None:
    problem = Problem(500, wording("problems.unexpected", reference=reference))
    try:
        answer = apologise(Request(scope, receive), problem)
    except Exception:  # the page cannot be drawn either
        answer = Response(orjson.dumps(problem.document()), 500, media_type="application/problem+json")
    await answer(scope, receive, send)
