"""What every page of the site does first and last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import numpy as np
import orjson
import shapely
from starlette.requests import Request
from starlette.responses import Response

from sdi.model import Field, Layer, Project
from sdi.publish.catalog import Catalog
from sdi.publish.configuration import CRS84
from sdi.publish.documents import DocumentShelf
from sdi.serve import caching
from sdi.serve.editions import Edition
from sdi.serve.negotiation import begin, language
from sdi.serve.pages import render
from sdi.serve.problems import Problem
from sdi.serve.projection import Box
from sdi.serve.site.declaration import Site, read_site
from sdi.serve.site.kept import Ask, Kept, Row
from sdi.serve.source import Source
from sdi.slip.declaration import tells_slips
from sdi.wording import LANGUAGES, wording


class SiteDesk:
    """What the pages of one worker share: the declaration of a state of the project, kept answers, documents.

    Args:
        state_dir: Of the installation.
    """

    def __init__(self, state_dir: Path) -> None:
        self.kept = Kept()
        self.shelf = DocumentShelf(state_dir)
        self._site: tuple[str, Site | None] | None = None

    def site(self, edition: Edition) -> Site:
        """What is declared.

        Raises:
            Problem: 404, the project has no such pages.
        """
        found = self.declared(edition)
        if found is None:
            raise Problem(404, wording("problems.no_page"))
        return found

    def declared(self, edition: Edition) -> Site | None:
        """The same; None when the project has no such pages."""
        if self._site is None or self._site[0] != edition.version:
            self._site = (edition.version, read_site(edition.project))
        return self._site[1]


@dataclass(frozen=True)
class Asked:
    """A question for a page.

    Attributes:
        request: As it came.
        edition: What who asks may see.
        form: "html" or "json".
        language: "vi" or "en".
        site: What is declared.
    """

    request: Request
    edition: Edition
    form: str
    language: str
    site: Site

    @classmethod
    def of(cls, request: Request, *parameters: str) -> Asked:
        """Check a question. A page is the answer unless JSON is asked for.

        Raises:
            Problem: Unknown key, format or parameter; no such pages.
        """
        edition, form = begin(request, parameters=parameters)
        if "f" not in request.query_params and "application/json" not in request.headers.get("accept", ""):
            form = "html"
        desk: SiteDesk = request.app.state.site
        return cls(request, edition, form, language(request, form), desk.site(edition))

    @property
    def project(self) -> Project:
        """The declarations."""
        return self.edition.project

    @property
    def catalog(self) -> Catalog:
        """Offices and themes."""
        return self.edition.catalog

    @property
    def today(self) -> date:
        """The day in the province."""
        return datetime.now(self.project.province.zone).date()

    @property
    def source(self) -> Source:
        """What this audience can read."""
        source: Source = self.request.app.state.editions.sources[self.edition.audience]
        return source

    @property
    def root(self) -> str:
        """Address of the site without a trailing slash."""
        return self.edition.base_url.removesuffix("/api")

    def rows(self, *asks: Ask) -> list[list[Row]]:
        """Answers of the database, of one moment; blocks."""
        desk: SiteDesk = self.request.app.state.site
        return desk.kept.rows(self.edition, self.source, *asks)

    def layer(self, name: str) -> Layer | None:
        """A layer that this audience is shown, if it is published."""
        return self.edition.layer(name)

    def field(self, layer: str, name: str | None) -> Field | None:
        """A field that this audience is shown."""
        return self.project.layers[layer].fields_for(self.edition.audience).get(name) if name else None

    def seen(self, layer: str, names: Iterable[str | None]) -> dict[str, str | None]:
        """Names of fields, None where this audience does not see them."""
        return {name: name if self.field(layer, name) else None for name in names if name}

    def code(self, layer: str, field: str | None, value: str | None) -> str | None:
        """What a code means, in the language of the page; the code itself where nobody knows."""
        declared = self.project.layers[layer].fields[field].codes if field else None
        if value is None or declared is None:
            return value
        known = self.project.codes[declared].codes.get(value)
        return known.title(self.language) if known else value

    def colour(self, layer: str, field: str | None, value: str | None) -> str | None:
        """The colour of a code."""
        declared = self.project.layers[layer].fields[field].codes if field else None
        known = self.project.codes[declared].codes.get(value or "") if declared else None
        return known.color if known else None

    def box(self, box: Box | None) -> Box | None:
        """A box of the provincial CRS as west, south, east, north in degrees, to about a metre."""
        if box is None or None in box:
            return None
        flat = self.source.projections[CRS84].flat(np.array([shapely.box(*box)], dtype=object))
        west, south, east, north = flat[0].bounds
        return round(float(west), 5), round(float(south), 5), round(float(east), 5), round(float(north), 5)

    def map_link(self, layer: str, feature: str) -> str:
        """Address of the map that shows a feature."""
        query = "" if self.language == LANGUAGES[0] else f"?lang={self.language}"
        return f"{urlsplit(self.root).path}/{query}#feature={layer}/{quote(feature, safe='')}"

    @property
    def tells_slips(self) -> bool:
        """Whether there are planning slips."""
        return tells_slips(self.project)

    def communes(self) -> dict[str, str]:
        """Names of the published communes, by code."""
        reference = self.project.province.reference
        layer = self.layer(reference.communes)
        title = next((name for name, field in layer.fields.items() if field.role == "title"), None) if layer else None
        if title is None:
            return {}
        names = {"code": reference.commune_code, "name": title}
        [rows] = self.rows(Ask("names", (reference.communes,), tuple(names.items())))
        return dict(rows)

    def answer(self, template: str, document: dict[str, Any], **context: Any) -> Response:
        """The document as JSON, or the page that ``templates/site/<template>`` makes of it and of ``context``."""
        if self.form == "json":
            body = orjson.dumps(document, default=str)
            media_type = "application/json"
        else:
            page = render(
                self.request, f"site/{template}", edition=self.edition, headers={"Content-Language": self.language},
                document=document, asked=self, **context,
            )  # fmt: skip
            body, media_type = bytes(page.body), "text/html"
        return caching.answered(self.request, body, media_type, self.language)
