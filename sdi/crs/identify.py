"""Which CRS of the EPSG database a delivery's definition means.

Definitions of one and the same CRS differ in name, order, authority and datum from program to program,
and PROJ's own answer cannot be used as it is: it calls a ``.prj`` with an unknown datum EPSG:5898 and then
leaves out the datum, and it takes FE 0, FN 500 000 for EPSG:5898 when asked less strictly. So parameters
decide here: a code is believed only when its projection, ellipsoid and units are those of the definition.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from sdi.crs.operations import authority_crs

_VN2000 = "VN-2000"
_VN2000_GEOGRAPHIC, _WGS84 = 4756, 4326
_LEAST_CONFIDENCE = 25
"""PROJ's lowest useful confidence; whatever it proposes is checked by parameters."""
_TOWGS84_TOLERANCE_M = 5.0
"""Published parameter sets of VN-2000 differ by 1 m; other datums of the region by more than 100 m."""
_MAX_DEFINITION = 20_000
_DATUM_SPELLINGS = {
    "vn2000": "vietnam2000",
    "wgs84": "worldgeodeticsystem1984",
    "wgs1984": "worldgeodeticsystem1984",
}
_OLD_GML = re.compile(r"https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d{4,6})")


@dataclass(frozen=True)
class CrsFinding:
    """What a definition turned out to be.

    Attributes:
        epsg: Code to use, None when the definition means no CRS of the database.
        replaced: The definition itself must not be used for transforming (unknown datum, ``TOWGS84``, or
            a datum name that the authority does not know); the authority's ``epsg`` takes its place.
        deprecated: The authority has withdrawn this code as a mistake.
        geographic: Coordinates are longitude and latitude.
        name: The authority's name, else the definition's own.
        note: What a person should know, in Vietnamese; empty if there is nothing to say.
    """

    epsg: int | None
    replaced: bool
    deprecated: bool
    geographic: bool
    name: str
    note: str


def identify(definition: str | None, candidates: Sequence[int] = ()) -> CrsFinding | None:
    """Recognise a CRS definition.

    Args:
        definition: WKT of any dialect, a PROJ string, ``EPSG:n``, a URN or a URI.
        candidates: EPSG codes that a definition with an unknown datum may mean, likeliest first. All
            VN-2000 CRS of the EPSG database are tried after them.

    Returns:
        None when nothing is declared, else a finding; its ``epsg`` is None when nothing matches.
    """
    text = (definition or "").strip().strip("\ufeff\0").strip()
    if not text:
        return None
    old_gml = _OLD_GML.fullmatch(text)
    try:
        text_in = f"EPSG:{old_gml[1]}" if old_gml else text
        declared = CRS.from_user_input(text_in if len(text) <= _MAX_DEFINITION else "")
    except (CRSError, UnicodeError):
        shown = text if len(text) <= 60 else text[:60] + "…"
        return _unknown("", False, f"Không đọc được khai báo hệ tọa độ: {shown!r}.")
    crs, towgs84 = _plain(declared)
    geographic = crs.is_geographic
    if crs.geodetic_crs is None or crs.is_geocentric:
        return _unknown(crs.name, geographic, f"“{crs.name}” không phải hệ tọa độ mặt bằng gắn với một hệ quy chiếu.")
    if towgs84 and not any(towgs84):
        # All zero says in so many words: the datum is WGS 84.
        crs, towgs84 = _on_wgs84(crs), []
    if _datum_is_known(crs) and not towgs84:
        return _of_known_datum(crs)
    return _of_vague_datum(crs, towgs84, candidates)


