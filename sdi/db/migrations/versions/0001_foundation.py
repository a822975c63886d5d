"""Foundation: see 0001_foundation.sql."""

from __future__ import annotations

import warnings
from pathlib import Path

from alembic import op
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from sqlalchemy import text

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text("utf-8").replace("%", "%%"))
    _seed_vn2000()


def _seed_vn2000() -> None:
    """Distributions' ``spatial_ref_sys`` lacks the zones 9205…9218; the definitions come from EPSG, never by hand."""
    insert = text(
        "INSERT INTO public.spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)"
        " VALUES (:srid, 'EPSG', :srid, :srtext, :proj4) ON CONFLICT (srid) DO NOTHING"
    )
    may_insert = text("SELECT has_table_privilege('public.spatial_ref_sys', 'INSERT')")
    if not op.get_bind().execute(may_insert).scalar():
        return  # somebody else's PostGIS: the province's CRS is checked when its layers are made
    for info in query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS):
        if info.name.startswith("VN-2000"):
            crs = CRS.from_epsg(int(info.code))
            with warnings.catch_warnings():
                # A PROJ string cannot name the datum; PostGIS asks PROJ by the code and needs it as a fallback only.
                warnings.simplefilter("ignore", UserWarning)
                values = {"srid": int(info.code), "srtext": crs.to_wkt("WKT1_GDAL"), "proj4": crs.to_proj4()}
            op.get_bind().execute(insert, values)
