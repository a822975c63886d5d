"""Audiences as PostgreSQL enforces them: each role sees its own views, and can do nothing else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write, write_csv
from intake_kit.fixtures import MakeDesk
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from sdi.db.connect import connect
from sdi.db.layers import SCHEMAS
from sdi.db.roles import audience_url, require_logins, role_name, sync_roles
from sdi.errors import MissingComponent, UsageError
from sdi.model import Audience

OF_POSTGIS = ("spatial_ref_sys", "geometry_columns", "geography_columns")
"""What ST_Transform and QGIS need; no data of ours."""

DEFENCE, GRAVES = 7, 11
"""Parcels that only the internal audience, and only agencies, may see."""


@pytest.fixture(scope="module")
def full(make_desk: MakeDesk, province: str) -> Desk:
    """Something in every layer, two releases of parcels."""
    desk = make_desk(province)
    features = town.parcels(40)
    features[DEFENCE - 1] = features[DEFENCE - 1].but(KHLOAIDAT="CQP")
    features[GRAVES - 1] = features[GRAVES - 1].but(KHLOAIDAT="NTD")
    extra = {"DONVIDO": "Đội đo 3", "GHICHU": "đang tranh chấp"}
    desk.load(write(desk.folder / "thua1.gpkg", [f.but(**extra) for f in features[:35]]))
    desk.load(write(desk.folder / "thua2.gpkg", [f.but(**extra) for f in features]))
    x, y = town.CORNER
    for layer in ("pumps", "vaults"):
        desk.load(write_csv(desk.folder / f"{layer}.csv", [{"ma": "M1", "X": y + 1000, "Y": x + 1000}]))
    return desk


@pytest.fixture(params=list(Audience))
def audience(request: pytest.FixtureRequest) -> Audience:
    found: Audience = request.param
    return found


def relations(desk: Desk) -> list[tuple[str, str]]:
    """Every table and view that is not PostgreSQL's own."""
    rows: list[tuple[str, str]] = desk.all(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'v', 'p', 'm', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'"
    )
    return rows


def test_a_role_selects_from_its_own_views_and_nothing_else(full: Desk, audience: Audience) -> None:
    with full.seen_by(audience) as connection:
        allowed = set()
        for schema, name in relations(full):
            try:
                connection.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(schema, name)))
                allowed.add((schema, name))
            except InsufficientPrivilege:
                continue
    own = {(schema, name) for schema, name in relations(full) if schema == SCHEMAS[audience]}
    assert allowed - {("public", name) for name in OF_POSTGIS} == own
    assert {"parcels", "parcels_versions", "epoch", "collections"} <= {name for _, name in own}


def test_layers_of_higher_audiences_are_not_there(full: Desk) -> None:
    there = {
        schema: {name for s, name in relations(full) if s == schema and name in ("pumps", "vaults", "vaults_versions")}
        for schema in SCHEMAS.values()
    }
    assert there == {"pub": set(), "pub_agency": {"pumps"}, "pub_internal": {"pumps", "vaults", "vaults_versions"}}


ATTEMPTS = [
    "CREATE TEMP TABLE mine (x int)",
    "CREATE TABLE public.mine (x int)",
    "CREATE TABLE {schema}.mine (x int)",
    "CREATE VIEW {schema}.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION {schema}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "INSERT INTO {schema}.parcels (feature_id) VALUES ('x')",
    "DELETE FROM {schema}.parcels",
    "UPDATE meta.epoch SET current = 0",
    "TRUNCATE data.parcels",
    "DROP VIEW {schema}.parcels",
    "COPY {schema}.parcels TO PROGRAM 'cat'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "SELECT pg_read_file('/etc/passwd')",
    "SET ROLE {owner}",
    "SET ROLE {other}",
    "SET SESSION AUTHORIZATION {owner}",
    "SELECT set_config('role', '{other}', false)",
    "SELECT query_to_xml('SELECT * FROM data.parcels', true, true, '')",
    "DO $$ BEGIN PERFORM * FROM data.parcels; END $$",
    "DO $$ BEGIN SET LOCAL ROLE {other}; END $$",
    "CREATE EXTENSION hstore",
    "ALTER ROLE {other} PASSWORD 'x'",
    "GRANT {owner} TO {me}",
    "ALTER DATABASE {database} SET search_path = data",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{owner}'",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_can_be_made_changed_or_become(full: Desk, attempt: str) -> None:
    """Even after the session has switched off its own read-only default."""
    names = {
        "schema": "pub",
        "owner": full.connection.info.user,
        "me": role_name(full.settings, Audience.PUBLIC),
        "other": role_name(full.settings, Audience.INTERNAL),
        "database": full.connection.info.dbname,
    }
    with full.seen_by(Audience.PUBLIC) as connection:
        connection.execute("SET default_transaction_read_only = off")
        before = full.everything()
        with pytest.raises(InsufficientPrivilege):
            connection.execute(attempt.format(**names))  # type: ignore[arg-type]
        assert connection.execute("SELECT current_user").fetchone() == (names["me"],)
        assert full.everything() == before


def test_sessions_are_read_only_and_bounded(full: Desk, audience: Audience) -> None:
    with full.seen_by(audience) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("default_transaction_read_only", "statement_timeout")
        ]  # type: ignore[arg-type, index]
        assert shown == ["on", "30s"]
        assert connection.execute("SELECT count(*) > 0 FROM parcels").fetchone() == (True,)  # search_path


