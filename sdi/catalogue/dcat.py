"""The catalogue as DCAT-AP 3 in JSON-LD, for open-data portals that harvest it.

The context stands in the document, so that it is read without asking anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sdi.catalogue import words
from sdi.catalogue.building import Catalogue
from sdi.catalogue.records import moment
from sdi.model import Audience, Text
from sdi.model.record import CatalogueOf, Contact, Distribution, Licence, Record
from sdi.wording import Wording, wording

Json = dict[str, Any]

_EU = "http://publications.europa.eu/resource/authority"
_ACCESS = {Audience.PUBLIC: "PUBLIC", Audience.AGENCY: "RESTRICTED", Audience.INTERNAL: "NON_PUBLIC"}
_LANGUAGES = {"vi": "VIE", "en": "ENG"}
_FREQUENCIES = {
    "continual": "CONT", "daily": "DAILY", "weekly": "WEEKLY", "fortnightly": "BIWEEKLY", "monthly": "MONTHLY",
    "quarterly": "QUARTERLY", "biannually": "ANNUAL_2", "annually": "ANNUAL", "asNeeded": "IRREG",
    "irregular": "IRREG", "notPlanned": "NOT_PLANNED", "unknown": "UNKNOWN",
}  # fmt: skip
_THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food", "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport", "ENER": "Energy", "ENVI": "Environment",
    "GOVE": "Government and public sector", "HEAL": "Health", "INTR": "International issues",
    "JUST": "Justice, legal system and public safety", "REGI": "Regions and cities", "SOCI": "Population and society",
    "TECH": "Science and technology", "TRAN": "Transport",
}  # fmt: skip
"""Data themes of the EU by name: a concept has a label, also for who does not look it up."""

_FILE_TYPES = {"csv": "CSV", "shp": "SHP", "geojson": "GEOJSON", "features": "GEOJSON"}
"""Forms that the EU's table of file types knows."""

_IANA = "https://www.iana.org/assignments/media-types/"

CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
    "geo": "http://www.opengis.net/ont/geosparql#", "locn": "http://www.w3.org/ns/locn#",
    "adms": "http://www.w3.org/ns/adms#",
}  # fmt: skip


def document(catalogue: Catalogue, records: Iterable[Record] | None = None) -> Json:
    """The catalogue with all its records, or with some of them."""
    shown = list(catalogue.records.values() if records is None else records)
    named = [*catalogue.of.contacts, *(contact for record in shown for contact in record.contacts)]
    contacts = {contact.id: contact for contact in named}
    graph = [_catalogue(catalogue.of, shown), _service(catalogue.of, shown), _licence(catalogue.of)]
    graph += [_agent(catalogue.of, contact) for contact in contacts.values()]
    for record in shown:
        graph += [_record(record), _dataset(catalogue.of, record)]
        graph += [_distribution(catalogue.of, record, one) for one in record.distributions]
    return {"@context": CONTEXT, "@graph": graph}


def _catalogue(of: CatalogueOf, records: list[Record]) -> Json:
    found = {
        "@id": of.address,
        "@type": "dcat:Catalog",
        "dct:title": _said(of.title),
        "dct:description": _said(of.abstract),
        "dct:publisher": _publisher(of, of.contacts),
        "dct:language": [_language(name) for name in of.languages],
        "dct:license": _iri(_licence_id(of, of.licence)),
        "foaf:homepage": {"@id": of.site, "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {
            "@id": f"{_EU}/data-theme", "@type": "skos:ConceptScheme", "dct:title": _plain("Data theme", "en")
        },
        "dct:spatial": {"@type": "dct:Location", "skos:prefLabel": _said(of.place)},
        "dcat:dataset": [_iri(record.addresses.collection) for record in records],
        "dcat:record": [_iri(record.addresses.record) for record in records],
        "dcat:service": _iri(_service_id(of)),
    }  # fmt: skip
    if of.updated:
        found["dct:modified"] = _moment(of.updated)
    return found


def _service(of: CatalogueOf, records: list[Record]) -> Json:
    """The API as a whole; each way to the data in it is a distribution."""
    standards = {one.conforms_to for record in records for one in record.distributions if one.conforms_to}
    return {
        "@id": _service_id(of),
        "@type": "dcat:DataService",
        "dct:title": _said(wording("catalogue.service_all")),
        "dcat:endpointURL": _iri(_service_id(of)),
        "dcat:endpointDescription": _iri(f"{_service_id(of)}/openapi"),
        "dct:publisher": _publisher(of, of.contacts),
        "dct:license": _iri(_licence_id(of, of.licence)),
        "dct:conformsTo": [{"@id": name, "@type": "dct:Standard"} for name in sorted(standards)],
        "dcat:servesDataset": [_iri(record.addresses.collection) for record in records],
    }


def _record(record: Record) -> Json:
    return {
        "@id": record.addresses.record,
        "@type": "dcat:CatalogRecord",
        "dct:title": _said(record.title),
        "dct:issued": _moment(record.first_published),
        "dct:modified": _moment(record.published),
        "dct:language": [_language(name) for name in record.languages],
        "foaf:primaryTopic": _iri(record.addresses.collection),
    }


