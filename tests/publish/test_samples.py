"""What ``sdi up`` does with an empty database: the samples, with exactly the faults that were planted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from sdi.db.connect import Connection
from sdi.model import Audience, Project
from sdi.progress import Quiet
from sdi.publish.epochs import Change
from sdi.publish.loading import Request, load
from sdi.publish.preparing import prepare
from sdi.publish.pruning import prune
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PLANTED = json.loads((ROOT / "data-samples" / "faults.json").read_text("utf-8"))["files"]

# What the generator plants → the rule under which the intake must report it, and what becomes of the feature.
EXPECTED = {
    "vpdk/nghia_lo/ThuaDat_NghiaLo.shp": {
        "bow_tie": ("GEO-5", "quarantined"),
        "spike": ("GEO-4", "changed"),
        "duplicate_key": ("CAD-1", "quarantined"),
        "empty_key": ("KEY-1", "quarantined"),
        "unknown_land_type": ("ATT-2", "quarantined"),
        "area_differs": ("CAD-3", "kept"),
    },
    "so_xay_dung/QHC_NghiaLo_2025.geojson": {
        "invalid_zone": ("GEO-4", "changed"),
        "island_as_hole": ("GEO-3", "changed"),
        "damaged_layer_name": ("QH-1", "quarantined"),
    },
    "so_xay_dung/QHPK_CamThanh_2024.geojson": {"ratio_too_high": ("QH-3", "kept")},
    "ha_tang/ho_ga.csv": {"cover_off_the_ground": ("HT-9", "kept")},
    "ha_tang/thoat_nuoc.dxf": {"adverse_gradient": ("HT-1", "kept"), "orphan_pipe": ("HT-7", "kept")},
}


def test_every_layer_has_features(owner: Connection, project: Project) -> None:
    counts = dict(owner.execute("SELECT layer, feature_count FROM pub_internal.collections").fetchall())
    assert set(counts) == set(project.collections)
    assert [name for name, count in counts.items() if not count] == []


def test_every_feature_is_accounted_for(owner: Connection) -> None:
    rows = owner.execute(
        "SELECT run_id, source_layer, layer, sum(features) FILTER (WHERE outcome = 'read'),"
        " coalesce(sum(features) FILTER (WHERE outcome <> 'read'), 0) FROM meta.tally GROUP BY 1, 2, 3"
    ).fetchall()
    assert len(rows) > 30
    assert [row for row in rows if row[3] != row[4]] == []


@pytest.mark.parametrize("source", EXPECTED)
def test_planted_faults_are_found_and_no_others(owner: Connection, source: str) -> None:
    faults = PLANTED[source]["faults"]
    found = {
        (rule, action): count
        for rule, action, count in owner.execute(
            "SELECT rule, action, count(DISTINCT (layer, feature_no)) FROM meta.issue JOIN meta.run ON run.id = run_id"
            " JOIN meta.delivery ON delivery.id = delivery_id"
            " WHERE delivery.name = %s AND feature_no IS NOT NULL AND rule NOT IN ('CAD-2', 'TXT-2') GROUP BY 1, 2",
            (Path(source).name,),
        ).fetchall()
    }
    assert found == {outcome: faults[name]["count"] for name, outcome in EXPECTED[source].items()}


def test_the_misread_manholes_are_told_by_how_much(owner: Connection) -> None:
    rows = owner.execute("SELECT feature_id, reason FROM meta.issue WHERE rule = 'HT-9' ORDER BY feature_id").fetchall()
    assert [name for name, _ in rows] == PLANTED["ha_tang/ho_ga.csv"]["faults"]["cover_off_the_ground"]["features"]
    ways = ["cao" if " cao hơn mặt đất " in reason else "thấp" for _, reason in rows]
    assert sorted(ways) == ["cao", "cao", "thấp"]


def test_the_same_pipes_as_mapinfo_change_nothing(owner: Connection, project: Project, settings: Settings) -> None:
    """What the drawing says on its extended data is what the table of the same network says, field by field."""
    source = ROOT / "data-samples" / "ha_tang" / "cong_thoat_nuoc.mif"
    request = Request([source], profile="drainage_pipes.mif", dry_run=True)
    outcome = load(owner, project, settings.state_dir, request, Quiet())
    assert outcome.refusal is None
    pipes = PLANTED["ha_tang/cong_thoat_nuoc.mif"]["features"]
    assert outcome.changes == [Change("drainage_pipes", 0, 0, 0, pipes)]
    fields = list(project.profiles["drainage_pipes.mif"].fields)
    filled = ", ".join(f"count({name})" for name in fields)
    assert owner.execute(f"SELECT {filled} FROM pub.drainage_pipes").fetchone() == (pipes,) * len(fields)


def test_second_start_loads_nothing(samples: str, project: Project, settings: Settings, owner: Connection) -> None:
    before = owner.execute("SELECT count(*), max(id) FROM meta.run").fetchone()
    said: list[str] = []
    prepare(samples, project, settings, said.append)
    assert said == []
    assert owner.execute("SELECT count(*), max(id) FROM meta.run").fetchone() == before


def test_defence_land_and_owners_stay_inside(owner: Connection, project: Project) -> None:
    """Restricted rows exist, only the internal audience counts them, and no view has an owner's column."""
    hidden = owner.execute("SELECT count(*) FROM data.parcels WHERE audience = 'internal'").fetchone()
    public = owner.execute("SELECT feature_count FROM pub.collections WHERE layer = 'parcels'").fetchone()
    internal = owner.execute("SELECT feature_count FROM pub_internal.collections WHERE layer = 'parcels'").fetchone()
    assert hidden and public and internal
    assert hidden[0] > 0
    assert internal[0] - public[0] == hidden[0]
    columns = owner.execute(
        "SELECT count(*) FROM information_schema.columns WHERE column_name IN ('owner_name', 'owner_address')"
    ).fetchone()
    assert columns == (0,)


