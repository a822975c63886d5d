"""What may be searched: fields that everybody sees who sees the layer."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sdi.model import Layer


def layer(search: dict[str, Any], **more: Any) -> Layer:
    title = {"vi": "x"}
    fields = {
        "sign": {"type": "text", "title": title},
        "name": {"type": "text", "title": title},
        "length": {"type": "number", "title": title},
        "investor": {"type": "text", "visibility": "agency", "title": title},
        "owner": {"type": "text", "personal": True, "title": title},
    }
    declared = {"id": "a", "title": title, "group": "base", "theme": "t", "owner": "o", "geometry": "Point"}
    return Layer.model_validate(declared | {"key": ["sign"], "fields": fields, "search": search} | more)


def test_names_and_numbers() -> None:
    found = layer({"kind": "place", "names": ["name"], "numbers": ["sign"], "beside": ["length"]}).search
    assert found is not None and found.fields == ["name", "sign"]


def test_of_agencies_what_agencies_see() -> None:
    assert layer({"kind": "place", "names": ["investor"]}, visibility="agency").search


@pytest.mark.parametrize(
    "search",
    [
        {"kind": "place", "names": ["owner"]},
        {"kind": "place", "names": ["investor"]},
        {"kind": "place", "names": ["name"], "beside": ["investor"]},
        {"kind": "place", "names": ["name"], "beside": ["owner"]},
        {"kind": "place", "names": ["length"]},
        {"kind": "place", "names": ["absent"]},
        {"kind": "place"},
        {"kind": "parcel", "names": ["name"], "parcel": {"commune": "sign", "sheet": "name", "number": "length"}},
        {"kind": "parcel", "parcel": {"commune": "sign", "sheet": "name", "number": "length"}},
    ],
)
def test_what_is_refused(search: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        layer(search)
