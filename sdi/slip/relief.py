"""What a model of the ground says of the subject."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from sdi.errors import MissingComponent
from sdi.model import Layer
from sdi.raster.cog import RasterShelf
from sdi.raster.reading import Piece
from sdi.raster.relief import lie_of
from sdi.slip import model
from sdi.slip.reading import Feature
from sdi.wording import wording

SHEET_COLUMNS = ("file", "resolution_m", "r0")
"""What is read of each sheet beside the fields that are told."""


def relief_of(
    layer: Layer,
    title: str | None,
    near: Sequence[Feature],
    subject: shapely.Geometry,
    epsg: int,
    shelf: RasterShelf,
    language: str,
) -> model.Relief | None:
    """Heights and slopes of the subject, from the sheets of one release; None where none of them reaches it.

    ``title`` is the field that names a sheet. The same sheets give the same numbers, for files are named by their
    content.

    Raises:
        MissingComponent: The file of a sheet is not there.
    """
    assert layer.raster is not None
    sheets = sorted((one for one in near if shapely.intersects(one.geometry, subject)), key=_laid)
    pieces = [Piece(shelf.path(one.fields["file"]), shapely.bounds(one.geometry).tolist()) for one in sheets]
    if missing := [one.id for one, piece in zip(sheets, pieces, strict=True) if not piece.path.is_file()]:
        raise MissingComponent(wording("slip.no_pixels", sheet=missing[0]), wording("slip.restore_pixels"))
    try:
        lie = lie_of(pieces, subject, epsg)
    except OSError as error:
        names = ", ".join(one.id for one in sheets)
        raise MissingComponent(wording("slip.damaged_pixels", sheets=names), wording("slip.restore_pixels")) from error
    if lie is None:
        return None
    return model.Relief(
        lowest_m=round(lie.lowest, 1),
        highest_m=round(lie.highest, 1),
        mean_m=round(lie.mean, 1),
        slope_pct=None if lie.slope is None else round(lie.slope, 1),
        steepest_pct=None if lie.steepest is None else round(lie.steepest, 1),
        known_pct=round(100 * lie.known, 1),
        cell_m=round(lie.cell, 2),
        reference=layer.raster.reference.get(language) if layer.raster.reference else None,
        sheets=[
            model.ReliefSheet(
                feature=one.id,
                title=str(one.fields.get(title or "") or one.id),
                file=one.fields["file"],
            )
            for one in sheets
        ],
    )


def _laid(sheet: Feature) -> tuple[float, int, str]:
    """The order in which sheets lie upon each other (:func:`sdi.db.rasters.sheets_of`)."""
    return -sheet.fields["resolution_m"], sheet.fields["r0"], sheet.id
