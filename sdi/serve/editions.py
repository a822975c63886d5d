"""One audience's API as of one state of publications, and its replacement when something is published.

An edition never changes; a request takes one and keeps it. Each worker process watches for publications
by itself: it listens on PostgreSQL's notification channel, and looks once a second in case a notification
was lost.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import psycopg
import structlog
import xxhash

from sdi.db.fitting import broken_box, misfit
from sdi.errors import SdiError
from sdi.model import Audience, Layer, Project, read_project
from sdi.publish.catalog import Catalog, read_catalog
from sdi.publish.configuration import Collection, pygeoapi_config
from sdi.publish.publication import CHANNEL
from sdi.publish.styling import Sheets, read_styles, styles_of
from sdi.serve.caching import Known
from sdi.serve.openapi import Definition, definitions
from sdi.serve.problems import Problem
from sdi.serve.source import NOTHING, Source, State
from sdi.serve.upstream import API
from sdi.styles.model import MapStyle
from sdi.wording import Wording, wording

_log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
"""How old an edition may be when no notification arrives."""

RECONNECT_S = 2.0


@dataclass(frozen=True)
class Server:
    """The database server that we read.

    Attributes:
        standby: Whether it copies another one.
        lag_s: How far it is behind that one, in seconds; 0 where it has all that the other has told.
    """

    standby: bool
    lag_s: float


@dataclass(frozen=True)
class Declarations:
    """What a project's files say."""

    project: Project
    catalog: Catalog
    sheets: Sheets = Sheets()


@dataclass(frozen=True)
class Edition:
    """What one audience is shown, from one publication to the next.

    Attributes:
        audience: Whose.
        project: The declarations at that moment.
        catalog: Offices and themes.
        collections: What is published, by layer, in the order for people.
        quarantined: What is published and does not fit its declaration, with the reason: it is not shown, and who asks
            for it is told.
        base_url: Address of the landing page without a trailing slash.
        version: Changes with the program and with everything that is declared.
        of_layers: Changes with the program and with what layers are declared to be, how they look left aside.
        openapi: The OpenAPI document by language.
        styles: Maps and layers as they are drawn, by id.
        api: pygeoapi's object, which answers with this edition's configuration.
        known: Tags of answers that were given.
    """

    audience: Audience
    project: Project
    catalog: Catalog
    collections: dict[str, Collection]
    quarantined: dict[str, Wording]
    base_url: str
    version: str
    of_layers: str
    openapi: dict[str, Definition]
    styles: dict[str, MapStyle]
    api: API
    known: Known = field(default_factory=Known)

    def layer(self, name: str) -> Layer | None:
        """The declaration of a published collection; None for any other name, declared or not."""
        return self.project.collections[name] if name in self.collections else None

    def require(self, name: str) -> Layer:
        """The declaration of a published collection.

        Raises:
            Problem: 404, there is none of that name; 503, it is quarantined.
        """
        if name in self.quarantined:
            raise Problem(503, wording("quarantine.set_aside", reason=self.quarantined[name]))
        if name not in self.collections:
            raise Problem(404, wording("problems.no_collection"))
        return self.project.collections[name]

    @property
    def published(self) -> set[str]:
        """Collections that there are, whether they can be served or not."""
        return self.collections.keys() | self.quarantined.keys()


def read_declarations(directory: Path) -> Declarations:
    """The project and its catalogue from disk.

    Raises:
        UsageError: with every fault found.
    """
    project = read_project(directory)
    return Declarations(project, read_catalog(directory), read_styles(project))


def make_edition(declared: Declarations, source: Source, state: State, base_url: str) -> Edition:
    """The edition of a source's audience from what its part of the database holds."""
    faults = _faults(declared.project, source.audience, state)
    sound = [row for row in state.rows if row.layer not in faults]
    try:
        return _assembled(declared, source, sound, faults, base_url)
    except Exception:
        # Not log.exception: pretty printers show local variables, and some of them are passwords.
        _log.error("edition_broken", audience=source.audience.value, trace=traceback.format_exc())
    for row in sound:  # one of them spoils what is made of all
        try:
            _assembled(declared, source, [row], {}, base_url)
        except Exception:
            faults[row.layer] = wording("quarantine.bad_declaration")
    return _assembled(declared, source, [row for row in sound if row.layer not in faults], faults, base_url)


def _faults(project: Project, audience: Audience, state: State) -> dict[str, Wording]:
    """Published layers that cannot be served, with the reason."""
    found: dict[str, Wording] = {}
    for row in state.rows:
        layer = project.collections.get(row.layer)
        if layer is None or not audience.sees(layer.visibility):
            continue
        fault = misfit(layer, audience, project.province.crs, state.views) or broken_box(row.bbox, row.storage_bbox)
        if fault is not None:
            _log.error("quarantined", layer=layer.id, audience=audience.value, reason=fault.en)
            found[layer.id] = fault
    return found