def ids(connection: psycopg.Connection[Any], view: str) -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT feature_id FROM {view}")}  # type: ignore[arg-type]


def test_restricted_rows_are_absent_everywhere(full: Desk, audience: Audience) -> None:
    hidden = {
        Audience.PUBLIC: {f"{town.A}-12-{DEFENCE}", f"{town.A}-12-{GRAVES}"},
        Audience.AGENCY: {f"{town.A}-12-{DEFENCE}"},
        Audience.INTERNAL: set(),
    }[audience]
    everything = {town.key(f) for f in town.parcels(40)}
    with full.seen_by(audience) as connection:
        assert ids(connection, "parcels") == everything - hidden
        assert ids(connection, "parcels_versions") == everything - hidden
        counted, storage, box = connection.execute(
            "SELECT feature_count, storage_bbox, bbox FROM collections WHERE layer = 'parcels'"
        ).fetchone()  # type: ignore[misc]
        assert counted == len(everything - hidden)
        extent = connection.execute(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM parcels) x"
        ).fetchone()
        assert tuple(storage) == extent
        assert 108.7 < box[0] < box[2] < 108.9 and 15.0 < box[1] < box[3] < 15.2
        layers = {row[0] for row in connection.execute("SELECT layer FROM collections")}
        assert ("pumps" in layers, "vaults" in layers) == (
            audience is not Audience.PUBLIC,
            audience is Audience.INTERNAL,
        )


def test_fields_of_higher_audiences_are_absent(full: Desk, audience: Audience) -> None:
    with full.seen_by(audience) as connection:
        for view in ("parcels", "parcels_versions"):
            described = connection.execute(f"SELECT * FROM {view} LIMIT 0").description  # type: ignore[arg-type]
            columns = [column.name for column in described or ()]
            assert ("surveyor" in columns) == (audience is not Audience.PUBLIC)
            assert ("dispute" in columns) == (audience is Audience.INTERNAL)
            assert not {"owner_name", "audience", "digest", "run_id", "scope"} & set(columns)


def test_hidden_partitions_are_not_even_looked_at(full: Desk) -> None:
    """A condition that fails on a hidden row must not tell of it: the plan has no scan of its partition."""
    with full.seen_by(Audience.PUBLIC) as connection:
        plan = "\n".join(row[0] for row in connection.execute("EXPLAIN SELECT land_use::int FROM pub.parcels"))
    assert "parcels__public" in plan
    assert "parcels__internal" not in plan and "parcels__agency" not in plan


def test_as_psql_sees_it(full: Desk) -> None:
    psql = shutil.which("psql")
    assert psql, "PostgreSQL's client stands beside its server"
    full.seen_by(Audience.PUBLIC)

    def ask(query: str) -> subprocess.CompletedProcess[str]:
        url = audience_url(full.url, full.settings, Audience.PUBLIC)
        return subprocess.run([psql, url, "-AtXc", query], capture_output=True, text=True, check=False)

    assert ask("SELECT count(*) FROM pub.parcels").stdout.strip() == "38"
    for query in (
        "SELECT * FROM data.parcels",
        "SELECT * FROM pub_internal.parcels",
        "SELECT * FROM meta.issue",
        r"\copy data.parcels to /dev/null",
    ):
        answer = ask(query)
        assert answer.returncode and "permission denied" in answer.stderr and not answer.stdout
    assert ask("SET default_transaction_read_only = off; CREATE TABLE public.x ()").returncode


def test_roles_of_another_database_are_left_alone(full: Desk, make_database: Callable[[], str], tmp_path: Path) -> None:
    """A second installation with the same prefix would set new passwords, and shut the first one out."""
    other = full.settings.model_copy(update={"state": tmp_path})
    with connect(make_database()) as connection:
        with pytest.raises(UsageError, match="SDI_ROLE_PREFIX"):
            sync_roles(connection, other)
    with full.seen_by(Audience.PUBLIC) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_service_that_could_not_log_in_is_told_before_it_starts(full: Desk, tmp_path: Path) -> None:
    require_logins(full.url, full.settings)
    stranger = full.settings.model_copy(update={"state": tmp_path})
    with pytest.raises(MissingComponent, match="sdi sync"):
        require_logins(full.url, stranger)
