"""Three projects and their deliveries: the main one with its samples, a second province, a city elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sdi.model import read_project

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent

ELSEWHERE = {
    "EPSG:5898": "EPSG:5899",
    "Quảng Ngãi": "Lâm Đồng",
    "NghiaLo": "HoXanh",
    "CamThanh": "DoiThong",
    "Sông Trà Khúc": "Suối Hoa Đào",
}
"""How the main project's profiles and catalogue read in the second province: another axis, other names."""


@dataclass(frozen=True)
class Source:
    """One delivery of a project. ``features`` is what somebody else counts in it, ``None`` if nobody does."""

    name: str
    path: Path
    profile: str
    communes: tuple[str, ...] = ()
    features: int | None = None


def samples(project: Path) -> list[Source]:
    """The deliveries of features that a project's settings name; those without a profile are rasters."""
    found = []
    for sample in read_project(project).province.samples:
        if sample.profile is None:
            continue
        path = project / sample.source
        found.append(Source(f"{path.name}: {sample.profile}", path, sample.profile, tuple(sample.commune)))
    return found


def written(folder: Path) -> dict[str, int]:
    """Features of each file of one table, by its name, as the generator noted them."""
    files = json.loads((folder / "faults.json").read_text("utf-8"))["files"]
    counts = {Path(name).name: content.get("features") for name, content in files.items()}
    return {name: count for name, count in counts.items() if isinstance(count, int)}


def build_lam_dong(folder: Path) -> Path:
    """The second province: its settings, the main project's declarations under another axis, its own town."""
    shutil.copy(HERE / "lam_dong" / "pyproject.toml", folder)
    for part in ("layers", "etl", "catalog"):
        shutil.copytree(ROOT / part, folder / part)
    for path in [p for p in folder.rglob("*") if p.suffix in (".yml", ".csv")]:
        text = path.read_text("utf-8")
        for here, there in ELSEWHERE.items():
            text = text.replace(here, there)
        path.write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "generate", "--out", folder / "deliveries", "--province", "lam_dong"],
        cwd=ROOT / "data-samples", check=True, capture_output=True, env=os.environ,
    )  # fmt: skip
    return folder


def cambridge(data: Path, year: str = "2013") -> list[Source]:
    """The city's own files: neighbourhoods first, then streets, as on the first day."""
    city = data / "city_cambridge"
    named = {
        "neighborhoods.geojson": "Boundary/CDD_Neighborhoods/BOUNDARY_CDDNeighborhoods.geojson",
        "centerlines.geojson": "Trans/Street_Centerlines/TRANS_Centerlines.geojson",
        "parcels.topojson": f"Assessing/FY{year}/FY{year}_Parcels/ASSESSING_ParcelsFY{year}.topojson",
        "zoning.geojson": "CDD/Zoning_Districts/CDD_ZoningDistricts.geojson",
        "zoning_overlays.geojson": "CDD/Zoning_Overlay_Districts/CDD_ZoningOverlayDistricts.geojson",
        "street_lights.geojson": "Infra/Street_Lights/INFRA_StreetLights.geojson",
        "drainage.geojson": "Infra/Drainage/INFRA_Drainage.geojson",
        "hydrants.geojson": "Infra/Hydrants/INFRA_Hydrants.geojson",
        "flood_100.geojson": "Hydro/FEMA_Floodplains_100_Year/FEMA_FloodPlains100Year.geojson",
        "flood_500.geojson": "Hydro/FEMA_Floodplains_500_Year/FEMA_FloodPlains500Year.geojson",
    }
    return [Source(profile, city / path, profile) for profile, path in named.items()]