def _dataset(of: CatalogueOf, record: Record) -> Json:
    found: Json = {
        "@id": record.addresses.collection,
        "@type": "dcat:Dataset",
        "dct:identifier": record.addresses.collection,
        "dct:title": _said(record.title),
        "dct:description": _said(record.abstract),
        "dcat:keyword": [one for word in dict.fromkeys(record.keywords) for one in _said(word)],
        "dct:issued": _moment(record.first_published),
        "dct:modified": _moment(record.published),
        "dcat:version": str(record.release),
        "dct:publisher": _publisher(of, record.contacts),
        "dct:creator": [_iri(_agent_id(of, one)) for one in record.contacts if "owner" in one.roles],
        "dcat:contactPoint": [_point(of, one) for one in record.contacts if "pointOfContact" in one.roles],
        "dct:accessRights": {
            "@id": f"{_EU}/access-right/{_ACCESS[record.audience]}",
            "@type": "dct:RightsStatement",
        },
        "dct:accrualPeriodicity": {
            "@id": f"{_EU}/frequency/{_FREQUENCIES[record.frequency]}", "@type": "dct:Frequency"
        },
        "dct:language": [_language(record.language)],
        "dct:conformsTo": {
            "@id": f"http://www.opengis.net/def/crs/EPSG/0/{record.crs.epsg}", "@type": "dct:Standard",
            "dct:title": _said(record.crs.name),
        },
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _said(words.lineage(record))},
        "dcat:landingPage": {
            "@id": record.addresses.page or f"{record.addresses.record}?f=html", "@type": "foaf:Document"
        },
        "foaf:page": {"@id": f"{record.addresses.record}?f=html", "@type": "foaf:Document"},
        "dcat:distribution": [_iri(_distribution_id(record, one)) for one in record.distributions],
    }  # fmt: skip
    if record.theme.eu:
        label = _plain(_THEMES[record.theme.eu], "en")
        theme = {"@id": f"{_EU}/data-theme/{record.theme.eu}", "@type": "skos:Concept", "skos:prefLabel": label}
        found["dcat:theme"] = theme
    if record.bbox:
        west, south, east, north = record.bbox
        ring = ", ".join(
            f"{x} {y}" for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))
        )
        wkt = {"@value": f"POLYGON (({ring}))", "@type": "geo:wktLiteral"}
        found["dct:spatial"] = {"@type": "dct:Location", "dcat:bbox": wkt, "skos:prefLabel": _said(of.place)}
    return found


def _distribution(of: CatalogueOf, record: Record, one: Distribution) -> Json:
    media_type = one.media_type.split(";")[0]
    found: Json = {
        "@id": _distribution_id(record, one),
        "@type": "dcat:Distribution",
        "dct:title": _said(one.title),
        "dcat:accessURL": _iri(one.href),
        "dcat:mediaType": {"@id": f"{_IANA}{media_type}", "@type": "dct:MediaType"},
        "dct:format": _format(one),
        "dct:license": _iri(_licence_id(of, record.licence)),
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _said(record.limits)},
        "dct:issued": _moment(record.first_published),
        "dct:modified": _moment(record.published),
    }
    if one.kind == "file":
        found["dcat:downloadURL"] = _iri(one.href)
    else:
        found["dcat:accessService"] = _iri(_service_id(of))
    if one.conforms_to:
        found["dct:conformsTo"] = {"@id": one.conforms_to, "@type": "dct:Standard"}
    return found


def _format(one: Distribution) -> Json:
    if one.name in _FILE_TYPES:
        return {"@id": f"{_EU}/file-type/{_FILE_TYPES[one.name]}", "@type": "dct:MediaTypeOrExtent"}
    return {"@type": "dct:MediaTypeOrExtent", "rdfs:label": one.title.get("en")}


def _licence(of: CatalogueOf) -> Json:
    return {
        "@id": _licence_id(of, of.licence), "@type": "dct:LicenseDocument", "dct:title": _said(of.licence.title)
    } | ({"dct:identifier": of.licence.code} if of.licence.code else {})  # fmt: skip


def _agent(of: CatalogueOf, contact: Contact) -> Json:
    found: Json = {"@id": _agent_id(of, contact), "@type": "foaf:Agent", "foaf:name": _said(contact.name)}
    if contact.url:
        found["foaf:homepage"] = {"@id": contact.url, "@type": "foaf:Document"}
    return found


def _point(of: CatalogueOf, contact: Contact) -> Json:
    found: Json = {
        "@id": f"{of.address}#contact-{contact.id}",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": contact.name.vi,
    }
    if contact.email:
        found["vcard:hasEmail"] = _iri(f"mailto:{contact.email}")
    found["vcard:hasURL"] = _iri(contact.url or of.site)
    return found


def _publisher(of: CatalogueOf, contacts: tuple[Contact, ...]) -> Json | None:
    found = next((one for one in contacts if "publisher" in one.roles), None)
    if found is None:  # nobody is named: the province itself
        return {"@id": of.site, "@type": "foaf:Agent", "foaf:name": _said(of.place)}
    return _iri(_agent_id(of, found))


def _agent_id(of: CatalogueOf, contact: Contact) -> str:
    return f"{of.address}#office-{contact.id}"


def _licence_id(of: CatalogueOf, licence: Licence) -> str:
    return licence.url or f"{of.address}#licence"


def _service_id(of: CatalogueOf) -> str:
    return of.address.rsplit("/collections/", 1)[0]


def _distribution_id(record: Record, one: Distribution) -> str:
    return f"{record.addresses.record}#{one.name}"


def _language(name: str) -> Json:
    return {"@id": f"{_EU}/language/{_LANGUAGES[name]}", "@type": "dct:LinguisticSystem"}


def _iri(address: str) -> Json:
    return {"@id": address}


def _said(text: Text | Wording) -> list[Json]:
    """A text in the languages that it has."""
    vi, en = text.get("vi"), text.get("en")
    return [_plain(vi, "vi")] + ([_plain(en, "en")] if en != vi else [])


def _plain(text: str, language: str) -> Json:
    return {"@value": str(text), "@language": language}


def _moment(value: Any) -> Json:
    return {"@value": moment(value), "@type": "xsd:dateTime"}
