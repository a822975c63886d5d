"""Faults of one batch, one :class:`Issue` for every feature that was refused or changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sdi.ingest.geometry import Shapes
from sdi.ingest.mapping import LayerMapper, Mapped
from sdi.model import Layer
from sdi.quality.issues import Action, Issue


@dataclass(frozen=True)
class Taken:
    """The rows of a batch that one layer takes; arrays have shape (n,).

    ``numbers`` are positions in the source layer; ``ids`` the features' ids, not usable where ``keyless``.
    """

    layer: Layer
    source_layer: str
    numbers: np.ndarray
    ids: pa.Array
    keyless: np.ndarray
    mapped: Mapped
    shapes: Shapes

    def plain(self) -> np.ndarray:
        """Mask of the rows of which there is nothing to say, shape (n,)."""
        plain = self.shapes.ok & ~self.keyless
        plain[[found.row for found in self.shapes.findings]] = False
        for problem in self.mapped.problems:
            plain[problem.rows] = False
        return plain

    def issues(self) -> Iterator[Issue]:
        """All of them, feature by feature."""
        yield from self._of_geometry()
        yield from self._of_keys()
        yield from self._of_attributes()

    def lossy(self, mapper: LayerMapper, lossy: dict[str, set[int]], table: pa.Table) -> Iterator[Issue]:
        """TXT-2 for published fields; ``lossy`` has positions in ``table`` by source column."""
        for name, spec in self.layer.published_fields.items():
            column = mapper.column_of(name)
            for row in sorted(lossy.get(column or "", ())):
                text = table.column(column)[row].as_py()
                yield self._issue("TXT-2", "kept", row, f"Chữ bị hỏng ở '{spec.title.vi}'", name, text)

    def _of_geometry(self) -> Iterator[Issue]:
        for found in self.shapes.findings:
            action: Action = "quarantined" if found.quarantine else "changed"
            yield self._issue(found.rule, action, found.row, found.reason, None, None, found.before, found.after)

    def _of_keys(self) -> Iterator[Issue]:
        names = ", ".join(self.layer.fields[name].title.vi for name in self.layer.key)
        for row in np.flatnonzero(self.keyless):
            yield self._issue(
                "KEY-1", "quarantined", int(row), f"Khóa ({names}) không đủ", None, None, self.shapes.values[row]
            )

    def _of_attributes(self) -> Iterator[Issue]:
        for problem in self.mapped.problems:
            action: Action = "quarantined" if problem.quarantine else "changed" if problem.after else "kept"
            if problem.systematic:
                yield Issue(
                    problem.rule, action, problem.reason, self.layer.id, self.source_layer, field=problem.field,
                    before=problem.before[0] if problem.before else None,
                    after=problem.after[0] if problem.after else None,
                    features=len(problem.rows), severity_override=problem.severity,
                )  # fmt: skip
                continue
            for position, row in enumerate(problem.rows):
                before = problem.before[position] if problem.before else None
                geom = self.shapes.values[row] if problem.quarantine else None
                yield self._issue(
                    problem.rule, action, int(row), problem.reason, problem.field, before, geom,
                    severity=problem.severity,
                )  # fmt: skip

    def _issue(
        self,
        rule: str,
        action: Action,
        row: int,
        reason: str,
        field: str | None,
        before: str | None,
        geom_before: object = None,
        geom_after: object = None,
        severity: str | None = None,
    ) -> Issue:
        return Issue(
            rule,
            action,
            reason,
            layer=self.layer.id,
            source_layer=self.source_layer,
            feature_no=int(self.numbers[row]),
            feature_id=None if self.keyless[row] else self.ids[row].as_py(),
            field=field,
            before=before,
            geom_before=geom_before,
            geom_after=geom_after,
            severity_override=severity,
        )
