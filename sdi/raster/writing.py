"""A part of a published raster as a file of its own, in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import MemoryFile

from sdi.model.raster import NODATA
from sdi.raster.environment import gdal
from sdi.raster.reading import Target


def geotiff(pixels: NDArray[Any], target: Target, *, cloud_optimized: bool) -> bytes:
    """GeoTIFF of what :func:`sdi.raster.reading.read` gave for ``target``; tiled and deflated."""
    heights = len(pixels) == 1
    profile: dict[str, Any] = {
        "driver": "GTiff", "width": target.columns, "height": target.rows, "count": len(pixels),
        "dtype": str(pixels.dtype), "crs": rasterio.CRS.from_epsg(target.epsg), "transform": target.transform,
        "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "predictor": 3 if heights else 2,
        "interleave": "band" if heights else "pixel",
    }  # fmt: skip
    profile |= {"nodata": NODATA} if heights else {"photometric": "RGB", "ALPHA": "NON-PREMULTIPLIED"}
    with gdal(), MemoryFile() as memory:
        with memory.open(**profile) as out:
            if not heights:
                out.colorinterp = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
            out.write(np.ascontiguousarray(pixels))
        if not cloud_optimized:
            return bytes(memory.getbuffer())
        with MemoryFile() as second:
            rasterio.shutil.copy(memory.name, second.name, driver="COG", COMPRESS="DEFLATE", PREDICTOR="YES")
            return bytes(second.getbuffer())
