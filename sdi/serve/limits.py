"""Everything that bounds what one request may cost, in one place. Whoever asks for more is told so at once.

What a filter or a polygon may consist of is bounded where it is read (:mod:`sdi.db.cql2.tree`,
:mod:`sdi.overlay.drawn`), files by :mod:`sdi.ingest.limits`, a statement of the database by
:data:`sdi.db.roles.TIMEOUT`. How often one may ask is a setting (:mod:`sdi.settings`).
"""

from __future__ import annotations

from sdi.db.cql2.tree import MAX_DEPTH, MAX_NODES, MAX_VERTICES
from sdi.db.roles import TIMEOUT as STATEMENT_TIMEOUT
from sdi.overlay.drawn import MAX_VERTICES as DRAWN_VERTICES
from sdi.publish.configuration import MAX_ITEMS

__all__ = [
    "ACTIVE", "CUT_ITEMS", "DRAWN_VERTICES", "EXECUTION_BODY", "EXPORTS_WAITING", "FILTER_BODY", "FILTER_LENGTH",
    "MAX_DEPTH", "MAX_ITEMS", "MAX_NODES", "MAX_VERTICES", "POLYGON_FILES_WAITING", "QUEUE", "QUEUE_S", "REQUEST_BODY",
    "SLIP_BODY", "SLIP_CORNERS", "STATEMENT_TIMEOUT", "UPLOAD_BODY", "UPLOAD_FILES",
]  # fmt: skip

ACTIVE = 512
"""Requests that a worker answers at the same time. One more is told 503 at once: it would only wait behind the others
and be late."""

QUEUE = 128
"""Requests of one audience and worker that may wait for a connection to the database; one more is told 503 at once."""

QUEUE_S = 10.0
"""Seconds that a request waits for one before it is told 503."""

EXPORTS_WAITING = 8
"""Requests for files of features that a worker lets wait, each on a thread that others need too."""

POLYGON_FILES_WAITING = 8
"""Requests with a file of polygons that a worker lets wait, each on such a thread too."""

FILTER_LENGTH = 16 * 1024
"""Characters of a filter in an address."""

FILTER_BODY = 1024 * 1024
"""Bytes of a filter in a body."""

EXECUTION_BODY = 16 * 1024 * 1024
"""Bytes of an execution request; a file in base64 is a third larger than the file."""

SLIP_BODY = 4 * 1024 * 1024
"""Bytes of a slip that is presented for verification."""

SLIP_CORNERS = 2_000
"""Corners of land that a slip is asked for by its corners."""

CUT_ITEMS = 500
"""Rows on a page whose geometries are computed for the answer."""

REQUEST_BODY = EXECUTION_BODY
"""Bytes of any body that says its length: a longer one is refused before it is read."""

UPLOAD_BODY = 2 * 1024**3
"""Bytes of what an officer hands in at once; the same for a body that says its length and for one that does not."""

UPLOAD_FILES = 500
"""Files in it: a Shapefile of every commune has five each."""
