"""Features: ``/items``, one of them, and ``/search``.

pygeoapi describes collections; their features are served by routes of our own. Through its request path a page is a
dictionary per feature, dumped one by one (its issue 964), with an exact count for each page (1969), offsets that read
what they pass over, unknown parameters taken without a word, and neither tags nor conditional requests (1591). Its
provider plugin answers by the same questions and statements (:mod:`sdi.serve.provider`).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sdi.publish.configuration import DEFAULT_ITEMS, Collection, crs_uri
from sdi.serve import caching, cql2, limits
from sdi.serve.editions import Edition
from sdi.serve.exports import export
from sdi.serve.formats import FORMATS
from sdi.serve.geojson import FeatureWriter
from sdi.serve.negotiation import begin, language, require_known
from sdi.serve.pages import render
from sdi.serve.problems import Problem
from sdi.serve.question import PARAMETERS, Place, Question, read_question
from sdi.serve.reading import Piece, Reader, reader
from sdi.serve.rendered import Rendered, serves
from sdi.serve.source import Source
from sdi.wording import wording

GEOJSON = "application/geo+json"

HELD_BYTES = 4 * 1024 * 1024
"""An answer up to this size is sent as a whole, with its length; a longer one streams."""

FILES = tuple(name for name in FORMATS if name != "geojson")
"""Formats of files in which matching features can be had; GeoJSON is the page itself."""

TABLES = ", ".join(name for name, form in FORMATS.items() if form.tables)
"""Those that can hold rows without geometry, as people read it."""

_ALL = 2**31 - 1
"""A page as long as this has everything."""


def routes() -> list[Route]:
    """Routes of features, relative to the root of the application."""
    one = "/api/collections/{collection}"
    return [
        Route(f"{one}/items", items, methods=["GET", "OPTIONS"]),
        Route(one + "/items/{item:path}", item, methods=["GET", "OPTIONS"]),
        Route(f"{one}/search", search, methods=["POST"]),
    ]


async def items(request: Request) -> Response:
    """Features of a collection."""
    if request.method == "OPTIONS":
        return options()
    name = request.path_params["collection"]
    edition: Edition = request.app.state.edition(request)
    known = edition.known.tag(request)
    if known and caching.has(request, known):
        return caching.not_modified(request, known)
    source, layer = _source(request, edition), edition.layer(name)
    reads = reader(source, layer) if layer else None
    edition, form = begin(request, "jsonld", *FILES, parameters=(*PARAMETERS, *(reads.fields if reads else ())))
    assert layer is not None and reads is not None
    given = {key: value for key, value in request.query_params.items() if key not in ("f", "lang")}
    parameters = _cut_when_asked(given) if layer.overlays_of else given
    question = read_question(parameters, layer, reads.fields, source.projections)
    etag = _tag(request, edition, form, question.place.release if question.place else edition.collections[name].epoch)
    if caching.has(request, etag):
        edition.known.remember(request, etag)
        return caching.not_modified(request, etag)
    return await _ask(request, edition, form, source, question)


async def search(request: Request) -> Response:
    """Features of a collection by a question in the body: for filters that are too long for an address.

    The body is a JSON object with the parameters of ``/items``; ``filter`` may be CQL2 JSON as it is.
    """
    name = request.path_params["collection"]
    edition, form = begin(request, "jsonld", *FILES)
    layer = edition.require(name)
    source = _source(request, edition)
    fields = reader(source, layer).fields
    given = _in_words(await _body(request))
    require_known(given, {*PARAMETERS, *fields})
    request.state.search = given
    parameters = _cut_when_asked(given) if layer.overlays_of else given
    question = read_question(parameters, layer, fields, source.projections, longest_filter=limits.FILTER_BODY)
    answer = await _ask(request, edition, form, source, question)
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _body(request: Request) -> dict[str, Any]:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > 2 * limits.FILTER_BODY:
            raise Problem(413, wording("questions.body_too_large", most=2 * limits.FILTER_BODY))
    try:
        document = orjson.loads(bytes(content))
    except orjson.JSONDecodeError as error:
        raise Problem(400, wording("questions.body_no_json")) from error
    if not isinstance(document, dict):
        raise Problem(400, wording("questions.body_no_object"))
    return document


def _in_words(document: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as an address would have them."""
    found: dict[str, str] = {}
    for name, value in document.items():
        match value:
            case dict() | list() if name == "filter":
                found[name] = cql2.written(value)
                found.setdefault("filter-lang", str(document.get("filter-lang", "cql2-json")))
            case bool():
                found[name] = str(value).lower()
            case str() | int() | float():
                found[name] = str(value)
            case list() if all(isinstance(part, str | int | float) for part in value):
                found[name] = ",".join(map(str, value))
            case _:
                raise Problem(400, wording("questions.body_wrong_type", name=name))
    return found


