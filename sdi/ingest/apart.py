"""Files of strangers, read in a process of their own: a worker answers others meanwhile and needs no GDAL for it.

GDAL is C++, and what anybody may send to the public address was written by nobody we know. Here it may fall over a
file, fill its memory or never come back: its process ends, and who asked is told so.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
import shapely
import structlog

from sdi.errors import Refused, SdiError, UsageError
from sdi.ingest.limits import DEFAULT_LIMITS, MIB
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format, inspect, sniff
from sdi.model import Province
from sdi.wording import Wording, wording

_log = structlog.get_logger(__name__)

LIMITS = replace(DEFAULT_LIMITS, entries=100, total=64 * MIB, json_element=16 * MIB, batch_rows=1_000)

SECONDS = 30.0
"""A file that takes longer is given up."""

PRECHECKED = 64 * 1024
"""What is no JSON, and not longer than this, is refused at once: looking through it costs less than a process."""

DONE, TOLD = 0, 4
"""How the process ends: with the polygons, or with what is wrong with them."""


@dataclass(frozen=True)
class Asked:
    """What shall be read; see :func:`read_polygons`."""

    path: Path
    province: Province
    work: Path
    crs: int | None


def read_polygons(path: Path, province: Province, work: Path, crs: int | None = None) -> shapely.Geometry:
    """All polygons of a file as one geometry in the provincial CRS.

    Args:
        path: A file of any format that deliveries come in, or a ZIP.
        province: Whose CRS and datum operation hold.
        work: Where archives are unpacked meanwhile.
        crs: EPSG code that holds whatever the file says.

    Raises:
        Refused: The file cannot be read (rules FIL-…), takes too long, or the process fell over it (FIL-17).
        UsageError: It does not say its CRS, holds more layers than one, no polygons, or too many vertices.
    """
    named_json = path.suffix.lower() in (".json", ".geojson")
    if named_json and path.stat().st_size <= PRECHECKED and sniff(path, LIMITS) is Format.JSON:
        inspect(path, Format.JSON, LIMITS)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "sdi.ingest.polygon_file"],  # nothing of the folder that somebody is in
            input=pickle.dumps(Asked(path, province, work, crs)), capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise refused("FIL-17", wording("polygons.too_slow", file=path.name, seconds=SECONDS)) from None
    if done.returncode == DONE:
        return shapely.from_wkb(done.stdout)
    if done.returncode == TOLD:
        raise _error(**orjson.loads(done.stdout))
    _log.warning("polygons_unread", code=done.returncode, error=done.stderr.decode("utf-8", "replace")[-2000:])
    raise refused("FIL-17", wording("polygons.fell", file=path.name))


def _error(rule: str | None, said: Sequence[Sequence[str]]) -> SdiError:
    message, advice = (Wording(*texts) for texts in said)
    return UsageError(message, advice) if rule is None else Refused(message, advice, rule=rule)
