"""The notebooks' figures, each against a sum of another make."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import psycopg
import pytest
import shapely
from notebook_kit import Run, page

from sdi.notebook import Desk
from sdi.notebook.maps import Map
from sdi.notebook.plots import Plot
from sdi.settings import Settings

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PLANTED = json.loads((NOTEBOOKS.parent / "data-samples" / "faults.json").read_text("utf-8"))["files"]
Execute = Callable[[str], Run]

OWN_PART = """
WITH plan AS (SELECT geom FROM pub.planning_areas WHERE plan_id = 'QHC_NghiaLo_2025'),
zone AS (SELECT zone_id, function, area_m2, geom FROM pub.planning_zones WHERE plan_id = 'QHC_NghiaLo_2025'),
own AS (
    SELECT zone.function, ST_Intersection(plan.geom, coalesce(ST_Difference(zone.geom, (
        SELECT ST_Union(smaller.geom) FROM zone AS smaller
        WHERE smaller.area_m2 < zone.area_m2 AND smaller.geom && zone.geom)), zone.geom)) AS geom
    FROM zone, plan
)
"""


def check(found: Run) -> None:
    """Every notebook has a map and a plot, and its page can be written."""
    shown = [cell.shown for cell in found.cells]
    assert any(isinstance(value, Map) for value in shown)
    assert any(isinstance(value, Plot) for value in shown)
    text = page(found)
    assert ">NaN<" not in text and ">nan<" not in text
    assert "data:image/png" in text


def test_balance_of_a_plan(execute: Execute, sql: psycopg.Connection) -> None:
    found = execute("1")
    check(found)
    names = found.names
    drawn, covered, plan = sql.execute(
        "SELECT sum(ST_Area(zone.geom)), ST_Area(ST_Intersection(ST_Union(zone.geom), plan.geom)), ST_Area(plan.geom)"
        " FROM pub.planning_zones AS zone JOIN pub.planning_areas AS plan USING (plan_id)"
        " WHERE plan_id = 'QHC_NghiaLo_2025' GROUP BY plan.geom"
    ).fetchone()
    np.testing.assert_allclose(names["tong_ban_ve"], drawn, atol=0.5)
    np.testing.assert_allclose(names["phu"].area, covered, atol=0.5)
    np.testing.assert_allclose(names["ranh_gioi"].area, plan, atol=0.5)
    assert drawn - covered > 50_000, "the sample's zones do lie on one another"
    balance = dict(sql.execute(OWN_PART + "SELECT function, sum(ST_Area(geom)) / 10000 FROM own GROUP BY 1").fetchall())
    assert set(names["can_bang"].index) == set(balance)
    for function, hectares in names["can_bang"]["ha"].items():
        assert hectares == pytest.approx(balance[function], abs=2e-4), function
    assert names["can_bang"]["ha"].sum() == pytest.approx(covered / 10_000, abs=1e-3)
    rice = sql.execute(
        OWN_PART + "SELECT sum(ST_Area(ST_Intersection(own.geom, land.geom))) / 10000 FROM own"
        " JOIN pub.existing_land_use AS land ON land.geom && own.geom"
        " WHERE land_use IN ('LUC', 'LUK') AND function <> 'NN'"
    ).fetchone()[0]
    assert names["lua_chuyen"] == pytest.approx(rice, abs=2e-3)
    assert list(names["lich_su"].index) == ["QHCT_BoNam_2023", "QHC_NghiaLo_2025"]
    assert names["lich_su"]["chung_ha"].iloc[0] == pytest.approx(2.951, abs=1e-3)
    assert names["them"].tolist() == [123, 48]
    assert names["quyet_dinh"].iloc[:, 0].tolist() == ["01/QĐ-MAU"]


def test_parcels_under_a_red_line(execute: Execute, sql: psycopg.Connection) -> None:
    found = execute("2")
    check(found)
    names = found.names
    corridor = (
        "WITH corridor AS (SELECT ST_Intersection((SELECT ST_Union(geom) FROM pub.planning_zones"
        " WHERE plan_id = 'QHC_NghiaLo_2025' AND function = 'GT'),"
        " (SELECT ST_Buffer(ST_Union(geom), 20, 'quad_segs=16') FROM pub.roads WHERE name = 'Hùng Vương')) AS geom)"
    )
    lost = dict(
        sql.execute(
            corridor + " SELECT parcel_id, ST_Area(ST_Intersection(parcels.geom, corridor.geom))"
            " FROM pub.parcels JOIN corridor ON ST_Intersects(parcels.geom, corridor.geom)"
        ).fetchall()
    )
    certain = {name: area for name, area in lost.items() if area > 0.5}
    table = names["thua"]
    assert set(certain) <= set(table.index) <= set(lost)
    assert len(table) == pytest.approx(len(certain), abs=3)
    for name, area in certain.items():
        assert table.loc[name, "overlap_m2"] == pytest.approx(area, abs=0.02), name
    assert names["bang"]["thua"].sum() == len(table)
    assert names["bang"]["mat_m2"].sum() == pytest.approx(sum(certain.values()), abs=1)
    assert (table["overlap_pct"] <= 100.001).all()
    count, area = sql.execute(
        corridor
        + " SELECT count(*), sum(cut) FROM (SELECT ST_Area(ST_Intersection(buildings.geom, corridor.geom)) AS cut"
        " FROM pub.buildings JOIN corridor ON ST_Intersects(buildings.geom, corridor.geom)) AS all_cuts WHERE cut > 1"
    ).fetchone()
    assert len(names["nha"]) == count > 20
    assert names["nha"]["mat_m2"].sum() == pytest.approx(area, abs=0.5)
    slip = names["phieu"].balance()
    assert names["phieu"].document["subject"]["id"] == table.index[0]
    road = slip[(slip["plan"] == "QHC_NghiaLo_2025") & (slip["code"] == "GT")]
    assert road["area_m2"].sum() == pytest.approx(table["overlap_m2"].iloc[0], abs=0.06), "both say the same"


def test_streets_without_light(execute: Execute, over_network: Desk) -> None:
    found = execute("3")
    check(found)
    names = found.names
    roads, lights = over_network.layer("roads"), over_network.layer("street_lights")
    step = 0.25
    never = {"thao_do", "mat", "du_kien", "dang_xay", "tam_ngung"}  # what no repair brings back, or not yet there
    lit = lights[~lights["status"].isin(never | {"hong"})]
    for which, column in ((lit, "toi_m"), (lights[~lights["status"].isin(never)], "toi_sau_sua_m")):
        tree = shapely.STRtree(which.geometry.to_numpy())
        for name in ("truc_chinh", "lien_khu_vuc", "khu_vuc", "noi_bo", "hem"):
            dark = 0.0
            for line in shapely.get_parts(roads.geometry[roads["road_class"] == name].to_numpy()):
                spots = shapely.line_interpolate_point(line, np.arange(step / 2, line.length, step))
                _, far = tree.query_nearest(spots, return_distance=True, all_matches=False)
                dark += step * (far > 40).sum()
            told = names["duong"].loc[names["duong"]["road_class"] == name, column].sum()
            assert told == pytest.approx(dark, rel=0.01, abs=6), (name, column)
    assert names["duong"]["sua_m"].sum() > 20, "some broken lamps do leave a stretch dark"
    assert names["toi_nhat"].index[0] == "Đinh Tiên Hoàng"
    assert names["uu_tien"]["Đèn hỏng"].sum() == (lights["status"] == "hong").sum() == 38
    assert "38 đèn hỏng" in found.cells[-1].printed


def test_drainage_that_runs_uphill(execute: Execute, sql: psycopg.Connection) -> None:
    found = execute("4")
    check(found)
    names = found.names
    planted = PLANTED["ha_tang/thoat_nuoc.dxf"]["faults"]
    assert list(names["nguoc"].index) == planted["adverse_gradient"]["features"]
    upstream = sql.execute(
        "WITH RECURSIVE up AS (SELECT manhole_start AS node FROM pub.drainage_pipes WHERE pipe_id = 'C-0017'"
        " UNION SELECT manhole_start FROM pub.drainage_pipes JOIN up ON manhole_end = node) SELECT node FROM up"
    ).fetchall()
    assert names["bi_giu"] == {row[0] for row in upstream}
    length = sql.execute(
        "SELECT sum(ST_Length(geom)) FROM pub.drainage_pipes WHERE manhole_end = ANY(%s)",
        ([row[0] for row in upstream],),
    )
    assert names["cong_bi_giu"]["length_m"].sum() == pytest.approx(length.fetchone()[0], abs=0.01)
    lost = sql.execute(
        "WITH RECURSIVE wet AS (SELECT outfall_id AS node FROM pub.drainage_outfalls"
        " UNION SELECT manhole_start FROM pub.drainage_pipes JOIN wet ON manhole_end = node)"
        " SELECT manhole_id FROM pub.drainage_manholes WHERE manhole_id NOT IN (SELECT node FROM wet) ORDER BY 1"
    ).fetchall()
    assert sorted(names["khong_ra"]) == [row[0] for row in lost]
    orphan = planted["orphan_pipe"]["features"][0]
    assert names["cong"].loc[orphan, "manhole_start"] in names["khong_ra"]
    assert names["tuyen"][-1] in set(names["cong"].index[names["cong"]["manhole_end"] == names["cuoi"]])
    flooded = {
        row[0]: row[1:]
        for row in sql.execute(
            "SELECT frequency, count(*), sum(wet) / 10000, count(*) FILTER (WHERE wet > area_m2 / 2) FROM ("
            " SELECT frequency, area_m2, ST_Area(cut) AS wet, ST_Perimeter(cut) AS edge FROM ("
            "  SELECT frequency, parcels.area_m2, CASE WHEN ST_Covers(zone.geom, parcels.geom) THEN parcels.geom"
            "   ELSE ST_Intersection(zone.geom, parcels.geom) END AS cut"
            "  FROM pub.flood_zones AS zone JOIN pub.parcels ON ST_Intersects(zone.geom, parcels.geom)) AS met) AS each"
            " WHERE (wet >= 1 AND 2 * wet >= %s * edge) OR wet >= 0.99 * area_m2 GROUP BY 1",
            (math.hypot(0.1, 5.0),),  # narrower than both surveys are accurate is no fact
        ).fetchall()
    }
    for name, row in names["thua_ngap"].iterrows():
        count, hectares, half = flooded[name]
        assert row["thua"] == count
        assert row["ha"] == pytest.approx(hectares, abs=0.002)
        assert row["tren_nua"] == half
    inside = sql.execute(
        "SELECT count(*) FROM pub.drainage_manholes AS m JOIN pub.flood_zones AS z ON ST_Within(m.geom, z.geom)"
        " WHERE frequency = 'P10' AND manhole_id = ANY(%s)", ([row[0] for row in upstream],),
    ).fetchone()[0]  # fmt: skip
    assert len(names["trong_vung"]) == inside > 0


def test_a_delivery_before_it_is_published(
    execute: Execute, held: int, second_edition: ModuleType, database_url: str, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SDI_DATABASE_URL", database_url)
    monkeypatch.setenv("SDI_STATE", str(settings.state_dir))
    monkeypatch.setenv("SDI_PROJECT", str(settings.project_dir))
    found = execute("5")
    check(found)
    names, made = found.names, second_edition.CHANGES
    assert names["lan_nap"] == held
    assert names["giu"] == made["bow_tie"] + made["no_number"]
    assert names["nhan"] + names["giu"] == len(second_edition.second_edition())
    assert names["loi"].loc["GEO-5", "quarantined"] == made["bow_tie"]
    assert names["loi"].loc["KEY-1", "quarantined"] == made["no_number"]
    assert names["dem"].to_dict() == {
        "thêm": made["new"],
        "bỏ": made["gone"] + made["no_number"],
        "đổi hình": made["shape"] + made["new"],
        "đổi thuộc tính": made["land_use"],
    }
    assert names["truong"]["land_use"] == made["land_use"]
    assert names["truong"]["area_m2"] == made["shape"] + made["new"]
    crossed = second_edition.second_edition()
    crossed = crossed[~crossed.is_valid]
    assert names["dat_mat_pct"] > 0
    assert set(names["khong_nhan"]["rule"]) == {"GEO-5", "KEY-1"}
    drawn = names["khong_nhan"][names["khong_nhan"]["rule"] == "GEO-5"]
    assert len(drawn) == len(crossed) == made["bow_tie"]
    assert not drawn.is_valid.any()
    assert names["ket_luan"] == f"Công bố được: sdi publish {held}"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_what_is_kept_is_what_was_written(path: Path) -> None:
    """No results, no counters, no names of machines: a difference in the repository is a difference of the notebook."""
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["cells"][0]["cell_type"] == "markdown"
    assert path.read_text("utf-8").endswith("}\n")
