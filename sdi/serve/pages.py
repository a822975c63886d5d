"""HTML pages: one set of templates in two languages, with nothing from anywhere else and nothing inline.

A page is Vietnamese unless its address says ``lang=en``; links on an English page say it too, so nothing is
remembered. Texts stand in ``sdi/wording/pages.yml`` and, for scripts, in ``scripts.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sdi.model import Field
from sdi.publish.configuration import GROUPS
from sdi.serve.access import identity
from sdi.serve.editions import Edition
from sdi.serve.site.charts import bar, swatch
from sdi.slip import formats as slip_formats
from sdi.slip.html import html_of
from sdi.slip.verification import Verification
from sdi.wording import day, in_language, number, size, texts_of, wording

HERE = Path(__file__).parent

FORMATS = {
    "application/geo+json": "GeoJSON",
    "application/ld+json": "JSON-LD",
    "application/flatgeobuf": "FlatGeobuf",
    "application/geopackage+sqlite3": "GeoPackage",
    "application/vnd.apache.parquet": "GeoParquet",
    "application/vnd.shp+zip": "Shapefile (ZIP)",
    "application/dxf": "DXF",
    "image/vnd.dxf": "DXF",
    "text/csv": "CSV",
    "application/json": "JSON",
}
"""What people call a media type."""


def render(
    request: Request,
    template: str,
    *,
    edition: Edition,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page from ``templates/<template>``; ``context`` goes into it as it is."""
    language = (headers or {}).get("Content-Language", "vi")
    site = request.app.state.site.declared(edition)
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            edition=edition,
            province=edition.project.province,
            base=urlsplit(edition.base_url).path.removesuffix("/api"),
            lang=language,
            groups=GROUPS,
            terms=edition.catalog.cataloguing.licence.title,
            has_site=site is not None,
            timezone=edition.project.province.zone,
            **({"who": identity(request)} | context),
        )
    )
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def site_path(request: Request) -> str:
    """Path of the site under its public address."""
    return urlsplit(request.app.state.public_url).path.rstrip("/")


def form_token(request: Request) -> str:
    """What a form of a session carries (:func:`sdi.serve.login.require_form`)."""
    session = identity(request).session
    return request.app.state.gate.sessions.token(session) if session else ""


@lru_cache
def environment() -> Environment:
    """The templates' environment."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "number": _number,
        "day": _day,
        "moment": _moment,
        "value": _value,
        "sign": _sign,
        "code": code,
        "size": _size,
    }
    found.filters |= {"as_page": _as_page, "local": path, "said": _said, "by_standard": by_standard}
    found.filters |= {"slip_moment": _slip_moment, "slip_article": slip_article}
    found.globals |= {"t": _text, "page": _page, "here": _here, "script_texts": _script_texts}
    found.globals |= {"formats": formats, "link": link, "form_token": form_token}
    found.globals |= {"bar": bar, "swatch": swatch, "w": _worded}
    return found


def slip_article(found: Verification) -> Markup:
    """The recorded copy of a verified slip."""
    assert found.issued is not None
    return html_of(found.issued.slip, found.issued.signature)


def path(url: str) -> str:
    """An address of ours without scheme and host, so that pages work under any name of the server."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def value(content: Any, field: Field | None, edition: Edition, language: str = "vi") -> str:
    """A property for people: codes by their meaning, numbers and days the reader's way, with unit."""
    if content is None or content == "":
        return "—"
    if isinstance(content, bool):
        return wording("pages.yes" if content else "pages.no").get(language)
    if field is not None and field.codes:
        codes = edition.project.codes[field.codes].codes
        parts = str(content).split("+") if field.compound else [str(content)]
        return ", ".join(f"{codes[part].title(language)} ({part})" if part in codes else part for part in parts)
    if field is not None and field.type.value == "date":
        return day(date.fromisoformat(content), language)
    if field is not None and field.unit == "By":
        return size(int(content), language)
    if isinstance(content, float):
        written = sign(field.unit if field else None, language)
        return f"{number(content, 1 if written == '%' else 2, language)} {written}".rstrip()
    if isinstance(content, int) and field is not None and field.unit:
        return f"{number(content, 0, language)} {sign(field.unit, language)}".rstrip()
    return str(content)


