"""What the search and the click know of an edition: made once for it, and gone with it."""

from __future__ import annotations

from dataclasses import dataclass

from sdi.crs import Reprojector
from sdi.model import Audience, Layer
from sdi.search.looking import here_statement
from sdi.serve.editions import Edition
from sdi.serve.projection import Box
from sdi.serve.source import Source
from sdi.slip.declaration import SlipDeclaration, read_slip

_WGS84 = 4326


@dataclass(frozen=True)
class Knowledge:
    """Of one edition.

    Attributes:
        edition: Which.
        source: The connections of its audience.
        layers: Published ones with geometry of their own, in the order for people.
        slip: What slips tell, where there are any.
        here: The statement that asks all layers at a point; empty where nothing is published.
        degrees: West, south, east, north of the province.
    """

    edition: Edition
    source: Source
    layers: list[Layer]
    slip: SlipDeclaration | None
    here: bytes
    degrees: Box

    @classmethod
    def of(cls, edition: Edition, source: Source) -> Knowledge:
        """What can be known without the database."""
        layers = [edition.project.layers[name] for name in edition.collections if name in edition.project.layers]
        here = here_statement(layers, edition.audience, source.schema)
        province = edition.project.province
        degrees = Reprojector(province.crs, _WGS84, province.datum_operation).bounds(province.extent)
        return cls(edition, source, layers, read_slip(edition.project), here, degrees)

    @property
    def parcels(self) -> Layer | None:
        """The layer of parcels, where it is published."""
        return next((layer for layer in self.layers if layer.search and layer.search.parcel), None)

    @property
    def communes(self) -> Layer | None:
        """The layer of communes, where it is published."""
        return self.edition.layer(self.edition.project.province.reference.communes)


class SearchDesk:
    """Knowledge of the current edition of each audience.

    Args:
        sources: Connections of each audience.
    """

    def __init__(self, sources: dict[Audience, Source]) -> None:
        self._sources = sources
        self._known: dict[Audience, Knowledge] = {}

    def of(self, edition: Edition) -> Knowledge:
        """Of an edition."""
        known = self._known.get(edition.audience)
        if known is None or known.edition is not edition:
            known = self._known[edition.audience] = Knowledge.of(edition, self._sources[edition.audience])
        return known
