"""``/open-data``: every published layer as files, with licence, quality and history, and its differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.model import Layer
from sdi.publish.catalog import Theme
from sdi.publish.configuration import CATALOGUE, Collection
from sdi.serve.downloads import Downloads, enclosures, offered
from sdi.serve.problems import Problem
from sdi.serve.site.asking import Asked
from sdi.serve.site.kept import Ask
from sdi.text import fold
from sdi.wording import wording


@dataclass(frozen=True)
class Release:
    """A state of a layer that can still be read, with the features that the audience saw."""

    epoch: int
    published_at: datetime
    count: int


@dataclass(frozen=True)
class Quality:
    """Of the delivery that brought the current release: percent of what was delivered."""

    accepted_pct: float
    mended_pct: float
    warned_pct: float


@dataclass(frozen=True)
class Dataset:
    """A layer as people take it home."""

    layer: Layer
    now: Collection
    files: list[dict[str, Any]]
    releases: list[Release]
    quality: Quality | None


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/open-data", open_data), Route("/open-data/{collection}", dataset)]


async def open_data(request: Request) -> Response:
    """All layers."""
    return await run_in_threadpool(_open_data, Asked.of(request, "q"))


async def dataset(request: Request) -> Response:
    """One layer: its files, its history, what has changed since each release."""
    return await run_in_threadpool(_dataset, Asked.of(request), request.path_params["collection"])


def _open_data(asked: Asked) -> Response:
    words = asked.request.query_params.get("q", "").replace("\0", "")
    wanted = fold(words).split()
    found = [
        one for one in _datasets(asked)
        if all(word in fold(f"{one.layer.title.vi} {one.layer.title.en or ''} {one.layer.id}") for word in wanted)
    ]  # fmt: skip
    groups: dict[str, list[Dataset]] = {}
    for one in found:
        groups.setdefault(one.layer.theme, []).append(one)
    themes: list[tuple[Theme, list[Dataset]]] = [(asked.catalog.theme(name), group) for name, group in groups.items()]
    themes.sort(key=lambda pair: pair[0].order)
    document = {
        "count": len(found),
        "licence": asked.catalog.cataloguing.licence.title.get(asked.language),
        "datasets": [_told(asked, one) for _, group in themes for one in group],
    }
    return asked.answer("open_data.html", document, themes=themes, words=words)


def _dataset(asked: Asked, name: str) -> Response:
    one = next((found for found in _datasets(asked) if found.layer.id == name), None)
    if one is None:
        raise Problem(404, wording("problems.no_collection"))
    most = max([release.count for release in one.releases], default=0)
    return asked.answer("dataset.html", _told(asked, one), one=one, most=most, since=_since(one, asked.language))


def _datasets(asked: Asked) -> Iterator[Dataset]:
    """What is published, in the order for people."""
    collections = asked.edition.collections
    [releases, quality] = asked.rows(
        Ask("releases", ("releases", *collections)), Ask("quality", ("quality", *collections))
    )
    files: Downloads = asked.request.app.state.downloads
    judged = {(row[0], row[1]): Quality(*row[2:]) for row in quality}
    for name, now in collections.items():
        layer = asked.project.collections[name]
        yield Dataset(
            layer,
            now,
            enclosures(files, asked.edition, layer, asked.language),
            [Release(*row[1:]) for row in releases if row[0] == name],
            judged.get((name, now.epoch)),
        )


def _since(one: Dataset, language: str) -> list[tuple[Release, list[tuple[str, str]]]]:
    """Releases before the current one, each with the addresses of what has changed since: title and path."""
    if one.layer.overlays_of:
        return [(release, []) for release in one.releases]
    home = f"/api/collections/{one.layer.id}"
    found = []
    for release in one.releases:
        links = []
        if release.epoch < one.now.epoch:
            links = [
                (form.title.get(language), f"{home}/downloads/{one.layer.id}.{form.suffix}?since={release.epoch}")
                for form in offered(one.layer)
                if form.name in ("gpkg", "csv")
            ]
            links.append(("JSON", f"{home}/changes?since={release.epoch}"))
        found.append((release, links))
    return found


def _told(asked: Asked, one: Dataset) -> dict[str, Any]:
    """As a JSON document has it."""
    layer = one.layer
    return {
        "id": layer.id,
        "title": layer.title.get(asked.language),
        "description": layer.abstract.get(asked.language) if layer.abstract else None,
        "theme": layer.theme,
        "publisher": asked.catalog.office(layer.owner).get(asked.language),
        "licence": asked.catalog.cataloguing.licence.title.get(asked.language),
        "features": one.now.feature_count,
        "release": one.now.epoch,
        "issued": one.now.published_at.isoformat(),
        "crs": asked.project.province.crs,
        "bbox": one.now.bbox,
        "accuracy_m": None if layer.overlays_of else layer.accuracy_m,
        "quality": vars(one.quality) if one.quality else None,
        "distributions": [
            {"title": file["title"], "media_type": file["type"], "href": file["href"], "size_bytes": file.get("length")}
            for file in one.files
        ],
        "releases": [
            {
                "release": release.epoch,
                "issued": release.published_at.isoformat(),
                "features": release.count,
                "changes": f"{asked.root}/api/collections/{layer.id}/changes?since={release.epoch}"
                if not layer.overlays_of and release.epoch < one.now.epoch
                else None,
            }
            for release in one.releases
        ],
        "collection": f"{asked.edition.base_url}/collections/{layer.id}",
        "record": f"{asked.edition.base_url}/collections/{CATALOGUE}/items/{layer.id}",
        "href": f"{asked.root}/open-data/{layer.id}",
    }
