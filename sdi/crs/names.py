"""What people call a coordinate reference system: in Vietnam by central meridian and width of the zone."""

from __future__ import annotations

from functools import lru_cache

from sdi.crs.operations import authority_crs

#: Width of the zone by the scale on its central meridian, as Vietnamese rules fix it.
_ZONES = {0.9999: 3, 0.9996: 6}


@lru_cache
def name_of(epsg: int) -> str:
    """``VN-2000, kinh tuyến trục 107°30′, múi chiếu 3°``; for all other systems the authority's name.

    Raises:
        CrsError: The code is unknown.
    """
    crs = authority_crs(epsg)
    conversion, base = crs.coordinate_operation, crs.geodetic_crs
    if conversion is None or base is None or base.name != "VN-2000" or conversion.method_name != "Transverse Mercator":
        return crs.name
    values = {parameter.name: float(parameter.value) for parameter in conversion.params}
    width = _ZONES.get(values["Scale factor at natural origin"])
    degrees, minutes = divmod(round(values["Longitude of natural origin"] * 60), 60)
    return f"VN-2000, kinh tuyến trục {degrees}°{minutes:02}′, múi chiếu {width}°" if width else crs.name
