"""Fixtures of the intake's tests; a conftest imports what it offers to its folder."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from intake_kit import files, town
from intake_kit.desk import PROJECT, Desk
from sdi.db.connect import connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.model import Audience, read_project
from sdi.settings import Settings

_numbers = itertools.count(1)

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def province(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a database that others are copied from: declarations, communes and roads are there."""
    url = make_database()
    migrate(url)
    project = read_project(PROJECT)
    folder = tmp_path_factory.mktemp("province")
    with connect(url) as connection:
        sync_layers(connection, project)
        desk = Desk(url, connection, project, Settings(project=PROJECT, state=folder / "state"), folder)
        desk.load(files.write(folder / "xa.gpkg", town.communes()))
        desk.load(files.write(folder / "duong.gpkg", town.roads()))
    return url


@pytest.fixture(scope="session")
def bare(make_database: Callable[[], str]) -> str:
    """URL of a database with the declarations and no data."""
    return declared(make_database(), PROJECT)


def declared(url: str, project: Path) -> str:
    """Give an empty database a project's tables and views; returns its URL."""
    migrate(url)
    with connect(url) as connection:
        sync_layers(connection, read_project(project))
    return url


@pytest.fixture(scope="module")
def make_desk(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeDesk]:
    """``make_desk(template)`` gives a desk over a copy of a database.

    Copies on the run's private cluster go with it: dropping each costs a checkpoint.
    """
    made: dict[int, str] = {}
    with ExitStack() as stack:

        def make(template: str, project: Path = PROJECT) -> Desk:
            number = next(_numbers)
            name = f"sdi_desk_{os.getpid()}_{number}"
            original = str(conninfo_to_dict(template)["dbname"])
            with psycopg.connect(server_url, autocommit=True) as connection:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original))
                )
            made[number] = name
            url = template.replace(original, name)
            folder = tmp_path_factory.mktemp("desk")
            settings = Settings(project=project, state=folder / "state", role_prefix=_role_prefix(number))
            return Desk(url, stack.enter_context(connect(url)), read_project(project), settings, folder)

        yield make
    if "SDI_TEST_DATABASE_URL" not in os.environ:
        return
    with psycopg.connect(server_url, autocommit=True) as connection:
        for name in made.values():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for number, audience in itertools.product(made, Audience):
            role = sql.Identifier(f"{_role_prefix(number)}_{audience.value}")
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))


def _role_prefix(number: int) -> str:
    return f"desk{os.getpid()}_{number}"


@pytest.fixture
def own_desk(make_desk: MakeDesk, province: str) -> Desk:
    """A desk over a database of one test's own, with communes and roads: others may connect to it."""
    return make_desk(province)


@pytest.fixture(scope="module")
def shared_desk(make_desk: MakeDesk, province: str) -> Desk:
    """The desk behind ``desk``."""
    return make_desk(province)


@pytest.fixture
def desk(shared_desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The same for tests with one connection: what they write is rolled back, which costs no copy of a database."""
    project = replace(shared_desk.project, profiles=dict(shared_desk.project.profiles))
    settings = Settings(project=PROJECT, state=tmp_path / "state", role_prefix=shared_desk.settings.role_prefix)
    with shared_desk.connection.transaction(force_rollback=True):
        yield Desk(shared_desk.url, shared_desk.connection, project, settings, tmp_path)
