"""What a slip needs from the database: rows of the audience's own views at one epoch, on one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
import shapely
from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.db.names import short_name
from sdi.model import Layer

_SQL = Path(__file__).parent / "sql"

Open = Callable[[], AbstractContextManager[Connection]]
"""Opens a connection of the audience on which all statements see the same moment."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Release:
    """From which release a layer answers."""

    epoch: int
    published: datetime


@dataclass(frozen=True)
class Feature:
    """A feature: its stable id, the fields that were asked for, its geometry in the provincial CRS."""

    id: str
    fields: dict[str, Any]
    geometry: shapely.Geometry


@dataclass(frozen=True)
class Wanted:
    """What is asked of one layer: fields that the audience may see, and a box in m."""

    layer: Layer
    fields: Sequence[str]
    box: Box


class Reading:
    """One snapshot, at one epoch.

    Args:
        connection: Of the audience.
        schema: Its schema of views.
        srid: EPSG code of the provincial CRS.
        epoch: Of all answers.
    """

    def __init__(self, connection: Connection, schema: str, srid: int, epoch: int) -> None:
        self._connection = connection
        self._schema = schema
        self._srid = srid
        self.epoch = epoch

    def releases(self) -> dict[str, Release]:
        """By layer; a layer that is not there has no release yet, or is not for this audience."""
        query = statement("releases", _SQL, view=sql.Identifier(self._schema, "releases"))
        rows = self._connection.execute(query, {"epoch": self.epoch}).fetchall()
        return {layer: Release(epoch, at) for layer, epoch, at in rows}

    def base(self, layer: Layer, identifier: str, fields: Sequence[str]) -> Feature | None:
        """A feature by its id."""
        query = statement("base", _SQL, columns=_columns(fields), view=self._versions(layer.id))
        values = {"id": identifier.replace("\0", ""), "epoch": self.epoch}
        row = self._connection.execute(query, values).fetchone()
        return None if row is None else Feature(identifier, _plain(fields, row[:-1]), shapely.from_wkb(row[-1]))

    def near(self, wanted: Iterable[Wanted]) -> dict[str, list[Feature]]:
        """Features whose boxes meet the box, by layer in the order of their gid; all layers in one round trip."""
        asked = []
        with self._connection.pipeline():
            for one in wanted:
                values = (self.epoch, *one.box, self._srid)
                cursor = psycopg.RawCursor(self._connection)
                query = _near(self._schema, one.layer.id, tuple(one.fields))
                asked.append((one, cursor.execute(query, values, binary=True)))
        found = {}
        for one, cursor in asked:
            rows = cursor.fetchall()
            geometries = shapely.from_wkb(np.array([row[-1] for row in rows], dtype=object))
            found[one.layer.id] = [
                Feature(row[0], _plain(one.fields, row[1:-1]), geometry)
                for row, geometry in zip(rows, geometries, strict=True)
            ]
        return found

    def covers(self, layer: str, communes: str, code_field: str, code: str) -> bool:
        """Whether anything of the layer lies in a commune."""
        parts = {"communes": self._versions(communes), "view": self._versions(layer)}
        query = statement("covered", _SQL, code=sql.Identifier(code_field), **parts)
        row = self._connection.execute(query, {"code": code, "epoch": self.epoch}).fetchone()
        return row == (True,)

    def former(self, layer: str, feature: Feature) -> list[tuple[str, int, float]]:
        """Ids that are gone, the epoch at which they ended, and how much of the feature they covered, in m²."""
        values = {"geom": shapely.to_wkb(feature.geometry), "srid": self._srid, "epoch": self.epoch, "id": feature.id}
        query = statement("former", _SQL, view=self._versions(layer))
        return self._connection.execute(query, values).fetchall()

    def published(self, epoch: int, zone: ZoneInfo) -> str:
        """When an epoch was published, as ISO text."""
        query = sql.SQL("SELECT min(at) FROM {} WHERE epoch = %s").format(sql.Identifier(self._schema, "publications"))
        row = self._connection.execute(query, (epoch,)).fetchone()
        return row[0].astimezone(zone).isoformat(timespec="seconds") if row and row[0] else ""

    def known(self, layer: str, identifiers: Sequence[str]) -> list[str]:
        """Those of the ids that are there."""
        query = statement("known", _SQL, view=self._versions(layer))
        rows = self._connection.execute(query, {"ids": list(identifiers), "epoch": self.epoch}).fetchall()
        return [row[0] for row in rows]

    def successors(self, layer: str, identifier: str) -> list[str]:
        """Ids of what lies where a feature lay that is gone."""
        query = statement("successors", _SQL, view=self._versions(layer))
        rows = self._connection.execute(query, {"id": identifier.replace("\0", ""), "epoch": self.epoch}).fetchall()
        return [row[0] for row in rows]

    def values(self, layer: str, field: str) -> list[str]:
        """All values of a field of a small layer."""
        query = sql.SQL("SELECT {field} FROM {view} WHERE r0 <= %(n)s AND r1 > %(n)s AND {field} IS NOT NULL").format(
            field=sql.Identifier(field), view=self._versions(layer)
        )
        return [row[0] for row in self._connection.execute(query, {"n": self.epoch}).fetchall()]

    def _versions(self, layer: str) -> sql.Identifier:
        return sql.Identifier(self._schema, short_name(f"{layer}_versions"))


@lru_cache(1_000)
def _near(schema: str, layer: str, fields: tuple[str, ...]) -> bytes:
    view = sql.Identifier(schema, short_name(f"{layer}_versions"))
    return statement("near", _SQL, columns=_columns(fields), view=view).as_bytes()


def _columns(fields: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, fields)) if fields else sql.SQL("NULL")


def _plain(fields: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """Days as ISO text, as JSON has them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in zip(fields, values, strict=False)
    }
