"""A plan as a small map that needs no script and prints: its zones in their colours, its boundary, a scale bar."""

from __future__ import annotations

from markupsafe import Markup, escape

from sdi.serve.projection import Box
from sdi.serve.site.asking import Asked
from sdi.serve.site.charts import INK, UNKNOWN
from sdi.serve.site.declaration import Plans
from sdi.serve.site.kept import ask
from sdi.serve.site.plan_register import Plan
from sdi.serve.vector_map import framed, scale_bar
from sdi.wording import wording

MOST = 4000
"""Zones that are drawn, the largest."""

STEPS = 700
"""Smallest detail: this part of the map's longer side, about a pixel."""


def plan_map(asked: Asked, declared: Plans, plan: Plan) -> Markup | None:
    """The map of a plan; None where it has no extent."""
    frame = _frame(plan.box)
    if frame is None:
        return None
    west, south, east, north = frame
    width, height = east - west, north - south
    tolerance = max(width, height) / STEPS
    paths = []
    zones = declared.zones
    if zones and asked.layer(zones.layer):
        names = {"by": zones.by, "plan": zones.plan}
        [rows] = asked.rows(ask("drawing", zones.layer, names=names, plan=plan.id, tolerance=tolerance, most=MOST))
        for code, path in rows:
            named = escape(asked.code(zones.layer, zones.by, code) or "—")
            colour = asked.colour(zones.layer, zones.by, code) or UNKNOWN
            paths.append(
                f'<path d="{path}" fill="{colour}" fill-opacity=".85" stroke="#fff"'
                f' stroke-width="{tolerance * 0.8:.2f}"><title>{named}</title></path>'
            )
    [rows] = asked.rows(ask("outline", declared.layer, names={"id": declared.id}, wanted=plan.id, tolerance=tolerance))
    outline = " ".join(row[0] for row in rows)
    paths.append(
        f'<path d="{outline}" fill="none" stroke="{INK}" stroke-width="{tolerance * 2:.2f}"'
        f' stroke-dasharray="{tolerance * 9:.1f} {tolerance * 4:.1f}"/>'
    )
    name = plan.name or plan.id
    title = wording("site.plan_map", name=name).get(asked.language)
    text = wording("site.plan_map_text").get(asked.language)
    return Markup(
        f'<svg class="plan-map" viewBox="{west:.1f} {-north:.1f} {width:.1f} {height:.1f}" role="img"'
        f' aria-labelledby="map-t map-d"><title id="map-t">{escape(title)}</title>'
        f'<desc id="map-d">{escape(text)}</desc>'
        f"{''.join(paths)}{_scale(frame, asked.language)}</svg>"
    )


def _frame(box: Box) -> Box | None:
    """What the map shows: the extent with a margin, no narrower than one to two."""
    if None in box:
        return None
    return framed(box, least_m=1.0, margin=0.04, tallest=1.2)


def _scale(frame: Box, language: str) -> str:
    """A bar of a round length at the lower left corner, in black on white."""
    west, south, east, _ = frame
    width = east - west
    length, said = scale_bar(width, language)
    x, y, thick = west + width * 0.02, -south - width * 0.02, width / 180
    return (
        f'<g aria-hidden="true"><rect x="{x - thick:.1f}" y="{y - 2 * thick:.1f}" width="{length + 2 * thick:.1f}"'
        f' height="{3 * thick:.1f}" fill="#fff"/><rect x="{x:.1f}" y="{y - thick:.1f}" width="{length}"'
        f' height="{thick:.1f}" fill="{INK}"/><text x="{x:.1f}" y="{y - 3 * thick:.1f}" font-size="{width / 32:.1f}"'
        f' fill="{INK}" stroke="#fff" stroke-width="{width / 160:.1f}" paint-order="stroke">{said}</text></g>'
    )
