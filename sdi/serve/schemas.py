"""JSON Schema of a layer's features, from its declaration.

OGC API – Features Part 5 (schemas) and Part 3 (queryables): types, titles, units, code lists, roles.
"""

from __future__ import annotations

from typing import Any

from sdi.model import Audience, Field, FieldType, Layer, Project

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
    project: Project, layer: Layer, audience: Audience, *, url: str, language: str = "vi"
) -> dict[str, Any]:
    """Schema of a feature's properties as ``audience`` sees them; it lists the queryables just as well.

    Args:
        project: Holds the code lists.
        layer: The declaration.
        audience: Fields that it may not see are not there.
        url: Address of the document itself.
        language: Of titles: "vi" or "en".
    """
    properties: dict[str, Any] = {"geometry": _geometry(layer, language)}
    for sequence, (name, field) in enumerate(layer.fields_for(audience).items(), start=1):
        properties[name] = field_schema(project, field, language) | _extensions(field, sequence)
        if field.codes:
            codes = project.codes[field.codes].codes.values()
            titles = [{"const": code.code, "title": (language == "en" and code.en) or code.vi} for code in codes]
            if not field.compound:
                properties[name]["oneOf"] = titles
            else:
                properties[name]["x-codes"] = titles
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "type": "object",
        "title": layer.title.get(language),
        "description": (layer.abstract or layer.title).get(language),
        "properties": properties,
        "required": [name for name, field in layer.fields_for(audience).items() if field.required],
        "additionalProperties": False,
    }


def field_schema(project: Project, field: Field, language: str = "vi") -> dict[str, Any]:
    """The part that OpenAPI 3.0 understands too: type, title, code list, range."""
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


def _extensions(field: Field, sequence: int) -> dict[str, Any]:
    found: dict[str, Any] = {"x-ogc-propertySeq": sequence}
    if field.unit:
        found |= {"x-ogc-unit": field.unit, "x-ogc-unitLang": "UCUM"}
    if field.derive == "id":
        found |= {"x-ogc-role": "id", "readOnly": True}
    elif field.role in _ROLES:
        found["x-ogc-role"] = _ROLES[field.role]
    return found


def _geometry(layer: Layer, language: str) -> dict[str, Any]:
    return {
        "title": "Geometry" if language == "en" else "Hình học",
        "x-ogc-role": "primary-geometry",
        "x-ogc-propertySeq": 0,
        "format": "geometry-any" if layer.geometry == "Geometry" else f"geometry-{layer.geometry.lower()}",
    }