def sign(unit: str | None, language: str = "vi") -> str:
    """A UCUM code as people write it; nothing for a number without dimension."""
    if unit == "h":
        return wording("scripts.hours").get(language)
    return {"m2": "m²", "m3": "m³", "kV.A": "kVA", "By": "byte", "1": "", None: ""}.get(unit, unit or "")


def code(text: str) -> Markup:
    """A text in which what stands between backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def formats(document: Mapping[str, Any], *rels: str) -> list[dict[str, str]]:
    """Links of a document that lead to data in some other form than a page, each with the name of its form."""
    found = [entry for entry in document.get("links", ()) if entry["rel"] in rels and entry.get("type") != "text/html"]
    return [{"href": path(entry["href"]), "name": _form_of(entry)} for entry in found]


def _form_of(entry: Mapping[str, str]) -> str:
    """Name of the form: a file's title ends with it, after a dash."""
    if entry["rel"] == "enclosure":
        return entry["title"].rsplit(" – ", 1)[-1]
    return FORMATS.get(entry["type"].split(";")[0]) or entry["type"]


def link(document: Mapping[str, Any], rel: str) -> str | None:
    """Address of a document's first link of that relation."""
    return next((entry["href"] for entry in document.get("links", ()) if entry["rel"] == rel), None)


def by_standard(uris: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Conformance classes by the standard that they are of, as people call it: URI and name of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for uri in uris:
        *_, standard, version, _, name = uri.split("/")
        topic, _, part = standard.removeprefix("ogcapi-").partition("-")
        title = f"OGC API – {topic.title()}" if standard.startswith("ogcapi-") else standard.upper()
        title += f", Part {part}" if part else ""
        found.setdefault(f"{title} ({version})", []).append((uri, name))
    return found


@pass_context
def _text(context: Context, key: str, **values: Any) -> str:
    return wording(f"pages.{key}", **values).get(context["lang"])


@pass_context
def _worded(context: Context, name: str, **values: Any) -> str:
    """A text of any topic."""
    return wording(name, **values).get(context["lang"])


@pass_context
def _page(context: Context, path: str, **query: Any) -> str:
    """Address of a page of ours in the language of this one; ``path`` begins after the application's root."""
    asked = ({} if path == "/" else {"f": "html"}) | {key: content for key, content in query.items() if content}
    if context["lang"] != "vi":
        asked["lang"] = context["lang"]
    return f"{context['base']}{path}" + (f"?{urlencode(asked)}" if asked else "")


@pass_context
def _here(context: Context, **changes: Any) -> str:
    """This page's path with some query parameters changed; None removes one."""
    request: Request = context["request"]
    query = {**request.query_params, **changes}
    kept = {key: content for key, content in query.items() if content is not None}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


@pass_context
def _as_page(context: Context, url: str) -> str:
    """The page of an address that a document links to, in the language of this one."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), "f": "html"}
    query.pop("lang", None)
    if context["lang"] != "vi":
        query["lang"] = context["lang"]
    return f"{parts.path}?{urlencode(query)}"


@pass_context
def _number(context: Context, amount: float, decimals: int = 0) -> str:
    return number(amount, decimals, context["lang"])


@pass_context
def _size(context: Context, amount: int) -> str:
    return size(amount, context["lang"])


@pass_context
def _day(context: Context, moment: date | datetime) -> str:
    """Of a moment, the day that it is where the people are."""
    here = moment.astimezone(context["timezone"]) if isinstance(moment, datetime) else moment
    return day(here, context["lang"])


@pass_context
def _moment(context: Context, text: str) -> str:
    """A moment of RFC 3339, to the minute."""
    moment = datetime.fromisoformat(text)
    return f"{day(moment, context['lang'])} {moment:%H:%M}"


@pass_context
def _slip_moment(context: Context, iso: str) -> str:
    """A moment of a slip as slips write it: to the second, in the time zone of the office."""
    return slip_formats.formats(context["lang"]).moment(iso)


@pass_context
def _value(context: Context, content: Any, field: Field | None) -> str:
    return value(content, field, context["edition"], context["lang"])


@pass_context
def _sign(context: Context, unit: str | None) -> str:
    return sign(unit, context["lang"])


@pass_context
def _said(context: Context, text: object) -> str:
    return in_language(text, context["lang"])


@pass_context
def _script_texts(context: Context) -> dict[str, str]:
    return {key: texts[context["lang"]] for key, texts in texts_of("scripts").items()}
