"""Layers that live requests have just used, ready for the next one: bounded, shared by threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
import structlog

from sdi.overlay.arrays import Geoms
from sdi.overlay.engine import Prepared

_log = structlog.get_logger(__name__)

VERTICES = 5_000_000
"""Vertices on a shelf, 90 to 130 bytes each, the more the smaller the features."""


@dataclass(frozen=True)
class Features:
    """Features of a layer as one audience sees them at one epoch; sequences of length m."""

    ids: Sequence[str]
    plans: Sequence[str | None]
    decisions: Sequence[str | None]
    geoms: Geoms

    @classmethod
    def of(cls, rows: Sequence[tuple[str, str | None, str | None, bytes]]) -> Features:
        """From rows of id, plan, decision, WKB."""
        ids, plans, decisions, wkb = zip(*rows, strict=True) if rows else ((), (), (), ())
        return cls(ids, plans, decisions, np.asarray(shapely.from_wkb(np.array(wkb, dtype=object)), dtype=object))

    @cached_property
    def prepared(self) -> Prepared:
        """With the indices of the engine."""
        return Prepared.of(self.geoms)


class Shelf:
    """What one audience may see, by layer and epoch; the least recently used goes first.

    A layer that is not there is fetched beside the request, which goes on without it: nobody waits for a million
    vertices because of one parcel.

    Args:
        vertices: How many may lie here altogether; a layer with more is never kept.
    """

    def __init__(self, vertices: int = VERTICES) -> None:
        self._bound = vertices
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], tuple[Features, int]] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="shelf")

    @property
    def bytes(self) -> int:
        """Size of the WKB of what is certainly too large."""
        return self._bound * 16

    def take(self, layer: str, epoch: int, fetch: Callable[[], Features | None]) -> Features | None:
        """The layer at that epoch; None as long as it is not here.

        Args:
            layer: Id of the layer.
            epoch: Of the request.
            fetch: Reads it, in a thread of our own; None when it is too large.
        """
        key = layer, epoch
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            if key not in self._asked:
                self._asked.add(key)
                self._pool.submit(self._fetch, key, fetch)
        return None

    def clear(self) -> None:
        """Forget everything: something was published, or the declarations have changed."""
        with self._lock:
            self._kept.clear()
            self._asked.clear()

    def close(self) -> None:
        """Stop fetching."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wait(self) -> None:
        """Until everything that was asked for is here, or known to be too large."""
        self._pool.submit(lambda: None).result()

    def _fetch(self, key: tuple[str, int], fetch: Callable[[], Features | None]) -> None:
        try:
            features = fetch()
        except Exception as error:  # the next request asks again
            _log.warning("shelf", layer=key[0], error=str(error))
            with self._lock:
                self._asked.discard(key)
            return
        size = int(shapely.get_num_coordinates(features.geoms).sum()) if features else self._bound + 1
        if features is None or size > self._bound:
            return
        _ = features.prepared.tree
        with self._lock:
            if key not in self._asked:  # cleared meanwhile
                return
            for stale in [other for other in self._kept if other[0] == key[0]]:
                del self._kept[stale]
            while self._kept and size + sum(n for _, n in self._kept.values()) > self._bound:
                gone, _ = self._kept.popitem(last=False)
                self._asked.discard(gone)
            self._kept[key] = features, size
