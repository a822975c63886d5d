"""Schemathesis asks of rasters what our OpenAPI document allows, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from .conftest import RasterDesk
from .test_gdal import serving_desk

if TYPE_CHECKING:
    import schemathesis  # slow to import, and every run of pytest collects this file

pytestmark = pytest.mark.conformance

ONE = "/collections/{collectionId}"
PATHS = [
    *(f"{ONE}/{path}" for path in ("coverage", "coverage/schema", "map", "map/legend", "position", "sheets/{sheetId}")),
    *(f"{ONE}/map/tiles{path}" for path in ("", "/{tileMatrixSetId}")),
    f"{ONE}/map/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
    f"{ONE}/map/tiles/{{tileMatrixSetId}}/xyz/{{tileMatrix}}/{{tileCol}}/{{tileRow}}.png",
]
NOT_OURS = ("negative_data_rejection", "positive_data_acceptance", "ignored_auth")
"""As in ``tests/conformance/test_fuzzing.py``."""


@pytest.fixture(scope="module")
def described(served: RasterDesk) -> Iterator[schemathesis.BaseSchema]:
    """What the service says of itself."""
    import schemathesis

    with serving_desk(served) as base:
        yield schemathesis.openapi.from_url(f"{base}/api/openapi")


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described(described: schemathesis.BaseSchema, path: str, mode: str) -> None:
    """No server error, and status, media type, headers and content as the document says."""
    from schemathesis import GenerationMode
    from schemathesis.checks import CHECKS, load_all_checks

    load_all_checks()
    left_out: list[Any] = list(CHECKS.get_by_names(NOT_OURS))

    @given(case=described[path]["GET"].as_strategy(generation_mode=GenerationMode(mode)))
    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=left_out)

    ask()
