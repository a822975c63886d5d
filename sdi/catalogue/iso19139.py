"""A record as ISO 19139 XML with the content that QCVN 42:2020/BTNMT asks for (the metadata of ISO 19115).

Vietnamese first; what has an English text carries it beside as ``PT_FreeText``. Elements stand in the order of the
schema (2007-04-17, GML 3.2).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import quote

from sdi.catalogue import words
from sdi.catalogue.records import moment
from sdi.model import Audience, Text
from sdi.model.record import Contact, Record
from sdi.wording import Wording, wording

GMD, GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CODES = "https://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
_LANGUAGES = {"vi": "vie", "en": "eng"}
_SHAPES = {
    "Point": "point", "LineString": "curve", "Polygon": "surface", "MultiPoint": "point", "MultiLineString": "curve",
    "MultiPolygon": "surface", "Geometry": "complex",
}  # fmt: skip
# "confidential" and above are grades of state secrets, which these data are not
_SECRECY = {Audience.PUBLIC: "unclassified", Audience.AGENCY: "restricted", Audience.INTERNAL: "restricted"}

for _prefix, _uri in (("gmd", GMD), ("gco", GCO), ("xlink", XLINK), ("xsi", XSI)):
    ET.register_namespace(_prefix, _uri)

Element = ET.Element


def document(record: Record) -> bytes:
    """The record as a document."""
    root = Element(_gmd("MD_Metadata"))
    _string(root, "fileIdentifier", record.id)
    _language(root, "language", record.language)
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    for contact in record.contacts:
        _party(root, "contact", contact, contact.roles[-1])
    _date(root, "dateStamp", record.published, whole=True)
    _text(root, "metadataStandardName", wording("catalogue.metadata_standard"))
    _string(root, "metadataStandardVersion", "2020")
    _string(root, "dataSetURI", record.addresses.collection)
    for other in record.languages:
        if other != record.language:
            _locale(root, other)
    if record.kind == "vector":
        _vector(root, record)
    _reference_system(root, record)
    _identification(root, record)
    _distribution(root, record)
    _quality(root, record)
    constraints = _under(root, "metadataConstraints", "MD_SecurityConstraints")
    _code(constraints, "classification", "MD_ClassificationCode", _SECRECY[record.audience])
    _frequency(root, "metadataMaintenance", record)
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


# --- parts --------------------------------------------------------------------------------------------------


def _vector(root: Element, record: Record) -> None:
    vector = _under(root, "spatialRepresentationInfo", "MD_VectorSpatialRepresentation")
    objects = _under(vector, "geometricObjects", "MD_GeometricObjects")
    _code(objects, "geometricObjectType", "MD_GeometricObjectTypeCode", _SHAPES[record.geometry])
    if record.count:  # the schema wants a number above zero
        ET.SubElement(_sub(objects, "geometricObjectCount"), _gco("Integer")).text = str(record.count)


def _reference_system(root: Element, record: Record) -> None:
    system = _under(root, "referenceSystemInfo", "MD_ReferenceSystem")
    identifier = _under(system, "referenceSystemIdentifier", "RS_Identifier")
    _text(identifier, "code", Wording(*(f"EPSG:{record.crs.epsg}",) * 2))
    _string(identifier, "codeSpace", "EPSG")


def _identification(root: Element, record: Record) -> None:
    data = _under(root, "identificationInfo", "MD_DataIdentification")
    citation = _under(data, "citation", "CI_Citation")
    _text(citation, "title", record.title)
    for kind, value in (("publication", record.first_published), ("revision", record.published)):
        _cited(citation, value, kind)
    _string(citation, "edition", str(record.release))
    _date(citation, "editionDate", record.published)
    _string(_under(citation, "identifier", "MD_Identifier"), "code", record.addresses.collection)
    _text(data, "abstract", record.abstract)
    if record.basis:
        _text(data, "purpose", record.basis)
    _code(data, "status", "MD_ProgressCode", "onGoing")
    for contact in record.contacts:
        for role in contact.roles:
            _party(data, "pointOfContact", contact, role)
    _frequency(data, "resourceMaintenance", record)
    words_of = _under(data, "descriptiveKeywords", "MD_Keywords")
    for keyword in dict.fromkeys(record.keywords):
        _text(words_of, "keyword", keyword)
    _code(words_of, "type", "MD_KeywordTypeCode", "theme")
    legal = _under(data, "resourceConstraints", "MD_LegalConstraints")
    _text(legal, "useLimitation", record.limits)
    _code(legal, "accessConstraints", "MD_RestrictionCode", "otherRestrictions")
    _code(legal, "useConstraints", "MD_RestrictionCode", "license")
    _text(legal, "otherConstraints", record.access)
    _text(legal, "otherConstraints", record.licence.title)
    if record.licence.url:
        _string(legal, "otherConstraints", record.licence.url)
    security = _under(data, "resourceConstraints", "MD_SecurityConstraints")
    _code(security, "classification", "MD_ClassificationCode", _SECRECY[record.audience])
    _code(data, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", record.kind)
    if record.scale:
        resolution = _under(data, "spatialResolution", "MD_Resolution")
        fraction = _under(resolution, "equivalentScale", "MD_RepresentativeFraction")
        ET.SubElement(_sub(fraction, "denominator"), _gco("Integer")).text = str(record.scale)
    _language(data, "language", record.language)
    _code(data, "characterSet", "MD_CharacterSetCode", "utf8")
    ET.SubElement(_sub(data, "topicCategory"), _gmd("MD_TopicCategoryCode")).text = record.theme.topic
    _extent(data, record)


def _extent(data: Element, record: Record) -> None:
    extent = _under(data, "extent", "EX_Extent")
    if record.storage_bbox:
        west, south, east, north = (f"{value:.2f}" for value in record.storage_bbox)
        _string(extent, "description", f"EPSG:{record.crs.epsg}: E {west} – {east} m, N {south} – {north} m")
    if record.bbox:
        box = _under(extent, "geographicElement", "EX_GeographicBoundingBox")
        low_x, low_y, high_x, high_y = record.bbox
        sides = (
            ("west", "Longitude", low_x),
            ("east", "Longitude", high_x),
            ("south", "Latitude", low_y),
            ("north", "Latitude", high_y),
        )
        for side, axis, value in sides:
            ET.SubElement(_sub(box, f"{side}Bound{axis}"), _gco("Decimal")).text = f"{value:.8f}"


def _distribution(root: Element, record: Record) -> None:
    distribution = _under(root, "distributionInfo", "MD_Distribution")
    for one in record.distributions:
        if one.kind == "file":
            form = _under(distribution, "distributionFormat", "MD_Format")
            _text(form, "name", one.title)
            _sub(form, "version", {_gco("nilReason"): "unknown"})
    distributor = next((contact for contact in record.contacts if "distributor" in contact.roles), None)
    if distributor is not None:
        _party(_under(distribution, "distributor", "MD_Distributor"), "distributorContact", distributor, "distributor")
    transfer = _under(distribution, "transferOptions", "MD_DigitalTransferOptions")
    for one in record.distributions:
        function = "download" if one.kind == "file" else "information"
        _online(transfer, "onLine", one.href, one.title, one.conforms_to or one.media_type, function)


def _quality(root: Element, record: Record) -> None:
    quality = _under(root, "dataQualityInfo", "DQ_DataQuality")
    _code(_under(quality, "scope", "DQ_Scope"), "level", "MD_ScopeCode", "dataset")
    if record.accuracy_m is not None:
        _result(quality, "DQ_AbsoluteExternalPositionalAccuracy", "position", record.accuracy_m, record, "m")
    found = record.quality
    if found is not None:
        _result(quality, "DQ_ConceptualConsistency", "accepted", found.accepted_pct, record, "%")
        _result(quality, "DQ_ConceptualConsistency", "mended", found.mended_pct, record, "%")
        _result(quality, "DQ_ConceptualConsistency", "warned", found.warned_pct, record, "%")
        for name, number in (("read", found.read), ("published", found.published), ("quarantined", found.quarantined)):
            if number is not None:
                _result(quality, "DQ_CompletenessOmission", name, number, record, None)
    lineage = _under(quality, "lineage", "LI_Lineage")
    _text(lineage, "statement", words.lineage(record))
    for one in record.steps:
        step = _under(lineage, "processStep", "LI_ProcessStep")
        _text(step, "description", words.step(one))
        _date(step, "dateTime", one.published_at, whole=True)


def _result(quality: Element, kind: str, name: str, value: float, record: Record, unit: str | None) -> None:
    report = _under(quality, "report", kind)
    _text(report, "nameOfMeasure", wording(f"catalogue.measure_{name}"))
    _date(report, "dateTime", record.published, whole=True)
    result = _under(report, "result", "DQ_QuantitativeResult")
    if unit is None:
        _sub(result, "valueUnit", {_gco("nilReason"): "inapplicable"})
    else:
        _sub(result, "valueUnit", {f"{{{XLINK}}}href": f"http://www.opengis.net/def/uom/UCUM/{quote(unit)}"})
    ET.SubElement(_sub(result, "value"), _gco("Record")).text = f"{value:g}" if isinstance(value, float) else str(value)


def _party(parent: Element, name: str, contact: Contact, role: str) -> None:
    party = _under(parent, name, "CI_ResponsibleParty")
    _text(party, "organisationName", contact.name)
    if contact.duty:
        _text(party, "positionName", contact.duty)
    if contact.phone or contact.address or contact.email or contact.url:
        info = _under(party, "contactInfo", "CI_Contact")
        if contact.phone:
            _string(_under(info, "phone", "CI_Telephone"), "voice", contact.phone)
        if contact.address or contact.email:
            address = _under(info, "address", "CI_Address")
            if contact.address:
                _string(address, "deliveryPoint", contact.address)
            _string(address, "country", "VN")
            if contact.email:
                _string(address, "electronicMailAddress", contact.email)
        if contact.url:
            online = _under(info, "onlineResource", "CI_OnlineResource")
            ET.SubElement(_sub(online, "linkage"), _gmd("URL")).text = contact.url
    _code(party, "role", "CI_RoleCode", role)


def _online(parent: Element, name: str, href: str, title: Text, protocol: str, function: str) -> None:
    online = _under(parent, name, "CI_OnlineResource")
    ET.SubElement(_sub(online, "linkage"), _gmd("URL")).text = href
    _string(online, "protocol", protocol)
    _text(online, "name", title)
    _code(online, "function", "CI_OnLineFunctionCode", function)


def _frequency(parent: Element, name: str, record: Record) -> None:
    maintenance = _under(parent, name, "MD_MaintenanceInformation")
    _code(maintenance, "maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", record.frequency)


def _locale(root: Element, language: str) -> None:
    locale = _under(root, "locale", "PT_Locale", {"id": f"locale-{language}"})
    _code(locale, "languageCode", "LanguageCode", _LANGUAGES[language])
    _code(locale, "characterEncoding", "MD_CharacterSetCode", "utf8")


def _cited(citation: Element, value: datetime, kind: str) -> None:
    dated = _under(citation, "date", "CI_Date")
    _date(dated, "date", value)
    _code(dated, "dateType", "CI_DateTypeCode", kind)


# --- elements -----------------------------------------------------------------------------------------------


def _gmd(name: str) -> str:
    return f"{{{GMD}}}{name}"


def _gco(name: str) -> str:
    return f"{{{GCO}}}{name}"


def _sub(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    return ET.SubElement(parent, _gmd(name), attributes or {})


def _under(parent: Element, name: str, kind: str, attributes: dict[str, str] | None = None) -> Element:
    """A property that holds an object: the object."""
    return ET.SubElement(_sub(parent, name), _gmd(kind), attributes or {})


def _string(parent: Element, name: str, text: str) -> None:
    ET.SubElement(_sub(parent, name), _gco("CharacterString")).text = _clean(text)


def _text(parent: Element, name: str, text: Text | Wording) -> None:
    """Vietnamese, with the English beside it where there is one."""
    vi, en = text.get("vi"), text.get("en")
    element = _sub(parent, name)
    ET.SubElement(element, _gco("CharacterString")).text = _clean(vi)
    if en != vi:
        element.set(f"{{{XSI}}}type", "gmd:PT_FreeText_PropertyType")
        group = ET.SubElement(ET.SubElement(element, _gmd("PT_FreeText")), _gmd("textGroup"))
        ET.SubElement(group, _gmd("LocalisedCharacterString"), {"locale": "#locale-en"}).text = _clean(en)


def _code(parent: Element, name: str, codelist: str, value: str) -> None:
    attributes = {"codeList": f"{_CODES}#{codelist}", "codeListValue": value}
    ET.SubElement(_sub(parent, name), _gmd(codelist), attributes).text = value


def _language(parent: Element, name: str, language: str) -> None:
    attributes = {"codeList": "http://www.loc.gov/standards/iso639-2/", "codeListValue": _LANGUAGES[language]}
    ET.SubElement(_sub(parent, name), _gmd("LanguageCode"), attributes).text = _LANGUAGES[language]


def _date(parent: Element, name: str, value: datetime, *, whole: bool = False) -> None:
    """A day of UTC, or the whole moment, which says so."""
    text = moment(value)
    kind, written = ("DateTime", text) if whole else ("Date", text[:10])
    ET.SubElement(_sub(parent, name), _gco(kind)).text = written


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
