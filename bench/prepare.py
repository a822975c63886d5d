"""Child process: a migrated database with the declared layers. ``python -m bench.prepare URL PROJECT``."""

from __future__ import annotations

import sys
from pathlib import Path

from sdi.db.connect import connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.roles import sync_roles
from sdi.model import read_project
from sdi.settings import Settings

if __name__ == "__main__":
    url, project = sys.argv[1], Path(sys.argv[2])
    migrate(url)
    with connect(url) as connection:
        sync_layers(connection, read_project(project))
        sync_roles(connection, Settings(project=project))
