"""Every style in every format, as committed in ``golden/``; run this file to write them anew, then look at the diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sdi.model import Audience, Project, read_project
from sdi.publish.styling import forms_of, read_styles, styles_of
from sdi.styles import maplibre, qml, sld
from sdi.styles.legend import map_entries
from sdi.styles.model import MapStyle

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden")


def every_style() -> tuple[Project, dict[str, MapStyle]]:
    """All styles of the project, as the most trusted audience sees them."""
    project = read_project(ROOT)
    return project, styles_of(project, read_styles(project), Audience.INTERNAL, project.layers)


def written(project: Project, style: MapStyle) -> Iterator[tuple[str, str]]:
    """File name and content of each format of a style."""
    document = maplibre.style_document(style, "https://sdi.example.vn/api", "vi")
    yield f"{style.id}.mapbox.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    yield f"{style.id}.sld", sld.document(style, "vi")
    if len(style.layers) == 1:
        layer = project.layers[style.id]
        yield f"{style.id}.qml", qml.document(style.layers[0], forms_of(project, layer, Audience.INTERNAL, "vi"), "vi")
    legend = [
        f"{layer.layer}\t{entry.title}\t{entry.svg}\n" for layer, some in map_entries(style, "vi") for entry in some
    ]
    yield f"{style.id}.legend.txt", "".join(legend)


PROJECT, STYLES = every_style()


@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_written_as_it_was(name: str) -> None:
    for file, content in written(PROJECT, STYLES[name]):
        assert content == (GOLDEN / file).read_text("utf-8"), f"{file}: nếu đúng ý, chạy python {__file__}"


def test_there_is_no_other_golden_file() -> None:
    made = {file for style in STYLES.values() for file, _ in written(PROJECT, style)}
    assert made == {path.name for path in GOLDEN.iterdir()}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        old.unlink()
    for style in STYLES.values():
        for file, content in written(PROJECT, style):
            (GOLDEN / file).write_text(content, "utf-8")
