"""Cloud Optimized GeoTIFFs: written by GDAL's own driver, named by their content."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import rasterio
import rasterio.shutil

from sdi.raster.environment import gdal

BLOCK = 512
MEDIA_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized"


def write_cog(source: Path, target: Path, *, elevation: bool) -> None:
    """A copy as COG: tiles of 512 pixels, overviews down to one tile, deflate without loss.

    The same pixels give the same bytes. Overviews are averages; of what is not known they know nothing.
    """
    with gdal(GDAL_TIFF_INTERNAL_MASK="YES"):
        rasterio.shutil.copy(
            source, target, driver="COG", COMPRESS="DEFLATE", LEVEL=6, PREDICTOR="YES", BLOCKSIZE=BLOCK,
            OVERVIEWS="IGNORE_EXISTING", OVERVIEW_COMPRESS="DEFLATE", OVERVIEW_PREDICTOR="YES",
            OVERVIEW_RESAMPLING="BILINEAR" if elevation else "AVERAGE", BIGTIFF="IF_SAFER", NUM_THREADS=2,
        )  # fmt: skip


class RasterShelf:
    """The folder of an installation: ``<state>/rasters/<first two digits>/<SHA-256>.tif``, mode 0444."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "rasters"

    def path(self, sha256: str) -> Path:
        """Where a file lies."""
        return self.folder / sha256[:2] / f"{sha256}.tif"

    def keep(self, draft: Path) -> str:
        """Move a finished file of the same disk to its place; its name is its digest."""
        with draft.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        place = self.path(digest)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.chmod(0o444)
        draft.replace(place)
        return digest

    def draft(self) -> Path:
        """A name for a file that is being written; what begins with a dot is no release's."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.folder / f".{secrets.token_hex(8)}.tif"
