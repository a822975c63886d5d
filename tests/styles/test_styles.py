"""The neutral description, and what every writing of it must keep."""

from __future__ import annotations

import io
import math
from typing import Any
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest
from styles.test_golden import PROJECT, STYLES

from sdi.db.implied import hidden_codes
from sdi.errors import UsageError
from sdi.model import Audience, Text
from sdi.model.layer import Restrict
from sdi.styles import glyphs, maplibre, pictures, qml, sld
from sdi.styles.derive import layer_style, merged, mixed
from sdi.styles.drawing import document, hatch_lines, hatch_tile, swatch, tile_side
from sdi.styles.legend import colors, entries
from sdi.styles.model import Hatch, LayerStyle, MapStyle, Marker, Symbol, denominator
from sdi.styles.sheets import LayerSheet


def style_of(name: str, sheet: LayerSheet | None = None, audience: Audience = Audience.INTERNAL) -> LayerStyle:
    return layer_style(PROJECT, PROJECT.layers[name], audience, sheet)


def test_a_code_has_the_colour_of_its_list_in_every_format() -> None:
    """Red is what the law says of city-level services; no format may tell another."""
    style = style_of("planning_zones")
    assert colors(style)["DVCC"] == "#FF0000"
    one = MapStyle("x", style.title, None, None, (style,))
    fills = [layer for layer in maplibre.style_document(one, "http://x", "vi")["layers"] if layer["type"] == "fill"]
    branches = fills[0]["paint"]["fill-color"][2:-1]
    assert {code: color for codes, color in zip(branches[::2], branches[1::2], strict=True) for code in codes}[
        "DVCC"
    ] == "#FF0000"
    root = ElementTree.fromstring(sld.document(one, "vi"))
    rule = next(rule for rule in root.iter(f"{{{sld.SE}}}Rule") if rule.findtext(f"{{{sld.SE}}}Name") == "DVCC")
    assert "#FF0000" in [parameter.text for parameter in rule.iter(f"{{{sld.SE}}}SvgParameter")]
    document = ElementTree.fromstring(qml.document(style, (), "vi").split("\n", 1)[1])
    category = next(found for found in document.iter("category") if found.get("value") == "DVCC")
    symbol = next(found for found in document.iter("symbol") if found.get("name") == category.get("symbol"))
    assert any((option.get("value") or "").startswith("255,0,0,") for option in symbol.iter("Option"))


@pytest.mark.parametrize("audience", Audience)
def test_codes_that_an_audience_never_sees_are_nowhere(audience: Audience) -> None:
    layer = PROJECT.layers["planning_zones"]
    hidden = hidden_codes(layer, audience, "function", PROJECT.codes["planning_functions"].codes)
    assert hidden == (set() if audience is Audience.INTERNAL else {"QP", "AN"})
    style = layer_style(PROJECT, layer, audience, None, hidden)
    one = MapStyle("x", style.title, None, None, (style,))
    texts = (
        str(maplibre.style_document(one, "http://x", "vi")),
        sld.document(one, "vi"),
        qml.document(style, (), "vi"),
    )
    for text in texts:
        assert any(sign in text for sign in ("'QP'", '"QP"', ">QP<")) is not bool(hidden)
    assert {"QP", "AN"} & colors(style).keys() == {"QP", "AN"} - hidden


@pytest.mark.parametrize(
    ("where", "codes"),
    [
        ("function = 'QP'", {"QP"}),
        ("function <> 'QP'", {"AN", "NO"}),
        ("function IN ('QP', 'AN') AND area_m2 > 5", set()),
        ("function IN ('QP', 'AN') OR area_m2 > 5", {"QP", "AN"}),
        ("NOT function LIKE 'N%'", {"QP", "AN"}),
        ("function LIKE '_P'", {"QP"}),
        ("function IS NULL", set()),
        ("area_m2 > 5", set()),
    ],
)
def test_what_is_implied_by_a_code_alone(where: str, codes: set[str]) -> None:
    """A code is hidden only when every feature of it is, whatever else is known of the feature."""
    layer = PROJECT.layers["planning_zones"].model_copy(
        update={"restrict": [Restrict(where=where, visibility=Audience.INTERNAL)]}
    )
    assert hidden_codes(layer, Audience.PUBLIC, "function", ["QP", "AN", "NO"]) == codes