async def _ask(request: Request, edition: Edition, form: str, source: Source, question: Question) -> Response:
    """The answer to a question, all of it of one release."""
    name = request.path_params["collection"]
    if form in FILES and not question.hits:
        return await _file(request, edition, form, question)
    form = "json" if form in FILES else form
    layer = edition.project.collections[name]
    reads = reader(source, layer)
    if not question.hits:
        rendered = request.app.state.renderings.of(edition, layer)
        page = _rendered_page(rendered, reads, question, edition.collections[name]) if rendered else None
        page = page or await _begin(reads, question, edition.collections[name])
        return await _answer(request, edition, form, page)
    release, matched = await reads.count(question, edition.collections[name])
    if release != edition.collections[name].epoch:  # our edition is being replaced
        found = await run_in_threadpool(reads.at_length, question)
        release, matched = found.state.epoch, found.matched
    body = b'{"type":"FeatureCollection","features":[],' + _ending(request, edition, matched, 0, None)
    return _respond(request, edition, form, body, question, _tag(request, edition, form, release))


async def _file(request: Request, edition: Edition, form: str, question: Question) -> Response:
    """What matches in the format of a file; a page of it only if the client says how long."""
    layer = edition.project.collections[request.path_params["collection"]]
    given: Mapping[str, str] = getattr(request.state, "search", request.query_params)
    if layer.overlays_of and (question.geometry or not FORMATS[form].tables):
        raise Problem(400, wording("questions.no_cut_in_file", offered=TABLES))
    if not question.geometry and not FORMATS[form].tables:
        raise Problem(400, wording("questions.no_geometry_in_file", asked=form, offered=TABLES))
    if "limit" not in given:
        question = replace(question, limit=_ALL)
    if form == "dxf" and "crs" not in given:  # a drawing does not say in which CRS it is: metres, as everybody draws
        question = replace(question, crs=crs_uri(edition.project.province.crs))
    source, state = _source(request, edition), edition.collections[layer.id]
    disposition = {"Content-Disposition": f'attachment; filename="{layer.id}.{FORMATS[form].suffix}"'}
    if request.method == "HEAD":  # what can be told without writing the file; its length cannot
        release, matched = await reader(source, layer).counted(question, state)
        headers = _headers(request, edition, form, question, _tag(request, edition, form, release)) | disposition
        heading = Response(headers=headers | _matched(matched), media_type=FORMATS[form].media_type)
        del heading.headers["Content-Length"]
        return heading
    folder = request.app.state.desk.work
    made = await run_in_threadpool(export, source, layer, question, state, form, folder)
    headers = _headers(request, edition, form, question, _tag(request, edition, form, made.release)) | disposition
    headers |= {"OGC-NumberReturned": str(made.returned)} | _matched(made.matched)
    seen = made.returned + (question.place.seen if question.place else question.offset)
    if made.last and made.returned == question.limit and (made.matched is None or seen < made.matched):
        cursor = Place(made.release, made.matched, seen, *made.last).cursor(question.walk)
        headers["Link"] = f'<{_here(request, edition, cursor)}>; rel="next"; type="{FORMATS[form].media_type}"'
    return made.response(headers, FORMATS[form].media_type)


