"""Bring a database to the newest shape."""

from __future__ import annotations

from pathlib import Path

import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config

from sdi.db.connect import connect

LOCK = 7_145_201
"""Advisory lock of migrations: two services that start together must not both migrate."""


def migrate(database_url: str) -> None:
    """Run all missing migrations, one transaction each; a broken one leaves the database as it was.

    Raises:
        MissingComponent: the database does not answer.
    """
    with connect(database_url):  # whoever cannot reach it is told so in words, which SQLAlchemy does not have
        pass
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = sqlalchemy.create_engine(  # libpq reads the address: SQLAlchemy would take lists of hosts apart
        "postgresql+psycopg://", creator=lambda: psycopg.connect(database_url), poolclass=sqlalchemy.NullPool
    )
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        connection.execute(sqlalchemy.text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
        connection.commit()
