"""What the tests of this folder have at hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from intake_kit.desk import Desk
from intake_kit.fixtures import declared, make_desk

from sdi.model.layer import Gates

__all__ = ["make_desk"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def province(make_database: Callable[[], str]) -> str:
    """URL of a database with the declarations and no data."""
    return declared(make_database(), ROOT)


@pytest.fixture
def desk(make_desk: Callable[..., Desk], province: str) -> Desk:
    """A desk over the main project, whose gates let everything pass."""
    made = make_desk(province, project=ROOT)
    gates = Gates(max_quarantined_pct=100, max_duplicate_key_pct=100, max_removed_pct=100, max_area_loss_pct=100)
    layers = {
        name: layer.model_copy(update={"quality": layer.quality.model_copy(update={"gates": gates})})
        for name, layer in made.project.layers.items()
    }
    return replace(made, project=replace(made.project, layers=layers))
