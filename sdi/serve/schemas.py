"""JSON Schema of a layer's features, from its declaration: OGC API – Features, Part 5.

``/schema`` says what a feature returns (returnables), ``/queryables`` what may be asked for, ``/sortables`` by what
answers are sorted. Code lists follow the
standard's profile "codelist-inline" (``oneOf`` with titles) and also point to :mod:`sdi.serve.codelists`; ``enum``
stands beside them for clients that read no more.
"""

from __future__ import annotations

from typing import Any

from sdi.model import Audience, Field, FieldType, Layer, Project
from sdi.wording import wording

TYPES: dict[FieldType, dict[str, str]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.CODE: {"type": "string"},
    FieldType.INTEGER: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
}

_ROLES = {"valid_from": "primary-interval-start", "valid_to": "primary-interval-end"}


def feature_schema(
    project: Project, layer: Layer, audience: Audience, *, base_url: str, language: str = "vi"
) -> dict[str, Any]:
    """Schema of what a feature of ``layer`` returns.

    Everything is readOnly: features come from deliveries, and nothing is received here.

    Args:
        project: Holds the code lists.
        layer: The declaration.
        audience: Fields that it may not see are not there.
        base_url: Address of the landing page without a trailing slash.
        language: Of titles: "vi" or "en".
    """
    fields = layer.fields_for(audience)
    found = _object(project, layer, audience, "schema", base_url, language)
    found["required"] = [name for name, field in fields.items() if field.required]
    for described in found["properties"].values():
        described["readOnly"] = True
    return found


def queryables(
    project: Project, layer: Layer, audience: Audience, *, base_url: str, language: str = "vi"
) -> dict[str, Any]:
    """What may be asked for; any other name is an error. Arguments as for :func:`feature_schema`."""
    return _object(project, layer, audience, "queryables", base_url, language)


def sortables(
    project: Project, layer: Layer, audience: Audience, *, base_url: str, language: str = "vi"
) -> dict[str, Any]:
    """By what answers can be sorted: fields with an index. Arguments as for :func:`feature_schema`."""
    found = _object(project, layer, audience, "sortables", base_url, language)
    able = layer.sortable(layer.fields_for(audience))
    found["properties"] = {name: field for name, field in found["properties"].items() if name in able}
    return found


def _object(
    project: Project, layer: Layer, audience: Audience, resource: str, base_url: str, language: str
) -> dict[str, Any]:
    properties: dict[str, Any] = {"geometry": _geometry(layer, language)}
    identifying = _identifying(layer)
    for sequence, (name, field) in enumerate(layer.fields_for(audience).items(), start=1):
        described = field_schema(project, field, language) | _extensions(field, base_url)
        if name == identifying:
            described["x-ogc-role"] = "id"
        if field.codes and not field.compound:
            codes = project.codes[field.codes].codes.values()
            described["oneOf"] = [{"const": code.code, "title": code.title(language)} for code in codes]
        properties[name] = described | {"x-ogc-propertySeq": sequence}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url}/collections/{layer.id}/{resource}",
        "type": "object",
        "title": layer.title.get(language),
        "description": (layer.abstract or layer.title).get(language),
        "properties": properties,
        "additionalProperties": False,
    }


def _identifying(layer: Layer) -> str | None:
    """The field whose values are the features' ids: the derived id, or a key that makes the id alone."""
    derived = next((name for name, field in layer.fields.items() if field.derive == "id"), None)
    alone = layer.id_template == f"{{{layer.key[0]}}}" and not layer.overlays_of
    return derived or (layer.key[0] if alone else None)


def field_schema(project: Project, field: Field, language: str = "vi") -> dict[str, Any]:
    """The part of a field's schema that every client understands: type, title, codes, range."""
    schema: dict[str, Any] = dict(TYPES[field.type], title=field.title.get(language))
    if field.description:
        schema["description"] = field.description.get(language)
    if field.codes and not field.compound:
        schema["enum"] = list(project.codes[field.codes].codes)
    for key, value in (
        ("minimum", field.minimum),
        ("maximum", field.maximum),
        ("maxLength", field.max_length),
        ("pattern", field.pattern),
    ):
        if value is not None:
            schema[key] = int(value) if isinstance(value, float) and value.is_integer() else value
    return schema


def _extensions(field: Field, base_url: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if field.unit:
        found |= {"x-ogc-unit": field.unit, "x-ogc-unitLang": "UCUM"}
    if field.codes:
        found["x-ogc-codelistUri"] = f"{base_url}/codelists/{field.codes}"
    if field.role in _ROLES:
        found["x-ogc-role"] = _ROLES[field.role]
    return found


def _geometry(layer: Layer, language: str) -> dict[str, Any]:
    return {
        "title": wording("pages.geometry").get(language),
        "x-ogc-role": "primary-geometry",
        "x-ogc-propertySeq": 0,
        "format": "geometry-any" if layer.geometry == "Geometry" else f"geometry-{layer.geometry.lower()}",
    }
