"""Who asks: the public, or an agency by its key.

Keys are compared as digests in constant time. An unknown key is refused rather than served as the public,
so that nobody takes a short answer for the whole one.
"""

from __future__ import annotations

import hashlib
import hmac

from sdi.model import Audience
from sdi.settings import Settings

HEADER = "X-API-Key"


class Keys:
    """The keys of one installation, kept as digests.

    Each audience's key lies in ``secrets/api_key_<audience>`` of the state directory, made at first start.
    """

    def __init__(self, settings: Settings) -> None:
        self._digests = {
            audience: _digest(settings.secret(f"api_key_{audience.value}"))
            for audience in Audience
            if audience is not Audience.PUBLIC
        }

    def audience(self, key: str | None) -> Audience | None:
        """Audience of a key: the public without one, None when the key is unknown."""
        if key is None:
            return Audience.PUBLIC
        given, found = _digest(key), None
        for audience, digest in self._digests.items():
            if hmac.compare_digest(given, digest):
                found = audience
        return found


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8")).digest()
