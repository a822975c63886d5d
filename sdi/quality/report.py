"""The report of a run: what came, how it was read, what was found, what becomes public, who must mend what.

Built from ``meta.*``, so that it can be made again for any run; only the maps also look at the features, while
they are there. Values of personal fields are never part of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sdi.db.connect import Connection
from sdi.model import Project, SourceProfile
from sdi.quality.maps import draw_maps
from sdi.quality.report_model import (
    Balance,
    Change,
    Delivery,
    Example,
    Lineage,
    Lookup,
    Pixels,
    Report,
    RuleFaults,
    TextColumn,
)
from sdi.quality.rules import rule, rules
from sdi.quality.vietnamese import number

EXAMPLES = 20
UNKNOWN_NAMES = 50
SEVERITIES = ("block", "error", "warning", "info")
LOOKUP_RULE = "QH-1"


def build_report(connection: Connection, project: Project, run: int) -> Report:
    """The report of a run in any state, also of one that was refused before anything was staged.

    Raises:
        LookupError: there is no such run.
    """
    return _Gathering(connection, project, run).report()


def write_schema(folder: Path) -> Path:
    """Write the JSON Schema of the report to ``report.json`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.json"
    path.write_text(json.dumps(Report.model_json_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


class _Gathering:
    """One run's rows of ``meta.*``, put together; made for one report and thrown away."""

    def __init__(self, connection: Connection, project: Project, run: int) -> None:
        self._connection, self._project, self._run = connection, project, run

    def report(self) -> Report:
        """All of it.

        Raises:
            LookupError: there is no such run.
        """
        row = self._one(
            "SELECT profile, arguments, state, coalesce(evidence, '{}'), actor, started_at, finished_at,"
            " name, digest, files, size_bytes, received_at,"
            " (SELECT max(epoch) FROM meta.release WHERE run_id = run.id)"
            " FROM meta.run JOIN meta.delivery ON delivery.id = delivery_id WHERE run.id = %(run)s"
        )
        if row is None:
            raise LookupError(f"Không có lần nạp {self._run}")
        profile, arguments, state, evidence, actor, started, finished, name, digest, files, size, received, epoch = row
        declared = self._project.profiles.get(profile)
        faults, changes, balance = self._faults(), self._changes(), self._balance()
        overview, thumbnails = draw_maps(
            self._connection, self._project, self._run, published=state in ("published", "unchanged")
        )
        return Report(
            run=self._run,
            state=state,
            verdict=_verdict(state, epoch, faults, changes, sum(b.staged for b in balance)),
            province=self._project.province.name.vi,
            crs=self._project.province.crs,
            profile=profile,
            profile_title=declared.title.vi if declared else profile,
            arguments={key: value for key, value in arguments.items() if value},
            actor=actor,
            started_at=started,
            finished_at=finished,
            delivery=Delivery(name=name, digest=digest, files=files, size_bytes=size, received_at=received),
            epoch=epoch,
            lineage=list(_lineage(evidence.get("layers") or {})),
            columns_ignored=evidence.get("columns_ignored") or {},
            balance=balance,
            pixels=[Pixels.model_validate(one) for one in evidence.get("rasters") or []],
            changes=changes,
            lookups=self._lookups(declared),
            faults=faults,
            overview=overview,
            thumbnails=thumbnails,
        )

    def _balance(self) -> list[Balance]:
        rows = self._all(
            "SELECT source_layer, layer,"
            " sum(features) FILTER (WHERE outcome = 'read'), sum(features) FILTER (WHERE outcome = 'staged'),"
            " sum(features) FILTER (WHERE outcome = 'quarantined'),"
            " sum(features) FILTER (WHERE outcome = 'out_of_scope'),"
            " jsonb_object_agg(reason, features) FILTER (WHERE outcome = 'out_of_scope' AND reason <> ''),"
            " sum(area_m2) FILTER (WHERE outcome = 'read'), sum(area_m2) FILTER (WHERE outcome = 'staged'),"
            " sum(length_m) FILTER (WHERE outcome = 'read'), sum(length_m) FILTER (WHERE outcome = 'staged')"
            " FROM meta.tally WHERE run_id = %(run)s GROUP BY 1, 2 ORDER BY 1, layer = '', 2"
        )
        return [
            Balance(
                source_layer=source, layer=layer or None, title=self._title(layer) or "Không thuộc lớp nào",
                read=int(read or 0), staged=int(staged or 0), quarantined=int(kept or 0), out_of_scope=int(out or 0),
                reasons=reasons or {}, area_in=area_in or 0.0, area_out=area_out or 0.0,
                length_in=length_in or 0.0, length_out=length_out or 0.0,
            )
            for source, layer, read, staged, kept, out, reasons, area_in, area_out, length_in, length_out in rows
        ]  # fmt: skip

    def _changes(self) -> list[Change]:
        rows = self._all(
            "SELECT layer, scopes, added, changed, removed, unchanged FROM meta.candidate"
            " WHERE run_id = %(run)s ORDER BY layer"
        )
        return [
            Change(layer=layer, title=self._title(layer) or layer, scopes=scopes, added=added, changed=changed,
                   removed=removed, unchanged=unchanged)
            for layer, scopes, added, changed, removed, unchanged in rows
        ]  # fmt: skip

    def _lookups(self, profile: SourceProfile | None) -> list[Lookup]:
        """Fields that take their code out of a lookup table, with the names that the table does not know."""
        found = []
        for layer in profile.targets if profile else ():
            read = self._one(
                "SELECT coalesce(sum(features), 0)::bigint FROM meta.tally"
                " WHERE run_id = %(run)s AND layer = %(layer)s AND outcome = 'read'",
                layer=layer,
            )[0]
            mappings = profile.mapping_of(layer).items() if profile and read else ()
            for name, mapping in mappings:
                if mapping.lookup and self._may_show(layer, name):
                    lookup = self._lookup(layer, name, mapping.lookup, read)
                    # One value for the whole delivery tells nothing of names, unless the table lacks it.
                    if mapping.source or lookup.unknown:
                        found.append(lookup)
        return found

    def _lookup(self, layer: str, field: str, table: str, read: int) -> Lookup:
        names = self._all(
            "SELECT coalesce(before, ''), sum(features)::bigint FROM meta.issue WHERE run_id = %(run)s"
            " AND layer = %(layer)s AND rule = %(rule)s AND field = %(field)s GROUP BY 1 ORDER BY 2 DESC, 1",
            layer=layer, rule=LOOKUP_RULE, field=field,
        )  # fmt: skip
        return Lookup(
            layer=layer, title=self._title(layer) or layer, field=self._field_title(layer, field) or field, table=table,
            features=read, mapped=max(0, read - sum(count for _, count in names)),
            unknown={name or "(không ghi)": count for name, count in names[:UNKNOWN_NAMES]},
        )  # fmt: skip

    def _faults(self) -> list[RuleFaults]:
        order = {rule_id: place for place, rule_id in enumerate(rules())}
        groups = self._all(
            "SELECT rule, layer, severity, sum(features)::bigint, jsonb_object_agg(action, features) FROM ("
            " SELECT rule, layer, severity, action, sum(features)::bigint AS features FROM meta.issue"
            " WHERE run_id = %(run)s GROUP BY 1, 2, 3, 4) AS counted GROUP BY 1, 2, 3"
        )
        groups.sort(key=lambda g: (SEVERITIES.index(g[2]), order.get(g[0], len(order)), g[1] or ""))
        return [self._rule_faults(*group) for group in groups]

    def _rule_faults(
        self, rule_id: str, layer: str | None, severity: Any, features: int, actions: dict[str, int]
    ) -> RuleFaults:
        known = rule(rule_id)
        rows = self._all(
            "SELECT source_layer, feature_no, feature_id, field, reason, before, after, action, features"
            " FROM meta.issue WHERE run_id = %(run)s AND rule = %(rule)s AND severity = %(severity)s"
            " AND layer IS NOT DISTINCT FROM %(layer)s ORDER BY id LIMIT %(most)s",
            rule=rule_id, severity=severity, layer=layer, most=EXAMPLES,
        )  # fmt: skip
        return RuleFaults(
            rule=rule_id, title=known.title, severity=severity, responsible=known.responsible, advice=known.advice,
            source=known.source, layer=layer, layer_title=self._title(layer), features=features, actions=actions,
            examples=[self._example(layer, *row) for row in rows],
        )  # fmt: skip

    def _example(
        self, layer: str | None, source: str | None, no: int | None, feature: str | None, field: str | None,
        reason: str, before: str | None, after: str | None, action: str, features: int,
    ) -> Example:  # fmt: skip
        if not self._may_show(layer, field):
            before = after = None
        return Example(
            source_layer=source, feature_no=no, feature_id=feature, field=self._field_title(layer, field),
            reason=reason, before=before, after=after, action=action, features=features,
        )  # fmt: skip

    def _may_show(self, layer: str | None, field: str | None) -> bool:
        """Values are shown of published fields only; of a source column nobody knows what it holds."""
        if field is None:
            return True
        declared = self._project.layers.get(layer or "")
        return declared is not None and field in declared.published_fields

    def _field_title(self, layer: str | None, field: str | None) -> str | None:
        declared = self._project.layers.get(layer or "")
        return declared.fields[field].title.vi if declared and field in declared.fields else field

    def _title(self, layer: str | None) -> str | None:
        declared = self._project.layers.get(layer or "")
        return declared.title.vi if declared else (layer or None)

    def _one(self, query: str, **values: object) -> Any:
        return self._connection.execute(query, {"run": self._run, **values}).fetchone()

    def _all(self, query: str, **values: object) -> list[Any]:
        return self._connection.execute(query, {"run": self._run, **values}).fetchall()


def _lineage(layers: dict[str, Any]) -> Iterable[Lineage]:
    for name, known in layers.items():
        crs = known.get("crs") or {}
        operation = crs.get("operation") or {}
        yield Lineage(
            source_layer=name,
            file=known.get("file"),
            format=known.get("format"),
            features=known.get("features"),
            communes=known.get("communes") or [],
            crs=crs.get("source"),
            crs_name=crs.get("name"),
            swapped=bool(crs.get("swapped")),
            datum_operations=list(operation.get("codes") or []),
            datum_operation_name=operation.get("name") or None,
            accuracy_m=operation.get("accuracy_m"),
            pipeline=operation.get("pipeline"),
            text=[TextColumn(column=column, **how) for column, how in (known.get("text") or {}).items()],
        )


def _verdict(state: str, epoch: int | None, faults: list[RuleFaults], changes: list[Change], staged: int) -> str:
    """One sentence."""
    if state == "refused":
        why = [e.reason for f in faults for e in f.examples if e.action == "refused"]
        return "Bị từ chối: " + (why[0] if why else "không có gì được phát hành.")
    if state == "published":
        where = f" ở bản phát hành {epoch}" if epoch else ""
        return f"Đã phát hành {number(staged)} đối tượng{where}."
    if state == "held":
        return f"Đang giữ, chờ cán bộ duyệt: {number(staged)} đối tượng sẵn sàng phát hành."
    if state == "unchanged":
        return "Không có gì thay đổi so với dữ liệu đang công bố; không có bản phát hành mới."
    if state == "checked":
        new = sum((c.added or 0) + (c.changed or 0) + (c.removed or 0) for c in changes)
        if all(c.added is not None for c in changes) and changes and not new:
            return "Đã kiểm tra, chưa phát hành: không có gì thay đổi so với dữ liệu đang công bố."
        return f"Đã kiểm tra, chưa phát hành: {number(staged)} đối tượng đạt yêu cầu."
    if state == "dropped":
        return "Đã bỏ; không có gì được phát hành."
    return "Đang đọc dở; chưa có gì được phát hành."
