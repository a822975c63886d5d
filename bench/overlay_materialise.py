"""Child process: ``python -m bench.overlay_materialise whole|changed ANSWER`` on ``SDI_DATABASE_URL``.

Timed is the transaction in which a publication computes overlays, from the tables of the features to the rows with
their indexes, commit included.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.overlay_ours import warm
from sdi.db.connect import Connection, connect
from sdi.model import Project, read_project
from sdi.overlay.upkeep import follow
from sdi.publish.deriving import derive
from sdi.publish.releases import lock_epoch, move_pointer
from sdi.settings import Settings

CHANGED = 1_000

_EPOCH_OF_CHANGE = """
UPDATE data.parcels SET r1 = %(epoch)s WHERE gid < %(changed)s AND r1 = 2147483647;
INSERT INTO data.parcels (gid, feature_id, audience, r0, scope, run_id, digest, parcel_id, geom)
SELECT gid, feature_id, audience, %(epoch)s, scope, run_id, gen_random_uuid(), parcel_id, ST_Translate(geom, 0.5, 0.5)
FROM data.parcels WHERE r1 = %(epoch)s;
INSERT INTO meta.release (layer, epoch, added, changed, removed, feature_count)
SELECT layer, %(epoch)s, 0, %(changed)s, 0, feature_count FROM meta.release WHERE layer = 'parcels' AND epoch = 1;
"""


def main(what: str, target: str) -> None:
    """Measure one of the two."""
    config = Settings()
    assert config.database_url is not None
    project = read_project(config.project_dir)
    warm()
    with connect(config.database_url) as connection:
        seconds = {"whole": _whole, "changed": _changed}[what](connection, project)
    Path(target).write_text(json.dumps({"seconds": [seconds]}))


def _whole(connection: Connection, project: Project) -> float:
    begin = time.perf_counter()
    assert derive(connection, project, "bench")
    return time.perf_counter() - begin


def _changed(connection: Connection, project: Project) -> float:
    with connection.transaction():
        epoch = lock_epoch(connection).last + 1
        for statement in filter(str.strip, _EPOCH_OF_CHANGE.split(";")):
            connection.execute(statement, {"epoch": epoch, "changed": CHANGED})  # type: ignore[call-overload]
        begin = time.perf_counter()
        (done,) = follow(connection, project, epoch, {"parcels"})
        assert done.opened and done.closed
        move_pointer(connection, "publish", epoch - 1, epoch, ["parcels", done.table.id], actor="bench", note="")
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(*sys.argv[1:])
