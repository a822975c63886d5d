"""``kill -9`` of a load: what is published stays, the next run finishes the work. Ten random moments: tests/long."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export, kill_when, wait_until_quiet

MANY = 20_000
"""Two batches."""


@pytest.fixture
def desk(own_desk: Desk) -> Desk:
    """The killed command comes by another connection."""
    return own_desk


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("giao") / "thua_lon.fgb", town.field(MANY))


@pytest.fixture(scope="module")
def undisturbed(make_desk: MakeDesk, province: str, delivery: Path) -> tuple[str, dict[str, int]]:
    """Export and numbers of a load that nobody disturbed."""
    desk = make_desk(province)
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    desk.load(delivery)
    return export(desk), numbers(desk)


def numbers(desk: Desk) -> dict[str, int]:
    """What must be the same however often the load was killed."""
    counts = desk.everything()
    return {
        name: counts[name]
        for name in ("data.parcels", "meta.issue", "meta.tally", "meta.release", "meta.run", "epoch", "last")
    }


def test_killed_while_staging_and_while_publishing(
    desk: Desk, delivery: Path, undisturbed: tuple[str, dict[str, int]]
) -> None:
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    before, epoch = export(desk), desk.epoch

    def staged(batches: int) -> bool:
        return bool(
            desk.one("SELECT count(*) FROM meta.batch JOIN meta.run ON run.id = run_id WHERE state = 'reading'")
            >= batches
        )

    def publishing() -> bool:
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND query LIKE '%different AS MATERIALIZED%' AND pid <> pg_backend_pid()"
        )
        return bool(desk.one(query))

    for moment in (lambda _: staged(1), lambda _: publishing()):
        assert kill_when(desk, delivery, moment)
        wait_until_quiet(desk)
        assert (export(desk), desk.epoch) == (before, epoch), "what is published stays as it was"
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    assert (export(desk), numbers(desk)) == undisturbed
    assert desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage'") == []


def test_staging_emptied_by_a_crash_of_the_server_is_read_again(
    desk: Desk, delivery: Path, undisturbed: tuple[str, dict[str, int]]
) -> None:
    """PostgreSQL empties unlogged tables when it recovers; the log of batches knows nothing of it."""
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    assert kill_when(
        desk,
        delivery,
        lambda _: bool(
            desk.one("SELECT count(*) FROM meta.batch JOIN meta.run ON run.id = run_id WHERE state = 'reading'")
        ),
    )
    wait_until_quiet(desk)
    run = desk.one("SELECT max(id) FROM meta.run")
    desk.connection.execute(f"TRUNCATE stage.run_{run}_parcels")
    outcome = desk.load(delivery)
    assert (outcome.state, outcome.run) == ("published", run)
    assert (export(desk), numbers(desk)) == undisturbed
