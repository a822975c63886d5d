"""Records out of declarations, of ``catalog/`` and of what is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from sdi.catalogue.facts import Came, crs_of
from sdi.model import Audience, Field, Layer, Project, Text
from sdi.model.catalog_file import require_declared
from sdi.model.catalogue import Note, ThemeCodes
from sdi.model.record import (
    Addresses,
    CatalogueOf,
    Classified,
    Column,
    Contact,
    Distribution,
    Record,
    Role,
    Step,
)
from sdi.publish.catalog import Catalog, Office
from sdi.publish.configuration import CATALOGUE, GROUPS, Collection
from sdi.wording import LANGUAGES

STEPS = 20
"""A record tells so many releases; the rest is counted."""

_TYPES = {"text": "string", "code": "string"}
"""Types of fields by what JSON calls them, where it calls them otherwise."""

Offers = Callable[[Layer], Sequence[Distribution]]
"""Where the data of a layer can be had."""


@dataclass(frozen=True)
class Catalogue:
    """What an audience's catalogue tells: of itself, and its records in the order for people."""

    of: CatalogueOf
    records: dict[str, Record]


def build(
    project: Project,
    catalog: Catalog,
    audience: Audience,
    collections: Mapping[str, Collection],
    facts: Mapping[str, Sequence[Came]],
    offers: Offers,
    base_url: str,
    *,
    has_pages: bool,
) -> Catalogue:
    """The catalogue of one audience.

    Args:
        project: The declarations.
        catalog: Offices, themes, and what the catalogue tells beside.
        audience: Columns that it may not see are not told.
        collections: What it is shown, by layer, in the order for people; nothing else has a record.
        facts: Its releases by layer, the newest first.
        offers: Where the data can be had.
        base_url: Of the API, without a trailing slash.
        has_pages: Whether there are pages of open data.
    """
    site, zone = base_url.removesuffix("/api"), project.province.zone
    records = {}
    for name, row in collections.items():
        layer = project.collections[name]
        came = [_in_zone(one, zone) for one in facts.get(name, ()) if one.release <= row.epoch]
        row = replace(row, published_at=row.published_at.astimezone(zone))
        addresses = Addresses(
            record=f"{base_url}/collections/{CATALOGUE}/items/{name}",
            collection=f"{base_url}/collections/{name}",
            page=f"{site}/open-data/{name}" if has_pages else None,
        )
        records[name] = _record(
            project, catalog, audience, collections, layer, row, came, tuple(offers(layer)), addresses
        )
    declared = catalog.cataloguing
    province = project.province
    return Catalogue(
        CatalogueOf(
            id=CATALOGUE,
            title=declared.title,
            abstract=declared.abstract,
            contacts=_contacts(catalog, None),
            licence=declared.licence,
            language=province.language,
            languages=LANGUAGES,
            address=f"{base_url}/collections/{CATALOGUE}",
            site=f"{site}/",
            place=province.name,
            updated=max((record.published for record in records.values()), default=None),
        ),
        records,
    )


def _record(
    project: Project, catalog: Catalog, audience: Audience, collections: Mapping[str, Collection], layer: Layer,
    row: Collection, came: Sequence[Came], distributions: tuple[Distribution, ...], addresses: Addresses,
) -> Record:  # fmt: skip
    declared, province = catalog.cataloguing, project.province
    note = declared.layers.get(layer.id, Note())
    theme = catalog.theme(layer.theme).title
    codes = declared.themes.get(layer.theme, ThemeCodes(topic="location"))
    current = next((one for one in came if one.release == row.epoch), None)
    return Record(
        id=layer.id,
        title=layer.title,
        abstract=layer.abstract or layer.title,
        keywords=(theme, GROUPS[layer.group], *note.keywords),
        group=GROUPS[layer.group],
        theme=Classified(id=layer.theme, title=theme, topic=codes.topic, eu=codes.eu),
        contacts=_contacts(catalog, layer.owner),
        audience=layer.visibility,
        access=declared.access[layer.visibility],
        licence=declared.licence,
        limits=declared.limits,
        basis=note.basis,
        language=province.language,
        languages=LANGUAGES,
        kind="grid" if layer.raster else "vector",
        geometry=layer.geometry,
        columns=tuple(_column(name, field) for name, field in layer.fields_for(audience).items()),
        crs=crs_of(province.crs),
        bbox=row.bbox,
        storage_bbox=row.storage_bbox,
        count=row.feature_count,
        release=row.epoch,
        first_published=min((one.published_at for one in came), default=row.published_at),
        published=row.published_at,
        frequency=note.frequency or declared.frequency,
        computed_from=_computed_from(project, layer, collections),
        steps=tuple(_step(project, one) for one in came[:STEPS]),
        releases=len(came),
        quality=current.quality if current else None,
        accuracy_m=None if layer.overlays_of else layer.accuracy_m,
        scale=note.scale,
        distributions=distributions,
        addresses=addresses,
    )


def _in_zone(came: Came, zone: tzinfo) -> Came:
    received = came.received_at.astimezone(zone) if came.received_at else None
    return replace(came, published_at=came.published_at.astimezone(zone), received_at=received)


def _column(name: str, field: Field) -> Column:
    kind = _TYPES.get(field.type.value, field.type.value)
    return Column(name=name, title=field.title, type=kind, unit=field.unit, codes=field.codes)


def _step(project: Project, came: Came) -> Step:
    profile = project.profiles.get(came.profile or "")
    return Step(
        release=came.release,
        published_at=came.published_at,
        received_at=came.received_at,
        what=profile.title if profile else None,
        sources=came.sources,
    )


def _computed_from(project: Project, layer: Layer, collections: Mapping[str, Collection]) -> tuple[Text, ...]:
    """Of a table of overlays: the layers that it is computed from, as far as the audience is shown them."""
    if layer.overlays_of is None:
        return ()
    names = [layer.overlays_of, *(laid.id for laid in project.laid_over(layer.overlays_of))]
    return tuple(project.layers[name].title for name in names if name in collections)


def _contacts(catalog: Catalog, owner: str | None) -> tuple[Contact, ...]:
    """The office that owns a layer and the one that publishes it; None for the catalogue itself."""
    publisher = catalog.cataloguing.publisher or owner
    roles: dict[str, tuple[Role, ...]] = {}
    if owner is not None:
        roles[owner] = ("owner", "pointOfContact")
    if publisher is not None:
        roles[publisher] = (*roles.get(publisher, () if owner else ("pointOfContact",)), "publisher", "distributor")
    return tuple(_contact(catalog, name, done) for name, done in roles.items())


def _contact(catalog: Catalog, name: str, roles: tuple[Role, ...]) -> Contact:
    office = catalog.offices.get(name, Office(name=Text(vi=name)))
    return Contact(
        id=name, name=office.name, duty=office.role, roles=roles,
        url=office.url, email=office.email, phone=office.phone, address=office.address,
    )  # fmt: skip


def require_known(project: Project, catalog: Catalog) -> None:
    """Refuse a ``catalog/catalogue.yml`` that names what nobody declares.

    Raises:
        UsageError: A layer, a theme or an office is not declared.
    """
    declared = catalog.cataloguing
    unknown = [name for name in declared.layers if name not in project.collections]
    unknown += [name for name in declared.themes if name not in catalog.themes]
    if declared.publisher is not None and declared.publisher not in catalog.offices:
        unknown.append(declared.publisher)
    require_declared(project.directory / "catalog" / "catalogue.yml", unknown)
