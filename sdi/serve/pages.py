"""HTML pages: one set of templates, Vietnamese, with nothing from anywhere else and nothing inline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sdi.model import Field
from sdi.publish.configuration import GROUPS, TERMS
from sdi.serve.editions import Edition
from sdi.slip.formats import formats
from sdi.slip.html import html_of
from sdi.slip.verification import Verification

HERE = Path(__file__).parent


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
            terms=TERMS,
            **context,
        )
    )
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


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
    found.filters |= {"number": number, "day": day, "path": path, "value": value, "sign": sign}
    found.filters |= {"slip_moment": slip_moment, "slip_article": slip_article}
    found.globals["with_query"] = with_query
    return found


def number(amount: float, decimals: int = 0) -> str:
    """``1234567.5`` as Vietnamese people write it: ``1.234.567,5``."""
    text = f"{amount:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def day(moment: date | datetime) -> str:
    """A day as ``21/11/2026``."""
    return moment.strftime("%d/%m/%Y")


def slip_moment(iso: str, language: str) -> str:
    """A moment of a slip in its reader's convention."""
    return formats(language).moment(iso)


def slip_article(found: Verification) -> Markup:
    """The recorded copy of a verified slip."""
    assert found.issued is not None
    return html_of(found.issued.slip, found.issued.signature)


def path(url: str) -> str:
    """An address of ours without scheme and host, so that pages work under any name of the server."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def value(content: Any, field: Field | None, edition: Edition) -> str:
    """A property for people: codes by their meaning, numbers and days the Vietnamese way, with unit."""
    if content is None or content == "":
        return "—"
    if isinstance(content, bool):
        return "có" if content else "không"
    if field is not None and field.codes:
        codes = edition.project.codes[field.codes].codes
        parts = str(content).split("+") if field.compound else [str(content)]
        return ", ".join(f"{codes[part].vi} ({part})" if part in codes else part for part in parts)
    if field is not None and field.type.value == "date":
        return day(date.fromisoformat(content))
    if isinstance(content, float):
        written = sign(field.unit if field else None)
        return f"{number(content, 1 if written == '%' else 2)} {written}".rstrip()
    if isinstance(content, int) and field is not None and field.unit:
        return f"{number(content)} {sign(field.unit)}".rstrip()
    return str(content)


def sign(unit: str | None) -> str:
    """A UCUM code as people write it; nothing for a number without dimension."""
    return {"m2": "m²", "m3": "m³", "kV.A": "kVA", "h": "giờ", "1": "", None: ""}.get(unit, unit or "")


def with_query(request: Request, **changes: Any) -> str:
    """This page's path with some query parameters changed; None removes one."""
    query = {**request.query_params, **changes}
    kept = {key: content for key, content in query.items() if content is not None}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")
