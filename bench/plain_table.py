"""Child process: a plain PostGIS table from GeoParquet, or the indexes of our tables, on ``SDI_DATABASE_URL``."""

from __future__ import annotations

import sys

import pyarrow.parquet as pq
import shapely
from psycopg import sql

from sdi.db.connect import Connection, connect
from sdi.db.layers import create_indexes
from sdi.settings import Settings

_ROWS_AT_ONCE = 20_000


def load(connection: Connection, layer: str, path: str, crs: str) -> None:
    """Table ``layer`` with gid and geom, a GiST index and statistics: as PostGIS likes it best."""
    table = sql.Identifier(layer)
    connection.execute(
        sql.SQL("CREATE TABLE {} (gid bigint PRIMARY KEY, geom geometry(Geometry, {}))").format(
            table, sql.Literal(int(crs))
        )
    )
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
        for batch in pq.ParquetFile(path).iter_batches(_ROWS_AT_ONCE, columns=["gid", "geometry"]):
            geoms = shapely.set_srid(shapely.from_wkb(batch["geometry"].to_numpy(zero_copy_only=False)), int(crs))
            words = shapely.to_wkb(geoms, hex=True, include_srid=True)
            gids = batch["gid"].to_pylist()
            copy.write("".join(f"{gid}\t{word}\n" for gid, word in zip(gids, words, strict=True)))
    connection.execute(sql.SQL("CREATE INDEX ON {} USING gist (geom)").format(table))
    connection.execute(sql.SQL("VACUUM ANALYZE {}").format(table))


def main(what: str, *arguments: str) -> None:
    """One table, or ``indexes``."""
    url = Settings().database_url
    assert url is not None
    with connect(url) as connection:
        if what != "indexes":
            load(connection, what, *arguments)
            return
        for layer in ("parcels", "planning_zones"):
            create_indexes(connection, layer)
            connection.execute(sql.SQL("VACUUM ANALYZE data.{}").format(sql.Identifier(layer)))


if __name__ == "__main__":
    main(*sys.argv[1:])
