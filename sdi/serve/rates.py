"""How often one address, or one key, may ask: token buckets that all workers of a machine share.

The buckets lie in one small file that every worker maps into its memory: a fixed table, each place with the mark of its
owner, its tokens and the moment they were counted. Whoever finds no place of his own takes the one that was full again
the longest, for a full bucket is as good as none. Two workers may write at the same moment; then one request more than
allowed goes through, and nothing else happens.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import mmap
import os
import secrets
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import Counter

from sdi.errors import UsageError
from sdi.serve.problems import Problem
from sdi.settings import Settings
from sdi.wording import wording

TURNED_AWAY = Counter("sdi_http_turned_away_total", "Requests that were not let in", ["reason"])

FILE = "limits"
"""Where the buckets lie in the state directory; whoever starts the workers begins with none."""

_PLACE = struct.Struct("<Qdd")  # mark, tokens, seconds since the machine started
_PLACES = 1 << 16
_STEPS = 8
_KNOWN = 10_000


@dataclass(frozen=True)
class Rate:
    """So many requests a second in the long run, and so many at once."""

    per_second: float
    burst: float


class Buckets:
    """The table.

    Args:
        path: A file that all workers share; its salt keeps strangers from finding two addresses with one place.
    """

    def __init__(self, path: Path) -> None:
        size = 16 + _PLACES * _PLACE.size
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < size:
                os.pwrite(descriptor, secrets.token_bytes(16), 0)
                os.ftruncate(descriptor, size)
            self._table = mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)
        self._marks: dict[str, int] = {}

    def take(self, owner: str, rate: Rate) -> float:
        """Take a token; returns 0, or after how many seconds there is one."""
        mark = self._marks.get(owner) or self._mark(owner)
        now = time.monotonic()
        place, tokens = self._find(mark, rate, now)
        if tokens < 1:
            return (1 - tokens) / rate.per_second
        _PLACE.pack_into(self._table, place, mark, tokens - 1, now)
        return 0.0

    def _mark(self, owner: str) -> int:
        if len(self._marks) >= _KNOWN:
            self._marks.clear()
        salted = hashlib.blake2b(owner.encode("utf-8", "surrogateescape"), digest_size=8, key=self._table[:16]).digest()
        mark = self._marks[owner] = int.from_bytes(salted, "little") or 1
        return mark

    def _find(self, mark: int, rate: Rate, now: float) -> tuple[int, float]:
        """Where the owner's bucket is, and how many tokens are in it."""
        oldest, since = 0, float("inf")
        for step in range(_STEPS):
            place = 16 + (mark + step) % _PLACES * _PLACE.size
            known, tokens, counted = _PLACE.unpack_from(self._table, place)
            if known == mark:
                return place, min(rate.burst, tokens + max(now - counted, 0.0) * rate.per_second)
            if counted < since:
                oldest, since = place, counted
        return oldest, rate.burst


@dataclass(frozen=True)
class Rates:
    """The limits of an installation; None is no limit."""

    buckets: Buckets
    address: Rate | None
    key: Rate | None
    issue: Rate | None
    failure: Rate
    exempt: Networks

    def require(self, address: str, key: str) -> None:
        """One request; a key counts by itself, wherever it is used.

        Raises:
            Problem: 429.
        """
        if key:
            if self.key is not None:
                require(self.buckets.take(f"key {key}", self.key), "key")
        elif self.address is not None and address not in self.exempt:
            require(self.buckets.take(address, self.address), "address")

    def require_to_issue(self, address: str, key: str) -> None:
        """One slip to be issued.

        Raises:
            Problem: 429.
        """
        if self.issue is not None and address not in self.exempt:
            require(self.buckets.take(f"issue {key or address}", self.issue), "issue")

    def require_after_failure(self, address: str) -> None:
        """A wrong key was shown. Good ones of the same address go on: others may sit behind it.

        Raises:
            Problem: 429, it was one of too many.
        """
        if address not in self.exempt:
            require(self.buckets.take(f"failed {address}", self.failure), "failures")


def require(seconds: float, reason: str) -> None:
    """Turn a request away that comes so many seconds too early.

    Raises:
        Problem: 429.
    """
    if seconds:
        TURNED_AWAY.labels(reason).inc()
        again = str(max(1, math.ceil(seconds)))
        raise Problem(429, wording("access.too_often", seconds=again), headers={"Retry-After": again})


def rates_of(settings: Settings) -> Rates:
    """The limits as the settings say them; a burst is what one may ask in 20 seconds, or issue in 10 minutes.

    Raises:
        UsageError: ``SDI_RATE_EXEMPT`` names no networks.
    """

    def rate(per_second: float, seconds: float) -> Rate | None:
        return Rate(per_second, per_second * seconds) if per_second else None

    try:
        exempt = Networks([one.strip() for one in settings.rate_exempt.split(",") if one.strip()])
    except ValueError as error:
        raise UsageError(
            f"SDI_RATE_EXEMPT không phải là danh sách mạng: {error}.", "Ví dụ: 127.0.0.0/8,::1,10.0.0.0/8."
        ) from error
    return Rates(
        Buckets(settings.state_dir / FILE),
        rate(settings.rate_address, 20),
        rate(settings.rate_key, 20),
        rate(settings.rate_issue / 60, 600),
        Rate(0.1, 20),
        exempt,
    )


class Networks:
    """Addresses that belong to one of some networks.

    Raises:
        ValueError: One of them is no network.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = [ipaddress.ip_network(network, strict=False) for network in networks]
        self._known: dict[str, bool] = {}

    def __contains__(self, address: str) -> bool:
        found = self._known.get(address)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = self._known[address] = self._look(address)
        return found

    def _look(self, address: str) -> bool:
        try:
            one = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(one, "ipv4_mapped", None)
        return any((mapped or one) in network for network in self._networks)
