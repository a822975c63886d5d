"""Who asks: the public, the holder of a key or of a token, or a person who has signed in.

:class:`sdi.serve.guard.Guard` identifies every request before anything else sees it; everything else asks
:func:`identity`. An unknown or expired key is refused rather than served as the public, so that nobody takes a short
answer for the whole one. A session that is over is the public: a browser keeps its cookie without knowing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import Scope

from sdi.model import Audience
from sdi.serve.problems import Problem
from sdi.wording import wording

HEADER = "X-API-Key"
COOKIE = "sdi_session"

VARY = f"{HEADER}, Authorization, Cookie"
"""Request headers that say who asks."""

_SAYING = frozenset((b"x-api-key", b"authorization", b"cookie"))
_SCOPE = "sdi.identity"


@dataclass(frozen=True)
class Session:
    """A person's stay: its id, when it began and when it is over without a further request (seconds of the epoch)."""

    id: str
    begun: int
    until: int


@dataclass(frozen=True)
class Identity:
    """Who asks.

    Attributes:
        audience: Whose view of the data.
        name: As the audit log calls them; empty for the public.
        scopes: Actions that they may do: ``read``, ``issue``, ``operate``.
        only: Collections that they may read; None for all of the audience.
        session: Where they have signed in.
    """

    audience: Audience
    name: str
    scopes: frozenset[str]
    only: frozenset[str] | None = None
    session: Session | None = None

    @classmethod
    def of(cls, audience: Audience, name: str, scopes: tuple[str, ...]) -> Identity:
        """With scopes as they are kept. To issue or to operate one reads all that the audience may read."""
        actions = frozenset(scope.partition(":")[0] for scope in scopes) | {"read"}
        limited = all(":" in scope for scope in scopes)
        only = frozenset(scope.partition(":")[2] for scope in scopes) if limited else None
        return cls(audience, name, actions, only)


PUBLIC = Identity(Audience.PUBLIC, "", frozenset(("read", "issue")))
"""Whoever says nothing about himself; how often the public may issue slips is limited (:mod:`sdi.serve.rates`)."""


def credentials(scope: Scope) -> dict[bytes, bytes] | None:
    """The headers of a request that say who asks, the first of each; None when there is none of them."""
    found: dict[bytes, bytes] | None = None
    for name, value in scope["headers"]:
        if name in _SAYING:
            found = found or {}
            found.setdefault(name, value)
    return found


def note(scope: Scope, who: Identity) -> None:
    """Remember who asks; done once, by the guard."""
    scope[_SCOPE] = who


def identity(request: Request) -> Identity:
    """Who asks."""
    found: Identity = request.scope.get(_SCOPE, PUBLIC)
    return found


def is_public(request: Request) -> bool:
    """Whether others may be given the same answer."""
    return identity(request).audience is Audience.PUBLIC


def require(request: Request, action: Literal["issue", "operate"], audience: Audience = Audience.PUBLIC) -> Identity:
    """Who asks, if they may do that.

    Args:
        request: The request.
        action: What they would do.
        audience: The lowest audience that may.

    Raises:
        Problem: 401 for the public, 403 for a known one without the right.
    """
    who = identity(request)
    order = list(Audience)
    if action in who.scopes and order.index(who.audience) >= order.index(audience):
        return who
    lacking = wording("access.no_issue") if action == "issue" else wording("access.no_operate")
    raise Problem(401 if who.audience is Audience.PUBLIC else 403, lacking)


def require_own_page(request: Request, public_url: str) -> None:
    """A write that a browser sends must come from a page of ours: other sites cannot make their visitors write.

    Programs send neither ``Origin`` nor ``Sec-Fetch-Site``; browsers send the first with every POST.

    Raises:
        Problem: 403, it comes from elsewhere.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is not None:
        own = origin in (_origin(public_url), f"{request.url.scheme}://{request.headers.get('host', '')}")
    else:
        own = site in (None, "same-origin", "none") and not (site is None and identity(request).session)
    if not own:
        raise Problem(403, wording("access.other_site"))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
