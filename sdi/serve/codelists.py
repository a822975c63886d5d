"""Code lists under ``/api/codelists``: what the codes in fields mean; schemas point here (``x-ogc-codelistUri``)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.model import Code
from sdi.serve.editions import Edition
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.wording import wording


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/api/codelists/{codelist}", codelist)]


async def codelist(request: Request) -> Response:
    """The codes of one list with their titles, in the order of a legend."""
    edition, form = begin(request)
    name = request.path_params["codelist"]
    if name not in _used(edition):
        raise Problem(404, wording("problems.no_code_list"))
    codes = [_entry(code, language(request, form)) for code in edition.project.codes[name].codes.values()]
    self_link = {"href": f"{edition.base_url}/codelists/{name}", "rel": "self", "type": "application/json"}
    document = {"id": name, "codes": codes, "links": [self_link]}
    return respond(request, edition, form, document, {}, "codes.html")


def _used(edition: Edition) -> set[str]:
    """Lists of fields that the edition's audience is shown."""
    layers = (edition.project.collections[name] for name in edition.collections)
    return {field.codes for layer in layers for field in layer.fields_for(edition.audience).values() if field.codes}


def _entry(code: Code, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"code": code.code, "title": code.title(language), "color": code.color}
    found |= {"valid_from": code.valid_from, "valid_to": code.valid_to}
    return {key: content for key, content in found.items() if content is not None}
