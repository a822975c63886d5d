"""Facts of a record in words, in both languages: the same in every format."""

from __future__ import annotations

from datetime import date, datetime

from sdi.model import Text
from sdi.model.record import Quality, Record, Source, Step
from sdi.wording import LANGUAGES, Wording, joined, number, wording
from sdi.wording import day as wording_day

_SHAPES = {"Point": 0, "LineString": 1, "Polygon": 2}


def lineage(record: Record) -> Wording:
    """Where the data come from, in a few sentences."""
    if record.computed_from:
        layers = joined(*map(said, record.computed_from), by=", ")
        return wording("catalogue.computed", layers=layers, crs=crs(record))
    if not record.steps:
        return wording("catalogue.no_lineage")
    sources = {source for one in record.steps for source in one.sources}
    told = [_source(source) for source in sorted(sources, key=repr)]
    kinds = list(dict.fromkeys(one.what for one in record.steps if one.what))
    first = wording("catalogue.lineage", first=day(record.first_published), releases=record.releases, crs=crs(record))
    parts = [first]
    if kinds:
        parts.append(wording("catalogue.lineage_kinds", kinds=joined(*map(said, kinds), by="; ")))
    if told:
        parts.append(wording("catalogue.lineage_sources", sources=joined(*told, by="; ")))
    return joined(*parts)


def step(one: Step) -> Wording:
    """A release: when, out of what, by which operation."""
    head = wording("catalogue.step", release=one.release, day=day(one.published_at))
    parts = [said(one.what)] if one.what else []
    told = joined(head, *parts, *(_source(source) for source in one.sources), by="; ")
    return told if parts or one.sources else joined(head, wording("catalogue.step_computed"), by="; ")


def _source(source: Source) -> Wording:
    parts = []
    if source.form:
        parts.append(wording("catalogue.form", form=source.form))
    if source.crs:
        parts.append(wording("catalogue.source_crs", name=source.crs.name, code=source.crs.epsg))
    if source.operations:
        parts.append(wording("catalogue.operation", codes=", ".join(source.operations)))
        if source.operation_accuracy_m:
            parts.append(wording("catalogue.operation_accuracy", metres=_decimal(source.operation_accuracy_m)))
    elif source.crs:
        parts.append(wording("catalogue.no_operation"))
    return joined(*parts, by=", ")


def quality(found: Quality) -> Wording:
    """How good the last delivery was."""
    told = wording(
        "catalogue.quality", accepted=_decimal(found.accepted_pct), mended=_decimal(found.mended_pct),
        warned=_decimal(found.warned_pct),
    )  # fmt: skip
    if found.read is None:
        return told
    numbers = wording(
        "catalogue.quality_numbers", read=found.read, published=found.published, quarantined=found.quarantined
    )
    return joined(numbers, told)


def crs(record: Record) -> Wording:
    """The CRS that the data are kept in."""
    return wording("catalogue.crs", name=record.crs.name, code=record.crs.epsg)


def frequency(record: Record) -> Wording:
    """How often the data are renewed."""
    return wording(f"catalogue.frequency_{record.frequency}")


def role(name: str) -> Wording:
    """What an office does."""
    return wording(f"catalogue.role_{name}")


def shape(record: Record) -> Wording:
    """What the features are."""
    if record.kind == "grid":
        return wording("catalogue.shape_grid")
    kind = _SHAPES.get(record.geometry.removeprefix("Multi"))
    return wording("pages.shape_computed") if kind is None else wording(f"pages.shape_{kind}")


def day(moment: date | datetime) -> Wording:
    """A day as people write it, the same as on pages."""
    return Wording(*(wording_day(moment, language) for language in LANGUAGES))


def said(text: Text) -> Wording:
    """A declared text among those of ours."""
    return Wording(text.vi, text.get("en"))


def _decimal(amount: float) -> Wording:
    return Wording(*(number(amount, 1, language) for language in LANGUAGES))
