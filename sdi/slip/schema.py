"""The published JSON Schema of slips, for who reads or keeps them."""

from __future__ import annotations

from typing import Any

from sdi.slip.declaration import SlipDeclaration
from sdi.slip.model import SignedSlip

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def slip_schema() -> dict[str, Any]:
    """Of an issued slip, ``{"slip": …, "signature": …}``; a preview is what stands under ``$defs/Slip``."""
    return _DIALECT | SignedSlip.model_json_schema()


def declaration_schema() -> dict[str, Any]:
    """Of ``catalog/slip.yml``."""
    return _DIALECT | SlipDeclaration.model_json_schema()