def _matched(number: int | None) -> dict[str, str]:
    """How many features match, where it was counted."""
    return {} if number is None else {"OGC-NumberMatched": str(number)}


async def item(request: Request) -> Response:
    """One feature by its stable id."""
    if request.method == "OPTIONS":
        return options()
    name, identifier = request.path_params["collection"], request.path_params["item"]
    edition, form = begin(request, "jsonld", parameters=("crs",))
    layer = edition.require(name)
    source = _source(request, edition)
    given = {key: value for key, value in request.query_params.items() if key == "crs"}
    reads = reader(source, layer)
    question = read_question(given, layer, reads.fields, source.projections)
    etag = _tag(request, edition, form, edition.collections[name].epoch)
    if caching.has(request, etag):
        edition.known.remember(request, etag)
        return caching.not_modified(request, etag)
    rendered = request.app.state.renderings.of(edition, layer)
    feature = rendered.feature(identifier) if rendered and serves(reads, question, rendered.release) else None
    if feature is None:
        if reads.computes_geometry:
            found = await run_in_threadpool(reads.item_at_length, identifier)
        else:
            found = await reads.item(identifier)
        if not found.rows:
            raise Problem(404, wording("problems.no_item"))
        feature, etag = _written(reads.writer(question), found.rows), _tag(request, edition, form, found.release)
    home = _home(edition, name)
    here = f"{home}/items/{quote(identifier, safe='')}"
    links = [
        _link("self", GEOJSON, f"{here}?{urlencode(given)}" if given else here),
        _link("alternate", "text/html", f"{here}?f=html"),
        _link("collection", "application/json", home),
    ]
    body = feature[:-1] + b',"links":' + orjson.dumps(links) + b"}"
    return _respond(request, edition, form, body, question, etag)


def options() -> Response:
    """Reading only: a client that sees POST here takes the layer for editable (QGIS)."""
    return Response(status_code=200, headers={"Allow": "GET, HEAD, OPTIONS"})


# --- a page -------------------------------------------------------------------------------------------------


@dataclass
class _Page:
    """A page while it is read.

    ``matched`` is None where nobody counted. ``found`` is how many rendered features match, whose pieces are texts;
    None out of the database. ``returned`` and ``last`` grow while features are written.
    """

    reads: Reader
    question: Question
    state: Collection
    release: int
    matched: int | None
    pieces: AsyncIterator[Piece]
    found: int | None = None
    returned: int = 0
    last: tuple[str | None, int] | None = None

    async def features(self) -> AsyncIterator[bytes]:
        """The features, as text with commas between them."""
        write = partial(_written, self.reads.writer(self.question)) if self.found is None else b",".join
        async for piece in self.pieces:
            if piece.rows:
                yield (b"," if self.returned else b"") + write(piece.rows)
                self.returned += len(piece.rows)
                self.last = piece.last
        if self.matched is None and self.question.place is None:
            self.matched = await self._count()

    async def _count(self) -> int | None:
        """How many features match, once the page was read: one that is not full has the last of them."""
        if self.returned < self.question.limit and (self.returned or not self.before):
            return self.before + self.returned
        if self.found is not None:
            return self.found if self.found <= self.reads.layer.count.exact_up_to else None
        release, matched = await self.reads.count(self.question, self.state)
        return matched if release == self.release else None

    @property
    def before(self) -> int:
        """How many features come before this page."""
        place = self.question.place
        return place.seen if place else self.question.offset

    @property
    def cursor(self) -> str | None:
        """Where the next page begins, once this one was read; None when there is none."""
        seen = self.before + self.returned
        ends = self.returned < self.question.limit or (self.matched is not None and seen >= self.matched)
        if ends or self.last is None:
            return None
        return Place(self.release, self.matched, seen, *self.last).cursor(self.question.walk)


