"""Who answers for layers, and what themes group them: the files in ``catalog/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from sdi.model import Text
from sdi.model.base import Declaration
from sdi.model.catalog_file import read_catalog_file
from sdi.model.catalogue import Cataloguing


class Office(Declaration):
    """An office that owns layers. Never a person; what it has not published is absent."""

    name: Text
    role: Text | None = None
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None


class Theme(Declaration):
    """A theme of layers; low ``order`` comes first."""

    order: int = 1000
    title: Text


class Named(Declaration):
    """A name on the map, at a place in CRS84."""

    title: Text
    at: tuple[float, float]


class Archipelago(Named):
    """Islands that belong on every map of the country: to what they belong, and where they lie (CRS84)."""

    belongs: Text
    islands: list[tuple[float, float]]


class Look(Declaration):
    """How a layer of the map is shown at first: opacity in percent, and whether by its outlines alone."""

    opacity: int = Field(100, ge=10, le=100)
    outline: bool = False


class Portal(Declaration):
    """What the map page begins with; ``shown`` are the layers that are on at first sight."""

    shown: dict[str, Look] = {}
    examples: list[str] = []
    sea: Named | None = None
    archipelagos: list[Archipelago] = []


@dataclass(frozen=True)
class Catalog:
    """Organisation-level metadata of a project, by id."""

    offices: dict[str, Office] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    portal: Portal = Portal()
    cataloguing: Cataloguing = Cataloguing()

    def office(self, name: str) -> Text:
        """Name of an office; its id when nobody described it."""
        return self.offices[name].name if name in self.offices else Text(vi=name)

    def theme(self, name: str) -> Theme:
        """A theme; its id as title when nobody described it."""
        return self.themes.get(name) or Theme(title=Text(vi=name))


def read_catalog(directory: Path) -> Catalog:
    """The catalogue of a project's directory; absent files are an empty catalogue.

    Raises:
        UsageError: A file is not what it should be; names the file and what is wrong.
    """
    folder = directory / "catalog"
    return Catalog(
        offices=read_catalog_file(folder / "contacts.yml", dict[str, Office]) or {},
        themes=read_catalog_file(folder / "themes.yml", dict[str, Theme]) or {},
        portal=read_catalog_file(folder / "portal.yml", Portal) or Portal(),
        cataloguing=read_catalog_file(folder / "catalogue.yml", Cataloguing) or Cataloguing(),
    )
