"""How the portal tells of a feature: its title, its values as people read them, and where more of it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from sdi.model import Field, FieldType, Layer
from sdi.search.ground import Ground
from sdi.serve.editions import Edition
from sdi.serve.pages import value
from sdi.slip.declaration import SlipDeclaration
from sdi.wording import wording


def item_path(edition: Edition, layer: str, identifier: str) -> str:
    """Address of a feature, without scheme and host."""
    return f"{_root(edition)}/collections/{layer}/items/{quote(identifier, safe='')}"


def slip_path(edition: Edition, declared: SlipDeclaration | None, layer: str, identifier: str) -> str | None:
    """Address of the planning slip of a feature, where there are slips of its layer."""
    if declared is None or declared.subject.layer != layer:
        return None
    return f"{_root(edition)}/slip/{quote(identifier, safe='')}"


def fields_of(edition: Edition, layer: Layer, values: Sequence[Any]) -> dict[str, Any]:
    """Values as JSON brings them, by field in declared order; JSON does not tell ``400.0`` from ``400``."""
    declared = layer.fields_for(edition.audience).items()
    return {
        name: float(content) if field.type is FieldType.NUMBER and content is not None else content
        for (name, field), content in zip(declared, values, strict=True)
    }


def title_of(edition: Edition, layer: Layer, identifier: str, fields: Mapping[str, Any], language: str) -> str:
    """What a feature is called: the field that is its title, by its meaning, or its name; else its id."""
    names = layer.search.names[:1] if layer.search else []
    name = layer.field_of("title", edition.audience) or next(iter(names), None)
    content = fields.get(name) if name else None
    if name is None or content in (None, ""):
        return identifier
    return meaning(edition, layer.fields[name], content, language)


def parcel_title(layer: Layer, fields: Mapping[str, Any], ground: Ground, language: str) -> str | None:
    """What people call a parcel: its number, sheet and commune; None of other layers."""
    parts = layer.search.parcel if layer.search else None
    if parts is None:
        return None
    code = str(fields[parts.commune])
    place = ground.communes[code].title if code in ground.communes else code
    number, sheet = fields[parts.number], fields[parts.sheet]
    return wording("search.parcel", number=number, sheet=sheet, commune=place).get(language)


def meaning(edition: Edition, field: Field, content: Any, language: str) -> str:
    """A value in few words: a code by its meaning alone, anything else as people read it."""
    if field.codes is None:
        return value(content, field, edition, language)
    codes = edition.project.codes[field.codes].codes
    parts = str(content).split("+") if field.compound else [str(content)]
    return ", ".join(codes[part].title(language) if part in codes else part for part in parts)


def properties(edition: Edition, layer: Layer, fields: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Fields that have a value: name, title, and the value as people read it."""
    declared = layer.fields_for(edition.audience)
    return [
        {
            "name": name,
            "title": declared[name].title.get(language),
            "value": value(content, declared[name], edition, language),
        }
        for name, content in fields.items()
        if content not in (None, "")
    ]


def _root(edition: Edition) -> str:
    return urlsplit(edition.base_url).path
