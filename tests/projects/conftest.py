"""Three provinces, each in a database of its own, with all their deliveries taken in once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from intake_kit.desk import Desk

from projects import provinces
from projects.office import Taken, open_office, take_in
from projects.provinces import HERE, ROOT, Source

PROVINCES = ("quang_ngai", "lam_dong", "cambridge")


@dataclass(frozen=True)
class Office:
    """A desk, the deliveries that came to it, and what became of each."""

    desk: Desk
    sources: list[Source]
    taken: dict[str, Taken]
    written: dict[str, int]
    """Features by file name, as the generator noted them."""


MakeOffice = Callable[..., Iterator[Office]]


@pytest.fixture(scope="session")
def quang_ngai(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The main project with its samples."""
    folder = tmp_path_factory.mktemp("quang_ngai")
    with _office(make_database(), ROOT, folder, provinces.samples(ROOT), "qn") as office:
        yield office


@pytest.fixture(scope="session")
def lam_dong(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The second province on its axis 107°45′, generated."""
    folder = tmp_path_factory.mktemp("lam_dong")
    project = provinces.build_lam_dong(folder)
    with _office(make_database(), project, folder, provinces.samples(project), "ld") as office:
        yield office


@pytest.fixture(scope="session")
def cambridge(
    shared_data: Path, make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A city with its own metric CRS and its own files."""
    folder = tmp_path_factory.mktemp("cambridge")
    with _office(make_database(), HERE / "cambridge", folder, provinces.cambridge(shared_data), "cam") as office:
        yield office


@pytest.fixture(scope="session", params=PROVINCES)
def office(request: pytest.FixtureRequest) -> Office:
    """Each of the three: what passes here holds for any province."""
    found: Office = request.getfixturevalue(request.param)
    return found


@contextmanager
def _office(url: str, project: Path, folder: Path, sources: list[Source], prefix: str) -> Iterator[Office]:
    noted = next((s.path.parents[1] for s in sources if (s.path.parents[1] / "faults.json").is_file()), None)
    with open_office(url, project, folder, prefix) as desk:
        taken = {s.name: take_in(desk, s.name, [s.path], s.profile, s.communes) for s in sources}
        yield Office(desk, sources, taken, provinces.written(noted) if noted else {})
