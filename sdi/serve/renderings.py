"""Which layers have rendered features (:mod:`sdi.serve.rendered`) now: made when first asked for, then at publications.

The file is one among the files of a layer (:mod:`sdi.serve.downloads`): made by the same process, one at a time, in the
same folder under the same bounds, anew when something is published, and gone with the release.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import structlog

from sdi.model import Audience, Layer
from sdi.serve.downloads import Downloads
from sdi.serve.editions import Edition
from sdi.serve.rendered import LEAST, MOST, RENDERED, Rendered

_log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
"""How often a file that is not there is looked for."""


@dataclass(frozen=True)
class _Known:
    """What is known of a layer's file in one state of publications, and when a missing one is looked for again."""

    state: tuple[object, ...]
    found: Rendered | None
    look_at: float = 0.0


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
        if layer.overlays_of or not LEAST <= published.feature_count <= MOST:
            return None
        key, state = (edition.audience, layer.id), (edition.of_layers, published.epoch, published.published_at)
        known = self._known.get(key)
        if known is None or known.state != state:
            self._files.prepare(edition, layer, RENDERED)
        elif known.found is not None or time.monotonic() < known.look_at:
            return known.found
        found = self._opened(edition, layer)
        self._known[key] = _Known(state, found, time.monotonic() + LOOK_EVERY_S)
        return found

    def _opened(self, edition: Edition, layer: Layer) -> Rendered | None:
        path = self._files.path(edition, layer, RENDERED)
        try:
            found = Rendered(path, edition.collections[layer.id].epoch)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:  # a disk that lost a part of it
            _log.warning("rendered_unreadable", path=str(path), error=str(error))
            path.unlink(missing_ok=True)
            self._files.prepare(edition, layer, RENDERED)
            return None
        Downloads.use(path)
        return found
