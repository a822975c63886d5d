"""A city with its own metric CRS: real parcels of two years, zoning, streets, lights, drainage, hydrants, floods."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from projects import oracle, provinces
from projects.conftest import Office
from projects.office import Line, Reason, Taken, expect, take_in

HERE = Path(__file__).parent
WGS84, CITY, OPERATION = 4326, 26986, "1188"
MOVED_M = 0.0001
"""A vertex that moves by less is the same feature: coordinates are compared to a tenth of a millimetre."""


def polygons(office: Office, source: provinces.Source) -> dict[int, float]:
    return oracle.areas(office.desk, source.path, None, WGS84, OPERATION)


def test_balance_and_reasons_are_what_was_reviewed(cambridge: Office) -> None:
    expect(HERE / "cambridge" / "expected.csv", [x for t in cambridge.taken.values() for x in t.lines], Line)
    expect(
        HERE / "cambridge" / "expected_reasons.csv", [x for t in cambridge.taken.values() for x in t.reasons], Reason
    )


def test_areas_agree_with_postgis(cambridge: Office) -> None:
    """PROJ's pipeline and PostGIS on the raw file, feature by feature."""
    compared = 0
    for source in cambridge.sources:
        measured = polygons(cambridge, source)
        ours = {n: area for (_, _, n), area in cambridge.taken[source.name].staged.items() if n in measured}
        assert {n: a for n, a in ours.items() if abs(a - measured[n]) > max(1e-3 * measured[n], 0.1)} == {}, source.name
        compared += len(ours)
    assert compared > 13_000


def test_owners_of_hydrants_are_bodies_and_editors_are_not_published(cambridge: Office) -> None:
    owners = {row[0] for row in cambridge.desk.all("SELECT DISTINCT manager FROM pub.fire_hydrants")}
    assert "City" in owners
    text = cambridge.desk.all("SELECT f::text FROM pub.fire_hydrants f")
    editors = set(pyogrio.read_dataframe(hydrants(cambridge), columns=["LASTEDITOR"])["LASTEDITOR"].dropna())
    assert len(editors) == 5
    assert not [row for (row,) in text if any(editor in row for editor in editors)]


def hydrants(office: Office) -> Path:
    return next(s.path for s in office.sources if s.profile == "hydrants.geojson")


# --- two editions -------------------------------------------------------------------------------------------


def keys(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Lots by map and lot as the city writes them; streets and pieces without a lot left out."""
    frame = frame[(frame["ML"] != "ROAD") & ~frame["MAP"].isin(["-", "--"]) & ~frame["LOT"].isin(["-", "--"])]
    frame = frame.dropna(subset=["MAP", "LOT"])
    return frame.assign(key=frame["MAP"].str.strip() + "-" + frame["LOT"].str.strip())


def metric(frame: geopandas.GeoDataFrame) -> np.ndarray:
    move = oracle.operation(WGS84, CITY, OPERATION)
    return shapely.transform(frame.geometry.to_numpy(), lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))


@pytest.fixture(scope="module")
def second_edition(cambridge: Office, shared_data: Path) -> Taken:
    """The parcels of the next year, after everything else."""
    source = next(s for s in provinces.cambridge(shared_data, "2014") if s.profile == "parcels.topojson")
    return take_in(cambridge.desk, "parcels 2014", [source.path], source.profile)


def test_the_second_edition_is_a_changed_delivery(cambridge: Office, second_edition: Taken, shared_data: Path) -> None:
    """Added, changed and removed as plain sets of keys and shapes have it."""
    editions = []
    for year in ("2013", "2014"):
        source = next(s for s in provinces.cambridge(shared_data, year) if s.profile == "parcels.topojson")
        editions.append(keys(pyogrio.read_dataframe(source.path, layer=0)))
    taken = [cambridge.taken["parcels.topojson"], second_edition]
    kept_back = [
        # of exact copies (DUP-2) one is public
        {row[0] for row in cambridge.desk.all(
            "SELECT feature_id FROM meta.issue"
            " WHERE run_id = %s AND action = 'quarantined' AND rule <> 'DUP-2'", t.run)}
        for t in taken
    ]  # fmt: skip
    before = set(editions[0]["key"]) - kept_back[0]
    after = set(editions[1]["key"]) - kept_back[1]
    stayed = before & after
    change = next(c for c in second_edition.outcome.changes if c.layer == "parcels")
    assert change.added == len(after - before)
    # A lot that came, but in a state that was kept back, is not gone: its last good state stays public.
    assert change.removed == len(before - set(editions[1]["key"]))
    assert change.changed + change.unchanged == len(stayed)
    shapes = [dict(zip(e["key"], metric(e), strict=True)) for e in editions]
    years = [dict(zip(e["key"], e["UYEAR"].replace(0, np.nan), strict=True)) for e in editions]
    same = {
        key for key in stayed
        if shapely.equals_exact(shapes[0][key], shapes[1][key], MOVED_M)
        and (years[0][key] == years[1][key] or (np.isnan(years[0][key]) and np.isnan(years[1][key])))
    }  # fmt: skip
    assert change.unchanged == pytest.approx(len(same), abs=0.01 * len(stayed))
    public = {row[0] for row in cambridge.desk.all("SELECT feature_id FROM pub.parcels")}
    assert public == after | (before & set(editions[1]["key"]))


def test_lots_keep_their_number_over_the_years(cambridge: Office, second_edition: Taken) -> None:
    """The integer id of a lot is the same in both editions, and the year before can still be read."""
    desk = cambridge.desk
    assert (
        desk.one(
            "SELECT count(*) FROM (SELECT 1 FROM data.parcels GROUP BY feature_id HAVING count(DISTINCT gid) > 1) x"
        )
        == 0
    )
    first = desk.one("SELECT min(epoch) FROM meta.release WHERE layer = 'parcels'")
    published = next(line.published for line in cambridge.taken["parcels.topojson"].lines if line.layer)
    assert len(desk.at_epoch("parcels", first)) == published
