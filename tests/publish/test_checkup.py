"""``sdi doctor`` finds what is wrong, and says nothing wrong of what is not."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyproj.crs import CoordinateOperation

from sdi.crs import selftest
from sdi.db.connect import Connection
from sdi.model import Project
from sdi.publish import checkup
from sdi.publish.health import diagnose
from sdi.settings import Settings


def test_every_library_is_named_with_its_version(owner: Connection) -> None:
    found = checkup.versions(owner)
    assert {name for name, libs in found.items() if "GEOS" in libs} == {"shapely", "pyogrio", "rasterio", "PostGIS"}
    assert {name for name, libs in found.items() if "GDAL" in libs} == {"pyogrio", "rasterio", "fiona"}
    assert {name for name, libs in found.items() if "PROJ" in libs} == {"pyproj", "rasterio", "PostGIS"}
    told = [version for libs in found.values() for version in libs.values()]
    assert [version for version in told if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version)] == []


def test_proj_agrees_with_the_formulas(project: Project) -> None:
    (finding,) = checkup.coordinates(project)
    assert finding.good
    province = project.province
    checks = selftest.check(province.crs, province.datum_operation, province.extent)
    assert len(checks) == 5
    assert max(one.distance_m for one in checks) < 0.0002


def test_another_operation_is_noticed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The formulas are given the parameters of another operation between the same datums: 0.7 m and more."""
    other = CoordinateOperation.from_epsg(5194)
    monkeypatch.setattr(selftest, "CoordinateOperation", SimpleNamespace(from_authority=lambda *_: other))
    (finding,) = checkup.coordinates(project)
    assert not finding.good
    assert "Không nạp gì" in finding.text


def test_a_missing_index_is_named(owner: Connection, project: Project) -> None:
    assert [finding.good for finding in checkup.indexes(owner, project)] == [True]
    with owner.transaction(force_rollback=True):
        name = owner.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'data' AND tablename = 'roads'"
            " AND indexdef LIKE '%USING gist%'"
        ).fetchone()
        assert name
        owner.execute(f'DROP INDEX data."{name[0]}"')
        (finding,) = checkup.indexes(owner, project)
        assert not finding.good
        owner.execute(finding.text.split("bằng '")[1].removesuffix("'."))
        assert [finding.good for finding in checkup.indexes(owner, project)] == [True], "the advice mends it"


def test_a_full_disk_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all("Đĩa còn trống" in finding.text for finding in checkup.disk(settings))
    monkeypatch.setattr(checkup, "ENOUGH_DISK", 10**18)
    assert not any(finding.good for finding in checkup.disk(settings))


def test_a_role_with_another_password_is_named(samples: str, settings: Settings, tmp_path: Path) -> None:
    assert [finding.good for finding in checkup.roles(samples, settings)] == [True]
    (finding,) = checkup.roles(samples, settings.model_copy(update={"state": tmp_path}))
    assert not finding.good
    assert "sdi sync" in finding.text


def test_the_samples_are_healthy(samples: str, settings: Settings) -> None:
    found = diagnose(settings.model_copy(update={"database_url": samples}))
    texts = " ".join(finding.text for finding in found)
    for word in ("PostGIS", "pyproj", "điểm khống chế", "Chỉ mục", "vai trò", "Đĩa"):
        assert word in texts
    assert [finding.text for finding in found if not finding.good and "Đĩa" not in finding.text] == []
