"""SLD by the letter: OGC's own schemas of SLD 1.1, Symbology Encoding 1.1 and Filter 1.1 take every style."""

from __future__ import annotations

import pytest
from schema_kit import SLD, faults
from styles.test_golden import STYLES

from sdi.styles import sld


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_valid(name: str, language: str) -> None:
    assert faults(sld.document(STYLES[name], language), SLD) == []


@pytest.mark.parametrize("element", ["se:Rotation", "ogc:PropertyName", "sld:IsDefault"])
def test_a_slip_would_be_seen(element: str) -> None:
    """In each of the three standards: a schema that were not found would take everything."""
    text = sld.document(STYLES["construction_works"], "vi")
    slipped = text.replace(f"<{element}>", f"<{element}x>").replace(f"</{element}>", f"</{element}x>")
    assert slipped != text and faults(slipped, SLD) != []
