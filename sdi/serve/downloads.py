"""Whole layers as files, and what differs between two releases: made once, served with ranges.

``GET /api/collections/{id}/downloads/{id}.gpkg`` is the layer's current release in a format of
:mod:`sdi.serve.formats`, ``?since=N`` what has changed since release N. A file is made when it is first asked for, in a
process of its own (:mod:`sdi.serve.making`); after a publication those that people had asked for are made anew at once
(docs/adr/0019). They lie in ``downloads/<audience>/<layer>/<release>-<its moment and the declarations>/``, each as
its audience sees the layer; the web layer only chooses the folder.
"""

from __future__ import annotations

import asyncio
import fcntl
import math
import os
import pickle
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import psycopg
import structlog
import xxhash
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sdi.model import Audience, Layer
from sdi.serve import caching, making
from sdi.serve.editions import Edition
from sdi.serve.formats import FORMATS, Format
from sdi.serve.negotiation import require_known
from sdi.serve.problems import Problem, of_database
from sdi.serve.rendered import RENDERED, worth
from sdi.serve.source import Source
from sdi.serve.window import Window
from sdi.wording import Wording, wording

_log = structlog.get_logger(__name__)

WAIT_S = 25.0
"""How long a request waits for a file that is being made before it is told to come again."""

RUNS_S = 1800.0
"""A file that takes longer is given up."""

WAITING = 16
"""Files that may wait to be made, per worker."""

KEPT_BYTES = 20 * 1024**3
"""Disk that all files may take; those that were asked for longest ago go first."""

RETRY_S = 60.0
"""A file that nobody waits for and that could not be made is ordered again after so long."""

FREE_BYTES = 2 * 1024**3
"""Disk that stays free for the database."""


class Downloads:
    """The files of one installation; every worker has one of these over the same folder.

    Args:
        folder: Where they lie.
        urls: Database address of each audience's role.
    """

    def __init__(self, folder: Path, urls: Mapping[Audience, str]) -> None:
        self._folder = folder
        self._urls = dict(urls)
        self._asked = ThreadPoolExecutor(1, thread_name_prefix="downloads")
        self._renewed = ThreadPoolExecutor(1, thread_name_prefix="downloads-renewed")
        self._lock = threading.Lock()
        self._making: dict[Path, Future[Path]] = {}
        self._current: dict[Path, Path] = {}
        """Folder of a layer → of its current release."""
        self._again: dict[Path, float] = {}
        """Files that nobody waits for → when they may be ordered again; never while they are under way."""

    def path(self, edition: Edition, layer: Layer, form: Format, since: int | None = None) -> Path:
        """Where a file lies or will lie."""
        published = edition.collections[layer.id]
        # a database that was built anew counts from one again
        said = f"{published.published_at.timestamp()} {edition.of_layers}"
        folder = f"{published.epoch}-{xxhash.xxh3_64_hexdigest(said.encode())}"
        suffix = "" if since is None else f"-since-{since}"
        return self._home(edition, layer) / folder / f"{layer.id}{suffix}.{form.suffix}"

    async def get(self, edition: Edition, layer: Layer, form: Format, since: int | None = None) -> Path:
        """The file, made if need be.

        Raises:
            Problem: 503, it is not ready yet, too many wait, or the disk is full; 413, the format cannot hold it.
        """
        path = self.path(edition, layer, form, since)
        if not path.exists():
            made = self._ordered(self._order(edition, layer, form, since))
            try:
                await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(made)), WAIT_S)
            except TimeoutError:
                raise Problem(503, wording("files.being_made")) from None
        return path

    def prepare(self, edition: Edition, layer: Layer, form: Format) -> None:
        """Begin to make a file that nobody waits for; after a failure not again for :data:`RETRY_S`."""
        path = self.path(edition, layer, form)
        with self._lock:
            if path.exists() or self._again.get(path, 0.0) > time.monotonic():
                return
            self._again[path] = math.inf
        self._renewed.submit(self._renew, self._order(edition, layer, form, None))

    def renew(self, edition: Edition) -> None:
        """Begin to make the current release of whatever there is of earlier ones."""
        for name, published in edition.collections.items():
            layer = edition.project.collections[name]
            self._current[self._home(edition, layer)] = self.path(edition, layer, RENDERED).parent
            for form in (*offered(layer), *([RENDERED] if worth(layer, published) else [])):
                path = self.path(edition, layer, form)
                if any(self._home(edition, layer).glob(f"*/{path.name}")):
                    self.prepare(edition, layer, form)

    @staticmethod
    def use(path: Path) -> os.stat_result:
        """Note that a file is asked for now, also where the disk notes no reading.

        Raises:
            FileNotFoundError: It is gone.
        """
        state = path.stat()
        os.utime(path, ns=(time.time_ns(), state.st_mtime_ns))
        return state

    def close(self) -> None:
        """Make no more."""
        for pool in (self._asked, self._renewed):
            pool.shutdown(wait=False, cancel_futures=True)

    # --------------------------------------------------------------------------------------------------------

    def _home(self, edition: Edition, layer: Layer) -> Path:
        return self._folder / edition.audience.value / layer.id

    def _order(self, edition: Edition, layer: Layer, form: Format, since: int | None) -> making.Order:
        release, url = edition.collections[layer.id].epoch, self._urls[edition.audience]
        path = self.path(edition, layer, form, since)
        return making.Order(edition.project, url, edition.audience, layer.id, release, form.name, since, path)

    def _ordered(self, order: making.Order) -> Future[Path]:
        """The future file; one order for all that want it."""
        with self._lock:
            self._making = {path: future for path, future in self._making.items() if not future.done()}
            if order.path not in self._making:
                if len(self._making) >= WAITING:
                    raise Problem(503, wording("files.too_many"))
                self._making[order.path] = self._asked.submit(self._make, order)
            return self._making[order.path]

    def _renew(self, order: making.Order) -> None:
        current = order.path.parent in self._current.values()  # else another release came while this one waited
        if current:
            try:
                self._make(order)
            except Exception as error:  # who asks for the file will be told
                _log.warning("download_not_renewed", path=str(order.path), error=str(error))
        with self._lock:
            del self._again[order.path]
            if current and not order.path.exists():
                self._again[order.path] = time.monotonic() + RETRY_S

    def _make(self, order: making.Order) -> Path:
        with self._alone():
            if order.path.exists():  # another worker was quicker
                return order.path
            self._make_room()
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", making.__name__],
                input=pickle.dumps(order), capture_output=True, timeout=RUNS_S, check=False,
            )  # fmt: skip
        if done.returncode == making.TOO_LARGE:
            raise Problem(413, Wording(*orjson.loads(done.stderr.splitlines()[-1])))
        if done.returncode == making.STALE:
            raise Problem(503, wording("files.stale"))
        if done.returncode != making.DONE or not order.path.exists():
            _log.error("download_failed", path=str(order.path), error=done.stderr.decode("utf-8", "replace")[-2000:])
            raise Problem(503, wording("files.failed"))
        self._remove_others(order.path.parent)
        _log.info("download_made", path=str(order.path), seconds=round(time.monotonic() - began, 1))
        return order.path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One file at a time, over all workers."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / ".making").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _remove_others(place: Path) -> None:
        """Remove other releases of a layer: the one in ``place`` was what is published, in the snapshot of its file.

        Whoever is reading a file goes on with it: it is gone when the last one has closed it.
        """
        for other in place.parent.glob("*"):
            if other != place:
                shutil.rmtree(other, ignore_errors=True)

    def _make_room(self) -> None:
        """Remove what dead processes left, and then what was unused for longest."""
        for draft in self._folder.glob("*/*/*/.*"):
            shutil.rmtree(draft, ignore_errors=True)
        files = sorted(
            ((path.stat(), path) for path in self._folder.glob("*/*/*/*") if path.is_file()),
            key=lambda pair: pair[0].st_atime,
        )
        used = sum(state.st_size for state, _ in files)
        for state, path in files:
            if used <= KEPT_BYTES and shutil.disk_usage(self._folder).free >= FREE_BYTES:
                return
            path.unlink(missing_ok=True)
            used -= state.st_size
        if shutil.disk_usage(self._folder).free < FREE_BYTES:
            raise Problem(503, wording("files.disk_full"))


