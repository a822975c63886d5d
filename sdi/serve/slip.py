"""Planning slips under ``/api/slip``: looked at by GET, issued by POST to the same address, verified by anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sdi.errors import MissingComponent, SdiError
from sdi.serve import caching, limits
from sdi.serve.access import is_public, require
from sdi.serve.editions import Edition
from sdi.serve.login import require_form
from sdi.serve.negotiation import begin
from sdi.serve.pages import path, render
from sdi.serve.problems import Problem, told
from sdi.serve.slip_desk import SlipDesk
from sdi.serve.slip_questions import CORNER_PARAMETERS, PARAMETERS, axes, corners_of, question
from sdi.slip.build import NoParcel, Question
from sdi.slip.clock import NoLonger, NotYet
from sdi.slip.made import Made
from sdi.slip.schema import slip_schema
from sdi.slip.verification import Verification, public_key_document, verify_presented, verify_registered
from sdi.wording import LANGUAGES, wording

PATH = "/api/slip"
PDF = "application/pdf"

_STATUS = {"valid": 200, "changed": 200, "forged": 200, "unknown": 404, "unreadable": 400}


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [
        Route(PATH, corners, methods=["GET", "POST"]),
        Route(f"{PATH}/schema", schema),
        Route(f"{PATH}/keys", keys),
        Route(f"{PATH}/verify", verify, methods=["GET", "POST"]),
        Route(f"{PATH}/verify/{{slip}}", issued),
        Route(f"{PATH}/{{parcel}}", parcel, methods=["GET", "POST"]),
    ]


async def parcel(request: Request) -> Response:
    """The slip of a parcel."""
    edition, form = begin(request, "pdf", parameters=PARAMETERS)
    asked = question(request.path_params["parcel"], request.query_params, spoken(request))
    return await _answer(request, edition, form, asked)


async def corners(request: Request) -> Response:
    """The slip of land given by its corners; without any, a page where they can be typed."""
    edition, form = begin(request, "pdf", parameters=(*PARAMETERS, *CORNER_PARAMETERS))
    values = request.query_params
    if not values.get("corners"):
        if form != "html" or request.method == "POST":
            raise Problem(400, wording("slip.no_corners"))
        _require(request, edition)
        return _page(request, "slip_ask.html", edition, spoken(request), axes=axes(edition.project.province))
    try:
        drawn = await run_in_threadpool(corners_of, values, edition.project.province)
    except SdiError as error:
        raise Problem(400, told(error)) from error
    return await _answer(request, edition, form, question(drawn, values, spoken(request)))


async def schema(request: Request) -> Response:
    """JSON Schema of a slip and of an issued one."""
    begin(request)
    return _json(request, slip_schema(), "application/schema+json")


async def keys(request: Request) -> Response:
    """Public keys by which slips are verified, as a JSON Web Key Set."""
    edition, _ = begin(request)
    known = await run_in_threadpool(_desk(request).archive(edition).keys)
    return _json(request, {"keys": [public_key_document(name, key) for name, key in known.items()]})


async def verify(request: Request) -> Response:
    """A page where a slip is presented, by file or by its text; POST says what it is worth."""
    edition, form = begin(request)
    if request.method == "GET":
        return _page(request, "slip_verify.html", edition, spoken(request), found=None, slip=None)
    presented = await _presented(request)
    archive = _desk(request).archive(edition)
    found = await run_in_threadpool(verify_presented, archive, presented)
    return _verdict(request, edition, form, found)


async def issued(request: Request) -> Response:
    """An issued slip: whether the register's copy holds, and the copy itself as JSON or PDF."""
    edition, form = begin(request, "pdf")
    archive = _desk(request).archive(edition)
    found = await run_in_threadpool(verify_registered, archive, request.path_params["slip"])
    if form == "html" or found.issued is None:
        return _verdict(request, edition, form, found)
    if found.verdict != "valid":
        raise Problem(409, wording("slip.copy_differs"))
    made = Made.of(found.issued.slip, found.issued.signature)
    return await _sent(request, edition, form, made)


def spoken(request: Request) -> str:
    """Language of a slip: as asked, else as accepted, else Vietnamese; pages and paper as well as JSON."""
    asked = [request.query_params.get("lang", "")]
    if "lang" not in request.query_params and "text/html" not in request.headers.get("accept", ""):
        asked += [part.split(";")[0] for part in request.headers.get("accept-language", "").split(",")]
    return next((code[:2].lower() for code in asked if code[:2].lower() in LANGUAGES), LANGUAGES[0])


# --- answers ------------------------------------------------------------------------------------------------


