"""Makes slips: one snapshot, one epoch, the same bytes for the same question about the same releases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from sdi.crs.names import name_of
from sdi.crs.operations import authority_crs
from sdi.db.connect import Connection
from sdi.db.layers import SCHEMAS
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Project, Text
from sdi.overlay.drawn import BadPolygon, Drawn
from sdi.overlay.single import Single
from sdi.raster.cog import RasterShelf
from sdi.slip import model
from sdi.slip.candidates import candidates
from sdi.slip.clock import State, state_of
from sdi.slip.compare import changes
from sdi.slip.corners import rings_of
from sdi.slip.decisions import Decisions
from sdi.slip.declaration import SlipDeclaration, SlipLayer, Theme
from sdi.slip.drawing import draw, sheet_of
from sdi.slip.layers import LayerTeller, value_of
from sdi.slip.reading import Box, Feature, Open, Reading, Release
from sdi.slip.relief import relief_of
from sdi.slip.touched import parcels_of
from sdi.slip.wants import Wants
from sdi.slip.words import word
from sdi.wording import wording

Language = Literal["vi", "en"]

_COVERED_AT_MOST = 10_000


class NoParcel(UsageError):
    """No parcel has this id; ``candidates`` are ids of some that may be meant."""

    def __init__(self, message: str, candidates: Sequence[str]) -> None:
        advice = (
            wording("slip.candidates", candidates=", ".join(candidates))
            if candidates
            else wording("slip.no_candidates")
        )
        super().__init__(message, advice)
        self.candidates = list(candidates)


@dataclass(frozen=True)
class Question:
    """What a slip is asked for.

    Attributes:
        subject: Id of a parcel, or a polygon in the provincial CRS.
        language: Of all texts.
        as_of: The day whose publications answer; None: the current ones.
        compare: Another day against which this one is compared.
        valid_on: The day by which plans are in force; None: ``as_of``, or else that of the newest publication.
    """

    subject: str | Drawn
    language: Language = "vi"
    as_of: date | None = None
    compare: date | None = None
    valid_on: date | None = None


@dataclass(frozen=True)
class _Land:
    """The subject as it was found."""

    feature: Feature
    drawn: Drawn | None
    commune: model.Commune | None


@dataclass(frozen=True)
class _Telling:
    """What the chapters of one slip are made of; ``decisions`` grows from one to the next."""

    reading: Reading
    commune: model.Commune | None
    polygon: Single
    near: dict[str, list[Feature]]
    releases: dict[str, Release]
    language: Language
    decisions: Decisions


class Slips:
    """Makes the slips of one audience.

    Args:
        project: The declarations.
        declared: What a slip tells.
        audience: Whose views are read.
        open_snapshot: Opens a connection of that audience.
        office: Name of a contact of the catalogue.
        shelf: Where the files of rasters lie.
    """

    def __init__(
        self,
        project: Project,
        declared: SlipDeclaration,
        audience: Audience,
        open_snapshot: Open,
        office: Callable[[str], Text],
        shelf: RasterShelf,
    ) -> None:
        self._project = project
        self._declared = declared
        self._audience = audience
        self._schema = SCHEMAS[audience]
        self._open = open_snapshot
        self._office = office
        self._shelf = shelf
        self._base = project.layers[declared.subject.layer]
        self._wants = Wants(project, declared, audience)
        self._tellers: dict[tuple[int, Language], LayerTeller] = {}
        self._covered: dict[tuple[str, int, str], bool] = {}

    def of(self, question: Question) -> model.Slip:
        """The slip.

        Raises:
            NoParcel: There is none with this id.
            NotYet: Nothing was published by that day.
            NoLonger: What was published then is no longer kept.
        """
        with self._open() as connection:
            state = self._state(connection, question.as_of)
            slip = self._made(connection, question, state)
            if question.compare is None:
                return slip
            return slip.model_copy(update={"comparison": self._comparison(connection, question, slip)})

    @property
    def zone(self) -> ZoneInfo:
        """In which days begin and end."""
        return self._project.province.zone

    def epoch(self) -> int:
        """The current epoch."""
        with self._open() as connection:
            return self._state(connection, None).epoch

    def touched(self, decision: str) -> list[str]:
        """Ids of all parcels on which something lies that a decision or a plan (by number or id) is about."""
        with self._open() as connection:
            return parcels_of(connection, self._project, self._declared, self._schema, self._audience, decision)

    # --- the document ---------------------------------------------------------------------------------------

    def _state(self, connection: Connection, day: date | None) -> State:
        return state_of(connection, self._schema, day, self.zone)

    def _made(self, connection: Connection, question: Question, state: State) -> model.Slip:
        declared, language = self._declared, question.language
        reading = Reading(connection, self._schema, self._project.province.crs, state.epoch)
        releases = reading.releases()
        land = self._land(reading, releases, question)
        geometry = land.feature.geometry
        scale, frame = sheet_of(geometry, declared.map)
        bounds = cast(Box, tuple(shapely.bounds(geometry).tolist()))
        near = reading.near(self._wants.of(bounds, frame, scale, releases))
        if land.commune is None:
            land = _Land(land.feature, land.drawn, self._commune_of(geometry, near))
        valid_on = question.valid_on or question.as_of or state.published.date()
        decisions = Decisions(valid_on, declared.in_force)
        telling = _Telling(reading, land.commune, Single(geometry), near, releases, language, decisions)
        themes = [self._theme(theme, telling) for theme in declared.themes]
        return model.Slip(
            language=language,
            status="preview",
            audience=self._audience.value,
            title=declared.title.get(language),
            short_title=declared.short_title.get(language),
            motto=[line.get(language) for line in declared.motto],
            province=self._project.province.title.get(language),
            office=self._office(declared.office).get(language),
            subject=self._subject(reading, land, language),
            clock=model.Clock(
                as_of=question.as_of.isoformat() if question.as_of else None,
                epoch=state.epoch,
                published=state.published.isoformat(timespec="seconds"),
                valid_on=valid_on.isoformat(),
            ),
            themes=themes,
            decisions=decisions.all,
            map=draw(
                self._project, declared.map, self._audience, scale, frame, near, language,
                word("subject" if land.drawn is None else "subject_drawn", language, "labels"),
            ),
            comparison=None,
            laws=[model.Law(number=law.number, title=law.title.get(language), date=law.date) for law in declared.laws],
            use=model.Use(
                may=[text.get(language) for text in declared.may_be_used],
                may_not=[text.get(language) for text in declared.may_not_be_used],
                remarks=[text.get(language) for text in declared.remarks],
            ),
        )  # fmt: skip

    # --- the parcel -----------------------------------------------------------------------------------------

    def _land(self, reading: Reading, releases: dict[str, Release], question: Question) -> _Land:
        if isinstance(question.subject, Drawn):
            hectares = question.subject.geometry.area / 10_000
            if hectares > self._declared.drawn_most_ha:
                most = self._declared.drawn_most_ha
                raise BadPolygon(wording("slip.too_wide", hectares=hectares, most=most), wording("slip.divide"))
            return _Land(Feature("", {}, question.subject.geometry), question.subject, None)
        declared = self._declared.subject
        names = [declared.commune, declared.sheet, declared.number, declared.registered_area, *declared.fields]
        seen = self._base.fields_for(self._audience)
        fields = list(dict.fromkeys(name for name in names if name in seen))
        there = self._base.id in releases
        feature = reading.base(self._base, question.subject, fields) if there else None
        if feature is None:
            likely = candidates(reading, self._project, self._base, question.subject) if there else []
            raise NoParcel(wording("slip.no_parcel", title=self._base.title, id=question.subject), likely)
        return _Land(feature, None, self._commune(reading, releases, feature.fields.get(declared.commune)))

    def _commune(self, reading: Reading, releases: dict[str, Release], code: str | None) -> model.Commune | None:
        reference = self._project.province.reference
        if code is None:
            return None
        layer = self._project.layers[reference.communes]
        found = reading.base(layer, code, self._commune_fields()) if layer.id in releases else None
        name = found.fields.get(self._name_field()) if found else None
        return model.Commune(code=code, name=str(name) if name else code)

    def _commune_of(self, geometry: shapely.Geometry, near: dict[str, list[Feature]]) -> model.Commune | None:
        """The commune with most of it."""
        reference = self._project.province.reference
        features = near.get(reference.communes, [])
        if not features:
            return None
        shared = shapely.area(shapely.intersection(np.array([f.geometry for f in features], dtype=object), geometry))
        if not shared.max() > 0:
            return None
        fields = features[int(np.argmax(shared))].fields
        code = str(fields[reference.commune_code])
        return model.Commune(code=code, name=str(fields.get(self._name_field()) or code))

    def _commune_fields(self) -> list[str]:
        reference = self._project.province.reference
        return [reference.commune_code, *([self._name_field()] if self._name_field() else [])]

    def _name_field(self) -> str:
        return self._project.layers[self._project.province.reference.communes].field_of("title", self._audience) or ""

    def _subject(self, reading: Reading, land: _Land, language: str) -> model.Subject:
        declared, fields, geometry = self._declared.subject, land.feature.fields, land.feature.geometry
        commune = land.commune.name if land.commune else ""
        number, sheet = (
            str(fields[n]) if fields.get(n) is not None else None for n in (declared.number, declared.sheet)
        )
        if land.drawn is None:
            title = declared.title.get(language).format(number=number, sheet=sheet, commune=commune)
        else:
            title = ", ".join(text for text in (self._declared.drawn_title.get(language), commune) if text)
        registered = fields.get(declared.registered_area or "")
        epsg = self._project.province.crs
        return model.Subject(
            kind="parcel" if land.drawn is None else "drawn",
            id=land.feature.id or None,
            title=title,
            commune=land.commune,
            sheet=sheet,
            number=number,
            values=[
                value_of(self._project, self._base, n, fields[n], language) for n in declared.fields if n in fields
            ],
            former=self._former(reading, land),
            area_m2=round(float(geometry.area), 1),
            area_registered_m2=None if registered is None else round(float(registered), 2),
            repaired=(land.drawn.repaired or None) if land.drawn else None,
            parts=int(shapely.get_num_geometries(geometry)),
            crs=model.Crs(epsg=epsg, name=name_of(epsg) if language == "vi" else authority_crs(epsg).name),
            rings=rings_of(geometry),
        )

    def _former(self, reading: Reading, land: _Land) -> list[model.Former]:
        """What lay here under another number, as far as it was published."""
        if land.drawn is not None:
            return []
        area = land.feature.geometry.area or 1.0
        found = []
        for identifier, until, shared in reading.former(self._base.id, land.feature):
            share = round(100 * shared / area, 1)
            if share >= self._declared.subject.same_from_pct:
                ended = reading.published(until, self.zone)
                found.append(model.Former(id=identifier, until_epoch=until, until=ended, share_pct=min(share, 100.0)))
        return found

    # --- the chapters ---------------------------------------------------------------------------------------

    def _theme(self, theme: Theme, telling: _Telling) -> model.Theme:
        told = [self._layer(entry, telling) for entry in theme.layers]
        states = {answer.state for answer in told}
        state: model.State = "not_concerned"
        if "concerned" in states:
            state = "concerned"
        elif states <= {"without_data"}:
            state = "without_data"
        note = theme.note.get(telling.language) if theme.note else None
        if not told:
            note = theme.absent.get(telling.language) if theme.absent else note or word("no_release", telling.language)
        return model.Theme(id=theme.id, title=theme.title.get(telling.language), state=state, note=note, layers=told)

    def _layer(self, entry: SlipLayer, telling: _Telling) -> model.LayerAnswer:
        layer, release, language = (
            self._project.layers[entry.layer],
            telling.releases.get(entry.layer),
            telling.language,
        )
        about: dict[str, Any] = {
            "layer": layer.id,
            "title": layer.title.get(language),
            "office": self._office(layer.owner).get(language),
            "epoch": release.epoch if release else None,
            "published": release.published.astimezone(self.zone).isoformat(timespec="seconds") if release else None,
        }
        if release is None:
            note = word("no_release" if self._audience.sees(layer.visibility) else "not_for_you", language)
            return _without_data(about, note)
        if layer.raster is not None:
            relief = relief_of(
                layer, layer.field_of("title", self._audience), telling.near[layer.id], telling.polygon.polygon,
                self._project.province.crs, self._shelf, language,
            )  # fmt: skip
            if relief is None:
                return _without_data(about, word("outside_model", language))
            return _answer(about, "concerned", entry.note.get(language) if entry.note else None, relief)
        laid = self._teller(entry, language).tell(telling.polygon, telling.near[entry.layer], telling.decisions)
        if not laid.concerned and entry.coverage == "commune" and not self._has_data(telling, layer, release):
            return _without_data(about, word("not_in_commune", language))
        return model.LayerAnswer(
            **about,
            state="concerned" if laid.concerned else "not_concerned",
            note=entry.note.get(language) if entry.note else None,
            partition=laid.partition,
            overlaps=laid.overlaps,
            groups=laid.groups,
        )

    def _teller(self, entry: SlipLayer, language: Language) -> LayerTeller:
        key = id(entry), language
        if key not in self._tellers:
            self._tellers[key] = LayerTeller(self._project, entry, self._base, self._audience, language)
        return self._tellers[key]

    def _has_data(self, telling: _Telling, layer: Layer, release: Release) -> bool:
        """Whether the layer has anything in the commune; the answer holds as long as the release."""
        if telling.commune is None:
            return True
        key = layer.id, release.epoch, telling.commune.code
        if key not in self._covered:
            reference = self._project.province.reference
            if len(self._covered) >= _COVERED_AT_MOST:
                self._covered.clear()
            code_field, code = reference.commune_code, telling.commune.code
            self._covered[key] = telling.reading.covers(layer.id, reference.communes, code_field, code)
        return self._covered[key]

    # --- two states -----------------------------------------------------------------------------------------

    def _comparison(self, connection: Connection, question: Question, slip: model.Slip) -> model.Comparison:
        assert question.compare is not None
        state = self._state(connection, question.compare)
        about: dict[str, Any] = {
            "as_of": question.compare.isoformat(),
            "epoch": state.epoch,
            "published": state.published.isoformat(timespec="seconds"),
        }
        other = Question(question.subject, question.language, question.compare, valid_on=question.compare)
        try:
            before = self._made(connection, other, state)
        except NoParcel:
            return model.Comparison(**about, found=False, changes=[])
        return model.Comparison(**about, found=True, changes=changes(before, slip))


def _without_data(about: dict[str, Any], note: str) -> model.LayerAnswer:
    return _answer(about, "without_data", note)


def _answer(
    about: dict[str, Any], state: model.State, note: str | None, relief: model.Relief | None = None
) -> model.LayerAnswer:
    return model.LayerAnswer(**about, state=state, note=note, partition=[], overlaps=[], groups=[], relief=relief)
