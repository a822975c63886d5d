"""Bring a database to the newest shape."""

from __future__ import annotations

from pathlib import Path

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
    engine = sqlalchemy.create_engine(alchemy_url(database_url), poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        connection.execute(sqlalchemy.text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
        connection.commit()


def alchemy_url(database_url: str, driver: str = "psycopg") -> str:
    """The same address for SQLAlchemy, with the driver named: its default changed between releases."""
    scheme, rest = database_url.split("://", 1)
    return f"postgresql+{driver}://{rest}" if scheme in ("postgresql", "postgres") else database_url
