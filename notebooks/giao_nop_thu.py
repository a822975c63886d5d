"""Tạo một lần giao nộp thứ hai của phường Cẩm Thành từ dữ liệu mẫu, để thử sổ 5.

    python notebooks/giao_nop_thu.py /tmp/cam_thanh_2
    sdi load parcels /tmp/cam_thanh_2/cam_thanh.shp --commune 21025 --hold

Mọi thay đổi là hư cấu và được đếm sẵn trong CHANGES.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas
import shapely
from shapely.affinity import scale

SOURCE = Path(__file__).resolve().parents[1] / "data-samples" / "vpdk" / "cam_thanh" / "cam_thanh.zip"
CHANGES = {"land_use": 30, "shape": 6, "gone": 5, "new": 3, "bow_tie": 4, "no_number": 2}
"""Thửa đổi loại đất, đổi hình, mất đi, tách thêm, tự cắt (không nhận), không có số thửa (không nhận)."""


def second_edition() -> geopandas.GeoDataFrame:
    """Bản thứ hai; thửa chọn cách đều nhau trong bảng, mỗi thửa một thay đổi."""
    table = geopandas.read_file(SOURCE)
    step = len(table) // (sum(CHANGES.values()) + 1)
    chosen = iter(range(step, len(table), step))
    rows = {name: [next(chosen) for _ in range(count)] for name, count in CHANGES.items()}
    geometry, use = table.columns.get_loc("geometry"), table.columns.get_loc("KHLOAIDAT")
    for row in rows["land_use"]:
        table.iat[row, use] = "TMD" if table.iat[row, use].strip().upper() != "TMD" else "ODT"
    for row in rows["shape"]:
        table.iat[row, geometry] = scale(table.iat[row, geometry], 0.97, 0.97)
    for row in rows["bow_tie"]:
        table.iat[row, geometry] = _crossed(table.iat[row, geometry])
    table["SHTHUA"] = table["SHTHUA"].astype("Int64")
    for row in rows["no_number"]:
        table.iat[row, table.columns.get_loc("SHTHUA")] = None
    split = table.iloc[rows["new"]].copy()
    split["SHTHUA"] = range(9001, 9001 + len(split))
    for place, row in enumerate(rows["new"]):
        west, south, east, north = table.iat[row, geometry].bounds
        half = shapely.box(west, south, (west + east) / 2, north)
        split.iat[place, geometry] = table.iat[row, geometry].intersection(half)
        table.iat[row, geometry] = table.iat[row, geometry].difference(half)
    kept = table.drop(table.index[rows["gone"]])
    return geopandas.GeoDataFrame(geopandas.pd.concat([kept, split], ignore_index=True), crs=table.crs)


def write(folder: Path) -> Path:
    """Ghi Shapefile UTF-8 như văn phòng đăng ký đất đai giao."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "cam_thanh.shp"
    second_edition().to_file(path, encoding="UTF-8")
    return path


def _crossed(polygon: shapely.Polygon) -> shapely.Polygon:
    """Hai đỉnh đổi chỗ: ranh giới tự cắt."""
    corners = list(polygon.exterior.coords)[:-1]
    corners[1], corners[2] = corners[2], corners[1]
    return shapely.Polygon(corners)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
