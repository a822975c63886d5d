"""What the database knows of releases, as one audience may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from sdi.crs.names import name_of
from sdi.model.record import Crs, Quality, Source


@dataclass(frozen=True)
class Came:
    """A release of a layer and where it came from; of what was computed, nothing but the moment is known.

    ``profile`` is the id of a source profile. Both are None where there was no delivery.
    """

    release: int
    published_at: Any
    profile: str | None
    received_at: Any
    sources: tuple[Source, ...]
    quality: Quality | None


def read_facts(connection: psycopg.Connection[Any], schema: str) -> dict[str, list[Came]]:
    """Releases by layer, the newest first.

    Args:
        connection: That may read the schema.
        schema: Of an audience's views.
    """
    rows = connection.execute(
        sql.SQL(
            "SELECT layer, epoch, published_at, profile, received_at, sources, read, published, quarantined,"
            " accepted_pct, mended_pct, warned_pct"
            " FROM {provenance} LEFT JOIN {quality} USING (layer, epoch) ORDER BY layer, epoch DESC"
        ).format(provenance=sql.Identifier(schema, "provenance"), quality=sql.Identifier(schema, "quality"))
    ).fetchall()
    found: dict[str, list[Came]] = {}
    for layer, epoch, at, profile, received, sources, read, published, quarantined, accepted, mended, warned in rows:
        quality = None
        if accepted is not None:
            numbers = {"read": read, "published": published, "quarantined": quarantined} if read is not None else {}
            quality = Quality(accepted_pct=accepted, mended_pct=mended, warned_pct=warned, **numbers)
        came = tuple(_source(one) for one in sources or ())
        found.setdefault(layer, []).append(Came(epoch, at, profile, received, came, quality))
    return found


def _source(told: dict[str, Any]) -> Source:
    epsg = told.get("crs")
    return Source(
        form=told.get("form"),
        crs=Crs(epsg=epsg, name=name_of(epsg)) if epsg else None,
        operations=tuple(told.get("operations") or ()),
        operation_name=told.get("operation_name") or None,
        operation_accuracy_m=told.get("operation_accuracy_m"),
    )
