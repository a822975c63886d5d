"""A record as OGC API – Records, Part 1 (OGC 20-004r1) has it: a GeoJSON feature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sdi.catalogue import words
from sdi.catalogue.building import Catalogue
from sdi.model.record import Contact, Record

Json = dict[str, Any]

CONFORMANCE = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
ISO_TOPICS = "https://standards.iso.org/iso/19139/resources/gmxCodelists.xml#MD_TopicCategoryCode"
EU_THEMES = "http://publications.europa.eu/resource/authority/data-theme"
TYPE = "dataset"

GEOJSON, ISO_XML, JSONLD = "application/geo+json", "application/vnd.iso.19139+xml", "application/ld+json"
"""Media types of a record in its formats."""

_LANGUAGES = {
    "vi": {"code": "vi", "name": "Tiếng Việt", "alternate": "Vietnamese"},
    "en": {"code": "en", "name": "English"},
}


def record_document(record: Record, catalogue: Catalogue, language: str) -> Json:
    """The record in one language, with links to its other formats, to the data and to the catalogue."""
    themes = [_theme(ISO_TOPICS, record.theme.topic, record.theme.title.get(language))]
    if record.theme.eu:
        themes.append(_theme(EU_THEMES, record.theme.eu, None))
    document: Json = {
        "id": record.id,
        "type": "Feature",
        "conformsTo": [CONFORMANCE],
        "time": {"interval": [moment(record.first_published), moment(record.published)]},
        "geometry": _box(record),
        "properties": {
            "created": moment(record.first_published),
            "updated": moment(record.published),
            "type": TYPE,
            "title": record.title.get(language),
            "description": record.abstract.get(language),
            "keywords": list(dict.fromkeys(word.get(language) for word in record.keywords)),
            "themes": themes,
            "language": _LANGUAGES[language],
            "languages": [_LANGUAGES[name] for name in record.languages],
            "resourceLanguages": [_LANGUAGES[record.language]],
            "externalIds": [{"scheme": "collection", "value": record.id}],
            "formats": [{"name": one.title.get(language), "mediaType": one.media_type} for one in record.distributions],
            "contacts": [_contact(contact, language) for contact in record.contacts],
            "license": record.licence.code or record.licence.title.get(language)[:64],
            "rights": f"{record.licence.title.get(language)}. {record.limits.get(language)}",
            # Beyond the standard's core
            "accessRights": record.access.get(language),
            "crs": f"http://www.opengis.net/def/crs/EPSG/0/{record.crs.epsg}",
            "storageBbox": record.storage_bbox,
            "itemCount": record.count,
            "release": record.release,
            "releases": record.releases,
            "updateFrequency": record.frequency,
            "geometryType": record.geometry,
            "accuracy_m": record.accuracy_m,
            "lineage": words.lineage(record).get(language),
            "quality": record.quality.model_dump(exclude_none=True) if record.quality else None,
        },
        "links": links(record, catalogue, language),
    }
    return document


def links(record: Record, catalogue: Catalogue, language: str) -> list[Json]:
    """Links of a record."""
    title, here = record.title.get(language), record.addresses.record
    found = [
        _link("self", here, GEOJSON, title) | {"hreflang": language},
        _link("alternate", f"{here}?f=html", "text/html", title),
        _link("alternate", f"{here}?f=iso", ISO_XML, f"{title} (ISO 19139)"),
        _link("alternate", f"{here}?f=jsonld", JSONLD, f"{title} (DCAT-AP)"),
        _link("collection", catalogue.of.address, "application/json", catalogue.of.title.get(language)),
        _link("describes", record.addresses.collection, "application/json", title),
    ]
    for one in record.distributions:
        rel = "enclosure" if one.kind == "file" else "item" if one.name == "features" else "service"
        found.append(_link(rel, one.href, one.media_type, f"{title} – {one.title.get(language)}"))
    if record.addresses.page:
        found.append(_link("about", record.addresses.page, "text/html", title))
    if record.licence.url:
        found.append(_link("license", record.licence.url, "text/html", record.licence.title.get(language)))
    return found


def moment(value: datetime) -> str:
    """A moment of RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _link(rel: str, href: str, media_type: str, title: str) -> Json:
    return {"rel": rel, "href": href, "type": media_type, "title": title}


def _theme(scheme: str, concept: str, title: str | None) -> Json:
    return {"scheme": scheme, "concepts": [{"id": concept} | ({"title": title} if title else {})]}


def _box(record: Record) -> Json | None:
    if record.bbox is None:
        return None
    west, south, east, north = record.bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _contact(contact: Contact, language: str) -> Json:
    found: Json = {"identifier": contact.id, "organization": contact.name.get(language), "roles": list(contact.roles)}
    if contact.duty:
        found["description"] = contact.duty.get(language)
    if contact.email:
        found["emails"] = [{"value": contact.email}]
    if contact.phone:
        # The standard wants +84…; what an office writes otherwise is told as an instruction
        plain = "".join(char for char in contact.phone if char.isdigit() or char == "+")
        if plain.startswith("+"):
            found["phones"] = [{"value": plain}]
        else:
            found["contactInstructions"] = contact.phone
    if contact.address:
        found["addresses"] = [{"deliveryPoint": [contact.address], "country": "VN"}]
    if contact.url:
        found["links"] = [{"rel": "about", "href": contact.url, "type": "text/html"}]
    return found