def test_second_axis_ward_lies_where_it_belongs(owner: Connection) -> None:
    """Delivered on 107°30′, stored on 108°00′: all of it inside its commune."""
    row = owner.execute(
        "SELECT count(*), count(*) FILTER (WHERE ST_Within(p.geom, ST_Buffer(u.geom, 0.01)))"
        " FROM pub.parcels AS p JOIN pub.administrative_units AS u USING (commune_code) WHERE commune_code = '23293'"
    ).fetchone()
    assert row is not None
    assert row[0] > 500
    assert row[0] == row[1]


def test_prune_archives_what_is_over(owner: Connection, project: Project, settings: Settings) -> None:
    """Versions that ended before the retention time go to a file; what is public stays."""
    with _rolled_back(owner):
        public = owner.execute("SELECT count(*) FROM pub.roads").fetchone()
        owner.execute(
            "INSERT INTO data.roads (gid, feature_id, audience, r0, r1, scope, run_id, digest, geom)"
            " SELECT -1, 'gone', 'public', 0, 1, '*', run_id, digest, geom FROM data.roads LIMIT 1"
        )
        owner.execute("ALTER TABLE meta.publication DISABLE TRIGGER append_only")
        owner.execute("UPDATE meta.publication SET at = at - interval '3 years' WHERE epoch <= 2")
        text = prune(owner, project, settings.state_dir)
        assert "1 phiên bản cũ" in text
        assert owner.execute("SELECT count(*) FROM data.roads WHERE feature_id = 'gone'").fetchone() == (0,)
        assert owner.execute("SELECT count(*) FROM pub.roads").fetchone() == public
        assert owner.execute("SELECT oldest FROM meta.epoch").fetchone() == (2,)
    assert [path.name.split("-")[0] for path in (settings.state_dir / "archive").iterdir()] == ["roads"]


@contextmanager
def _rolled_back(connection: Connection) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        yield


def test_log_cannot_be_rewritten(owner: Connection) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        owner.execute("DELETE FROM meta.publication")


def test_audiences_see_their_layers(owner: Connection) -> None:
    def layers(schema: str) -> set[str]:
        return {row[0] for row in owner.execute(f"SELECT layer FROM {schema}.collections").fetchall()}

    public, agency, internal = layers("pub"), layers("pub_agency"), layers("pub_internal")
    assert agency - public == {"control_points", "power_lines", "water_valves"}
    assert internal - agency == {"substations"}
    assert Audience.INTERNAL.sees(Audience.PUBLIC)
