"""What a slip asks of each layer: worked out once for a declaration, so that a question only adds its boxes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sdi.geom.boxes import around
from sdi.model import Audience, Layer, Project
from sdi.slip.declaration import SlipDeclaration
from sdi.slip.reading import Box, Wanted
from sdi.slip.relief import SHEET_COLUMNS


@dataclass
class _Want:
    layer: Layer
    fields: set[str] = field(default_factory=set)
    reach_m: float | None = None
    """How far from the subject; None: only the map asks."""
    down_to: float | None = None
    """Smallest scale at which the map asks; None: it does not."""


class Wants:
    """Of one audience.

    Args:
        project: The declarations.
        declared: What a slip tells.
        audience: Whose fields count.
    """

    def __init__(self, project: Project, declared: SlipDeclaration, audience: Audience) -> None:
        self._layers = project.layers
        self._audience = audience
        self._wants: dict[str, _Want] = {}
        communes = project.layers[project.province.reference.communes]
        title = communes.field_of("title", audience)
        self._want(communes.id, [project.province.reference.commune_code, title]).reach_m = 0.0
        for entry in declared.layers:
            decision = entry.decision.model_dump().values() if entry.decision else ()
            title = project.layers[entry.layer].field_of("title", audience)
            names = [title, entry.split, entry.split_title, entry.by, *entry.fields, *decision]
            want = self._want(entry.layer, names)
            if want.layer.raster:
                want.fields.update(SHEET_COLUMNS)
            want.reach_m = max(want.reach_m or 0.0, entry.reach_m or 0.0)
        for drawn in declared.map.layers:
            want = self._want(drawn.layer, [drawn.by or project.layers[drawn.layer].style.by, drawn.label])
            want.down_to = max(want.down_to or 0.0, drawn.down_to or float("inf"))

    def of(self, bounds: Box, frame: Box, scale: int, published: Collection[str]) -> list[Wanted]:
        """Everything, one entry a layer: the larger of what the chapters and what the map need."""
        found = []
        for name, want in self._wants.items():
            boxes = []
            if want.reach_m is not None:
                reach = want.reach_m
                boxes.append((bounds[0] - reach, bounds[1] - reach, bounds[2] + reach, bounds[3] + reach))
            if want.down_to is not None and scale <= want.down_to:
                boxes.append(frame)
            if boxes and name in published:
                found.append(Wanted(want.layer, tuple(sorted(want.fields)), around(boxes)))
        return found

    def _want(self, name: str, fields: Iterable[str | None]) -> _Want:
        want = self._wants.setdefault(name, _Want(self._layers[name]))
        seen = want.layer.fields_for(self._audience)
        want.fields.update(one for one in fields if one in seen)
        return want
