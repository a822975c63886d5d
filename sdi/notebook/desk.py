"""What an analyst works with: one object that asks the service or the database, and draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import geopandas
import pandas as pd
import shapely

from sdi.errors import UsageError
from sdi.notebook import frames
from sdi.notebook.progress import Progress
from sdi.notebook.slip import SlipView
from sdi.notebook.source import Box, Field, Json, Source
from sdi.notebook.tables import said

if TYPE_CHECKING:
    from sdi.notebook.maps import Map, Shown

Subject: TypeAlias = str | shapely.Geometry | geopandas.GeoSeries | geopandas.GeoDataFrame
"""A parcel's id, or an area in the provincial CRS."""

PLANS = "planning_areas"
PARCELS = "parcels"
OVERLAYS = "parcel_overlays"

_AT_ONCE = 150
"""Ids in one filter: an address of some kilobytes."""

_TOLD_AT_MOST = 8


class Desk:
    """Layers as tables, what lies on what, slips and maps.

    Args:
        source: Whoever is asked.
        shown: Whether progress is shown.
    """

    def __init__(self, source: Source, shown: bool = True) -> None:
        self.source = source
        self._shown = shown
        self._legends: dict[str, Sequence[Json]] = {}

    def __repr__(self) -> str:
        return f"{self.source.title} ({self.source.address}, EPSG:{self.crs})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections."""
        self.source.close()

    @property
    def crs(self) -> int:
        """EPSG code of the provincial CRS."""
        return self.source.crs

    # --- what there is --------------------------------------------------------------------------------------------

    def layers(self) -> pd.DataFrame:
        """All layers that may be read: title, features, release, when it was published."""
        rows = [vars(layer) for layer in self.source.layers()]
        found = frames.table(
            rows,
            {"id": "text", "title": "text", "features": "integer", "release": "integer", "published_at": "text"},
        ).set_index("id").sort_index()  # fmt: skip
        found["published_at"] = pd.to_datetime(found["published_at"], format="ISO8601", utc=True)
        return found

    def fields(self, layer: str) -> pd.DataFrame:
        """Columns of a layer: title, kind, unit, code list."""
        rows = [vars(field) for field in self.source.fields(layer)]
        kinds: dict[str, Any] = dict.fromkeys(("name", "title", "kind", "unit", "codes"), "text")
        return frames.table(rows, kinds).set_index("name")

    def codes(self, layer: str, field: str) -> dict[str, str]:
        """What the codes of a field mean.

        Raises:
            UsageError: The layer has no such field, or it has no codes.
        """
        return {code.code: code.title for code in self.source.codes(self._code_list(layer, field))}

    def colors(self, layer: str) -> dict[str, str]:
        """Colours by code, as maps draw the layer; "" is the colour of all others."""
        found: dict[str, str] = {}
        for entry in self._legend(layer)["entries"]:
            found |= dict.fromkeys(entry["codes"] or [""], entry["color"])
        return found

    def releases(self, layer: str) -> pd.DataFrame:
        """Releases of a layer that can still be told apart, newest first."""
        found = frames.table(
            self.source.releases(layer), {"release": "integer", "published_at": "text", "features": "integer"}
        )
        found["published_at"] = pd.to_datetime(found["published_at"], format="ISO8601", utc=True)
        return found.set_index("release")

    # --- features -------------------------------------------------------------------------------------------------

    def layer(self, name: str, *, bbox: Any = None, where: str | None = None) -> geopandas.GeoDataFrame:
        """Features of a layer in the provincial CRS, by their stable ids.

        Args:
            name: Id of the layer; :meth:`layers` lists them.
            bbox: West, south, east, north in metres, or anything that has an extent: a table, a geometry.
            where: A filter in CQL2, e.g. ``"function = 'NO' AND area_m2 > 500"``.

        Raises:
            UsageError: There is no such layer, or the filter is wrong.
        """
        progress = Progress(name, self._shown)
        try:
            rows = self.source.rows(name, self._box(bbox), where, progress)
        finally:
            progress.end()
        return frames.frame(name, self.source.title_of(name), self.source.fields(name), rows, self.crs)

    def named(self, frame: pd.DataFrame, field: str) -> pd.Series:
        """A column of codes in words; several of one value are joined by " + "."""
        titles = self.codes(self._layer_of(frame), field)

        def said(value: Any) -> Any:
            return value if pd.isna(value) else " + ".join(titles.get(code, code) for code in str(value).split("+"))

        return frame[field].map(said)

    def readable(self, frame: pd.DataFrame, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """A table for people: titles with units instead of names, words instead of codes, no geometry."""
        fields = {field.name: field for field in self.source.fields(self._layer_of(frame))}
        names = [name for name in columns or frame.columns if name in frame.columns and name != "geometry"]
        found = pd.DataFrame(index=frame.index)
        for name in names:
            field = fields.get(name)
            found[_heading(field) if field else name] = (
                self.named(frame, name) if field and field.codes else frame[name]
            )
        return found

    # --- what lies on what ------------------------------------------------------------------------------------------

    def overlay(
        self, subject: Subject | Iterable[str], layers: Sequence[str] | None = None, *, geometry: bool = False
    ) -> pd.DataFrame:
        """What lies on a parcel, on several parcels, or on an area.

        Args:
            subject: A parcel's id; ids of parcels (the table has a column ``parcel_id``, and is read from what was
                computed at the publication); or an area, of a table all of it.
            layers: None are all that are laid over parcels.
            geometry: Cut out what lies there; not for several parcels.
        """
        if isinstance(subject, (str, shapely.Geometry, geopandas.GeoSeries, geopandas.GeoDataFrame)):
            laid = self.source.lay(subject if isinstance(subject, str) else self._area(subject), layers, geometry)
            return frames.overlay(laid, self.crs, geometry=geometry)
        if geometry:
            raise UsageError("geometry=True chỉ dùng cho một thửa hoặc một vùng.", "Gọi overlay từng thửa.")
        parts = []
        for names in _batches(list(dict.fromkeys(subject))):
            where = f"parcel_id IN ({_quoted(names)})"
            if layers is not None:
                where += f" AND layer IN ({_quoted(layers)})"
            parts.append(self.layer(OVERLAYS, where=where))
        return pd.concat(parts).reset_index(drop=True) if parts else self.layer(OVERLAYS, where="1 = 0")

    def touched(self, subject: Subject) -> geopandas.GeoDataFrame:
        """Parcels that an area or a plan touches, with how much of each.

        Args:
            subject: Id of a plan, or an area.

        Returns:
            Parcels with ``overlap_m2`` and ``overlap_pct`` (of the parcel's computed area), the largest share first.
        """
        area = self.plan(subject) if isinstance(subject, str) else self._area(subject)
        laid = self.overlay(area, [PARCELS])
        found = laid[laid["kind"] == "feature"].set_index("feature_id")["area_m2"]
        parcels = self.layer(PARCELS, bbox=area)
        parcels = parcels.loc[parcels.index.intersection(found.index)].copy()
        parcels["overlap_m2"] = found.reindex(parcels.index)
        parcels["overlap_pct"] = 100 * parcels["overlap_m2"] / parcels["area_m2"]
        return parcels.sort_values(["overlap_pct", "parcel_id"], ascending=[False, True])

    def plan(self, plan_id: str) -> shapely.Geometry:
        """The area of a plan.

        Raises:
            UsageError: There is no such plan.
        """
        found = self.layer(PLANS, where=f"plan_id = {_quoted([plan_id])}")
        if found.empty:
            known = sorted(self.layer(PLANS)["plan_id"])
            raise UsageError(f"Không có đồ án '{plan_id}'.", f"Có: {', '.join(known)}.")
        return found.union_all()

    def slip(self, parcel: str) -> SlipView:
        """The planning slip of a parcel, as a preview: only an issued one, signed, has force."""
        return SlipView(self.source.slip(parcel))

    # --- maps -----------------------------------------------------------------------------------------------------

    def map(
        self, *layers: geopandas.GeoDataFrame | Shown, bbox: Any = None, base: bool = True, legend: bool = True,
        height: int = 560,
    ) -> Map:  # fmt: skip
        """A map of tables, from below to above; what comes of :meth:`layer` is drawn by the layer's style.

        Args:
            layers: Tables of :meth:`layer`, or what :meth:`styled` and :meth:`marked` make.
            bbox: What is to be seen at first; None: everything.
            base: Whether the base map lies below.
            height: In pixels.
        """
        from sdi.notebook import maps

        shown = [entry if isinstance(entry, maps.Shown) else self.styled(entry) for entry in layers]
        box = self._box(bbox) or maps.extent(entry.frame for entry in shown)
        ground = maps.Ground()
        if base:
            ground = maps.ground(
                self._whole_legend(maps.BASE_MAP), self.source.background(maps.BASE_MAP),
                self._quiet_layer, box,
            )  # fmt: skip
        return maps.draw(shown, ground, box, self.source.title, height=height, legend=legend)

    def styled(
        self, frame: geopandas.GeoDataFrame, title: str | None = None, tooltip: Sequence[str] | None = None,
        opacity: float = 1.0,
    ) -> Shown:  # fmt: skip
        """Features as the style of their layer draws them.

        Args:
            tooltip: Columns shown under the pointer; None are the first ones of the layer.
            opacity: Of areas.
        """
        from sdi.notebook import maps

        name = self._layer_of(frame)
        fields = [field.name for field in self.source.fields(name) if field.name in frame]
        told = self._told(frame, tooltip if tooltip is not None else fields[:_TOLD_AT_MOST])
        return maps.styled(self._legend(name), frame, title, told, opacity)

    def marked(
        self, frame: geopandas.GeoDataFrame, title: str, color: str = "#a5252b", *, by: str | None = None,
        colors: Mapping[str, str] | None = None, tooltip: Sequence[str] = (), width: float = 2.0, opacity: float = 0.45,
        size: float = 11,
    ) -> Shown:  # fmt: skip
        """Features in a colour of one's own, for what was found out.

        Args:
            by: Column of groups, each in its colour of ``colors``, in that order.
            tooltip: Columns shown under the pointer.
            width: Of lines, in pixels.
            opacity: Of areas.
            size: Of points, in pixels.
        """
        from sdi.notebook import maps

        dimension = int(shapely.get_dimensions(frame.geometry.array).max()) if len(frame) else 2
        groups = dict(colors or {}) if by else {title: color}
        looks = {
            group: maps.plain(group, shade, dimension, width=width, opacity=opacity, size=size)
            for group, shade in groups.items()
        }
        keys = [str(key) for key in frame[by]] if by else [title] * len(frame)
        if missing := sorted(set(keys) - set(looks)):
            raise UsageError(f"Nhóm {', '.join(missing)} chưa có màu.", "Thêm vào colors.")
        return maps.Shown(title, frame, looks, keys, self._told(frame, tooltip))

    # --- parts ----------------------------------------------------------------------------------------------------

    def _quiet_layer(self, name: str, box: Box) -> geopandas.GeoDataFrame:
        rows = self.source.rows(name, box, None, lambda done, total: None)
        return frames.frame(name, name, self.source.fields(name), rows, self.crs)

    def _whole_legend(self, style: str) -> Sequence[Json]:
        if style not in self._legends:
            self._legends[style] = self.source.legend(style)
        return self._legends[style]

    def _legend(self, layer: str) -> Json:
        (found,) = self._whole_legend(layer)
        return found

    def _code_list(self, layer: str, field: str) -> str:
        fields = {one.name: one for one in self.source.fields(layer)}
        if field not in fields:
            raise UsageError(f"Lớp '{layer}' không có trường '{field}'.", f"Có: {', '.join(fields)}.")
        if fields[field].codes is None:
            raise UsageError(f"Trường '{field}' của lớp '{layer}' không dùng bảng mã.")
        return fields[field].codes or ""

    def _told(self, frame: pd.DataFrame, columns: Sequence[str]) -> list[list[tuple[str, str]]]:
        """For each feature what its columns say, with titles, units and words for codes."""
        name = frame.attrs.get("layer")
        fields = {field.name: field for field in self.source.fields(name)} if name else {}
        told: list[tuple[str, list[str]]] = []
        for column in columns:
            field = fields.get(column)
            values = self.named(frame, column) if field and field.codes else frame[column]
            unit = f" {_unit(field.unit)}" if field and field.unit else ""
            told.append((field.title if field else column, [_text(value, unit) for value in values]))
        return (
            [[(title, values[place]) for title, values in told if values[place]] for place in range(len(frame))]
            if told
            else []
        )

    def _layer_of(self, frame: pd.DataFrame) -> str:
        name = frame.attrs.get("layer")
        if not name:
            raise UsageError(
                "Bảng này không nhớ nó thuộc lớp nào.",
                "Dùng bảng lấy từ layer(…), hoặc đặt bang.attrs['layer'] = 'tên lớp'; để vẽ thì dùng marked(…).",
            )
        return str(name)

    def _area(self, subject: Any) -> shapely.Geometry:
        """One geometry of all that is given, in the provincial CRS."""
        if isinstance(subject, shapely.Geometry):
            return subject
        return self._ours(subject).union_all()

    def _box(self, bbox: Any) -> Box | None:
        if bbox is None:
            return None
        if isinstance(bbox, shapely.Geometry):
            numbers = bbox.bounds
        elif isinstance(bbox, (geopandas.GeoSeries, geopandas.GeoDataFrame)):
            numbers = tuple(self._ours(bbox).total_bounds)
        else:
            numbers = tuple(bbox)
        if len(numbers) != 4 or not all(pd.notna(number) for number in numbers):
            raise UsageError(
                "bbox cần bốn số tây, nam, đông, bắc (mét, hệ tọa độ của tỉnh), hoặc một bảng có hình học."
            )
        west, south, east, north = (float(number) for number in numbers)
        if west > east or south > north:
            raise UsageError("bbox có cạnh tây lớn hơn cạnh đông, hoặc nam lớn hơn bắc.")
        return west, south, east, north

    def _ours(self, table: Any) -> Any:
        """A table in the provincial CRS.

        Raises:
            UsageError: It has no CRS.
        """
        if table.crs is None:
            raise UsageError(
                "Bảng này không ghi hệ tọa độ.", f"Đặt bằng set_crs, ví dụ .set_crs({self.crs}) nếu là tọa độ của tỉnh."
            )
        if table.crs.to_epsg() != self.crs:
            raise UsageError(
                f"Bảng này ở hệ {table.crs.to_string()}, không phải EPSG:{self.crs} của tỉnh.",
                "Chuyển đổi bằng phép biến đổi đã ghi rõ trước khi hỏi; phép mặc định có thể lệch gần một mét.",
            )
        return table


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def _unit(unit: str | None) -> str:
    return {"m2": "m²", "m3": "m³", "1": ""}.get(unit or "", unit or "")


def _heading(field: Field) -> str:
    unit = _unit(field.unit)
    return f"{field.title} ({unit})" if unit else field.title


def _text(value: Any, unit: str) -> str:
    """A value under the pointer; empty where it is not known."""
    text = said(value, 2)
    if isinstance(value, float):
        text = text.rstrip("0").rstrip(",")
    return text + unit if text else ""