def _assembled(
    declared: Declarations, source: Source, rows: list[Collection], faults: dict[str, Wording], base_url: str
) -> Edition:
    project, catalog = declared.project, declared.catalog
    address = source.address._asdict()
    config = pygeoapi_config(project, catalog, source.audience, rows, base_url=base_url, source=address)
    published = {row.layer: row for row in rows}
    names = [name for name in config["resources"] if name in published]  # beside them stands the catalogue
    shown = [project.collections[name] for name in names]
    return Edition(
        audience=source.audience,
        project=project,
        catalog=catalog,
        collections={name: published[name] for name in names},
        quarantined=faults,
        base_url=base_url,
        version=_digest(*_layers(project), catalog, declared.sheets),
        of_layers=_digest(*_layers(project)),
        openapi=definitions(project, shown, source.audience, base_url, catalog.cataloguing.licence),
        styles=styles_of(project, declared.sheets, source.audience, names),
        api=API(config, {}),
    )


def _layers(project: Project) -> tuple[object, ...]:
    return project.province, project.layers, project.overlays, project.codes


def _digest(*said: object) -> str:
    return xxhash.xxh3_128_hexdigest(f"{version('sdi')}\n{said!r}".encode())


class Editions:
    """The current edition of every audience, kept current by a thread.

    Args:
        read: Reads the declarations from disk.
        urls: Database address of each audience's role.
        base_url: Address of the landing page without a trailing slash.
        on_look: Called about once a second, in the watching thread.
        on_change: Told of every edition that is new, from the watching thread.
    """

    def __init__(
        self,
        read: Callable[[], Declarations],
        urls: Mapping[Audience, str],
        base_url: str,
        on_change: Callable[[Edition], None] = lambda _: None,
        on_look: Callable[[], None] = lambda: None,
    ) -> None:
        self.server: Server | None = None
        """Whom we read; None while nobody answers."""
        self._on_look = on_look
        self._on_change = on_change
        self._read = read
        self._urls = dict(urls)
        self._base_url = base_url
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="editions", daemon=True)
        self._states = dict.fromkeys(self._urls, NOTHING)
        self._declared = read()
        self.sources = {audience: Source(self._declared.project, audience, url) for audience, url in self._urls.items()}
        self._current: dict[Audience, Edition] = {}
        self._parts: dict[tuple[Audience, frozenset[str]], tuple[Edition, Edition]] = {}

    def start(self) -> None:
        """Open the pools, make the first editions and begin to watch.

        A database that does not answer yet is no error: the editions are empty until it does.
        """
        for source in self.sources.values():
            source.open()
            self._current[source.audience] = make_edition(self._declared, source, NOTHING, self._base_url)
        self.refresh()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and close the pools."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        for source in self.sources.values():
            source.close()

    def of(self, audience: Audience, only: frozenset[str] | None = None) -> Edition:
        """The current edition; for whom only some collections are, one in which there are no others."""
        whole = self._current[audience]
        if only is None:
            return whole
        known = self._parts.get((audience, only))
        if known is None or known[0] is not whole:
            rows = [row for name, row in whole.collections.items() if name in only]
            declared = Declarations(whole.project, whole.catalog)
            faults = {name: reason for name, reason in whole.quarantined.items() if name in only}
            known = whole, _assembled(declared, self.sources[audience], rows, faults, self._base_url)
            self._parts[audience, only] = known
        return known[1]

    def refresh(self, *, reread: bool = False) -> bool:
        """Make editions anew where the published state differs from theirs; False when the database is away.

        Args:
            reread: Take the declarations from disk again (a layer may have been added to the project).
        """
        try:
            states = {audience: source.state(timeout=3.0) for audience, source in self.sources.items()}
        except psycopg.Error as error:
            _log.warning("database_away", error=str(error))
            return False
        changed = [audience for audience in states if reread or states[audience] != self._states[audience]]
        if changed:
            self._reread()
            for audience in changed:
                source = self.sources[audience]
                source.use(self._declared.project)
                self._current[audience] = make_edition(self._declared, source, states[audience], self._base_url)
                self._states[audience] = states[audience]
                self._on_change(self._current[audience])
        return True

    def _reread(self) -> None:
        """Take the declarations from disk; a fault in them is logged, and the last good ones stay."""
        try:
            self._declared = self._read()
        except SdiError as error:
            _log.error("declarations_broken", error=str(error))

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                url = next(iter(self._urls.values()))
                with psycopg.connect(url, autocommit=True, connect_timeout=5, application_name="sdi-watch") as listener:
                    first = self.server = _server(listener)
                    if not first.standby:  # there nothing is told, and looking has to do
                        listener.execute(f"LISTEN {CHANNEL}")
                    self.refresh()
                    while not self._stop.is_set() and self.server.standby == first.standby:
                        news = list(listener.notifies(timeout=LOOK_EVERY_S, stop_after=1))
                        self.refresh(reread=bool(news))
                        self.server = _server(listener)
                        self._on_look()
            except Exception as error:  # whatever it was, the next look may succeed; without us nothing new shows
                self.server = None
                _log.warning("watch_interrupted", error=str(error), kind=type(error).__name__)
                self._stop.wait(RECONNECT_S)


_SERVER = """
SELECT pg_is_in_recovery(), CASE
    WHEN NOT pg_is_in_recovery() THEN 0
    WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
    ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)
END::float8
"""


def _server(connection: psycopg.Connection) -> Server:
    row = connection.execute(_SERVER).fetchone()
    assert row is not None
    return Server(bool(row[0]), max(float(row[1]), 0.0))
