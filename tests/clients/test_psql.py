"""psql as each role: what a person at a terminal gets, and what is refused."""

from __future__ import annotations

import pytest

from clients.installation import Installation
from sdi.db.layers import SCHEMAS
from sdi.model import Audience

pytestmark = pytest.mark.clients

DENIED, READ_ONLY = "42501", "25006"
"""SQLSTATE of «insufficient privilege» and of «read-only transaction»."""

REFUSED = {
    "SELECT count(*) FROM data.parcels": DENIED,
    "SELECT count(*) FROM data.parcels__public": DENIED,
    "SELECT count(*) FROM meta.run": DENIED,
    "SELECT * FROM meta.epoch": DENIED,
    "CREATE TABLE mine (n int)": READ_ONLY,
    "SET default_transaction_read_only = off; CREATE TABLE {schema}.mine (n int)": DENIED,
    "SET default_transaction_read_only = off; CREATE TEMPORARY TABLE mine (n int)": DENIED,
    "SET default_transaction_read_only = off; DELETE FROM {schema}.parcels": DENIED,
    "SET default_transaction_read_only = off; UPDATE {schema}.epoch SET epoch = 0": DENIED,
    "SET default_transaction_read_only = off; CREATE VIEW public.mine AS SELECT 1": DENIED,
    "SET ROLE {owner}": DENIED,
    "COPY {schema}.parcels TO '/dev/null'": DENIED,
    "COPY (SELECT 1) TO PROGRAM 'cat'": DENIED,
}


@pytest.fixture(params=list(Audience), ids=lambda audience: audience.value)
def audience(request: pytest.FixtureRequest) -> Audience:
    found: Audience = request.param
    return found


def psql(installation: Installation, audience: Audience, script: str) -> list[str]:
    """What psql prints, line by line; a statement that fails does not end the script."""
    login = installation.login(audience)
    place = f"host={login['host']} port={login['port']} dbname={login['dbname']} user={login['user']}"
    command = ["psql", "--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--quiet", place]
    return installation.run(command, stdin=script, PGPASSWORD=login["password"]).stdout.splitlines()


def test_each_view_of_ones_own_is_whole(installation: Installation, audience: Audience) -> None:
    counts = installation.counts(SCHEMAS[audience])
    script = "".join(f"SELECT '{view}', count(*) FROM {view};\n" for view in counts)  # found without their schema
    assert dict(line.split("|") for line in psql(installation, audience, script)) == {
        view: str(rows) for view, rows in counts.items()
    }


def test_everything_else_is_refused(installation: Installation, audience: Audience) -> None:
    owner = installation.desk.one("SELECT current_user")
    others = {f"SELECT count(*) FROM {schema}.parcels": DENIED for schema in SCHEMAS.values()}
    del others[f"SELECT count(*) FROM {SCHEMAS[audience]}.parcels"]
    asked = {text.format(schema=SCHEMAS[audience], owner=owner): state for text, state in (REFUSED | others).items()}
    script = "".join(f"{statement};\n\\echo :SQLSTATE\nRESET ALL;\n" for statement in asked)
    assert dict(zip(asked, psql(installation, audience, script), strict=True)) == asked


def test_columns_say_what_they_are(installation: Installation, audience: Audience) -> None:
    lines = psql(installation, audience, "\\d+ parcels\n")
    shown = {line.split("|")[0]: line.split("|")[-1] for line in lines if line.count("|") > 4}
    layer = installation.desk.project.layers["parcels"]
    assert {name: shown[name] for name in layer.fields_for(audience)} == {
        name: field.title.vi for name, field in layer.fields_for(audience).items()
    }
    assert not {"owner_name", "owner_address", "r0", "run_id"} & set(shown)


def test_defence_land_is_counted_for_insiders_only(installation: Installation) -> None:
    counts = {audience: installation.counts(SCHEMAS[audience])["parcels"] for audience in Audience}
    hidden = "SELECT count(*) FROM parcels WHERE land_use ~ 'CQP|CAN|CQA'"
    seen = {audience: int(psql(installation, audience, f"{hidden};")[0]) for audience in Audience}
    assert seen[Audience.PUBLIC] == seen[Audience.AGENCY] == 0 < seen[Audience.INTERNAL]
    assert counts[Audience.INTERNAL] - counts[Audience.PUBLIC] == seen[Audience.INTERNAL]