# --- over HTTP ----------------------------------------------------------------------------------------------


def routes() -> list[Route]:
    """Routes of files, relative to the root of the application."""
    return [Route("/api/collections/{collection}/downloads/{name}", download)]


async def download(request: Request) -> Response:
    """A file, whole or in part."""
    edition: Edition = request.app.state.edition(request)
    layer = edition.require(request.path_params["collection"])
    form = next((f for f in offered(layer) if f"{layer.id}.{f.suffix}" == request.path_params["name"]), None)
    if form is None:
        names = ", ".join(f"{layer.id}.{found.suffix}" for found in offered(layer))
        raise Problem(404, wording("files.no_file", names=names))
    since = await _since(request, edition, layer)
    downloads: Downloads = request.app.state.downloads
    path = await downloads.get(edition, layer, form, since)
    return await run_in_threadpool(_respond, request, edition, layer, form, path)


def _respond(request: Request, edition: Edition, layer: Layer, form: Format, path: Path) -> Response:
    try:
        state = Downloads.use(path)
    except FileNotFoundError:
        raise Problem(503, wording("files.replaced")) from None
    etag = caching.tag(str(path), state.st_mtime_ns, state.st_size)
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    release = edition.collections[layer.id].epoch
    name = path.name.replace(layer.id, f"{layer.id}-{release}", 1)
    return FileResponse(
        path, media_type=form.media_type, filename=name, stat_result=state, headers=caching.headers(request, etag)
    )


async def _since(request: Request, edition: Edition, layer: Layer) -> int | None:
    """Since which release only the difference is wanted.

    Raises:
        Problem: 400, there is no such release or parameter; 410, it is gone.
    """
    require_known(request.query_params, {"since"})
    text = request.query_params.get("since")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:11]) < 2**31):
        raise Problem(400, wording("files.bad_since"))
    if layer.overlays_of:
        raise Problem(400, wording("files.whole_only", base=layer.overlays_of))
    source: Source = request.app.state.editions.sources[edition.audience]
    await run_in_threadpool(_look, source, layer, int(text))
    return int(text)


def _look(source: Source, layer: Layer, since: int) -> None:
    try:
        with source.snapshot() as connection:
            Window.of(connection, source.schema, since)
    except psycopg.Error as error:
        raise of_database(error, layer.id, source.audience) from error


def offered(layer: Layer) -> list[Format]:
    """Formats that can hold the layer."""
    return [form for form in FORMATS.values() if form.tables or not layer.overlays_of]


def enclosures(downloads: Downloads, edition: Edition, layer: Layer, language: str) -> list[dict[str, Any]]:
    """Links of a collection to its files; with their length where they are made already."""
    links = []
    for form in offered(layer):
        link: dict[str, Any] = {
            "rel": "enclosure",
            "type": form.media_type,
            "title": f"{layer.title.get(language)} – {form.title.get(language)}",
            "href": f"{edition.base_url}/collections/{layer.id}/downloads/{layer.id}.{form.suffix}",
        }
        path = downloads.path(edition, layer, form)
        if path.exists():
            link["length"] = path.stat().st_size
        links.append(link)
    return links