def _rendered_page(rendered: Rendered, reads: Reader, question: Question, state: Collection) -> _Page | None:
    """The page out of rendered features, with the same numbers as out of the database; None: they cannot serve it."""
    if not serves(reads, question, rendered.release):
        return None
    ranks = rendered.ranks(question, whole=reads.whole(question, state))
    if ranks is None:
        return None
    pieces = rendered.pieces(rendered.page(question, ranks))
    return _Page(reads, question, state, rendered.release, reads.known(question, state), pieces, len(ranks))


async def _begin(reads: Reader, question: Question, state: Collection) -> _Page:
    """Begin to read: as the edition knows the layer, or, where the edition is being replaced, in a snapshot.

    Raises:
        Problem: See :meth:`Reader.pieces`.
    """
    if not (reads.computes_geometry and question.geometry):
        pieces = reads.pieces(question, state)
        first = await anext(pieces)
        if question.place or first.release == state.epoch:
            matched = reads.known(question, state)
            return _Page(reads, question, state, first.release, matched, _with_first(first, pieces))
        await pieces.aclose()
    found = await run_in_threadpool(reads.at_length, question)
    return _Page(reads, question, found.state, found.piece.release, found.matched, _alone(found.piece))


async def _alone(piece: Piece) -> AsyncGenerator[Piece]:
    yield piece


async def _with_first(first: Piece, others: AsyncGenerator[Piece]) -> AsyncIterator[Piece]:
    async with aclosing(others):
        yield first
        async for piece in others:
            yield piece


def _written(writer: FeatureWriter, rows: Sequence[bytes | memoryview]) -> bytes:
    try:
        return writer.features(rows)
    except ValueError as error:
        raise Problem(400, wording("questions.outside_crs")) from error


# --- answers ------------------------------------------------------------------------------------------------


async def _answer(request: Request, edition: Edition, form: str, page: _Page) -> Response:
    """The page: as a whole, or streaming when it is long and of its own form."""
    held, size = [b'{"type":"FeatureCollection","features":['], 0
    features = page.features()
    async for text in features:
        held.append(text)
        size += len(text)
        if size > HELD_BYTES and form == "json":
            break
    etag = _tag(request, edition, form, page.release)
    if size > HELD_BYTES and form == "json":
        headers = _headers(request, edition, form, page.question, etag)
        return StreamingResponse(_rest(request, edition, page, held, features), headers=headers, media_type=GEOJSON)
    cursor = page.cursor
    ending = _ending(request, edition, page.matched, page.returned, cursor)
    held += [b"],", ending]
    response = _respond(request, edition, form, b"".join(held), page.question, etag, before=page.before)
    response.headers["OGC-NumberReturned"] = str(page.returned)
    response.headers.update(_matched(page.matched))
    if cursor is not None and request.method != "POST":
        response.headers["Link"] = f'<{_here(request, edition, cursor)}>; rel="next"; type="{GEOJSON}"'
    return response


