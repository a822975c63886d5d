"""Child process: parcels and zoning of a real city as GeoParquet, ``python -m bench.cambridge CITY FOLDER``.

Degrees become metres (EPSG:26986) and what is invalid is made valid, the same for all sides.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from pyproj import CRS

from sdi.overlay.parts import Writer

METRES = 26986
LAYERS = {
    "parcels": ["Assessing/FY2014/FY2014_Parcels/ASSESSING_ParcelsFY2014.topojson"],
    "zones": [
        "CDD/Zoning_Districts/CDD_ZoningDistricts.geojson",
        "CDD/Zoning_Overlay_Districts/CDD_ZoningOverlayDistricts.geojson",
    ],
}


def main(city: str, folder: str) -> None:
    """Write both layers."""
    for layer, files in LAYERS.items():
        frames = [geopandas.read_file(Path(city) / file)[["geometry"]] for file in files]
        frames = [frame.set_crs(4326, allow_override=True).to_crs(METRES) for frame in frames]
        geoms = shapely.make_valid(pd.concat(frames)["geometry"].to_numpy(), method="structure", keep_collapsed=False)
        geoms = geoms[~shapely.is_empty(geoms) & (shapely.get_dimensions(geoms) == 2)]
        gid = np.arange(len(geoms))
        with Writer(Path(folder) / layer, CRS(METRES), features=sys.maxsize) as writer:
            ids = pa.array(gid).cast(pa.string())
            writer.write(pa.table({"gid": gid, "feature_id": ids, "geometry": pa.array(shapely.to_wkb(geoms))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
