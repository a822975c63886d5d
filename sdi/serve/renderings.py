"""Which layers have rendered features (:mod:`sdi.serve.rendered`) now: made when first asked for, then at publications.

The file is one among the files of a layer (:mod:`sdi.serve.downloads`): made by the same process, one at a time, in the
same folder under the same bounds, anew when something is published, and removed when the next one is there.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from sdi.model import Audience, Layer
from sdi.publish.configuration import Collection
from sdi.serve.downloads import Downloads
from sdi.serve.editions import Edition
from sdi.serve.rendered import RENDERED, Rendered, worth

_log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
"""How often a file that is not there is looked for."""

USED_EVERY_S = 60.0
"""How often a file in use is marked as used: reading what is mapped leaves no trace on the disk."""

_PART = 1024**2


@dataclass(frozen=True)
class _Known:
    """What is known of a layer's file in one state of publications, and until when."""

    state: tuple[object, ...]
    found: Rendered | None
    until: float


class Renderings:
    """The rendered features of every layer, as one worker has them open.

    Args:
        files: Where they lie, and who makes them.
    """

    def __init__(self, files: Downloads) -> None:
        self._files = files
        self._known: dict[tuple[Audience, str], _Known] = {}

    def of(self, edition: Edition, layer: Layer) -> Rendered | None:
        """Those of the release that an edition shows; None where there are none, or not yet."""
        published = edition.collections[layer.id]
        key, state = (edition.audience, layer.id), _state(edition, published)
        known = self._known.get(key)
        if known is not None and known.state == state and time.monotonic() < known.until:
            return known.found
        if not worth(layer, published):
            self._known.pop(key, None)
            return None
        path = self._files.path(edition, layer, RENDERED)
        found = _opened(path, published.epoch, known.found if known is not None and known.state == state else None)
        if found is None:
            self._files.prepare(edition, layer, RENDERED)
        self._known[key] = _Known(state, found, time.monotonic() + (USED_EVERY_S if found else LOOK_EVERY_S))
        return found

    def let_go(self, edition: Edition) -> None:
        """Close what is not of this edition: as long as anybody has a file open, its place on the disk is taken."""
        for key, known in list(self._known.items()):
            audience, name = key
            published = edition.collections.get(name)
            if audience is edition.audience and (published is None or known.state != _state(edition, published)):
                self._known.pop(key, None)


def _state(edition: Edition, published: Collection) -> tuple[object, ...]:
    return edition.of_layers, published.epoch, published.published_at


def _opened(path: Path, release: int, already: Rendered | None) -> Rendered | None:
    """The file, which is marked as used; None where there is none (any more)."""
    try:
        Downloads.use(path)
        if already is not None:
            return already
        found = Rendered(path, release)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # a disk that lost a part of it
        _log.warning("rendered_unreadable", path=str(path), error=str(error))
        path.unlink(missing_ok=True)
        return None
    threading.Thread(target=_read_once, args=(path,), name="renderings", daemon=True).start()
    return found


def _read_once(path: Path) -> None:
    """Let the kernel have what requests will touch: after a restart each feature would be a wait for the disk."""
    part = bytearray(_PART)
    with suppress(OSError), path.open("rb", buffering=0) as file:
        while file.readinto(part):
            pass