async def _rest(
    request: Request, edition: Edition, page: _Page, held: list[bytes], features: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    for text in held:
        yield text
    held.clear()
    async for text in features:
        yield text
    yield b"]," + _ending(request, edition, page.matched, page.returned, page.cursor)


def _ending(request: Request, edition: Edition, matched: int | None, returned: int, cursor: str | None) -> bytes:
    """What a page says after its features: numbers and links."""
    name = request.path_params["collection"]
    links: list[dict[str, Any]] = [_link("collection", "application/json", _home(edition, name))]
    if request.method != "POST":
        links.insert(0, _link("self", GEOJSON, _here(request, edition)))
        links.insert(1, _link("alternate", "text/html", _here(request, edition, f="html")))
    if cursor is not None and request.method != "POST":
        links.insert(1, _link("next", GEOJSON, _here(request, edition, cursor)))
    elif cursor is not None:
        again = {name: value for name, value in request.state.search.items() if name != "offset"} | {"cursor": cursor}
        link = _link("next", GEOJSON, f"{_home(edition, name)}/search")
        links.append(link | {"method": "POST", "body": again})
    told: dict[str, Any] = {"numberReturned": returned, "links": links}
    if matched is None:
        told["numberMatchedAbove"] = edition.project.collections[name].count.exact_up_to
    else:
        told["numberMatched"] = matched
    return orjson.dumps(told)[1:]


def _here(request: Request, edition: Edition, cursor: str | None = None, **changes: str) -> str:
    """The address of this question, or of its next page."""
    query = dict(request.query_params) | changes
    if cursor is not None:
        query = {key: value for key, value in query.items() if key not in ("offset", "cursor")} | {"cursor": cursor}
    path = f"{_home(edition, request.path_params['collection'])}/items"
    return f"{path}?{urlencode(query)}" if query else path


def _home(edition: Edition, name: str) -> str:
    return f"{edition.base_url}/collections/{name}"


def _link(rel: str, media_type: str, href: str) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "href": href}


def _respond(
    request: Request, edition: Edition, form: str, body: bytes, question: Question, etag: str, **context: Any
) -> Response:
    """A document of features, in the form that is wanted."""
    name = request.path_params["collection"]
    headers = _headers(request, edition, form, question, etag)
    if form == "json":
        return Response(body, media_type=GEOJSON, headers=headers)
    document = orjson.loads(body)
    if form == "html":
        template = "items.html" if "features" in document else "item.html"
        return render(
            request, template, edition=edition, document=document, headers=headers, collection=name, **context
        )
    linked = orjson.dumps(_linked(document, _home(edition, name)))
    return Response(linked, media_type="application/ld+json", headers=headers)


def _headers(request: Request, edition: Edition, form: str, question: Question, etag: str) -> dict[str, str]:
    if request.method != "POST":
        edition.known.remember(request, etag)
    spoken = {"Content-Language": language(request, form), "Content-Crs": f"<{question.crs}>"}
    return caching.headers(request, etag) | spoken


def _tag(request: Request, edition: Edition, form: str, release: int) -> str:
    asked = caching.canonical(request.query_params.items())
    spoken = language(request, form)
    return caching.tag(
        edition.version,
        edition.audience,
        release,
        request.scope["path"],
        asked,
        form,
        spoken,
        caching.coding(request),
    )


def _source(request: Request, edition: Edition) -> Source:
    found: Source = request.app.state.editions.sources[edition.audience]
    return found


def _cut_when_asked(parameters: Mapping[str, str]) -> dict[str, str]:
    """Parameters for a computed collection: geometry on request, and then for shorter pages."""
    if parameters.get("skipGeometry", "true") == "true":
        return {**parameters, "skipGeometry": "true"}
    limit = parameters.get("limit", str(DEFAULT_ITEMS))
    short = {"limit": str(min(int(limit), limits.CUT_ITEMS))} if limit.isdecimal() and len(limit) < 9 else {}
    return {**parameters, **short}


def _linked(document: dict[str, Any], collection: str) -> dict[str, Any]:
    """Features as linked data; pygeoapi's own is broken JSON when a page is empty or an id has a quote in it."""

    def place(feature: dict[str, Any]) -> dict[str, Any]:
        return {"@type": "schema:Place", "@id": f"{collection}/items/{quote(str(feature['id']), safe='')}"}

    context = {"schema": "https://schema.org/", "type": "@type"}
    if "features" not in document:
        properties = {f"schema:{name}": value for name, value in document["properties"].items() if value is not None}
        return {"@context": [context], "type": "Feature", **place(document), **properties}
    context |= {"FeatureCollection": "schema:ItemList", "features": "schema:itemListElement"}
    features = [place(feature) for feature in document["features"]]
    return {"@context": [context], "type": "FeatureCollection", "@id": collection, "features": features}
