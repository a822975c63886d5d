"""Whether a database has the shape of the declarations is seen without changing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import sdi.db
from sdi.db.connect import connect
from sdi.db.following import HEAD, is_current
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.model import read_project

ROOT = Path(__file__).resolve().parents[2]


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(sdi.db.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_empty_then_followed_then_changed(database: str) -> None:
    project = read_project(ROOT)
    with connect(database) as connection:
        assert not is_current(connection, project)
        migrate(database)
        assert not is_current(connection, project)
        sync_layers(connection, project)
        assert is_current(connection, project)
        connection.execute("""UPDATE meta.layer SET declaration = declaration || '{"visibility": "agency"}'
                              WHERE id = 'parcels'""")
        assert not is_current(connection, project)


def test_a_field_that_turns_personal_loses_its_values(database: str) -> None:
    project = read_project(ROOT)
    parcels = project.layers["parcels"]
    personal = parcels.fields["place_name"].model_copy(update={"personal": True})
    changed = parcels.model_copy(update={"fields": parcels.fields | {"place_name": personal}})
    with connect(database) as connection:
        sync_layers(connection, project)
        sync_layers(connection, replace(project, layers=project.layers | {"parcels": changed}))
        columns = connection.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE column_name = 'place_name' AND table_name LIKE 'parcels%'"
        ).fetchone()
        assert columns == (0,)
        assert connection.execute("SELECT count(*) FROM pub.parcels").fetchone() == (0,)