def _of_known_datum(crs: CRS) -> CrsFinding:
    known = [*_proposals(crs), *_vn2000_zones(), _VN2000_GEOGRAPHIC, _WGS84]
    code = _same_parameters(crs, known, with_datum=True)
    if code is not None:
        replaced = not _is_of_authority(crs)
        return _finding(code, replaced=replaced, note=_replaced_note(crs.name, code) if replaced else "")
    lookalike = None if _unprojected(crs) else _same_parameters(crs, _vn2000_zones(), with_datum=False)
    if lookalike is None:
        note = f"Không có hệ tọa độ nào của EPSG trùng tham số với “{crs.name}”."
    else:
        note = (
            f"Khai báo ghi hệ quy chiếu {crs.datum.name if crs.datum else '?'} nhưng tham số chiếu là của "
            f"EPSG:{lookalike} ({authority_crs(lookalike).name}); hai cách hiểu có thể lệch nhau hàng trăm "
            "mét, cần nơi gửi xác nhận."
        )
    return _unknown(crs.name, crs.is_geographic, note)


def _of_vague_datum(crs: CRS, towgs84: list[float], candidates: Sequence[int]) -> CrsFinding:
    pool: list[int] = [*candidates, *_vn2000_zones(), _VN2000_GEOGRAPHIC]
    if towgs84:
        pool = [code for code in pool if _is_shift_of(towgs84, authority_crs(code))]
    code = None if crs.is_geographic and not towgs84 else _same_parameters(crs, pool, with_datum=False)
    if code is not None:
        return _finding(code, replaced=True, note=_replaced_note(crs.name, code))
    if crs.is_geographic:
        note = "Khai báo là kinh vĩ độ nhưng không rõ hệ quy chiếu (VN-2000 và WGS 84 lệch nhau hơn 200 m)."
    else:
        note = f"“{crs.name}” không rõ hệ quy chiếu và tham số không trùng với hệ tọa độ nào đã biết."
    return _unknown(crs.name, crs.is_geographic, note)


def _plain(crs: CRS) -> tuple[CRS, list[float]]:
    """The horizontal CRS without a bound transformation, and the parameters of the latter."""
    towgs84: list[float] = []
    for _ in range(4):
        if crs.is_bound and crs.source_crs is not None:
            towgs84 = list(crs.coordinate_operation.towgs84) if crs.coordinate_operation else []
            # A datum that is named by the authority needs no parameters from the file.
            towgs84 = [] if _datum_is_known(crs.source_crs) else towgs84 or [float("nan")]
            crs = crs.source_crs
        elif crs.is_compound:
            crs = crs.sub_crs_list[0]
    return (crs.to_2d() if len(crs.axis_info) == 3 and not crs.is_geocentric else crs), towgs84


def _on_wgs84(crs: CRS) -> CRS:
    """The same projection on the datum WGS 84."""
    parts = crs.to_json_dict()
    geographic = CRS.from_epsg(_WGS84).to_json_dict()
    (parts.get("base_crs") or parts).pop("datum", None)
    (parts.get("base_crs") or parts)["datum_ensemble"] = geographic["datum_ensemble"]
    return CRS.from_json_dict(parts)


def _datum_is_known(crs: CRS) -> bool:
    name = crs.datum.name.lower().replace("_", " ") if crs.datum is not None else "unknown"
    return not any(word in name for word in ("unknown", "undefined", "not specified", "user defined"))


def _is_of_authority(crs: CRS) -> bool:
    """Whether PROJ itself knows the CRS or its datum, so that nothing of it is taken for "unknown"."""
    datum = crs.datum.to_json_dict() if crs.datum is not None else {}
    return "id" in datum or "id" in crs.to_json_dict()


def _unprojected(crs: CRS) -> bool:
    """Whether a CRS has no projection at all."""
    return crs.is_geographic or crs.coordinate_operation is None


def _proposals(crs: CRS) -> list[int]:
    """Codes that PROJ proposes, the likeliest first."""
    if crs.to_authority() == ("OGC", "CRS84"):
        return [_WGS84]
    matches = crs.list_authority(auth_name="EPSG", min_confidence=_LEAST_CONFIDENCE)
    return [int(match.code) for match in matches]


def _same_parameters(crs: CRS, codes: Iterable[int], *, with_datum: bool) -> int | None:
    """The first code whose CRS has the projection parameters (and datum) of the given one."""
    wanted = _signature(crs)
    deprecated = None
    for code in codes:
        other = authority_crs(code)
        if _signature(other) != wanted or (with_datum and not _datums_agree(crs, other)):
            continue
        if not other.is_deprecated:
            return code
        deprecated = deprecated or code
    return deprecated


