"""Child process in the peers' own environment: ``geopandas|sedonadb[-clipped] PARCELS ZONES ROUNDS ANSWER``.

Data lie in memory before the clock starts; the answer lies in memory when it stops.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from overlay_answer import repeat

Work = Callable[[], tuple[Any, Any, Any]]


def geopandas_overlay(parcels: Path, zones: Path) -> Work:
    """``geopandas.overlay``: its result always has the clipped geometries."""
    import geopandas

    base, over = (
        geopandas.read_parquet(path, columns=["gid", "geometry"]).rename(columns={"gid": name})
        for path, name in ((parcels, "parcel"), (zones, "zone"))
    )

    def work() -> tuple[Any, Any, Any]:
        found = geopandas.overlay(base, over, how="intersection", keep_geom_type=True)
        return found["parcel"], found["zone"], found.area

    return work


def sedona(parcels: Path, zones: Path, clipped: bool) -> Work:
    """SedonaDB: the plain spatial join."""
    import pyarrow
    import sedonadb

    database = sedonadb.connect()
    for path, name in ((parcels, "parcels"), (zones, "zones")):
        database.read_parquet(path).to_view("file", overwrite=True)
        database.sql("SELECT gid, geometry FROM file").to_memtable().to_view(name)
    piece = "ST_Intersection(p.geometry, z.geometry)"
    query = f"""
        SELECT p.gid AS parcel, z.gid AS zone, ST_Area({piece}) AS area
        FROM parcels AS p JOIN zones AS z ON ST_Intersects(p.geometry, z.geometry)
    """
    if clipped:
        query = f"""
            SELECT parcel, zone, ST_Area(piece) AS area, ST_AsBinary(piece) AS piece FROM (
                SELECT p.gid AS parcel, z.gid AS zone, {piece} AS piece
                FROM parcels AS p JOIN zones AS z ON ST_Intersects(p.geometry, z.geometry))
        """

    def work() -> tuple[Any, Any, Any]:
        found = pyarrow.table(database.sql(query))
        return found["parcel"].to_numpy(), found["zone"].to_numpy(), found["area"].to_numpy()

    return work


def main(side: str, parcels: str, zones: str, rounds: str, target: str) -> None:
    """Measure one peer."""
    files = Path(parcels), Path(zones)
    work = geopandas_overlay(*files) if side == "geopandas" else sedona(*files, side.endswith("clipped"))
    repeat(work, int(rounds), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
