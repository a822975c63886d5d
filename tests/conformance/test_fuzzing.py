"""Schemathesis asks what our own OpenAPI document allows, and what it does not, and holds answers against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from conformance.service import Api

if TYPE_CHECKING:
    import schemathesis  # slow to import, and every run of pytest collects this file

LAYERS = ("parcels", "roads", "trees", "planning_zones")
"""A layer of each geometry and one with validity: all collections share their code."""
PATHS = [
    "/", "/openapi", "/conformance", "/collections", "/codelists/{codelistId}",
    *(f"/collections/{{collectionId}}{path}" for path in ("", "/schema", "/queryables", "/sortables")),
    "/collections/{collectionId}/items/{featureId}",
    *(f"/collections/{layer}/items" for layer in LAYERS),
    "/slip", "/slip/{parcelId}", "/slip/verify", "/slip/verify/{slipId}", "/slip/schema", "/slip/keys",
]  # fmt: skip
NOT_OURS = (
    # limit beyond the maximum is answered by the maximum: /req/core/fc-limit-response-1
    "negative_data_rejection",
    # half of all random boxes have their corners the wrong way round, and that is an error
    "positive_data_acceptance",
    # everything is open; a key shows more
    "ignored_auth",
)


@pytest.fixture(scope="module")
def described(api: Api) -> schemathesis.BaseSchema:
    """What the service says of itself."""
    import schemathesis

    return schemathesis.openapi.from_url(f"{api.root}/openapi")


@pytest.fixture(scope="module")
def left_out() -> list[Any]:
    """The checks that do not hold for us."""
    from schemathesis.checks import CHECKS, load_all_checks

    load_all_checks()
    return list(CHECKS.get_by_names(NOT_OURS))


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described(
    described: schemathesis.BaseSchema, left_out: list[Any], path: str, mode: str
) -> None:
    """No server error, and status, media type, headers and content as the document says."""
    from schemathesis import GenerationMode

    @given(case=described[path]["GET"].as_strategy(generation_mode=GenerationMode(mode)))
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=left_out)

    ask()