async def _answer(request: Request, edition: Edition, form: str, asked: Question) -> Response:
    desk = _desk(request)
    if request.method == "POST":
        require(request, "issue")
        await require_form(request)
        made = await _tried(desk.issue, edition, asked)
        place = f"{edition.base_url}/slip/verify/{made.issued}"
        if form == "html":  # a reload must not issue again
            return RedirectResponse(f"{path(place)}?f=html&lang={asked.language}", 303)
        response = await _sent(request, edition, form, made)
        response.status_code = 201
        response.headers["Location"] = place
        return response
    return await _sent(request, edition, form, await _tried(desk.preview, edition, asked))


async def _tried(make: Callable[[Edition, Question], Made], edition: Edition, asked: Question) -> Made:
    """Errors of the question as problems.

    Raises:
        Problem: No parcel, no such day, a standby that cannot issue.
    """
    try:
        return await run_in_threadpool(make, edition, asked)
    except NoParcel as error:
        raise NoSlip(error, edition) from error
    except NoLonger as error:
        raise Problem(410, told(error)) from error
    except NotYet as error:
        raise Problem(404, told(error)) from error
    except MissingComponent as error:  # a standby, or a release without its files
        raise Problem(503, told(error)) from error
    except SdiError as error:
        raise Problem(400, told(error)) from error


class NoSlip(Problem):
    """No parcel of this id, with addresses of slips that may be meant."""

    def __init__(self, error: NoParcel, edition: Edition) -> None:
        super().__init__(404, told(error))
        self.candidates = [
            {"id": one, "href": f"{edition.base_url}/slip/{quote(one, safe='')}"} for one in error.candidates
        ]

    def document(self, language: str = "vi") -> dict[str, Any]:
        """With the candidates as a member of the problem document."""
        return super().document(language) | {"candidates": self.candidates}


async def _sent(request: Request, edition: Edition, form: str, made: Made) -> Response:
    """A slip in one of its forms; what the client has already is not sent again."""
    around = str(request.url) if form == "html" else ""  # the page around a slip has links to its other forms
    etag = caching.tag(version("sdi"), form, made.digest, edition.audience, around, caching.coding(request))
    headers = caching.headers(request, etag) | {"Content-Language": made.language}
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    if form == "pdf":
        headers["Content-Disposition"] = f'inline; filename="{made.file_name}.pdf"'
        return Response(await run_in_threadpool(made.pdf), media_type=PDF, headers=headers)
    if form == "html":
        article = await run_in_threadpool(made.html)
        return _page(request, "slip.html", edition, made.language, headers=headers, slip=made.slip, article=article)
    return Response(made.body, media_type="application/json", headers=headers)


def _headers(request: Request, language: str) -> dict[str, str]:
    """Of what is no slip: verdicts, keys, forms."""
    kept = "no-cache" if is_public(request) else caching.KEYED
    return {"Content-Language": language, "Vary": caching.VARY, "Cache-Control": kept}


def _page(
    request: Request, template: str, edition: Edition, language: str, *, headers: dict[str, str] | None = None,
    status: int = 200, **context: Any,
) -> Response:  # fmt: skip
    shown = headers or _headers(request, language)
    return render(request, template, edition=edition, headers=shown, status=status, **context)


def _json(request: Request, document: Any, media_type: str = "application/json") -> Response:
    return Response(orjson.dumps(document), media_type=media_type, headers=_headers(request, "vi"))


def _verdict(request: Request, edition: Edition, form: str, found: Verification) -> Response:
    status = _STATUS[found.verdict]
    if form == "html":
        language = spoken(request)
        slip = found.issued.slip if found.issued else None
        return _page(request, "slip_verify.html", edition, language, status=status, found=found, slip=slip)
    document = {
        "verdict": found.verdict,
        "valid": found.verdict == "valid",
        "id": found.identifier,
        "differences": [
            {"place": one.place, "about": one.about, "issued": one.issued, "presented": one.presented}
            for one in found.differences
        ],
    }
    response = _json(request, document)
    response.status_code = status
    return response


async def _presented(request: Request) -> Any:
    """The document in the body: JSON as it is, or a form with a file or a text. None when it is no JSON."""
    content: bytes | str
    if request.headers.get("content-type", "").split(";")[0] in (
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ):
        if int(request.headers.get("content-length") or 0) > 2 * limits.SLIP_BODY:
            raise Problem(413, wording("slip.too_large", megabytes=limits.SLIP_BODY // 1024**2))
        form = await request.form(max_files=1, max_fields=5, max_part_size=limits.SLIP_BODY)
        upload, text = form.get("file"), form.get("text")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else str(text or "")
    else:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > limits.SLIP_BODY:
                raise Problem(413, wording("slip.too_large", megabytes=limits.SLIP_BODY // 1024**2))
        content = bytes(body)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _desk(request: Request) -> SlipDesk:
    desk: SlipDesk = request.app.state.slips
    return desk


def _require(request: Request, edition: Edition) -> None:
    _desk(request).slips(edition)
