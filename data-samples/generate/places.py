"""Province facts of the generated towns: places, codes, names, coordinate systems. They stand here only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ward:
    """A commune-level unit: five-digit code and name, and short names used in codes and file names."""

    code: str
    name: str
    short: str
    slug: str

    @property
    def kind(self) -> str:
        """``Phường`` or ``Xã``."""
        return self.name.split()[0]


@dataclass(frozen=True)
class TownPlan:
    """Where a town lies and how large it is.

    Args:
        centre: Easting and northing of its middle on the river bank, metres in the provincial CRS.
        west, east, south: Extent from that point, metres along and away from the river.
        river: Name of the river.
        river_width: Metres.
        turn: Angle of the town against the grid, degrees counter-clockwise.
        wards: Western ward, and eastern ward if the town has two.
        rural: Land type of its houses is rural (ONT) outside the core.
        seed: Of its random numbers.
    """

    centre: tuple[float, float]
    west: float
    east: float
    south: float
    river: str
    river_width: float
    turn: float
    wards: tuple[Ward, ...]
    rural: bool
    seed: int


@dataclass(frozen=True)
class Province:
    """One province: code, name, provincial CRS, its town, and a small town delivered in another axis."""

    id: str
    code: str
    name: str
    city: str
    crs: int
    town: TownPlan
    neighbours: tuple[Ward, Ward, Ward]  # across the river, to the east, to the south
    second: TownPlan | None
    second_crs: int | None
    decision: str  # suffix of provincial decisions
    survey_crs: int = 3406  # of what national surveys deliver: VN-2000 / UTM zone 49N


QUANG_NGAI = Province(
    id="quang_ngai",
    code="51",
    name="Quảng Ngãi",
    city="Quảng Ngãi",
    crs=5898,
    town=TownPlan(
        centre=(584_700.0, 1_673_450.0),
        west=860.0,
        east=640.0,
        south=1_060.0,
        river="Sông Trà Khúc",
        river_width=310.0,
        turn=-7.0,
        wards=(
            Ward("21028", "Phường Nghĩa Lộ", "NL", "nghia_lo"),
            Ward("21025", "Phường Cẩm Thành", "CT", "cam_thanh"),
        ),
        rural=False,
        seed=2028,
    ),
    neighbours=(
        Ward("21172", "Phường Trương Quang Trọng", "TQT", "truong_quang_trong"),
        Ward("21034", "Xã An Phú", "AP", "an_phu"),
        Ward("21235", "Xã Tư Nghĩa", "TN", "tu_nghia"),
    ),
    second=TownPlan(
        centre=(500_150.0, 1_587_100.0),
        west=250.0,
        east=250.0,
        south=420.0,
        river="Sông Đăk Bla",
        river_width=90.0,
        turn=14.0,
        wards=(Ward("23293", "Phường Kon Tum", "KT", "kon_tum"),),
        rural=True,
        seed=23293,
    ),
    second_crs=9216,
    decision="QĐ-UBND",
)

# A second province for tests, on another axis. Commune codes and names are invented.
LAM_DONG = Province(
    id="lam_dong",
    code="68",
    name="Lâm Đồng",
    city="Lâm Đồng",
    crs=5899,
    town=TownPlan(
        centre=(575_400.0, 1_320_600.0),
        west=520.0,
        east=460.0,
        south=760.0,
        river="Suối Hoa Đào",
        river_width=60.0,
        turn=11.0,
        wards=(
            Ward("68901", "Phường Hồ Xanh", "HX", "ho_xanh"),
            Ward("68902", "Phường Đồi Thông", "DT", "doi_thong"),
        ),
        rural=False,
        seed=6801,
    ),
    neighbours=(
        Ward("68903", "Xã Suối Đá", "SD", "suoi_da"),
        Ward("68904", "Xã Rừng Lá", "RL", "rung_la"),
        Ward("68905", "Xã Đồi Chè", "DC", "doi_che"),
    ),
    second=None,
    second_crs=None,
    decision="QĐ-UBND",
)

PROVINCES = {province.id: province for province in (QUANG_NGAI, LAM_DONG)}
