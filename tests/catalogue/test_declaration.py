"""``catalog/catalogue.yml``: what it may say, and what it names must be there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sdi.catalogue.building import require_known
from sdi.errors import UsageError
from sdi.model import Text, read_project
from sdi.model.catalogue import Cataloguing, Note, ThemeCodes
from sdi.model.layer import TAKEN, Layer
from sdi.publish.catalog import Catalog, read_catalog

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "declared",
    [
        Cataloguing(layers={"no_such_layer": Note(scale=2000)}),
        Cataloguing(themes={"no_such_theme": ThemeCodes(topic="location")}),
        Cataloguing(publisher="no_such_office"),
    ],
)
def test_what_leads_nowhere_is_refused(declared: Cataloguing) -> None:
    project, catalog = read_project(ROOT), read_catalog(ROOT)
    require_known(project, catalog)
    with pytest.raises(UsageError, match="no_such"):
        require_known(project, Catalog(catalog.offices, catalog.themes, cataloguing=declared))


def test_every_theme_of_a_layer_has_a_topic_of_iso() -> None:
    project, catalog = read_project(ROOT), read_catalog(ROOT)
    assert {layer.theme for layer in project.collections.values()} <= catalog.cataloguing.themes.keys()


def test_no_layer_takes_the_catalogue_s_name() -> None:
    layer = next(iter(read_project(ROOT).layers.values()))
    with pytest.raises(ValidationError, match="belongs to the engine"):
        Layer.model_validate(layer.model_dump() | {"id": next(iter(TAKEN))})


def test_access_is_told_for_every_audience() -> None:
    with pytest.raises(ValidationError, match="missing"):
        Cataloguing(access={"public": Text(vi="Công khai")})  # type: ignore[dict-item]