def test_a_field_that_is_not_seen_decides_nothing() -> None:
    layer = PROJECT.layers["planning_zones"]
    fields = layer.fields | {"function": layer.fields["function"].model_copy(update={"visibility": Audience.INTERNAL})}
    style = layer_style(PROJECT, layer.model_copy(update={"fields": fields}), Audience.PUBLIC)
    assert style.by is None and len(style.rules) == 1


def test_a_sheet_changes_what_it_says_and_nothing_else() -> None:
    plain, changed = style_of("roads"), style_of("roads", LayerSheet(codes={"hem": {"stroke": {"width": 9}}}))
    for before, after in zip(plain.rules, changed.rules, strict=True):
        if before.codes == ("hem",):
            assert after.symbol.stroke and after.symbol.stroke.width == 9
            assert before.symbol.stroke and after.symbol.stroke.color == before.symbol.stroke.color
        else:
            assert before == after
    assert merged({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}) == {"a": {"c": 2}}


def test_a_sheet_with_a_slip_is_an_error_that_names_the_layer() -> None:
    with pytest.raises(UsageError, match="roads.*stroke"):
        style_of("roads", LayerSheet(symbol={"stroke": {"colour": "#FFFFFF"}}))


def test_tones_lie_between() -> None:
    assert mixed("#204060", "#FFFFFF", 0.5) == "#90A0B0"
    assert mixed("#204060", "#000000", 0.0) == "#204060"


def test_scales_are_written_as_people_write_them() -> None:
    assert [denominator(zoom) for zoom in (9, 14, 18)] == [1_500_000, 48_000, 3_000]


def test_legend_entries_that_look_and_read_alike_are_one() -> None:
    found = entries(style_of("parcels"), "vi")
    assert len({(entry.title, entry.svg) for entry in found}) == len(found)
    assert sum(len(entry.codes) for entry in found) == len(PROJECT.codes["land_types"].codes)


def test_titles_are_in_the_language_asked_for() -> None:
    assert "Agriculture" not in {entry.title for entry in entries(style_of("planning_zones"), "vi")}
    assert entries(style_of("heritage_sites"), "en")[-1].title == "Other or unknown"


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_a_hatch_repeats_without_a_seam(angle: int) -> None:
    """Four tiles side by side are the hatch over an area of their size."""
    hatch = Hatch.model_validate({"color": "#000000", "spacing": 8, "width": 2, "angle": angle})
    side = tile_side(hatch)
    tile = hatch_tile(hatch)
    four = [tile.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1) for x in (0, side) for y in (0, side)]
    fitted = hatch.model_copy(update={"spacing": side / math.sqrt(2) if angle in (45, 135) else side})
    whole = hatch_lines(fitted, 2 * side, 2 * side)
    tiled, drawn = (ink(document(2 * side, 2 * side, content)) for content in ("".join(four), whole))
    assert 0.1 < drawn.mean() < 0.4
    assert np.abs(tiled - drawn).max() < 0.05


def ink(svg: str) -> Any:
    """How much of each pixel is painted, at four times the size."""
    return matplotlib.image.imread(io.BytesIO(pictures.png(svg, 4)))[..., 3]


def test_the_sprite_holds_every_image_apart_from_the_others() -> None:
    images = maplibre.images(STYLES["construction_works"]) | maplibre.images(STYLES["heritage_sites"])
    for ratio in (1, 2):
        places, _ = pictures.sprite(images, ratio)
        assert places.keys() == images.keys()
        ends = sorted((place["x"], place["x"] + place["width"]) for place in places.values())
        assert all(before[1] < after[0] for before, after in zip(ends, ends[1:], strict=False))


def test_letters_are_where_the_outline_is() -> None:
    """The hyphen is a bar: inside above 191, outside below, and the advance is the font's."""
    content = glyphs.glyph_range("Noto Sans Regular", 0)
    assert content.count(b"Noto Sans Regular") == 1 and b"0-255" in content
    vietnamese = glyphs.glyph_range("Noto Sans Regular", 7680)
    assert len(vietnamese) > 100_000
    with pytest.raises(KeyError):
        glyphs.glyph_range("Comic Sans", 0)


def test_a_sign_stays_inside_its_swatch() -> None:
    large = Symbol(marker=Marker(color="#FF0000", size=80))
    assert 'r="7.5"' in swatch(large, 0)


def test_every_layer_of_the_project_has_a_style_with_its_title() -> None:
    assert set(PROJECT.layers) <= STYLES.keys()
    assert STYLES["base-map"].title == Text(vi="Bản đồ nền", en="Base map")
