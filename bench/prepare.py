"""Child process: a migrated database with the declared layers, from ``SDI_DATABASE_URL`` and ``SDI_PROJECT``."""

from __future__ import annotations

from sdi.db.connect import connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.roles import sync_roles
from sdi.model import read_project
from sdi.settings import Settings

if __name__ == "__main__":
    config = Settings()
    assert config.database_url is not None
    migrate(config.database_url)
    with connect(config.database_url) as connection:
        sync_layers(connection, read_project(config.project_dir))
        sync_roles(connection, config)
