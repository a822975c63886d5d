"""Which records answer a question: words, place, time, and in which order. Pure; a catalogue has some dozens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import shapely

from sdi.catalogue.records import TYPE
from sdi.model.record import Record
from sdi.text import collation_key, fold

SORTABLES: dict[str, Callable[[Record], Any]] = {
    "title": lambda record: collation_key(record.title.vi),
    "id": lambda record: record.id,
    "created": lambda record: record.first_published,
    "updated": lambda record: record.published,
}
"""Properties by which answers can be sorted."""

_GAP = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Asked:
    """A question. What is empty or None asks for nothing.

    Attributes:
        terms: Any of them is enough; of one, its words must follow one another (OGC 20-004r1, 7.5).
        area: In CRS84.
        first, last: Days (UTC) between which something was published; None is open. ``timed`` says that time matters.
        types: Kinds of resources.
        ids: Of records.
        external: Identifiers of others, as ``value`` or ``scheme:value``.
        order: Names of :data:`SORTABLES`, with a minus for descending.
    """

    terms: tuple[str, ...] = ()
    area: shapely.Geometry | None = None
    first: date | None = None
    last: date | None = None
    types: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


def search(records: Iterable[Record], asked: Asked) -> list[Record]:
    """The records that answer, in the order that is wanted, else in theirs."""
    found = [record for record in records if _answers(record, asked)]
    for name in reversed(asked.order):
        found.sort(key=SORTABLES[name.lstrip("+-")], reverse=name.startswith("-"))
    return found


def _answers(record: Record, asked: Asked) -> bool:
    if asked.types and TYPE not in asked.types:
        return False
    if asked.ids and record.id not in asked.ids:
        return False
    if asked.external and not {record.id, f"collection:{record.id}"} & set(asked.external):
        return False
    if asked.area is not None and (record.bbox is None or not asked.area.intersects(shapely.box(*record.bbox))):
        return False
    if asked.first and record.published.astimezone(UTC).date() < asked.first:
        return False
    if asked.last and record.first_published.astimezone(UTC).date() > asked.last:
        return False
    return not asked.terms or _contains(texts(record), asked.terms)


def texts(record: Record) -> Sequence[str]:
    """What is searched of a record, in both languages."""
    said = [record.title, record.abstract, record.theme.title, *record.keywords]
    said += [contact.name for contact in record.contacts]
    return [record.id, *(text.get(language) for text in said for language in record.languages)]


def _contains(found: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether a text has the words of a term, from the beginning of a word; accents and capitals do not count."""
    plain = [f" {_plain(text)}" for text in found]
    wanted = [words for words in map(_plain, terms) if words]  # a dash alone asks for nothing that there is
    return any(f" {words}" in text for words in wanted for text in plain)


def _plain(text: str) -> str:
    return _GAP.sub(" ", fold(text)).strip()
