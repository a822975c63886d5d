"""What each audience sees of a release: counts and extents per partition, for ``pub*.collections``."""

from __future__ import annotations

from psycopg import sql

from sdi.crs import Reprojector
from sdi.db.connect import Connection, statement
from sdi.model import Province

CRS84 = 4326


def record_audiences(connection: Connection, layer: str, epoch: int, province: Province) -> None:
    """Count a layer at an epoch anew, for every audience and, in ``meta.release``, for all of them together."""
    rows = connection.execute(
        statement("release_audience", data=sql.Identifier("data", layer)), {"epoch": epoch}
    ).fetchall()
    key = {"layer": layer, "epoch": epoch}
    connection.execute("DELETE FROM meta.release_audience WHERE layer = %(layer)s AND epoch = %(epoch)s", key)
    to_crs84 = Reprojector(province.crs, CRS84, province.datum_operation)
    for audience, count, *box in rows:
        connection.execute(
            "INSERT INTO meta.release_audience (layer, epoch, audience, feature_count, storage_bbox, bbox)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (layer, epoch, audience, count, box, list(to_crs84.bounds(tuple(box)))),
        )
    connection.execute(
        "UPDATE meta.release SET feature_count = %(count)s WHERE layer = %(layer)s AND epoch = %(epoch)s",
        key | {"count": sum(row[1] for row in rows)},
    )
