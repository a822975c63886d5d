"""A coordinate reference system in the words of PROJ.4, for software that knows no registry (proj4js in a browser)."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

from sdi.crs.operations import CrsError, Reprojector, authority_crs

WGS84 = 4326

_HELMERT = ("x", "y", "z", "rx", "ry", "rz", "s")


@lru_cache
def proj4_text(epsg: int, datum_operation: str | None) -> str:
    """The definition, with the pinned datum operation to WGS 84 as ``+towgs84`` (metres, seconds of arc, ppm).

    Args:
        epsg: A projected or geographic CRS.
        datum_operation: As :class:`~sdi.crs.operations.Reprojector` takes it.

    Raises:
        CrsError: The code is unknown, or the operation cannot be told in seven parameters.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # pyproj warns that the datum is lost: it is added below
        text = authority_crs(epsg).to_proj4()
    kept = [word for word in text.split() if not word.startswith(("+datum=", "+towgs84=", "+type=", "+no_defs"))]
    if not any(word.startswith(("+ellps=", "+a=")) for word in kept):
        ellipsoid = authority_crs(epsg).ellipsoid
        assert ellipsoid is not None
        kept += [f"+a={ellipsoid.semi_major_metre}", f"+rf={ellipsoid.inverse_flattening}"]
    seven = ",".join(f"{number:.12g}" for number in _seven(Reprojector(epsg, WGS84, datum_operation)))
    return " ".join([*kept, f"+towgs84={seven}", "+no_defs"])


def _seven(reprojector: Reprojector) -> list[float]:
    """Shifts, rotations in the sense of a position vector, and scale of what a pipeline does to the datum."""
    steps = reprojector.operation.pipeline.split("step")
    helmert = [step for step in steps if "proj=helmert" in step]
    if len(helmert) > 1 or any("grid" in step for step in steps):
        raise CrsError(f"Phép chuyển {'+'.join(reprojector.operation.codes)} không viết được bằng bảy tham số.")
    if not helmert:
        return [0.0] * 7
    given = dict(re.findall(r"(\w+)=(\S+)", helmert[0]))
    values = [float(given.get(name, 0.0)) for name in _HELMERT]
    if given.get("convention") == "coordinate_frame":
        values[3:6] = [-value for value in values[3:6]]
    return values
