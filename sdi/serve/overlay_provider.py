"""The provider of a table of overlays: rows are found by base feature, and cut out when their geometry is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
import shapely
from psycopg import sql

from sdi.overlay.request import Key
from sdi.serve.provider import PostgisProvider
from sdi.serve.values import Values, valid_at

_DIGITS = 19
"""A number with fewer digits is a ``bigint``."""


class OverlayProvider(PostgisProvider):
    """Reads one table of overlays for one audience.

    Pages are in the order of the base feature, for which there is an index, then of ``gid``. Of what view columns
    mean, see :mod:`sdi.db.overlays`.

    Args:
        provider_def: A provider of :func:`sdi.publish.configuration.pygeoapi_config`.
    """

    # Named so that ORDER BY gid means the number.
    _id = sql.SQL('gid::text AS "#id"')

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        self._base = sql.Identifier(self._layer.base_id)
        self._geometry = sql.SQL("ARRAY[{}, layer, kind, feature_id]").format(self._base)
        self._page_order = sql.SQL("{}, gid").format(self._base)

    def _identified(self, identifier: str, values: Values) -> sql.Composable:
        known = identifier.isascii() and identifier.isdigit() and len(identifier) < _DIGITS
        gid = int(identifier) if known else -1
        return sql.SQL("stored = {} AND gid = {}").format(values.bind(gid // 2), values.bind(gid))

    def _neighbours(
        self, connection: psycopg.Connection[Any], row: tuple[Any, ...], epoch: int
    ) -> tuple[str | None, str | None]:
        values = Values()
        at = {"base": self._base, "here": values.bind(row[2][0]), "gid": values.bind(row[0])}
        parts = {"view": self._view, "valid": valid_at(epoch, values), "id": self._id} | at
        statement = sql.SQL(
            "SELECT (SELECT {id} FROM {view} WHERE {valid} AND {base} <= {here} AND ({base} < {here} OR gid < {gid})"
            " ORDER BY {base} DESC, gid DESC LIMIT 1),"
            " (SELECT {id} FROM {view} WHERE {valid} AND {base} >= {here} AND ({base} > {here} OR gid > {gid})"
            " ORDER BY {base}, gid LIMIT 1)"
        ).format(**parts)
        return connection.execute(statement, values).fetchone() or (None, None)

    def _geometries(
        self, connection: psycopg.Connection[Any], rows: Sequence[tuple[Any, ...]]
    ) -> Sequence[shapely.Geometry | None]:
        return self._source.overlays(self._layer).cut(connection, [Key(*row[2]) for row in rows])

    def _meets(self, area: sql.Composable, epoch: int, values: Values) -> sql.Composable:
        """A row lies where its base feature lies."""
        assert self._layer.overlays_of is not None
        return sql.SQL("{} IN (SELECT feature_id FROM {} WHERE {} AND ST_Intersects(geom, {}))").format(
            self._base, self._view_of(self._layer.overlays_of), valid_at(epoch, values), area
        )
