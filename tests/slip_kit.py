"""A ward with parcels of every kind, published over some months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from serve_kit import E0, N0, Town, square
from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parents[1]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, AMENDED, WITHDRAWN, TAKEN_BACK, RENUMBERED = (date(2026, m, 10) for m in (1, 3, 4, 5, 6))


class Office(Town):
    """A town whose publications stand in the log, on days of our choice."""

    def release(self, day: date, layer: str, rows: list[dict[str, Any]]) -> int:
        """Publish at noon of a day."""
        epoch = self.publish(layer, rows)
        with psycopg.connect(self.url) as connection:
            at = datetime(day.year, day.month, day.day, 12, tzinfo=HANOI) + timedelta(seconds=epoch)
            connection.execute("UPDATE meta.release SET published_at = %s WHERE epoch = %s", (at, epoch))
            connection.execute(
                "INSERT INTO meta.publication (kind, epoch, previous, layers, actor, at)"
                " VALUES ('publish', %s, %s, %s, 'test', %s)",
                (epoch, epoch - 1, [layer], at),
            )
        return epoch

    def withdrawn(self, day: date, back: date, current: int) -> int:
        """A publication that was taken back; nothing of it is left but the log."""
        with psycopg.connect(self.url) as connection:
            epoch = connection.execute("UPDATE meta.epoch SET last = last + 1 RETURNING last").fetchone()[0]  # type: ignore[index]
            connection.execute(
                "INSERT INTO meta.release (layer, epoch, added, changed, removed, feature_count, withdrawn)"
                " VALUES ('parcels', %s, 1, 0, 0, 1, true)",
                (epoch,),
            )
            for kind, number, when in (("publish", epoch, day), ("rollback", current, back)):
                connection.execute(
                    "INSERT INTO meta.publication (kind, epoch, previous, layers, actor, at)"
                    " VALUES (%s, %s, %s, '{parcels}', 'test', %s)",
                    (kind, number, current, datetime(when.year, when.month, when.day, 12, tzinfo=HANOI)),
                )
        return int(epoch)


def corner(number: int) -> tuple[float, float]:
    """South-west corner of a parcel: easting, northing."""
    return E0 + (number - 1) % 5 * 20.0, N0 + (number - 1) // 5 * 20.0


def box(number: int, west: float, south: float, east: float, north: float) -> str:
    """WKT of a rectangle, in metres from the south-west corner of a parcel."""
    e, n = corner(number)
    w, x, s, t = e + west, e + east, n + south, n + north
    return f"MULTIPOLYGON((({w} {s}, {w} {t}, {x} {t}, {x} {s}, {w} {s})))"


def parcel(number: int, name: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of a parcel on sheet 12."""
    name = name or str(number)
    return {
        "gid": number, "feature_id": f"21025-12-{name}", "parcel_id": f"21025-12-{name}", "commune_code": "21025",
        "map_sheet": "12", "parcel_number": name, "land_use": "ODT+CLN", "area_registered_m2": 400.5, "area_m2": 400.0,
        "place_name": "Xứ Đồng Dừa", "geom": square(number),
    } | more  # fmt: skip


PLAN = {
    "plan_id": "QHPK_MAU", "plan_name": "Quy hoạch phân khu mẫu", "plan_level": "QHPK", "status": "phe_duyet",
    "decision_no": "11/QĐ-UBND", "decision_date": date(2025, 5, 6), "authority": "Ủy ban nhân dân tỉnh",
    "valid_from": date(2025, 5, 6),
}  # fmt: skip
AMENDMENT = PLAN | {"decision_no": "77/QĐ-UBND", "decision_date": date(2026, 2, 20), "status": "dieu_chinh"}


def zone(gid: int, function: str, geom: str, **more: Any) -> dict[str, Any]:
    """A row of a zone."""
    return PLAN | {
        "gid": gid, "feature_id": f"QHPK_MAU-{function}-{gid}", "zone_id": f"QHPK_MAU-{function}-{gid}",
        "zone_no": f"{function}-{gid}", "function": function, "geom": geom,
    } | more  # fmt: skip


def zones(*, amended: bool) -> list[dict[str, Any]]:
    """Of parcels 1 to 8; the amendment gives half of number 7 another function by another decision."""
    found = [
        zone(1, "NO", box(1, -5, -5, 20, 20), density_pct=60.0, floor_area_ratio=2.4, storeys_min=1, storeys_max=4),
        zone(2, "NO", box(2, 0, 0, 10, 10)), zone(3, "CXCC", box(2, 10, 0, 20, 10)),
        zone(4, "GT", box(2, 0, 10, 10, 20)), zone(5, "DV", box(2, 10, 10, 20, 20)),
        zone(6, "NO", box(3, 0, 0, 15, 20)), zone(7, "CXCC", box(3, 5, 0, 20, 20)),
        zone(8, "HH", box(4, 0, 0, 10, 20)),
        zone(13, "NO", box(8, 0, 0, 20, 20), valid_to=date(2026, 2, 1)),
    ]  # fmt: skip
    if amended:
        return [
            *found,
            zone(9, "NO", box(7, 0, 0, 8, 20)),
            zone(10, "TH", box(7, 8, 0, 20, 20), **AMENDMENT),
        ]
    return [*found, zone(9, "NO", box(7, 0, 0, 20, 20))]


PARTS = (
    f"MULTIPOLYGON((({E0 + 80} {N0}, {E0 + 80} {N0 + 20}, {E0 + 88} {N0 + 20}, {E0 + 88} {N0}, {E0 + 80} {N0}),"
    f" ({E0 + 82} {N0 + 5}, {E0 + 84} {N0 + 5}, {E0 + 84} {N0 + 10}, {E0 + 82} {N0 + 10}, {E0 + 82} {N0 + 5})),"
    f" (({E0 + 92} {N0}, {E0 + 92} {N0 + 20}, {E0 + 100} {N0 + 20}, {E0 + 100} {N0}, {E0 + 92} {N0})))"
)
"""Parcel 5: two parts, one with a hole; 310 m²."""


def slip_of(client: TestClient, name: str, query: str = "", **headers: str) -> dict[str, Any]:
    """The preview of a parcel's slip as JSON."""
    answer = client.get(f"/api/slip/{name}?f=json{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def layer_of(slip: dict[str, Any], name: str) -> dict[str, Any]:
    """A layer's answer."""
    return next(layer for theme in slip["themes"] for layer in theme["layers"] if layer["layer"] == name)


def balance_of(slip: dict[str, Any], name: str = "planning_zones") -> dict[str, tuple[float, float]]:
    """Area and share by code, or by kind where there is no code, of the only group of a layer."""
    (group,) = layer_of(slip, name)["groups"]
    return {share["code"] or share["kind"]: (share["area_m2"], share["share_pct"]) for share in group["balance"]}
