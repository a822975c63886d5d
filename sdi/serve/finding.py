"""From a text to results: every way to understand it is tried, and what was found is put in one order.

Order: how well the text is answered (:mod:`sdi.search.ranking`), then the kind, then likeness, then the title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from psycopg import sql
from starlette.concurrency import run_in_threadpool

from sdi.geom.boxes import around
from sdi.model import Layer
from sdi.publish.configuration import CRS84
from sdi.search.coordinates import Box, positions
from sdi.search.gazetteer import Mention, Unit
from sdi.search.ground import Commune, Ground
from sdi.search.looking import MOST_WORDS, Found
from sdi.search.parcels import Writing, spellings, writings
from sdi.search.ranking import ALIKE, BEGINS, EXACT, UNMARKED, Asked, clusters
from sdi.search.words import searchable
from sdi.serve.search_desk import Knowledge
from sdi.serve.told import item_path, meaning, parcel_title, slip_path
from sdi.slip.candidates import candidates
from sdi.slip.reading import Reading
from sdi.text.fold import collation_key
from sdi.wording import number, wording

_KINDS = ("coordinates", "parcel", "sheet", "commune", "former_unit", "decision", "plan", "project", "street", "place")
"""Kinds of results that come first when they answer equally well; others follow."""

_NEAR_M = 1_000.0
"""Parts of a street, a river with one name lie no further from one another."""

_ALIKE_FROM = 0.3
_CLOSE = 0.6
_TOO_SHORT = 3
_MOST_IDS, _MOST_MAP_SHEETS = 2_000, 20


Nearness = Callable[[str], tuple[int, float]]
"""How a name answers."""


@dataclass(frozen=True)
class Result:
    """A result before it is written: what places it, and what it says."""

    tier: int
    alike: float
    kind: str
    title: str
    subtitle: str
    layer: Layer | None
    id: str | None
    box: Box
    center: tuple[float, float]

    @property
    def place(self) -> tuple[Any, ...]:
        """What results are sorted by."""
        kind = _KINDS.index(self.kind) if self.kind in _KINDS else len(_KINDS)
        return self.tier, kind, -round(self.alike, 3), len(self.title), collation_key(self.title), self.id or ""


class Finder:
    """Answers in one language, for the audience of an edition.

    Args:
        known: What is known of the edition.
        ground: The communes.
        language: ``vi`` or ``en``.
    """

    def __init__(self, known: Knowledge, ground: Ground, language: str) -> None:
        self._known = known
        self._ground = ground
        self._language = language
        self._crs84 = known.source.projections[CRS84]

    async def find(self, text: str, limit: int) -> tuple[list[dict[str, Any]], str | None]:
        """Results, best first, and what there is to say of them: that these are not what was asked for, but near."""
        placed = self._coordinates(text)
        if placed:
            return [self._written(result) for result in placed[:limit]], None
        parcels, message = await self._parcels(text)
        names = [] if parcels or message else await self._names(text)
        message = message or self._unpublished(text)
        found = [*parcels, *self._units(text), *names]
        best: dict[tuple[Any, ...], Result] = {}
        for result in sorted(found, key=lambda result: result.place):
            best.setdefault((result.layer and result.layer.id, result.id, result.kind, result.title), result)
        return [self._written(result) for result in list(best.values())[:limit]], message

    # --- coordinates ----------------------------------------------------------------------------------------

    def _coordinates(self, text: str) -> list[Result]:
        found = []
        for position in positions(text, self._known.edition.project.province.extent, self._known.degrees):
            given = shapely.Point(position.x, position.y)
            stored = self._crs84.stored(given) if position.degrees else given
            commune = self._ground.at((stored.x, stored.y))
            north, east = (number(metres, 2, self._language) for metres in (stored.y, stored.x))
            title = self._word("position", north=north, east=east)
            subtitle = commune.title if commune else self._word("no_commune")
            box = (stored.x, stored.y, stored.x, stored.y)
            found.append(Result(EXACT, 1, "coordinates", title, subtitle, None, None, box, (stored.x, stored.y)))
        return found

    # --- parcels --------------------------------------------------------------------------------------------

    async def _parcels(self, text: str) -> tuple[list[Result], str | None]:
        """Parcels and sheets that are written; near ones and a message where there are none."""
        if self._known.parcels is None:
            return [], None
        missed: tuple[Writing, list[str]] | None = None
        for order, writing in enumerate(writings(text)):
            communes = self._communes_of(writing)
            if communes is None:
                continue
            if writing.number is None:
                found = await self._sheet(writing, communes)
            else:
                found = await self._numbered(writing, communes, order)
            if found:
                return found, None
            if writing.sure and writing.sheet and writing.number and missed is None:
                missed = writing, communes
        return await self._near(*missed) if missed else ([], None)

    def _communes_of(self, writing: Writing) -> list[str] | None:
        """Codes of the communes that may be meant, all where none was said; None where the rest is something else."""
        if writing.commune is not None:
            return [writing.commune]
        everywhere = list(self._ground.communes)
        if not searchable(writing.rest):
            return everywhere
        mentions = self._ground.gazetteer.mentions(writing.rest)
        closest = max((mention.closeness for mention in mentions), default=0.0)
        named = [mention for mention in mentions if mention.closeness > closest - 0.2]
        if not named and (writing.sure or len(searchable(writing.rest).split()) <= 4):
            named = self._ground.gazetteer.alike(writing.rest) or self._ground.gazetteer.beginning(writing.rest)
        if named:
            return list(dict.fromkeys(code for mention in self._narrowest(named) for code in mention.unit.codes))
        return everywhere if writing.sure else None

    def _narrowest(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Of a commune and the district that it was in, the commune."""
        fewest = min(len(mention.unit.codes) for mention in mentions)
        return [mention for mention in mentions if len(mention.unit.codes) <= max(fewest, 2)]

    async def _numbered(self, writing: Writing, communes: Sequence[str], order: int) -> list[Result]:
        sheets = await self._sheets(writing, communes)
        assert writing.number is not None
        numbers = spellings(writing.number)
        ids = [self._id(code, sheet, one) for code, sheet in sheets for one in numbers]
        found = map(Found.of, await self._known.parcels_of(ids[:_MOST_IDS]))
        tier = EXACT if writing.sure else UNMARKED
        rank = {code: 1.0 - at / (len(communes) + 1) for at, code in enumerate(communes)}
        return [self._parcel(one, tier, rank.get(str(one.fields[0]), 0.0) - order) for one in found]

    async def _sheets(self, writing: Writing, communes: Sequence[str]) -> list[tuple[str, str]]:
        """Communes and sheets that may be meant: as written, or with the code of a former commune before a dot."""
        wanted = spellings(writing.sheet) if writing.sheet else None
        known = await self._known.sheets()
        if known is None:
            return [(code, sheet) for code in communes for sheet in wanted or ()]
        return [
            (code, sheet)
            for code in communes
            for sheet in known.get(code, ())
            if wanted is None or sheet in wanted or sheet.rpartition(".")[2] in wanted
        ]

    async def _sheet(self, writing: Writing, communes: Sequence[str]) -> list[Result]:
        if not searchable(writing.rest):  # of all communes it would be most of them
            return []
        found = []
        for code, sheet, count, box in await self._known.sheet_of(
            (await self._sheets(writing, communes))[:_MOST_MAP_SHEETS]
        ):
            commune = self._ground.communes.get(code)
            title = self._word("sheet", sheet=sheet, commune=commune.title if commune else code)
            west, south, east, north = box
            center = (west + east) / 2, (south + north) / 2
            subtitle = self._word("sheet_parcels", count=count)
            found.append(
                Result(
                    ALIKE if writing.number else EXACT,
                    0,
                    "sheet",
                    title,
                    subtitle,
                    None,
                    None,
                    (west, south, east, north),
                    center,
                )
            )
        return found

    async def _near(self, writing: Writing, communes: Sequence[str]) -> tuple[list[Result], str | None]:
        """What may have been meant by a parcel that is not there."""
        assert writing.sheet is not None and writing.number is not None
        named = [code for code in communes if code in self._ground.communes]
        if not named:
            return [], self._word("no_commune_data")
        wanted = [self._id(code, spellings(writing.sheet)[-1], spellings(writing.number)[-1]) for code in named[:3]]
        ids = await run_in_threadpool(self._candidates, wanted)
        order = {identifier: at for at, identifier in enumerate(ids)}
        found = [Found.of(row) for row in await self._known.parcels_of(ids)]
        near = [self._parcel(one, ALIKE, 1.0 - order[one.id] / 100) for one in found]
        near += await self._sheet(writing, named) if len(named) < len(self._ground.communes) else []
        place = f", {self._ground.communes[named[0]].title}" if len(named) == 1 else ""
        message = self._word(
            "near_parcels" if near else "no_parcel", number=writing.number, sheet=writing.sheet, place=place
        )
        sheets = (await self._known.sheets() or {}).get(named[0], []) if len(named) == 1 else []
        if not near and sheets:
            listed = ", ".join(sorted(sheets, key=collation_key)[:_MOST_MAP_SHEETS])
            message += " " + self._word("sheets", listed=listed + (", …" if len(sheets) > _MOST_MAP_SHEETS else ""))
        return near, message

    def _candidates(self, identifiers: Iterable[str]) -> list[str]:
        known = self._known
        assert known.parcels is not None
        with known.source.snapshot() as connection:
            query = sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(known.source.schema, "epoch"))
            (epoch,) = connection.execute(query).fetchone() or (0,)
            project = known.edition.project
            reading = Reading(connection, known.source.schema, project.province.crs, epoch)
            found = [one for wanted in identifiers for one in candidates(reading, project, known.parcels, wanted)]
        return list(dict.fromkeys(found))

    def _id(self, commune: str, sheet: str, number: str) -> str:
        layer = self._known.parcels
        assert layer is not None and layer.search is not None and layer.search.parcel is not None
        parts = layer.search.parcel
        return layer.id_template.format(**{parts.commune: commune, parts.sheet: sheet, parts.number: number})

    def _parcel(self, found: Found, tier: int, alike: float) -> Result:
        layer = self._known.parcels
        assert layer is not None and layer.search is not None and layer.search.parcel is not None
        fields = dict(zip(layer.search.parcel.model_dump().values(), found.fields, strict=True))
        title = parcel_title(layer, fields, self._ground, self._language) or found.id
        subtitle = " · ".join([found.id, *self._beside(layer, found)])
        return Result(tier, alike, "parcel", title, subtitle, layer, found.id, found.box, found.center)

    # --- names ----------------------------------------------------------------------------------------------

    def _units(self, text: str) -> list[Result]:
        """Communes, and units that are no more by what they are today."""
        asked, gazetteer = Asked(text), self._ground.gazetteer
        mentions = [(EXACT if m.closeness >= 0.9 else UNMARKED, m) for m in gazetteer.mentions(text)]
        whole = [(tier, m) for tier, m in mentions if searchable(text[slice(*m.span)]) == asked.plain]
        if text in self._ground.communes:
            whole = [(EXACT, Mention(Unit.of(self._ground.communes[text].title, [text]), 1.0, (0, len(text))))]
        if not whole and len(asked.plain) > 1:
            whole = [(BEGINS, m) for m in gazetteer.beginning(text)] or [(ALIKE, m) for m in gazetteer.alike(text)]
        parts = [(ALIKE, m) for _, m in mentions if m.closeness > _CLOSE]
        return [result for tier, mention in whole or parts for result in self._unit(mention, tier)]

    def _unit(self, mention: Mention, tier: int) -> list[Result]:
        unit, layer = mention.unit, self._known.communes
        communes = self._ground.of(unit)
        if not communes or layer is None:
            return []
        if not unit.former:
            one = communes[0]
            title = self._known.edition.project.province.name.get(self._language)
            return [Result(tier, mention.closeness, "commune", one.title, title, layer, one.code, one.box, one.center)]
        box = around(commune.box for commune in communes)
        names = ", ".join(commune.title for commune in communes[:3]) + (", …" if len(communes) > 3 else "")
        subtitle = self._word("now", names=names)
        title = self._word("former", title=unit.title, within=f", {unit.within}" if unit.within else "")
        alone = communes[0] if len(communes) == 1 else None
        center = alone.center if alone else self._inside(communes, box)
        return [
            Result(tier, mention.closeness, "former_unit", title, subtitle, layer if alone else None,
                   alone.code if alone else None, box, center)
        ]  # fmt: skip

    def _unpublished(self, text: str) -> str | None:
        """What to say of a unit that is known by name alone: none of the communes that it is today is published."""
        for mention in self._ground.gazetteer.mentions(text):
            if searchable(text[slice(*mention.span)]) == searchable(text) and not self._ground.of(mention.unit):
                return self._word("unpublished", title=mention.unit.title, codes=", ".join(mention.unit.codes[:10]))
        return None

    @staticmethod
    def _inside(communes: Sequence[Commune], box: Box) -> tuple[float, float]:
        """The middle of the commune that lies nearest to the middle of all."""
        middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        return min((commune.center for commune in communes), key=lambda c: float(np.hypot(*(np.array(c) - middle))))

    async def _names(self, text: str) -> list[Result]:
        """What is called so; and what is called so in a commune that was named beside it."""
        found = await self._called(Asked(text), frozenset())
        for mention in self._ground.gazetteer.mentions(text)[:1]:
            rest = f"{text[: mention.span[0]]} {text[mention.span[1] :]}".strip(" ,;-")
            if searchable(rest) and mention.closeness > _CLOSE:
                found += await self._called(Asked(rest), frozenset(mention.unit.codes))
        return found

    async def _called(self, asked: Asked, within: frozenset[str]) -> list[Result]:
        patterns = asked.patterns(MOST_WORDS)
        if not self._known.names or len(asked.core.replace(" ", "")) < 2:
            return []
        bound = {f"w{at}": pattern for at, pattern in enumerate(patterns)} | {"phrase": f"% {asked.core} %"}
        found = await self._known.rows(self._known.names[len(patterns) - 1], "names", **bound)
        if not found and len(asked.core) > _TOO_SHORT:
            found = await self._known.rows(self._known.alike, "names", text=asked.core)
        unique = {(row[0], row[1]): row for row in found}.values()
        nearness = lru_cache(asked.nearness)  # a street has its name in each of its parts
        results = [one for row in unique if (one := self._named(nearness, Found.of(row), within))]
        return self._together(results)

    def _named(self, nearness: Nearness, found: Found, within: frozenset[str]) -> Result | None:
        layer = self._known.edition.project.layers[found.layer]
        assert layer.search is not None
        names = dict(zip(layer.search.fields, found.fields, strict=True))
        near = [(*nearness(str(content)), name) for name, content in names.items() if content]
        tier, alike, name = min(near, key=lambda one: (one[0], -one[1]))
        if (tier == ALIKE and alike < _ALIKE_FROM) or not self._lies(found.center, within):
            return None
        first = next((names[one] for one in layer.search.fields if names[one]), found.id)
        kind, title, beside = layer.search.kind, str(first), [layer.title.get(self._language)]
        if layer.fields[name].role == "decision":
            kind, beside = "decision", [*beside, title] if title != str(names[name]) else beside
            title = str(names[name])
        elif name != layer.search.fields[0] and str(names[name]) != title:
            beside.append(str(names[name]))
        beside += self._beside(layer, found)
        return Result(tier, alike, kind, title, " · ".join(beside), layer, found.id, found.box, found.center)

    def _lies(self, center: tuple[float, float], within: frozenset[str]) -> bool:
        commune = self._ground.at(center) if within else None
        return not within or (commune is not None and commune.code in within)

    def _together(self, results: Sequence[Result]) -> list[Result]:
        """Neighbours that have one name are one result, where the layer says so; so are those of one decision."""
        alone, groups = [], dict[tuple[str, str, str], list[Result]]()
        for result in results:
            if result.kind == "decision" or (result.layer and result.layer.search and result.layer.search.together):
                groups.setdefault((result.layer.id if result.layer else "", result.kind, result.title), []).append(
                    result
                )
            else:
                alone.append(result)
        for (_, kind, _), members in groups.items():
            gap = float("inf") if kind == "decision" else _NEAR_M
            for places in clusters([member.box for member in members], gap):
                chosen = [members[at] for at in places]
                middle = chosen[len(chosen) // 2]
                alone.append(replace(middle, box=around(member.box for member in chosen)))
        return alone

    # --- writing --------------------------------------------------------------------------------------------

    def _beside(self, layer: Layer, found: Found) -> list[str]:
        assert layer.search is not None
        edition, language = self._known.edition, self._language
        pairs = zip(layer.search.beside, found.beside, strict=True)
        return [
            meaning(edition, layer.fields[name], content, language) for name, content in pairs if content is not None
        ]

    def _written(self, result: Result) -> dict[str, Any]:
        edition, known = self._known.edition, self._known
        west, south, east, north = result.box
        shapes = self._crs84.flat(np.array([shapely.Point(result.center), shapely.box(west, south, east, north)]))
        lonlat, bounds = shapes[0], shapely.bounds(shapes[1])
        layer = result.layer.id if result.layer else None
        commune = self._ground.at(result.center) if result.layer and result.layer is not known.communes else None
        apart = commune and commune.title not in result.title
        named = layer is not None and result.id is not None
        return {
            "kind": result.kind,
            "title": result.title,
            "subtitle": f"{result.subtitle} · {commune.title}" if commune and apart else result.subtitle,
            "layer": layer,
            "id": result.id,
            "center": [round(lonlat.x, 9), round(lonlat.y, 9)],
            "bbox": [round(float(degrees), 9) for degrees in bounds],
            "storage": [round(metres, 3) for metres in result.center],
            "slip": slip_path(edition, known.slip, layer, result.id) if layer and result.id else None,
            "href": item_path(edition, layer, result.id) if named and layer and result.id else None,
        }

    def _word(self, key: str, **values: object) -> str:
        return wording(f"search.{key}", **values).get(self._language)
