"""A person's session: a signed cookie that names the key they came with, for a short while.

Nothing is kept on the server but the ids of sessions that were ended before their time. The cookie says which key was
shown, never the key; when the key is revoked, its sessions are over as well.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from http.cookies import CookieError, SimpleCookie

import jwt

from sdi.serve.access import COOKIE, Session

IDLE_S = 30 * 60
"""A session is over after so long without a request."""

LONGEST_S = 10 * 3600
"""And after so long in any case: a working day."""

RENEW_S = 60
"""A cookie that is older is renewed with the next answer."""

_ALGORITHM = "HS256"


class Sessions:
    """Signs and reads the cookies of one installation.

    Args:
        secret: Known to all its workers.
        secure: Whether the public address is https.
    """

    def __init__(self, secret: str, *, secure: bool) -> None:
        self._secret = hashlib.sha256(f"session {secret}".encode()).digest()
        self._secure = secure

    def begin(self, key: int) -> tuple[Session, str]:
        """A new session of a key, and the ``Set-Cookie`` that carries it."""
        now = int(time.time())
        session = Session(secrets.token_hex(16), now, now + IDLE_S)
        return session, self._cookie(key, session)

    def renewed(self, cookies: str) -> str | None:
        """The ``Set-Cookie`` by which a session goes on; None while the one that the browser has is fresh."""
        found, now = self.read(cookies), int(time.time())
        if found is None:
            return None
        key, session = found
        until = min(now + IDLE_S, self.last(session))
        return self._cookie(key, Session(session.id, session.begun, until)) if until - session.until > RENEW_S else None

    def read(self, cookies: str) -> tuple[int, Session] | None:
        """The key and the session in a ``Cookie`` header, if there is one that still goes on."""
        try:
            morsel = SimpleCookie(cookies).get(COOKIE)
            if morsel is None:
                return None
            said = jwt.decode(
                morsel.value, self._secret, algorithms=[_ALGORITHM], options={"require": ["exp", "jti", "iat", "key"]}
            )
            return int(said["key"]), Session(str(said["jti"]), int(said["iat"]), int(said["exp"]))
        except (jwt.InvalidTokenError, CookieError, ValueError, TypeError):
            return None

    @staticmethod
    def last(session: Session) -> int:
        """When it is over in any case."""
        return session.begun + LONGEST_S

    def ended(self) -> str:
        """The ``Set-Cookie`` that takes a cookie away."""
        return self._header("", 0)

    def token(self, session: Session) -> str:
        """What the forms of a session carry, and other sites cannot know."""
        return hmac.new(self._secret, f"form {session.id}".encode(), hashlib.sha256).hexdigest()

    def _cookie(self, key: int, session: Session) -> str:
        said = {"key": key, "jti": session.id, "iat": session.begun, "exp": session.until}
        return self._header(jwt.encode(said, self._secret, _ALGORITHM), session.until - int(time.time()))

    def _header(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self._secure else ""
        return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
