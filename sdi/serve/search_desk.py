"""What the search and the click know of an edition: made once for it, and gone with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from sdi.crs import Reprojector
from sdi.model import Audience, Layer
from sdi.search.gazetteer import former_units
from sdi.search.ground import Ground
from sdi.search.looking import (
    MOST_WORDS,
    alike_statement,
    communes_statement,
    here_statement,
    names_statement,
    parcels_statement,
    sheet_statement,
    sheets_statement,
)
from sdi.serve.asking import rows
from sdi.serve.editions import Edition
from sdi.serve.projection import Box
from sdi.serve.source import Source
from sdi.serve.wire import Wires
from sdi.slip.declaration import SlipDeclaration, read_slip

FORMER_UNITS = Path("catalog") / "former_units.csv"
"""Communes and districts that are no more, in a project's directory: ``title,within,became``."""

_WGS84 = 4326

WIRES = 2
"""Connections of the search per audience and worker."""

_SESSION = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "DateStyle": "ISO",
    "statement_timeout": "2000",
    "pg_trgm.word_similarity_threshold": "0.45",
}
"""One plan serves all values, along the indexes, whatever the planner believes of a pattern that it does not know; and
no question takes long, however it is meant."""

Sheets = dict[str, list[str]]
"""Map sheets of each commune."""


@dataclass
class _Kept:
    """What was read of one release of a layer, for as long as that is the current one."""

    state: object = None
    content: Any = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, state: object, read: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        async with self.lock:
            if self.state != state:
                self.content = await read()
                self.state = state
            return self.content


@dataclass(frozen=True)
class _Shelf:
    """What is kept for one audience from one edition to the next."""

    wires: Wires
    ground: _Kept = field(default_factory=_Kept)
    sheets: _Kept = field(default_factory=_Kept)


class Knowledge:
    """Of one edition.

    Attributes:
        edition: Which.
        source: The connections of its audience.
        layers: Published ones with geometry of their own, in the order for people.
        parcels: The layer of parcels, where it is published.
        communes: The layer of communes, where it is published.
        slip: What slips tell, where there are any.
        here: The statement that asks all layers at a point.
        names: The statements that look names up, by the number of words; none where no layer is searched.
        alike: The statement that looks up what is called nearly so.
        degrees: West, south, east, north of the province.
    """

    def __init__(self, edition: Edition, source: Source, shelf: _Shelf) -> None:
        self.edition, self.source, self._shelf = edition, source, shelf
        project, schema = edition.project, source.schema
        self.layers = [project.layers[name] for name in edition.collections if name in project.layers]
        self.parcels = next((layer for layer in self.layers if layer.search and layer.search.parcel), None)
        self.communes: Layer | None = edition.layer(project.province.reference.communes)
        self.slip: SlipDeclaration | None = read_slip(project)
        self.here = here_statement(self.layers, edition.audience, schema)
        searched = [
            layer for layer in self.layers if layer is not self.communes and layer.search and layer.search.fields
        ]
        self.names = [names_statement(searched, schema, words + 1) for words in range(MOST_WORDS)] if searched else []
        self.alike = alike_statement(searched, schema)
        province = project.province
        box = Reprojector(province.crs, _WGS84, province.datum_operation).bounds(province.extent)
        self.degrees: Box = box

    async def rows(self, statement: bytes, what: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows that the audience sees; see :func:`sdi.serve.asking.rows`."""
        return await rows(self._shelf.wires, self.edition.audience, statement, what, **values)

    async def ground(self) -> Ground:
        """The communes; read anew when another release of them is current.

        Raises:
            Problem: The database does not answer.
        """
        path = self.edition.project.directory / FORMER_UNITS
        found: Ground = await self._shelf.ground.get(self._state(self.communes), lambda: self._read_ground(path))
        return found

    async def sheets(self) -> Sheets | None:
        """The map sheets; None where the declared indexes do not lead to them.

        Raises:
            Problem: The database does not answer.
        """
        found: Sheets | None = await self._shelf.sheets.get(self._state(self.parcels), self._read_sheets)
        return found

    async def parcels_of(self, ids: list[str]) -> list[tuple[Any, ...]]:
        """Parcels by their ids."""
        if self.parcels is None or not ids:
            return []
        return await self.rows(parcels_statement(self.parcels, self.source.schema), self.parcels.id, ids=ids)

    async def sheet_of(self, pairs: list[tuple[str, str]]) -> list[tuple[Any, ...]]:
        """Commune, sheet, number of parcels and box of sheets."""
        if self.parcels is None or not pairs:
            return []
        communes, sheets = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        statement = sheet_statement(self.parcels, self.source.schema)
        return await self.rows(statement, self.parcels.id, communes=communes, sheets=sheets)

    async def _read_ground(self, former: Path) -> Ground:
        content = former.read_text("utf-8") if former.is_file() else "title,within,became\n"
        found: list[tuple[Any, ...]] = []
        if self.communes is not None:
            name = self.communes.search.names[0] if self.communes.search else self.communes.id_column
            code = self.edition.project.province.reference.commune_code
            statement = communes_statement(self.communes, code, name, self.source.schema)
            found = await self.rows(statement, self.communes.id)
        return await run_in_threadpool(Ground, found, former_units(content))

    async def _read_sheets(self) -> Sheets | None:
        statement = sheets_statement(self.parcels, self.source.schema) if self.parcels else None
        return None if statement is None else dict(await self.rows(statement, "sheets"))

    def _state(self, layer: Layer | None) -> object:
        release = self.edition.collections[layer.id].epoch if layer else None
        return self.edition.version, release


class SearchDesk:
    """Knowledge of the current edition of each audience.

    Args:
        sources: Connections of each audience, for what threads ask.
        urls: Address of the database with each audience's login.
    """

    def __init__(self, sources: dict[Audience, Source], urls: Mapping[Audience, str]) -> None:
        self._sources = sources
        self._shelves = {
            audience: _Shelf(Wires(url, f"sdi-search-{audience.value}", _SESSION, WIRES))
            for audience, url in urls.items()
        }
        self._known: dict[Audience, Knowledge] = {}

    def of(self, edition: Edition) -> Knowledge:
        """Of an edition."""
        audience = edition.audience
        known = self._known.get(audience)
        if known is None or known.edition is not edition:
            known = self._known[audience] = Knowledge(edition, self._sources[audience], self._shelves[audience])
        return known

    def hang_up(self) -> None:
        """Close the connections; called in the event loop."""
        for shelf in self._shelves.values():
            shelf.wires.close()
