"""Tokens of an OpenID Connect issuer: checked by its published keys, and turned into an audience by the settings.

Only RS256 and ES256: a token that says ``none``, or that was signed with a shared secret, is refused whatever keys the
issuer has. The keys are fetched when they are needed and kept; a key that is not among them lets us fetch anew, but
not more often than :data:`REFETCH_S`, so that made-up tokens do not become requests to the issuer.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from typing import Any

import jwt
import structlog
from starlette.concurrency import run_in_threadpool

from sdi.model import Audience
from sdi.serve.access import Identity
from sdi.serve.problems import Problem
from sdi.settings import Issuer
from sdi.wording import wording

_log = structlog.get_logger(__name__)

ALGORITHMS = ["RS256", "ES256"]
LEEWAY_S = 30
"""By which the issuer's clock may differ from ours."""

KEPT_S = 600.0
"""Keys of the issuer are fetched anew after so long."""

REFETCH_S = 10.0
"""The shortest time between two fetches."""

WAIT_S = 5
LONGEST = 1024 * 1024
"""Bytes of a document of the issuer."""

LONGEST_TOKEN = 8 * 1024


class Tokens:
    """Reads the tokens of one issuer.

    Args:
        issuer: Who it is, for whom its tokens must be, and what their claims mean.
    """

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = -KEPT_S
        self._tried = -REFETCH_S
        self._fetching = asyncio.Lock()

    async def identity(self, token: str) -> Identity:
        """Whose token this is.

        Raises:
            Problem: 401 where it is not good; 403 where its claims give no right here; 503 while the issuer is away.
        """
        try:
            claims = await self._claims(token)
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            _log.info("token_refused", reason=type(error).__name__)
            raise Problem(401, wording("access.bad_token")) from None
        name = str(claims.get(self._issuer.name_claim) or claims["sub"])[:100]
        given = claims.get(self._issuer.claim, [])
        roles = given.split() if isinstance(given, str) else [str(one) for one in given if isinstance(one, str)]
        grants = [self._issuer.roles[role] for role in roles if role in self._issuer.roles]
        if not grants:
            raise Problem(403, wording("access.no_role"))
        order = list(Audience)
        best = max((Audience(grant.audience) for grant in grants), key=order.index)
        scopes = tuple(scope for grant in grants if grant.audience == best.value for scope in grant.scopes)
        return Identity.of(best, f"token {name}", scopes)

    async def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise ValueError("too long")
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError(str(header.get("alg")))
        key = await self._key(str(header.get("kid", "")))
        if key.algorithm_name != header["alg"]:
            raise jwt.InvalidAlgorithmError("the key is for another one")
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[header["alg"]], audience=self._issuer.audience, issuer=self._issuer.url,
            leeway=LEEWAY_S, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )  # fmt: skip
        return claims

    async def _key(self, kid: str) -> jwt.PyJWK:
        """The issuer's key of that name, fetched at need.

        Raises:
            Problem: 503, the issuer has never answered.
            jwt.InvalidTokenError: There is no such key.
        """
        now = time.monotonic()
        if kid not in self._keys or now - self._fetched > KEPT_S:
            async with self._fetching:
                fresh = time.monotonic() - self._fetched <= KEPT_S and kid in self._keys
                if not fresh and time.monotonic() - self._tried > REFETCH_S:
                    self._tried = time.monotonic()
                    try:
                        self._keys = await run_in_threadpool(self._fetch)
                        self._fetched = time.monotonic()
                    except (OSError, ValueError, KeyError, jwt.PyJWTError) as error:
                        _log.warning("issuer_away", error=str(error))
        if kid in self._keys:  # the issuer may be away for a while: its last keys hold on
            return self._keys[kid]
        if not self._keys:
            raise Problem(503, wording("access.issuer_away"))
        raise jwt.InvalidTokenError("unknown key")

    def _fetch(self) -> dict[str, jwt.PyJWK]:
        place = self._issuer.keys_url
        if place is None:
            place = str(_document(f"{self._issuer.url.rstrip('/')}/.well-known/openid-configuration")["jwks_uri"])
        found = {}
        for one in _document(place)["keys"]:
            algorithm = {"RSA": "RS256", "EC": "ES256"}.get(one.get("kty"))
            if algorithm is None or one.get("alg", algorithm) != algorithm or one.get("use", "sig") != "sig":
                continue
            if one.get("kty") == "EC" and one.get("crv") != "P-256":
                continue
            found[str(one.get("kid", ""))] = jwt.PyJWK(one, algorithm)
        return found


def _document(url: str) -> dict[str, Any]:
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"no web address: {url}")
    with urllib.request.urlopen(url, timeout=WAIT_S) as answer:
        found = json.loads(answer.read(LONGEST))
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found
