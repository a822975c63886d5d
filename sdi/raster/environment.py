"""GDAL as we let it work: no network, no files that a file points to, bounded memory."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import rasterio
from rasterio.errors import NotGeoreferencedWarning

CACHE_MB = 64
"""GDAL's cache of blocks, per process."""


@contextmanager
def gdal(**options: str | int) -> Iterator[None]:
    """Settings of GDAL for as long as the block runs.

    Files beside the one that is opened are not looked for (``.aux.xml``, ``.ovr``, ``.msk`` can name any other file or
    address), and a damaged JPEG is an error, where libjpeg would fill in grey.
    """
    with (
        warnings.catch_warnings(),
        rasterio.Env(
            GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR",
            GDAL_PAM_ENABLED="NO",
            CPL_VSIL_CURL_ALLOWED_EXTENSIONS=".none",
            GDAL_HTTP_MAX_RETRY=0,
            GDAL_ERROR_ON_LIBJPEG_WARNING="YES",
            GDAL_CACHEMAX=CACHE_MB,
            **options,
        ),
    ):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # plain pixels get their place later
        yield
