"""The officers' side: loads that are held, their reports, and what publishing them would change. On the server only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from sdi.errors import UsageError
from sdi.notebook.database import Database
from sdi.notebook.desk import Desk
from sdi.publish.differences import differences
from sdi.quality.report import Report, build_report
from sdi.quality.report_html import SEVERITIES, WHO

MOST = 20_000
"""Differences of a kind that are read; of more an even share."""

_HELD = (
    "SELECT run.id, delivery.name, run.profile, run.actor, run.finished_at,"
    " string_agg(candidate.layer, ', ' ORDER BY candidate.layer)"
    " FROM meta.run JOIN meta.delivery ON delivery.id = delivery_id JOIN meta.candidate ON run_id = run.id"
    " WHERE run.state = 'held' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC"
)
_REFUSED = (
    "SELECT rule, reason, feature_id, feature_no, ST_AsBinary(geom_before) FROM meta.issue"
    " WHERE run_id = %s AND action IN ('quarantined', 'refused') AND geom_before IS NOT NULL ORDER BY id"
)
_CANDIDATE = "SELECT scopes, added, changed, removed FROM meta.candidate WHERE run_id = %s AND layer = %s"


class Office:
    """Loads that are held.

    Args:
        database: By a login that may read how loads went: that of the owner.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.desk = Desk(database)
        """The published layers, to compare with."""

    def held(self) -> pd.DataFrame:
        """Loads that wait for a decision, newest first, by their number.

        Raises:
            UsageError: There are none.
        """
        with self._database.connection() as connection:
            rows = connection.execute(_HELD).fetchall()
        if not rows:
            raise UsageError(
                "Không có lần nạp nào đang giữ.", "Nạp và giữ lại: sdi load parcels TỆP --commune MÃ_XÃ --hold."
            )
        columns = ["run", "delivery", "profile", "actor", "at", "layers"]
        return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows]).set_index("run")

    def report(self, run: int) -> Report:
        """The report of a load, as ``sdi load`` writes it."""
        with self._database.connection() as connection:
            return build_report(connection, self._database.project, int(run))

    def balance(self, run: int) -> pd.DataFrame:
        """By source layer: features read, staged, quarantined, out of scope; m² in and out."""
        rows = [part.model_dump() for part in self.report(run).balance]
        names = ["title", "read", "staged", "quarantined", "out_of_scope", "area_in", "area_out"]
        return pd.DataFrame(rows).set_index("source_layer")[names]

    def faults(self, run: int) -> pd.DataFrame:
        """What was found, by rule: the graver first, of one gravity the more frequent."""
        rows = [
            {
                "rule": fault.rule,
                "title": fault.title,
                "severity": SEVERITIES[fault.severity],
                "features": fault.features,
                "quarantined": fault.actions.get("quarantined", 0),
                "mended": fault.actions.get("changed", 0),
                "responsible": WHO[fault.responsible],
                "advice": fault.advice,
            }
            for fault in self.report(run).faults
        ]
        names = ["rule", "title", "severity", "features", "quarantined", "mended", "responsible", "advice"]
        found = pd.DataFrame(rows, columns=names)
        rank = found["severity"].map(list(SEVERITIES.values()).index)
        order = found.assign(rank=rank).sort_values(["rank", "features"], ascending=[True, False]).index
        return found.loc[order].set_index("rule")

    def refused(self, run: int) -> geopandas.GeoDataFrame:
        """Features that were not taken, with the geometry as it came, where it can be drawn."""
        with self._database.connection() as connection:
            rows = connection.execute(_REFUSED, (int(run),)).fetchall()
        shapes = [shapely.from_wkb(row[-1], on_invalid="ignore") for row in rows]
        found = pd.DataFrame([row[:-1] for row in rows], columns=["rule", "reason", "feature_id", "feature_no"])
        table = geopandas.GeoDataFrame(found, geometry=_array(shapes), crs=self.desk.crs)
        return table[table.geometry.notna() & ~table.geometry.is_empty]

    def difference(self, run: int, layer: str) -> geopandas.GeoDataFrame:
        """Features that publishing a load would change.

        Returns:
            ``kind`` ("thêm", "bỏ", "đổi hình", "đổi thuộc tính"), ``fields`` (names of those that change), and the
            geometry as it would be; of what would go, as it is.

        Raises:
            UsageError: The load holds nothing for this layer.
        """
        project = self._database.project
        with self._database.connection() as connection:
            row = connection.execute(_CANDIDATE, (int(run), layer)).fetchone()
            if row is None or layer not in project.layers:
                raise UsageError(f"Lần nạp {run} không giữ gì cho lớp '{layer}'.", "Xem cột layers của held().")
            candidate = dict(zip(("scopes", "added", "changed", "removed"), row, strict=True))
            found = differences(connection, int(run), project.layers[layer], candidate, MOST)
        kinds = {"added": "thêm", "removed": "bỏ"}
        table = pd.DataFrame(
            {
                "id": [one.id for one in found],
                "kind": [kinds.get(one.kind) or ("đổi hình" if one.moved else "đổi thuộc tính") for one in found],
                "fields": [[name for name, _, _ in one.fields] for one in found],
            },
            columns=["id", "kind", "fields"],
        )
        shapes = [one.becomes if one.becomes is not None else one.was for one in found]
        return geopandas.GeoDataFrame(table, geometry=_array(shapes), crs=self.desk.crs)

    def title_of(self, layer: str, field: str) -> str:
        """What people call a field."""
        fields = self.desk.fields(layer)
        return str(fields["title"].get(field, field))


def connect_office(target: str | None = None) -> Office:
    """The office's side of a database.

    Args:
        target: As for :func:`sdi.notebook.connect`, but a database; None is that of the settings.
    """
    return Office(Database(target, "internal"))


def _array(shapes: Sequence[shapely.Geometry | None]) -> Any:
    found = np.empty(len(shapes), dtype=object)
    found[:] = list(shapes)
    return found
