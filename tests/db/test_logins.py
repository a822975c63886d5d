"""Personal logins: the grants of an audience and nothing else, over TLS from the network, and gone when revoked."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from process_kit import own_address
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from sdi.db import cluster
from sdi.db.cluster_config import REMOTE
from sdi.db.connect import url_of
from sdi.db.logins import CONNECTIONS, create_login, list_logins, login_role, revoke_login
from sdi.db.roles import grant_login, role_name, sync_roles
from sdi.errors import UsageError
from sdi.model import Audience

DEFENCE, GRAVES = 7, 11


@pytest.fixture(scope="module")
def full(make_desk: MakeDesk, province: str) -> Desk:
    """Parcels, one for internal and one for agencies."""
    desk = make_desk(province)
    features = town.parcels(20)
    features[DEFENCE - 1] = features[DEFENCE - 1].but(KHLOAIDAT="CQP")
    features[GRAVES - 1] = features[GRAVES - 1].but(KHLOAIDAT="NTD")
    desk.load(write(desk.folder / "thua.gpkg", features))
    sync_roles(desk.connection, desk.settings)
    return desk


def made(desk: Desk, name: str, audience: Audience, **more: Any) -> str:
    """The address of a new login."""
    role, password = create_login(
        desk.connection, desk.settings, name, audience, "Nguyễn An", "QGIS", grant_login, actor="test", **more
    )
    return url_of(desk.url, user=role, password=password)


@contextmanager
def entered(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def readable(desk: Desk, connection: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    found = set()
    for schema, name in desk.all(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'v', 'p', 'm', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'"
    ):
        try:
            connection.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(schema, name)))
            found.add((schema, name))
        except InsufficientPrivilege:
            continue
    return found


@pytest.mark.parametrize("audience", list(Audience))
def test_a_login_reads_what_its_audience_reads(full: Desk, audience: Audience) -> None:
    with entered(made(full, f"an_{audience.value}", audience)) as planner, full.seen_by(audience) as service:
        assert readable(full, planner) == readable(full, service)
        everything = "SELECT feature_id FROM parcels ORDER BY 1"
        assert planner.execute(everything).fetchall() == service.execute(everything).fetchall()


ATTEMPTS = [
    "SET ROLE {service}",
    "SET ROLE {higher}",
    "SET ROLE {owner}",
    "SELECT set_config('role', '{service}', false)",
    "ALTER ROLE {service} PASSWORD 'x'",
    "ALTER ROLE {remote} LOGIN",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
    "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
    "GRANT {remote} TO {service}",
    "GRANT {service} TO CURRENT_USER",
    "SET ROLE {remote}; GRANT {remote} TO {service}",
    "CREATE TEMP TABLE mine (x int)",
    "CREATE TABLE public.mine (x int)",
    "SET ROLE {remote}; CREATE TABLE public.mine (x int)",
    "SELECT * FROM data.parcels",
    "SELECT verifier FROM meta.login",
    "SELECT gate.keys()",
    "SELECT * FROM pub_internal.parcels",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{owner}'",
]


@pytest.fixture(scope="module")
def planner(full: Desk) -> str:
    return made(full, "binh", Audience.AGENCY)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_login_becomes_nobody_else(full: Desk, planner: str, attempt: str) -> None:
    names = {
        "owner": full.connection.info.user,
        "service": role_name(full.settings, Audience.AGENCY),
        "higher": role_name(full.settings, Audience.INTERNAL),
        "remote": REMOTE,
    }
    with entered(planner) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(InsufficientPrivilege):
            connection.execute(attempt.format(**names))  # type: ignore[arg-type]
        connection.execute("RESET ROLE")
        with pytest.raises(InsufficientPrivilege):
            connection.execute("SELECT * FROM pub_internal.parcels")


def test_a_login_has_few_connections_and_ends_on_its_day(full: Desk) -> None:
    url = made(full, "chi", Audience.PUBLIC)
    opened = [psycopg.connect(url) for _ in range(CONNECTIONS)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        psycopg.connect(url)
    for connection in opened:
        connection.close()
    over = made(full, "dung", Audience.PUBLIC, expires_at=datetime.now(UTC) - timedelta(minutes=1))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(over)


def test_a_revoked_login_is_cut_off_and_its_name_is_not_given_again(full: Desk) -> None:
    url = made(full, "em", Audience.AGENCY)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT count(*) FROM parcels")
        revoke_login(full.connection, full.settings, "em", actor="test")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT count(*) FROM parcels")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    with pytest.raises(UsageError):
        made(full, "em", Audience.AGENCY)
    with pytest.raises(UsageError):
        revoke_login(full.connection, full.settings, "em", actor="test")
    sync_roles(full.connection, full.settings)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    told = full.all("SELECT action, object FROM meta.audit WHERE action LIKE 'login%' AND object LIKE 'login em%'")
    assert [action for action, _ in told] == ["login created", "login revoked"]


def test_what_is_kept_opens_nothing_but_makes_the_role_again(full: Desk) -> None:
    """As on a server to which the database was restored."""
    url = made(full, "giang", Audience.PUBLIC)
    password = url.split(":")[2].split("@")[0]
    assert password not in str(full.all("SELECT l::text FROM meta.login AS l"))
    assert "giang" in [login.name for login in list_logins(full.connection)]
    role = sql.Identifier(login_role(full.settings, "giang"))
    names = {"role": role, "database": sql.Identifier(full.connection.info.dbname)}
    for command in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA pub FROM {role}",
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pub FROM {role}",
        "REVOKE ALL ON SCHEMA pub FROM {role}",
        "REVOKE ALL ON DATABASE {database} FROM {role}",
        "DROP ROLE {role}",
    ):
        full.connection.execute(sql.SQL(command).format(**names))  # type: ignore[arg-type]
    sync_roles(full.connection, full.settings)
    with entered(url) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM parcels").fetchone() == (True,)


@pytest.mark.parametrize("name", ["", "a", "An", "a b", "a-b", "x'; DROP ROLE sdi", "ă" * 4, "a" * 40])
def test_odd_names_are_refused(full: Desk, name: str) -> None:
    with pytest.raises(UsageError):
        made(full, name, Audience.PUBLIC)


# --- from the network ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mang")


@pytest.fixture(scope="module")
def opened(opened_state: Path) -> Iterator[cluster.Cluster]:
    yield cluster.ensure(opened_state, listen=own_address(), durable=False)
    cluster.destroy(opened_state)


@pytest.fixture(scope="module")
def login(opened: cluster.Cluster) -> dict[str, Any]:
    with psycopg.connect(opened.url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {REMOTE} NOLOGIN")
        connection.execute("CREATE ROLE sdi__an LOGIN PASSWORD 'bí mật'")
        connection.execute(f"GRANT {REMOTE} TO sdi__an")
        connection.execute("CREATE ROLE sdi_public LOGIN PASSWORD 'bí mật'")
    return {
        "host": own_address(), "port": opened.port, "dbname": "sdi", "user": "sdi__an", "password": "bí mật",
        "connect_timeout": 5,
    }  # fmt: skip


def test_the_network_comes_in_over_tls_only(opened: cluster.Cluster, login: dict[str, Any]) -> None:
    with psycopg.connect(**login, sslmode="require") as connection:
        row = connection.execute("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl").fetchone()
        assert row is not None and row[0] in ("TLSv1.2", "TLSv1.3")
    with pytest.raises(psycopg.OperationalError, match=r"no encryption|rejects"):
        psycopg.connect(**login, sslmode="disable")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**login | {"password": "sai"}, sslmode="require")


def test_the_certificate_says_who_the_server_is(opened: cluster.Cluster, login: dict[str, Any], tmp_path: Path) -> None:
    certificate = tmp_path / "server.crt"
    shutil.copy(opened.directory / "server.crt", certificate)
    with psycopg.connect(**login, sslmode="verify-full", sslrootcert=str(certificate)):
        pass
    assert stat.S_IMODE((opened.directory / "server.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("user", "said"),
    [("sdi", "pg_hba.conf rejects"), ("sdi_public", "no pg_hba.conf entry"), ("postgres", "no pg_hba.conf entry")],
)
def test_the_owner_and_the_service_are_not_reached_from_the_network(
    opened: cluster.Cluster, login: dict[str, Any], user: str, said: str
) -> None:
    password = opened.url.split(":")[2].split("@")[0] if user == "sdi" else login["password"]
    with pytest.raises(psycopg.OperationalError, match=said):
        psycopg.connect(**login | {"user": user, "password": password}, sslmode="require")


def test_gdal_reads_over_tls_as_qgis_does(login: dict[str, Any]) -> None:
    ogrinfo = shutil.which("ogrinfo")
    assert ogrinfo, "GDAL's programs are among the packages that tests need"
    words = " ".join(f"{key}='{value}'" for key, value in login.items())
    query = "SELECT count(*) AS n FROM pg_catalog.pg_class"
    for mode, code in (("require", 0), ("disable", 1)):
        done = subprocess.run(
            [ogrinfo, "-ro", "-q", f"PG:{words} sslmode='{mode}'", "-sql", query], capture_output=True, text=True
        )
        assert (done.returncode, "n (Integer" in done.stdout) == (code, code == 0), done.stderr


def test_a_cluster_that_runs_is_not_opened_behind_its_back(opened: cluster.Cluster, opened_state: Path) -> None:
    with pytest.raises(UsageError, match="chưa mở"):
        cluster.ensure(opened_state, listen="192.0.2.77", durable=False)
