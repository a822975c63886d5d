"""What the database knows of releases, as one audience may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from sdi.crs.names import name_of
from sdi.crs.operations import authority_crs
from sdi.model import Text
from sdi.model.record import Crs, Quality, Source


@dataclass(frozen=True)
class Came:
    """A release of a layer and where it came from; of what was computed, nothing but the moment is known.

    ``profile`` is the id of a source profile, None where there was no delivery. ``quality`` is known of the current
    release.
    """

    release: int
    published_at: Any
    profile: str | None
    received_at: Any
    sources: tuple[Source, ...]
    quality: Quality | None


_PROVENANCE = sql.SQL("""
SELECT layer, epoch, published_at, profile, received_at, sources, read, published, quarantined
FROM {provenance} ORDER BY layer, epoch DESC
""")

# Issues are many, and counted for what is current alone.
_QUALITY = sql.SQL("""
SELECT layer, epoch, ARRAY[accepted_pct, mended_pct, warned_pct]
FROM {quality} JOIN {collections} USING (layer, epoch) WHERE accepted_pct IS NOT NULL
""")


def read_facts(connection: psycopg.Connection[Any], schema: str) -> dict[str, list[Came]]:
    """Releases by layer, the newest first.

    Args:
        connection: That may read the schema.
        schema: Of an audience's views.
    """
    names = {name: sql.Identifier(schema, name) for name in ("provenance", "quality", "collections")}
    rows = connection.execute(_PROVENANCE.format(**names)).fetchall()
    good = {tuple(key): figures for *key, figures in connection.execute(_QUALITY.format(**names)).fetchall()}
    found: dict[str, list[Came]] = {}
    for layer, epoch, at, profile, received, sources, *numbers in rows:
        came = tuple(_source(one) for one in sources or ())
        quality = _quality(good.get((layer, epoch)), numbers)
        found.setdefault(layer, []).append(Came(epoch, at, profile, received, came, quality))
    return found


def _quality(figures: list[float] | None, numbers: list[int | None]) -> Quality | None:
    if figures is None:
        return None
    accepted, mended, warned = figures
    read, published, quarantined = numbers if numbers[0] is not None else (None, None, None)
    return Quality(
        accepted_pct=accepted, mended_pct=mended, warned_pct=warned,
        read=read, published=published, quarantined=quarantined,
    )  # fmt: skip


def crs_of(epsg: int) -> Crs:
    """A CRS as records tell it."""
    return Crs(epsg=epsg, name=Text(vi=name_of(epsg), en=authority_crs(epsg).name))


def _source(told: dict[str, Any]) -> Source:
    epsg = told.get("crs")
    return Source(
        form=told.get("form"),
        crs=crs_of(epsg) if epsg else None,
        operations=tuple(told.get("operations") or ()),
        operation_name=told.get("operation_name") or None,
        operation_accuracy_m=told.get("operation_accuracy_m"),
    )
