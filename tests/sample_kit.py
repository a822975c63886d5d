"""The province's own project with some of its sample deliveries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from sdi.model import Project, read_project

ROOT = Path(__file__).resolve().parents[1]


def project_with(profiles: Collection[str], rasters: Collection[str] = ()) -> Project:
    """The project as if only the samples of these profiles and layers of rasters were declared, without those of the
    other axis."""
    found = read_project(ROOT)
    wanted = [
        s for s in found.province.samples
        if (s.profile in profiles or (s.profile is None and s.layer in rasters)) and "kon_tum" not in s.source
    ]  # fmt: skip
    return replace(found, province=found.province.model_copy(update={"samples": wanted}))
