"""Where a project's layers come from: the OGC API, or PostGIS itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer

WGS84 = 4326


class Origin(Protocol):
    """What a project must know of where its layers come from."""

    @property
    def provider(self) -> str:
        """QGIS's name of what reads it."""

    @property
    def crs(self) -> int:
        """EPSG code of the coordinates that come."""

    @property
    def ids(self) -> str:
        """Field with the stable id of features."""

    @property
    def extra(self) -> tuple[str, ...]:
        """Fields that come before the declared ones."""

    def uri(self, layer: Layer) -> str:
        """The address of a layer, in the provider's words."""


@dataclass(frozen=True)
class Api:
    """The OGC API at a base URL; QGIS asks for what the window shows, in WGS 84."""

    base_url: str
    provider: str = "OAPIF"
    crs: int = WGS84
    ids: str = "id"
    extra: tuple[str, ...] = ("id",)

    def uri(self, layer: Layer) -> str:
        """The collection."""
        window = " restrictToRequestBBOX='1'" if layer.overlays_of is None else ""
        return f"url='{self.base_url}' typename='{layer.id}'{window} pageSize='1000'"


@dataclass(frozen=True)
class Postgis:
    """The views of an audience. No login stands in the file: QGIS asks for it, or libpq knows it (``pgpass``)."""

    host: str
    port: str
    dbname: str
    audience: Audience
    crs: int
    provider: str = "postgres"
    ids: str = "feature_id"
    extra: tuple[str, ...] = ("gid", "feature_id")

    def uri(self, layer: Layer) -> str:
        """The view."""
        place = f"dbname='{self.dbname}' host={self.host} port={self.port} key='gid' checkPrimaryKeyUnicity='0'"
        table = f'table="{SCHEMAS[self.audience]}"."{layer.id}"'
        if layer.overlays_of is not None:
            return f"{place} {table}"
        return f"{place} srid={self.crs} type={layer.geometry} {table} (geom)"
