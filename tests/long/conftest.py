"""What the tests of this folder have at hand."""

from collections.abc import Iterator

import pytest
from intake_kit.fixtures import bare, desk, make_desk, own_desk, province, shared_desk
from operation_kit import Service, Site

__all__ = ["bare", "desk", "make_desk", "own_desk", "province", "shared_desk"]


@pytest.fixture
def service(site: Site) -> Iterator[Service]:
    """A service of the module's site, for one test."""
    found = site.start()
    yield found
    found.stop()
