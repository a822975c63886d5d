"""What a service tells those who operate it: numbers for Prometheus, and lines of a log that belong to a request.

Names of layers that the public does not see stand in no number: ``/metrics`` has no key.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, MutableMapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

import structlog
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client import REGISTRY as OWN_REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.responses import Response
from starlette.types import Scope

from sdi.model import Audience
from sdi.serve.editions import Editions

REQUESTS = Counter("sdi_http_requests_total", "Answered requests", ["route", "collection", "method", "status"])
SECONDS = Histogram(
    "sdi_http_request_seconds",
    "Time to answer",
    ["route", "collection"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
ACTIVE = Gauge("sdi_http_active", "Requests being answered", multiprocess_mode="livesum")
POOL = Gauge("sdi_pool_connections", "Connections to the database", ["audience", "state"], multiprocess_mode="livesum")
WAITING = Gauge(
    "sdi_queue_waiting", "Requests that wait for a connection", ["audience", "queue"], multiprocess_mode="livesum"
)
SLOW = Counter("sdi_slow_requests_total", "Requests that took longer than SDI_SLOW_MS", ["route", "collection"])

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Id of the request that is being answered; threads that work for it inherit it."""

REQUEST_ID = b"x-request-id"
_OURS, _numbers = secrets.token_hex(6), itertools.count(1)
_GIVEN = re.compile(rb"[A-Za-z0-9._-]{8,64}")

_SECRET = ("access_token", "key", "api_key", "token")
"""Parameters whose values no log shows, though we take none of them."""


class Counting(Protocol):
    """What knows how many requests are being answered."""

    active: int


COUNTING: WeakSet[Counting] = WeakSet()


class Measured(Protocol):
    """What tells how busy its connections are."""

    def load(self) -> tuple[dict[str, int], dict[str, int]]:
        """Connections by state, and waiting requests by queue."""


def configure(level: str = "INFO") -> None:
    """Log as JSON, one line an event, on standard error; every line of a request has its id."""
    structlog.configure(
        processors=[
            add_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def request_id(scope: Scope) -> str:
    """The id that a trusted proxy has given a request, else a new one.

    The server takes the client's address from trusted proxies alone, and then the client has no port.
    """
    client = scope.get("client")
    if client and client[1] == 0:
        given = next((value for name, value in scope["headers"] if name == REQUEST_ID), b"")
        if _GIVEN.fullmatch(given):
            return given.decode("ascii")
    return f"{_OURS}-{next(_numbers):x}"


def labels(scope: Scope, editions: Editions) -> tuple[str, str]:
    """Route and collection of a request; the collection only where everybody may know of it."""
    route = getattr(scope.get("endpoint"), "__name__", "other")
    name = scope.get("path_params", {}).get("collection", "")
    return route, name if name and name in editions.of(Audience.PUBLIC).published else ""


def asked(scope: Scope) -> dict[str, str]:
    """What was asked for, for a log: path and parameters, among them the filter."""
    query = scope["query_string"].decode("latin-1")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0].lower() not in _SECRET]
    found = {"method": str(scope["method"]), "path": str(scope["path"]), "query": "&".join(kept)[:2000]}
    search = scope.get("state", {}).get("search")
    if isinstance(search, dict):
        found["query"] = "&".join(f"{name}={value}" for name, value in search.items())[:2000]
    return found


def measure(sources: Iterable[tuple[str, Measured]]) -> None:
    """Note how busy this worker and its connections are."""
    ACTIVE.set(sum(one.active for one in COUNTING))
    for audience, source in sources:
        connections, waiting = source.load()
        for state, count in connections.items():
            POOL.labels(audience, state).set(count)
        for queue, count in waiting.items():
            WAITING.labels(audience, queue).set(count)


def exposition(editions: Editions) -> Response:
    """All numbers of all workers, in Prometheus' text format."""
    registry = OWN_REGISTRY
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        _forget_the_dead(Path(folder))
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    published = CollectorRegistry()
    published.register(_Published(editions))
    return Response(generate_latest(registry) + generate_latest(published), media_type=CONTENT_TYPE_LATEST)


def _forget_the_dead(folder: Path) -> None:
    """Gauges of workers that are gone count no longer; what they counted stays."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = path.stem.rsplit("_", 1)[1]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            path.unlink(missing_ok=True)


class _Published:
    """What any worker can tell: releases, their age, how far a standby is behind."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def collect(self) -> Iterator[Metric]:
        edition = self._editions.of(Audience.PUBLIC)
        release = GaugeMetricFamily("sdi_release", "Number of the public release", labels=["collection"])
        age = GaugeMetricFamily("sdi_release_age_seconds", "Time since it was published", labels=["collection"])
        now = time.time()
        for name, collection in edition.collections.items():
            release.add_metric([name], collection.epoch)
            if collection.published_at is not None:
                age.add_metric([name], max(now - collection.published_at.timestamp(), 0.0))
        yield release
        yield age
        broken = GaugeMetricFamily("sdi_collections_quarantined", "Collections that cannot be served")
        broken.add_metric([], len(edition.quarantined))
        yield broken
        server = self._editions.server
        yield GaugeMetricFamily("sdi_database_up", "Whether the database answers", value=float(server is not None))
        if server is not None:
            yield GaugeMetricFamily("sdi_database_standby", "Whether we read a standby", value=float(server.standby))
            lag = "How far what we read is behind the primary"
            yield GaugeMetricFamily("sdi_database_lag_seconds", lag, value=server.lag_s)


@cache
def _series(route: str, collection: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """Looked up once: finding a series by its labels costs more than counting."""
    return REQUESTS.labels(route, collection, method, str(status)), SECONDS.labels(route, collection)


def count(route: str, collection: str, method: str, status: int, seconds: float) -> None:
    """An answer was given."""
    number, times = _series(route, collection, method, status)
    number.inc()
    times.observe(seconds)


def add_request(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: the line belongs to the request that is being answered."""
    if identifier := REQUEST.get():
        event["request"] = identifier
    return event
