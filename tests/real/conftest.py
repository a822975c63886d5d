"""All real deliveries of Quảng Ngãi, taken in once: communes first, as on the first day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from intake_kit.desk import Desk
from projects.office import Taken, open_office, take_in

from real.deliveries import COMMUNES, OTHERS, Delivery, drawings

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Province:
    """The desk, and every delivery with what became of it."""

    desk: Desk
    taken: dict[str, Taken]
    deliveries: dict[str, Delivery]


@pytest.fixture(scope="session")
def province(
    shared_data: Path, make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """The main project after all real deliveries."""
    deliveries = [COMMUNES, *drawings(shared_data), *OTHERS]
    with open_office(make_database(), ROOT, tmp_path_factory.mktemp("real"), "real") as desk:
        taken = {d.name: take_in(desk, d.name, d.sources(shared_data), d.profile) for d in deliveries}
        yield Province(desk, taken, {d.name: d for d in deliveries})
