"""Keeps the gate of one worker: which keys hold, which sessions were ended, and what is told to the audit log.

A thread with one connection of its own asks once a second, so that a request costs no look into the database, a
revocation is known within a second or two, and a standby (which cannot listen to notifications) is no special case.
When the database has been away for long nobody can say whether a key still holds: then keys are answered 503.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import psycopg
import structlog
from psycopg.types.json import Jsonb
from starlette.types import Scope

from sdi.db.keys import digest
from sdi.model import Audience
from sdi.serve.access import COOKIE, PUBLIC, Identity
from sdi.serve.problems import Problem
from sdi.serve.sessions import Sessions
from sdi.serve.tokens import Tokens
from sdi.wording import wording

_log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
"""How long a revoked key may still be taken for a good one."""

STALE_S = 30.0
"""So long without an answer of the database, and keys hold no more until it answers."""

MOST_WAITING = 20_000
"""Entries of the audit log that wait for the database at most; more are written to the service's own log."""


@dataclass(frozen=True)
class Held:
    """A key that holds."""

    id: int
    identity: Identity
    expires: float


class Gate:
    """Identifies requests, and remembers what readers of what is not public have asked.

    Args:
        url: Address with the login of the gate's role.
        sessions: Signs and reads cookies.
        tokens: Reads tokens of the configured issuer; None where there is none.
    """

    def __init__(self, url: str, sessions: Sessions, tokens: Tokens | None) -> None:
        self._url = url
        self.sessions = sessions
        self._tokens = tokens
        self._keys: dict[bytes, Held] = {}
        self._by_id: dict[int, Held] = {}
        self._ended: frozenset[str] = frozenset()
        self._looked = -STALE_S
        self._lock = threading.Lock()
        self._entries: dict[tuple[str, ...], list[float]] = {}
        self._to_end: list[tuple[str, datetime]] = []
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="gate", daemon=True)

    def start(self) -> None:
        """Look for the first time, and begin to keep looking; a database that is away is no error."""
        try:
            with self._connect() as connection:
                self._look(connection)
        except psycopg.Error as error:
            _log.warning("gate_away", error=str(error))
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, once all is told."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    # --- who asks -------------------------------------------------------------------------------------------

    async def identify(self, said: Mapping[bytes, bytes]) -> Identity:
        """Who sends these headers.

        Raises:
            Problem: 401, the key or the token is unknown or over; 503, nobody can say.
        """
        if (key := said.get(b"x-api-key")) is not None:
            return self.key(key.decode("latin-1")).identity
        if (authorization := said.get(b"authorization")) is not None:
            scheme, _, value = authorization.decode("latin-1").partition(" ")
            if scheme.lower() != "bearer":
                raise Problem(401, wording("access.bad_key"))
            value = value.strip()
            if self._tokens is not None and value.count(".") == 2:
                return await self._tokens.identity(value)
            return self.key(value).identity
        return self._signed_in(said.get(b"cookie", b"")) or PUBLIC

    def key(self, value: str) -> Held:
        """The key of that value.

        Raises:
            Problem: As :meth:`identify`.
        """
        self._require_fresh()
        held = self._keys.get(digest(value))
        if held is None or held.expires <= time.time():
            raise Problem(401, wording("access.bad_key"))
        return held

    def _signed_in(self, cookies: bytes) -> Identity | None:
        """Whose session the cookie carries, if it still goes on and its key still holds."""
        if COOKIE.encode() not in cookies:
            return None
        found = self.sessions.read(cookies.decode("latin-1"))
        if found is None or found[1].id in self._ended:
            return None
        self._require_fresh()
        held = self._by_id.get(found[0])
        if held is None or held.expires <= time.time():
            return None
        who = held.identity
        return Identity(who.audience, who.name, who.scopes, who.only, found[1])

    def _require_fresh(self) -> None:
        if time.monotonic() - self._looked > STALE_S:
            raise Problem(503, wording("access.unknowable"))

    def end(self, who: Identity) -> None:
        """The session is over: here at once, elsewhere in a second."""
        if who.session is not None:
            self._ended |= {who.session.id}
            with self._lock:
                self._to_end.append((who.session.id, datetime.fromtimestamp(self.sessions.last(who.session), UTC)))
            self._wake.set()

    # --- what is told ---------------------------------------------------------------------------------------

    def tell(self, who: Identity, action: str, what: str, outcome: str, address: str) -> None:
        """An entry of the audit log; what is the same within a second becomes one."""
        entry = (who.name or "-", who.audience.value, action, what, outcome, address)
        with self._lock:
            known = self._entries.get(entry)
            if known is not None:
                known[1] += 1
            elif len(self._entries) < MOST_WAITING:
                self._entries[entry] = [time.time(), 1]
            else:
                _log.warning("audit", entry=entry)

    def _keep(self) -> None:
        while not self._stop.is_set():
            try:
                with self._connect() as connection:
                    while True:
                        self._look(connection)
                        self._send(connection)
                        if self._stop.is_set():
                            return
                        self._wake.wait(LOOK_EVERY_S)
                        self._wake.clear()
            except Exception as error:  # whatever it was, the next look may succeed; without us no key holds
                _log.warning("gate_away", error=str(error), kind=type(error).__name__)
                self._stop.wait(LOOK_EVERY_S)

    def _connect(self) -> psycopg.Connection:
        """To the primary, which takes entries of the log; while there is none, to whoever knows the keys."""
        login: dict[str, Any] = {"autocommit": True, "connect_timeout": 5, "application_name": "sdi-gate"}
        try:
            return psycopg.connect(self._url, **login)
        except psycopg.OperationalError:
            if "target_session_attrs" not in self._url:
                raise
            return psycopg.connect(self._url, target_session_attrs="any", **login)

    def _look(self, connection: psycopg.Connection) -> None:
        asked = time.monotonic()
        rows = connection.execute("SELECT id, digest, audience, scopes, owner, expires_at FROM gate.keys()").fetchall()
        ended = connection.execute("SELECT gate.ended_sessions()").fetchall()
        held = {}
        for number, hashed, audience, scopes, owner, expires in rows:
            who = Identity.of(Audience(audience), f"key {number} · {owner}", tuple(scopes))
            held[bytes(hashed)] = Held(number, who, expires.timestamp() if expires else float("inf"))
        self._keys, self._by_id = held, {one.id: one for one in held.values()}
        with self._lock:
            self._ended = frozenset(row[0] for row in ended) | {identifier for identifier, _ in self._to_end}
        self._looked = asked

    def _send(self, connection: psycopg.Connection) -> None:
        """Tell what waits; what could not be told waits on, unless the database cannot be written (a standby)."""
        with self._lock:
            entries, self._entries = self._entries, {}
            ending, self._to_end = self._to_end, []
        if not entries and not ending:
            return
        names = ("actor", "audience", "action", "object", "outcome", "address")
        rows = [
            dict(zip(names, entry, strict=True))
            | {"at": datetime.fromtimestamp(first, UTC).isoformat(), "times": int(times)}
            for entry, (first, times) in entries.items()
        ]
        try:
            with connection.transaction():
                if rows:
                    connection.execute("SELECT gate.record(%s)", (Jsonb(rows),))
                for identifier, until in ending:
                    connection.execute("SELECT gate.end_session(%s, %s)", (identifier, until))
        except psycopg.errors.ReadOnlySqlTransaction:
            for row in rows:
                _log.warning("audit", **row)
        except psycopg.Error:
            with self._lock:
                self._entries = entries | self._entries
                self._to_end = ending + self._to_end
            raise


def what(scope: Scope) -> str:
    """What a request asked for, for the audit log: an address; tiles by their set, for a map asks for dozens."""
    path: str = scope["path"]
    head, tiles, rest = path.partition("/tiles/")
    if tiles and rest.count("/") >= 3:
        return f"{head}/tiles/{rest.split('/')[0]}/…"
    query = scope["query_string"]
    return quote(path, safe="/:·") + (f"?{query.decode('latin-1')}" if query else "")
