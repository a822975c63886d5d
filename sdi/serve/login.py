"""``/login`` and ``/logout``: a person shows a key once, and a cookie speaks for them for a while."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sdi.serve.access import VARY, identity, require_own_page
from sdi.serve.editions import Edition
from sdi.serve.gate import Gate
from sdi.serve.negotiation import language
from sdi.serve.pages import render, site_path
from sdi.serve.problems import Problem
from sdi.wording import LANGUAGES, wording

LONGEST_FORM = 8 * 1024


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/login", sign_in, methods=["GET", "POST"]), Route("/logout", sign_out, methods=["POST"])]


async def sign_in(request: Request) -> Response:
    """The page where a key is shown, and who one is; POST begins a session."""
    if request.method == "GET":
        return _page(request, request.query_params.get("next", ""))
    require_own_page(request, request.app.state.public_url)
    given = await form(request)
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else ""
    try:
        held = gate.key(given.get("key", "").strip())
    except Problem as problem:
        if problem.status != 401:
            raise
        request.app.state.rates.require_after_failure(address)
        return _page(request, given.get("next", ""), wrong=True)
    _, cookie = gate.sessions.begin(held.id)
    gate.tell(held.identity, "sign-in", "/login", "303", address)
    spoken = given.get("lang", "")
    place = _own(given.get("next", "")) or site_path(request) + "/login" + (f"?lang={spoken}" if spoken == "en" else "")
    return RedirectResponse(place, 303, headers={"Set-Cookie": cookie, "Cache-Control": "no-store"})


async def sign_out(request: Request) -> Response:
    """The session is over, on all workers; the browser forgets its cookie."""
    await require_form(request)
    who = identity(request)
    gate: Gate = request.app.state.gate
    gate.end(who)
    gate.tell(who, "sign-out", "/logout", "303", request.client.host if request.client else "")
    headers = {"Set-Cookie": gate.sessions.ended(), "Cache-Control": "no-store"}
    return RedirectResponse(f"{site_path(request)}/login", 303, headers=headers)


async def form(request: Request) -> dict[str, str]:
    """The fields of a small form; read once, and the same again afterwards.

    Raises:
        Problem: 413, it is no small one.
    """
    if not hasattr(request.state, "form"):
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                raise Problem(413, wording("access.too_long", megabytes="0.01"))
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=20, keep_blank_values=True)
        request.state.form = {name: values[0] for name, values in fields.items()}
    found: dict[str, str] = request.state.form
    return found


async def require_form(request: Request) -> None:
    """A form that changes something was sent from a page of ours, in the session that it was made for.

    Templates write the session's token by ``{{ form_token(request) }}`` into a hidden field ``token``.

    Raises:
        Problem: 403.
    """
    require_own_page(request, request.app.state.public_url)
    who = identity(request)
    if who.session is not None:
        gate: Gate = request.app.state.gate
        given = (await form(request)).get("token", "")
        if not hmac.compare_digest(given.encode(), gate.sessions.token(who.session).encode()):
            raise Problem(403, wording("access.bad_form"))


def _page(request: Request, following: str, *, wrong: bool = False) -> Response:
    edition: Edition = request.app.state.edition(request)
    spoken = language(request, "html")
    headers = {
        "Content-Language": spoken if spoken in LANGUAGES else "vi",
        "Cache-Control": "private, no-store",
        "Vary": VARY,
    }
    return render(
        request, "login.html", edition=edition, status=401 if wrong else 200, headers=headers,
        following=_own(following), wrong=wrong,
    )  # fmt: skip


def _own(address: str) -> str:
    """A path of ours to go on to, or nothing: an address may lead nobody elsewhere."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if plain and not parts.scheme and not parts.netloc else ""
