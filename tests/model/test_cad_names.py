"""CAD layer names of real planning drawings against the province's own tables."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from sdi.ingest.mapping import Context, LayerMapper, select_rows
from sdi.model import Project, read_project

ROOT = Path(__file__).resolve().parents[2]
PROFILE = "planning.cad_geojson"
FIELDS = {"planning_zones": "function", "planning_lines": "kind"}


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


def _functions(project: Project, names: list[str | None], target: str) -> tuple[list[str | None], int]:
    """Codes by CAD layer name, and how many rows the profile leaves out of scope."""
    profile = project.profiles[PROFILE]
    table = pa.table({"description": pa.array(names, pa.string())})
    table = table.filter(pa.array(select_rows(profile.targets[target], table)))
    mapper = LayerMapper(project, project.layers[target], profile.mapping_of(target), table.column_names, {})
    mapped = mapper.map(table, Context("QHC_Thu_2025.geojson", "QHC_Thu_2025", None, "QHC_Thu_2025.geojson"))
    return mapped.columns[FIELDS[target]].to_pylist(), len(names) - len(table)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("!DAT O HON HOP", "NOHH"),
        ("HT_DAT_DD_nhomnhao", "NO"),
        ("QHDH_DAT_NDD_CayxanhCD", "CXCD"),
        ("!DAT CONGCONG DVO (QH)", "DVCCDVO"),
        ("!DAT CX CACH LY ngoai", "CXCD"),
        (".QH DAT O", "NO"),
        ("!DAT Q-PHONG", "QP"),
        ("!DAT AN NIH", "AN"),
        ("0matnuoc", "MN"),
        ("@Ð?t nhóm nhà ?", None),  # damaged beyond recovery: for a person to read
        ("0", None),
    ],
)
def test_a_name_means_a_function(project: Project, name: str, function: str | None) -> None:
    assert _functions(project, [name], "planning_zones") == ([function], 0)


@pytest.mark.parametrize(
    ("name", "phase"),
    [("HT_DAT_DD_nhomnhao", "HT"), ("QHDD_DAT_DD_nhomnhao", "QHDD"), ("QHDH_DAT_NDD_CayxanhCD", "QHDH"),
     ("!DAT Y TE (HT)", "HT"), ("! DAT O HIEN TRANG", "HT"), ("!DAT Y TE (QH)", "QH"), ("!DAT HTKT", "QH")],
)  # fmt: skip
def test_a_name_tells_the_phase(project: Project, name: str, phase: str) -> None:
    profile, layer = project.profiles[PROFILE], project.layers["planning_zones"]
    mapper = LayerMapper(project, layer, profile.mapping_of(layer.id), ["description"], {})
    mapped = mapper.map(pa.table({"description": [name]}), Context("QHC_Thu_2025.geojson", "", None, ""))
    assert mapped.columns["phase"].to_pylist() == [phase]
    assert mapped.columns["plan_id"].to_pylist() == ["QHC_Thu_2025"]
    assert mapped.columns["plan_level"].to_pylist() == ["QHC"]


def test_names_of_the_department_drawings(project: Project, shared_data: Path) -> None:
    """4,315 polygons and 17,371 lines: counted to the feature, and nearly all of them understood."""
    names: dict[str, list[str | None]] = {target: [] for target in FIELDS}
    for path in sorted((shared_data / "vn_quangngai_sxd").glob("QH*.geojson")):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            kind = (feature["geometry"] or {}).get("type", "")
            target = "planning_zones" if "Polygon" in kind else "planning_lines"
            names[target].append(feature["properties"].get("description"))
    result = {}
    for target, written in names.items():
        codes, left_out = _functions(project, written, target)
        counted = Counter(code is not None for code in codes)
        result[target] = (len(written), counted[True], counted[False], left_out)
    assert result == {"planning_zones": (4315, 3975, 215, 125), "planning_lines": (17371, 17069, 8, 294)}