def _datums_agree(a: CRS, b: CRS) -> bool:
    return _datum_key(a) == _datum_key(b)


def _datum_key(crs: CRS) -> str:
    """Name of the datum in one spelling: ``D_VN_2000``, ``VN-2000`` and ``Vietnam 2000`` are one datum."""
    name = crs.datum.name.lower() if crs.datum is not None else ""
    key = re.sub(r"[^a-z0-9]", "", name.removeprefix("d_").removesuffix(" ensemble"))
    return _DATUM_SPELLINGS.get(key, key)


_Signature = tuple[str, tuple[tuple[str, float], ...], tuple[float, float], float]


def _signature(crs: CRS) -> _Signature:
    """What decides about numbers: projection and parameters in SI units, ellipsoid, unit of the axes."""
    operation = None if _unprojected(crs) else crs.coordinate_operation
    parameters = []
    for p in operation.params if operation is not None else ():
        value, digits = float(p.value) * p.unit_conversion_factor, 3
        if "scale" in p.name.lower():
            value, digits = float(p.value), 9
        elif not any(word in p.name.lower() for word in ("easting", "northing")):
            value, digits = math.degrees(value), 7
        if round(value, digits):
            parameters.append((p.name.lower(), round(value, digits)))
    method = operation.method_name.lower() if operation is not None else ""
    ellipsoid = crs.ellipsoid
    shape = (0.0, 0.0)
    if ellipsoid is not None:
        shape = (round(ellipsoid.semi_major_metre, 2), round(ellipsoid.inverse_flattening, 5))
    unit = round(crs.axis_info[0].unit_conversion_factor, 9) if crs.axis_info else 0.0
    return method, tuple(sorted(parameters)), shape, unit


@lru_cache(maxsize=1)
def _vn2000_zones() -> tuple[int, ...]:
    """All VN-2000 projected CRS of the EPSG database; withdrawn ones last."""
    infos = query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS, allow_deprecated=True)
    found = {int(i.code): i.deprecated for i in infos if i.name.startswith(f"{_VN2000} /")}
    return tuple(sorted(found, key=lambda code: (found[code], code)))


@lru_cache(maxsize=64)
def _shifts_to_wgs84(geodetic_epsg: int) -> tuple[tuple[float, ...], ...]:
    group = TransformerGroup(geodetic_epsg, _WGS84, always_xy=True, allow_ballpark=False)
    shifts = [tuple(o.towgs84) for t in group.transformers for o in t.operations or () if o.towgs84]
    return tuple(shifts)


def _is_shift_of(towgs84: list[float], crs: CRS) -> bool:
    """Whether ``TOWGS84`` numbers are the datum's; not the rotations, whose signs are often wrong."""
    geodetic = crs.geodetic_crs.to_epsg() if crs.geodetic_crs is not None else None
    if geodetic is None:
        return False
    return any(
        all(abs(a - b) < _TOWGS84_TOLERANCE_M for a, b in zip(towgs84[:3], shift[:3], strict=True))
        for shift in _shifts_to_wgs84(geodetic)
        if len(towgs84) >= 3
    )


def _finding(code: int, *, replaced: bool, note: str) -> CrsFinding:
    crs = authority_crs(code)
    if crs.is_deprecated:
        note = f"EPSG:{code} ({crs.name}) đã bị EPSG hủy bỏ vì sai tham số; không được dùng."
    return CrsFinding(code, replaced, crs.is_deprecated, crs.is_geographic, crs.name, note)


def _replaced_note(name: str, code: int) -> str:
    return (
        f"Khai báo “{name}” không nêu rõ hệ quy chiếu nhưng trùng tham số với EPSG:{code} "
        f"({authority_crs(code).name}); đã thay bằng định nghĩa của EPSG."
    )


def _unknown(name: str, geographic: bool, note: str) -> CrsFinding:
    return CrsFinding(None, False, False, geographic, name, note)
