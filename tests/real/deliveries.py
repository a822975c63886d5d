"""The deliveries that the province really has, and the committed profile of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LINES_ONLY = "QHPK_SDD_SaHuynh_2014"
"""All polygons of this drawing lie on layer "0": only its lines can be taken."""


@dataclass(frozen=True)
class Delivery:
    """Files (a pattern in the folder of real data), the profile, and the source layer in a file of several."""

    name: str
    files: str
    profile: str
    layer: str | None = None
    declared: int = 4326

    def sources(self, folder: Path) -> list[Path]:
        """The files, in order."""
        return sorted(folder.glob(self.files))


COMMUNES = Delivery("communes", "vn_admin/vpd_quangngai/wards/*.geojson", "administrative_units.vpd_geojson")
OTHERS = (
    Delivery("canals", "vn_quangngai_sxd/kenh.geojson", "waterways.canals_geojson"),
    Delivery("relics", "vn_quangngai_sxd/Hien_trang_di_tich.geojson", "heritage_sites.geojson"),
    Delivery("flood spots", "vn_quangngai_sxd/ngapungthanhpho2021.geojson", "flood_zones.urban_geojson"),
    Delivery("projects", "vn_quangngai_sxd/duan.geojson", "planning_projects.geojson"),
    Delivery("Di Lăng", "vn_quangngai_demo/quangngai_demo_epsg5898.gpkg", "parcels.di_lang", "thua_dat_di_lang", 5898),
)


def drawings(folder: Path) -> list[Delivery]:
    """The department's planning drawings."""
    return [
        Delivery(
            path.stem,
            f"vn_quangngai_sxd/{path.name}",
            "planning.cad_lines_geojson" if path.stem == LINES_ONLY else "planning.cad_geojson",
        )
        for path in sorted((folder / "vn_quangngai_sxd").glob("QH*.geojson"))
    ]
