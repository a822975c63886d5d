"""A metadata record: what the catalogue tells of one layer, in words of ISO 19115 and in no format.

Every format (OGC API – Records, ISO 19139, DCAT-AP, a page, a row of the registry) is written from this and from
nothing else, so that no two can differ. Times are in the zone of the people (machines are told UTC); boxes are west,
south, east, north.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field as Attribute

from sdi.model.base import Audience, Declaration, Text

Box = tuple[float, float, float, float]

Role = Literal["owner", "publisher", "pointOfContact", "distributor"]
"""Of a contact, as ISO's CI_RoleCode calls them."""


class Contact(Declaration):
    """An office and what it does for the data. Never a person; what an office has not published is absent."""

    id: str
    name: Text
    duty: Text | None = None
    roles: tuple[Role, ...]
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None


class Classified(Declaration):
    """What the data are about: our theme, and what it is called in vocabularies of others.

    ``topic`` is a code of ISO's MD_TopicCategoryCode, ``eu`` one of the EU's authority table of data themes.
    """

    id: str
    title: Text
    topic: str
    eu: str | None = None


class Licence(Declaration):
    """On which terms the data may be used. ``code`` is short, e.g. of SPDX; ``url`` leads to the text."""

    code: str | None = Attribute(None, max_length=64)
    title: Text
    url: str | None = None


class Crs(Declaration):
    """A coordinate reference system by its EPSG code, and what people call it; in English as the authority does."""

    epsg: int
    name: Text


class Source(Declaration):
    """How a part of the deliveries was read: form and CRS, and the datum operation that brought it into ours."""

    form: str | None = None
    crs: Crs | None = None
    operations: tuple[str, ...] = ()
    operation_name: str | None = None
    operation_accuracy_m: float | None = None


class Step(Declaration):
    """A release: when it was published, out of what. A computed layer, or a change of declarations, has no source."""

    release: int
    published_at: datetime
    received_at: datetime | None = None
    what: Text | None = Attribute(None, description="the kind of delivery")
    sources: tuple[Source, ...] = ()


class Quality(Declaration):
    """Of the last delivery: percent of what was delivered, and numbers where no one is to be kept from them."""

    accepted_pct: float
    mended_pct: float
    warned_pct: float
    read: int | None = None
    published: int | None = None
    quarantined: int | None = None


class Column(Declaration):
    """A property of the features."""

    name: str
    title: Text
    type: str
    unit: str | None = None
    codes: str | None = None


class Distribution(Declaration):
    """Where the data can be had: a file as a whole, or a service that answers questions.

    ``conforms_to`` is the standard that a service follows.
    """

    kind: Literal["file", "service"]
    name: str = Attribute(description="short, e.g. gpkg")
    title: Text
    media_type: str
    href: str
    conforms_to: str | None = None


class Addresses(Declaration):
    """Where the layer is told about, each without a query."""

    record: str
    collection: str
    page: str | None = None


class Record(Declaration):
    """All that the catalogue tells of one layer to one audience."""

    id: str
    title: Text
    abstract: Text
    keywords: tuple[Text, ...]
    group: Text
    theme: Classified
    contacts: tuple[Contact, ...]
    audience: Audience = Attribute(description="the lowest audience that sees the layer")
    access: Text
    licence: Licence
    limits: Text = Attribute(description="what the data may not be used for")
    basis: Text | None = Attribute(None, description="by which law or decision they are kept")
    language: str
    languages: tuple[str, ...]
    kind: Literal["vector", "grid"] = Attribute("vector", description="of a grid, the features are its sheets")
    geometry: str = Attribute(description="Point, LineString, … or Geometry")
    columns: tuple[Column, ...]
    crs: Crs
    bbox: Box | None = Attribute(description="CRS84")
    storage_bbox: Box | None = Attribute(description="in ``crs``: min E, min N, max E, max N")
    count: int
    release: int
    first_published: datetime
    published: datetime
    frequency: str = Attribute(description="a code of ISO's MD_MaintenanceFrequencyCode")
    computed_from: tuple[Text, ...] = Attribute((), description="titles of layers, of a computed one")
    steps: tuple[Step, ...] = Attribute(description="the newest releases, the newest first")
    releases: int = Attribute(description="how many there were")
    quality: Quality | None
    accuracy_m: float | None
    scale: int | None = Attribute(None, description="denominator of the scale that the accuracy stands for")
    distributions: tuple[Distribution, ...]
    addresses: Addresses


class CatalogueOf(Declaration):
    """The catalogue itself: what it is and who answers for it."""

    id: str
    title: Text
    abstract: Text
    contacts: tuple[Contact, ...]
    licence: Licence
    language: str
    languages: tuple[str, ...]
    address: str
    site: str
    place: Text = Attribute(description="the province")
    updated: datetime | None
