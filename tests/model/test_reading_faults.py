"""A fault in a declaration is told with file, line and reason; all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdi.errors import UsageError
from sdi.model import read_project

PROVINCE = """
[tool.sdi]
name = {vi = "Tỉnh thử"}
title = {vi = "Hạ tầng dữ liệu tỉnh thử"}
code = "99"
crs = 5899
extent = [400000, 1200000, 600000, 1400000]
axes = [5899]
"""

LAYER = """\
id: lamps
title: {vi: Đèn}
group: urban
theme: lighting
owner: city
geometry: Point
key: [lamp_id]
fields:
  lamp_id: {type: text, required: true, title: {vi: Mã}}
  kind:
    type: code
    codes: lamp_kinds
    title: {vi: Loại}
"""

PROFILE = """\
title: {vi: Bảng đèn}
fields:
  lamp_id: ma
  kind: {from: loai, lookup: lamp_words}
targets:
  lamps: {geometry: [Point]}
"""


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """A small faultless project; each test spoils one file of it."""
    for folder in ("layers/codes", "etl/lookups"):
        (tmp_path / folder).mkdir(parents=True)
    _write(tmp_path, "pyproject.toml", PROVINCE)
    _write(tmp_path, "layers/lamps.yml", LAYER)
    _write(tmp_path, "layers/codes/lamp_kinds.csv", "code,vi\nLED,Đèn LED\n")
    _write(tmp_path, "etl/lamps.csv.yml", PROFILE)
    _write(tmp_path, "etl/lookups/lamp_words.csv", "match,value\nled,LED\n")
    return tmp_path


def _write(project: Path, name: str, content: str) -> None:
    (project / name).write_text(content, encoding="utf-8")


def _fault(project: Path) -> str:
    with pytest.raises(UsageError) as caught:
        read_project(project)
    assert caught.value.exit_code == 2
    return caught.value.message


def test_the_faultless_project_is_read(province: Path) -> None:
    project = read_project(province)
    assert project.layers["lamps"].id_template == "{lamp_id}"
    assert project.profiles["lamps.csv"].mapping_of("lamps")["lamp_id"].source == "ma"
    assert project.lookups == {"lamp_words": {"led": "LED"}}


SPOILT_LAYERS = [
    pytest.param("theme: lighting", "theme: lighting\ncolour: red", 5, "colour", id="unknown key"),
    pytest.param("key: [lamp_id]", "key: [lamp_no]", 1, "lamp_no", id="unknown field in the key"),
    pytest.param("geometry: Point", "geometry: Circle", 6, "geometry", id="unknown geometry"),
    pytest.param("    codes: lamp_kinds", "    codes: lamp_sorts", 12, "lamp_sorts", id="unknown code list"),
    pytest.param("    codes: lamp_kinds\n", "", 10, "codes", id="code without a list"),
    pytest.param("{type: text, required: true", "{type: string, required: true", 9, "type", id="unknown type"),
    pytest.param(
        "  lamp_id: {", "  geom: {type: text, title: {vi: Hình}}\n  lamp_id: {", 1, "geom", id="reserved name"
    ),
    pytest.param("title: {vi: Đèn}", "title: {vi: Đèn", 3, "expected", id="bad YAML"),
    pytest.param("id: lamps", "id: lights", 1, "lights", id="id is not the file's name"),
    pytest.param(
        "group: urban",
        "group: urban\nstyle: {by: lamp_id}",
        1,
        "lamp_id",
        id="style by a field without codes",
    ),
    pytest.param(
        "group: urban",
        "group: urban\noverlay: {against: [parcels]}",
        4,
        "parcels",
        id="overlay with an unknown layer",
    ),
    pytest.param(
        "group: urban",
        "group: urban\nquality:\n  references:\n    - {field: kind, layer: lamps, to: sort}",
        6,
        "lamps.sort",
        id="reference to an unknown field",
    ),
]


@pytest.mark.parametrize(("good", "bad", "line", "word"), SPOILT_LAYERS)
def test_faults_of_a_layer(province: Path, good: str, bad: str, line: int, word: str) -> None:
    assert good in LAYER
    _write(province, "layers/lamps.yml", LAYER.replace(good, bad))
    message = _fault(province)
    assert f"{province / 'layers' / 'lamps.yml'}:{line}:" in message, message
    assert word in message


SPOILT_PROFILES = [
    pytest.param("  lamps: {geometry: [Point]}", "  lights: {geometry: [Point]}", 6, "lights", id="unknown layer"),
    pytest.param("lookup: lamp_words", "lookup: lamp_terms", 4, "lamp_terms", id="unknown lookup"),
    pytest.param("{from: loai,", "{column: loai,", 4, "column", id="unknown key"),
    pytest.param("title: {vi: Bảng đèn}", "title: {vi: Bảng đèn}\nscope: ward", 2, "ward", id="unknown scope"),
    pytest.param(
        "  lamps: {geometry: [Point]}",
        "  lamps:\n    geometry: [Point]\n    fields:\n      colour: mau",
        9,
        "colour",
        id="unknown field",
    ),
]


@pytest.mark.parametrize(("good", "bad", "line", "word"), SPOILT_PROFILES)
def test_faults_of_a_profile(province: Path, good: str, bad: str, line: int, word: str) -> None:
    assert good in PROFILE
    _write(province, "etl/lamps.csv.yml", PROFILE.replace(good, bad))
    message = _fault(province)
    assert f"{province / 'etl' / 'lamps.csv.yml'}:{line}:" in message, message
    assert word in message


SPOILT_TABLES = [
    pytest.param("layers/codes/lamp_kinds.csv", "code,name\nLED,Đèn\n", 1, "name", id="unknown column"),
    pytest.param("layers/codes/lamp_kinds.csv", "code,vi\nLED,Đèn\nLED,Đèn LED\n", 3, "LED", id="repeated code"),
    pytest.param(
        "layers/codes/lamp_kinds.csv",
        "code,vi,aliases\nLED,Đèn,đèn\nHG,Thủy ngân,đèn\n",
        3,
        "đèn",
        id="alias of two codes",
    ),
    pytest.param("layers/codes/lamp_kinds.csv", "code,vi\nLED,\n", 2, "tên", id="code without a name"),
    pytest.param(
        "etl/lookups/lamp_words.csv", "match,value\nĐèn,LED\nden,HG\n", 3, "LED", id="one writing, two values"
    ),
    pytest.param("etl/lookups/lamp_words.csv", "match,code\nled,LED\n", 2, "value", id="lookup without value"),
]


@pytest.mark.parametrize(("name", "content", "line", "word"), SPOILT_TABLES)
def test_faults_of_a_table(province: Path, name: str, content: str, line: int, word: str) -> None:
    _write(province, name, content)
    message = _fault(province)
    assert f"{province / name}:{line}:" in message, message
    assert word in message


@pytest.mark.parametrize(
    ("good", "bad", "word"),
    [
        ("[tool.sdi]", "[tool.other]", "[tool.sdi]"),
        ("axes = [5899]", "axes = [5898]", "5899"),
        ("400000, 1200000, 600000", "600000, 1200000, 400000", "extent"),
        ('code = "99"', 'code = "99"\ncolour = "red"', "colour"),
        ("crs = 5899", "crs 5899", "pyproject.toml"),
        ('code = "99"', 'code = "99"\ntimezone = "Mars/Base"', "time zone"),
    ],
)
def test_faults_of_the_province(province: Path, good: str, bad: str, word: str) -> None:
    _write(province, "pyproject.toml", PROVINCE.replace(good, bad, 1))
    message = _fault(province)
    assert str(province / "pyproject.toml") in message
    assert word in message


def test_a_sample_without_a_profile(province: Path) -> None:
    _write(province, "pyproject.toml", PROVINCE + '[[tool.sdi.samples]]\nprofile = "none"\nsource = "a.csv"\n')
    assert "'none'" in _fault(province)


def test_all_faults_are_told_at_once(province: Path) -> None:
    _write(province, "layers/lamps.yml", LAYER.replace("Point", "Circle"))
    _write(province, "etl/lamps.csv.yml", PROFILE.replace("targets", "target"))
    _write(province, "layers/codes/lamp_kinds.csv", "code,vi\nLED,\n")
    message = _fault(province)
    for name in ("lamps.yml:6", "lamps.csv.yml", "lamp_kinds.csv:2"):
        assert name in message
