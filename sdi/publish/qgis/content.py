"""What a QGIS project is made of, out of the declarations and of what is published."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from sdi.crs.operations import Box, Reprojector
from sdi.db.connect import Connection
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Project
from sdi.publish.catalog import read_catalog
from sdi.publish.qgis.pictures import MOST_PICTURES, WEB_MERCATOR, pictures_of
from sdi.publish.qgis.project import Content
from sdi.publish.qgis.sources import WGS84
from sdi.publish.styling import BASE_MAP, read_styles, styles_of
from sdi.slip.declaration import read_slip


def gather(connection: Connection, project: Project, audience: Audience, public_url: str) -> Content:
    """The content for one audience: layers that are published for it, communes with their boxes, a first view.

    Args:
        connection: Of the owner or of the audience's role.
        project: The declarations.
        audience: Whose project it is.
        public_url: Where slips are, without a trailing slash.
    """
    boxes = {
        name: tuple(box) if box else None
        for name, box in connection.execute(
            sql.SQL("SELECT layer, storage_bbox FROM {} ORDER BY layer").format(_view(audience, "collections"))
        ).fetchall()
    }
    styles = styles_of(project, read_styles(project), audience, list(boxes))
    return Content(
        project=project,
        catalog=read_catalog(project.directory),
        audience=audience,
        styles=styles,
        slip=read_slip(project),
        communes=_communes(connection, project, audience, boxes),
        view=_view_of(project, boxes),
        public_url=public_url,
        operations={epsg: _operation(project, epsg) for epsg in (WGS84, WEB_MERCATOR)},
        pictures=pictures_of(project, _sheets(connection, project, list(boxes)), styles.get(BASE_MAP), public_url),
    )


def _sheets(connection: Connection, project: Project, published: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Sheets of the layers of rasters that everybody sees: id, and title with what the sheet belongs to."""
    found = {}
    for name in published:
        layer = project.layers.get(name)
        if layer is None or layer.raster is None or layer.visibility is not Audience.PUBLIC:
            continue
        title = layer.field_of("title", Audience.PUBLIC) or layer.raster.sheet
        names = [sql.Identifier(field) for field in dict.fromkeys([title, *layer.key])]
        query = sql.SQL("SELECT feature_id, concat_ws(' – ', {}) FROM {} ORDER BY feature_id LIMIT {}").format(
            sql.SQL(", ").join(names), _view(Audience.PUBLIC, name), MOST_PICTURES + 1
        )
        found[name] = connection.execute(query).fetchall()
    return found


def _operation(project: Project, epsg: int) -> str:
    """The pinned way from a CRS to the provincial one, as QGIS writes a pipeline."""
    province = project.province
    pipeline = Reprojector(epsg, province.crs, province.datum_operation).operation.pipeline
    return " ".join(f"+{word}" for word in pipeline.split())


def _communes(
    connection: Connection, project: Project, audience: Audience, boxes: dict[str, Box | None]
) -> list[tuple[str, Box]]:
    layer = project.layers.get(project.province.reference.communes)
    if layer is None or layer.id not in boxes:
        return []
    title = layer.field_of("title", audience) or project.province.reference.commune_code
    found = connection.execute(
        sql.SQL(
            "SELECT {title}, ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)"
            " FROM (SELECT {title}, ST_Extent(geom) AS box FROM {view} GROUP BY {title}) AS communes ORDER BY {title}"
        ).format(title=sql.Identifier(title), view=_view(audience, layer.id))
    ).fetchall()
    return [(str(name), (west, south, east, north)) for name, west, south, east, north in found]


def _view_of(project: Project, boxes: dict[str, Box | None]) -> Box:
    """Where to look first: the middle-sized extent of the urban layers; one may hold far-off places."""
    layers = project.layers
    urban = [box for name, box in boxes.items() if box and name in layers and layers[name].group == "urban"]
    known = sorted(urban, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return known[len(known) // 2] if known else project.province.extent


def _view(audience: Audience, name: str) -> sql.Identifier:
    return sql.Identifier(SCHEMAS[audience], name)
