"""What one layer says of a polygon: balances that add up, findings, distances, overlaps by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

import numpy as np
import shapely

from sdi.model import Audience, FieldType, Layer, Project, Text
from sdi.overlay.request import Row, lay
from sdi.overlay.rules import Rule
from sdi.overlay.shelf import Features
from sdi.overlay.single import Single
from sdi.slip.apportion import apportion
from sdi.slip.decisions import Decisions
from sdi.slip.declaration import SlipLayer
from sdi.slip.model import Finding, Group, Overlap, PartKind, Share, Value
from sdi.slip.reading import Feature
from sdi.slip.words import word

_MOST_OVERLAPS = 100
_SAME_M2 = 0.001
_PARTITION = ("single", "multiple", "none", "suppressed")


@dataclass(frozen=True)
class Laid:
    """What was found of a layer."""

    partition: list[Share]
    overlaps: list[Overlap]
    groups: list[Group]
    concerned: bool


class LayerTeller:
    """Tells of one layer in one language.

    Args:
        project: The declarations.
        entry: How the layer appears.
        base: The layer of parcels, for the rule of slivers.
        audience: Whose fields are told.
        language: ``vi`` or ``en``.
    """

    def __init__(self, project: Project, entry: SlipLayer, base: Layer, audience: Audience, language: str) -> None:
        self._project = project
        self._entry = entry
        self._layer = project.layers[entry.layer]
        self._fields = self._layer.fields_for(audience)
        self._language = language
        rule = Rule.of(base, self._layer)
        self._rule = replace(rule, nearest_m=entry.reach_m) if entry.reach_m else replace(rule, nearest_m=None)
        self._title_field = self._layer.field_of("title", audience)

    def tell(self, polygon: Single, features: Sequence[Feature], decisions: Decisions) -> Laid:
        """What it says of a polygon with these features near it; the list of decisions of the slip grows."""
        rows = self._lay(polygon, features)
        on_it = {row.feature_id for row in rows if row.kind == "feature"}
        groups = []
        for code, members in self._split(features, on_it):
            of_them = rows if len(members) == len(features) else self._lay(polygon, members)
            groups.append(self._group(polygon, code, members, of_them, decisions))
        found = [finding for group in groups for finding in group.findings]
        near = self._entry.near_concerns and any(finding.distance_m is not None for finding in found)
        together = self._entry.together or not groups
        members = [feature for feature in features if feature.id in on_it]
        return Laid(
            partition=self._partition(polygon, rows) if together else [],
            overlaps=self._overlaps(polygon, members, rows) if together else [],
            groups=groups,
            concerned=bool(on_it) or near,
        )

    def _lay(self, polygon: Single, features: Sequence[Feature]) -> list[Row]:
        if not features and self._layer.dimension < 2:
            return []
        ids = [feature.id for feature in features]
        nothing = [None] * len(ids)
        geometries = np.array([feature.geometry for feature in features], dtype=object)
        return list(lay(polygon, Features(ids, nothing, nothing, geometries), self._rule))

    def _split(self, features: Sequence[Feature], on_it: set[str | None]) -> Iterable[tuple[str | None, list[Feature]]]:
        """The features of each part; of a part that is not named by the declaration only if something lies there."""
        field = self._entry.split
        if field is None:
            return [(None, list(features))]
        ordered = sorted(features, key=lambda feature: str(feature.fields[field] or ""))
        parts = {code: list(members) for code, members in groupby(ordered, lambda f: str(f.fields[field] or ""))}
        if self._entry.only:
            return [(code, parts.get(code, [])) for code in self._entry.only]
        return [(code, members) for code, members in parts.items() if any(f.id in on_it for f in members)]

    def _group(
        self,
        polygon: Single,
        code: str | None,
        members: Sequence[Feature],
        rows: Sequence[Row],
        decisions: Decisions,
    ) -> Group:
        by_id = {feature.id: feature for feature in members}
        told = [row for row in rows if row.kind == "feature"]
        told += [row for row in rows if row.kind == "nearest" and (row.distance_m or not told)]
        told.sort(key=lambda row: (-(row.area_m2 or row.length_m or 0.0), row.feature_id or ""))
        parts = self._rounded(polygon, rows)
        alone = {row.feature_id: (row, area) for row, area in parts if row.kind == "single"}
        listed = told[: self._entry.most]
        return Group(
            code=code,
            title=self._group_title(code, members),
            balance=self._balance(parts, by_id),
            findings=[self._finding(row, by_id[row.feature_id or ""], alone, decisions) for row in listed],
            more=max(len(told) - self._entry.most, 0),
        )

    def _group_title(self, code: str | None, members: Sequence[Feature]) -> str | None:
        if code is None or self._entry.split is None:
            return None
        if self._entry.split_title:
            named = (feature.fields.get(self._entry.split_title) for feature in members)
            return next((str(name) for name in named if name), code)
        return self._meaning(self._entry.split, code) or code

    # --- areas ----------------------------------------------------------------------------------------------

    def _rounded(self, polygon: Single, rows: Sequence[Row]) -> list[tuple[Row, float]]:
        """The parts of the partition with areas that add up to the polygon's as it is printed."""
        parts = [row for row in rows if row.kind in _PARTITION]
        areas = apportion([row.area_m2 or 0.0 for row in parts], round(float(polygon.polygon.area), 1)) if parts else []
        return list(zip(parts, areas, strict=True))

    def _balance(self, parts: Sequence[tuple[Row, float]], by_id: dict[str, Feature]) -> list[Share]:
        """The partition with what single features cover added up by their code, the largest first."""
        sums: dict[tuple[PartKind, str | None, str, str | None], list[float]] = {}
        for row, area in parts:
            kind = cast(PartKind, row.kind)
            known = self._kind_of(by_id[row.feature_id or ""]) if kind == "single" else self._rest(kind)
            amounts = sums.setdefault((kind, *known), [0.0, 0.0])
            amounts[0] += area
            amounts[1] += row.share_pct or 0.0
        order = sorted(sums, key=lambda key: (_PARTITION.index(key[0]), -sums[key][0], key[1] or "", key[2]))
        shares = [
            Share(
                kind=key[0],
                code=key[1],
                label=key[2],
                color=key[3],
                area_m2=round(sums[key][0], 1),
                share_pct=round(sums[key][1], 1),
            )
            for key in order
        ]
        return [share for share in shares if share.area_m2 or share.share_pct]

    def _partition(self, polygon: Single, rows: Sequence[Row]) -> list[Share]:
        """That of the layer: what one feature covers, several, none."""
        parts = self._rounded(polygon, rows)
        shares = [
            Share(
                kind=cast(PartKind, kind),
                label=self._rest(kind)[1],
                area_m2=round(sum(area for row, area in parts if row.kind == kind), 1),
                share_pct=round(sum(row.share_pct or 0.0 for row, _ in parts if row.kind == kind), 1),
            )
            for kind in _PARTITION
        ]
        return [share for share in shares if share.area_m2 or share.share_pct]

    def _kind_of(self, feature: Feature) -> tuple[str | None, str, str | None]:
        """Code, label and colour by which its area is added to others'."""
        field = self._entry.by
        if field is None:
            return None, self._title(feature), self._layer.style.color
        code = str(feature.fields.get(field) or "")
        return code, self._meaning(field, code) or code or "—", self._color(field, code)

    def _rest(self, kind: str) -> tuple[None, str, None]:
        if kind == "none" and self._entry.outside:
            return None, self._entry.outside.get(self._language), None
        return None, word(kind, self._language), None

    def _overlaps(self, polygon: Single, features: Sequence[Feature], rows: Sequence[Row]) -> list[Overlap]:
        """Pairs that cover the same land, by name; only where something is covered more than once."""
        if not any(row.kind == "multiple" for row in rows):
            return []
        pieces = shapely.intersection(np.array([f.geometry for f in features], dtype=object), polygon.polygon)
        first, second = shapely.STRtree(pieces).query(pieces, predicate="intersects")
        pairs = np.array(sorted({(a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True) if a < b}))
        if not len(pairs):
            return []
        areas = shapely.area(shapely.intersection(pieces[pairs[:, 0]], pieces[pairs[:, 1]]))
        kept = [at for at in np.argsort(-areas, kind="stable").tolist() if areas[at] >= self._rule.min_area_m2]
        return [
            Overlap(
                one=features[a].id, one_title=self._full_title(features[a]),
                other=features[b].id, other_title=self._full_title(features[b]),
                area_m2=round(float(areas[at]), 1),
            )
            for at in kept[:_MOST_OVERLAPS]
            for a, b in [pairs[at].tolist()]
        ]  # fmt: skip

    # --- findings -------------------------------------------------------------------------------------------

    def _finding(
        self, row: Row, feature: Feature, alone: Mapping[str | None, tuple[Row, float]], decisions: Decisions
    ) -> Finding:
        """A feature that nothing else covers has the numbers of its part, so that they add up with the others'."""
        area, share = None if row.area_m2 is None else round(row.area_m2, 1), row.share_pct
        part, rounded = alone.get(row.feature_id, (None, 0.0))
        if part is not None and abs((part.area_m2 or 0.0) - (row.area_m2 or 0.0)) < _SAME_M2:
            area, share = rounded, part.share_pct
        return Finding(
            feature=feature.id,
            title=self._title(feature),
            meaning=self._kind_of(feature)[1] if self._entry.by else None,
            color=self._kind_of(feature)[2] if self._entry.by else None,
            values=[self.value(name, feature.fields.get(name)) for name in self._entry.fields if name in self._fields],
            area_m2=area,
            share_pct=share,
            length_m=None if row.length_m is None else round(row.length_m, 1),
            count=row.count,
            distance_m=None if row.distance_m is None else round(row.distance_m, 1),
            decision=self._decision(feature, decisions) if self._entry.decision else None,
        )

    def value(self, name: str, content: object) -> Value:
        """A field's value with what it means."""
        return value_of(self._project, self._layer, name, content, self._language)

    def _decision(self, feature: Feature, decisions: Decisions) -> int | None:
        fields = self._entry.decision
        assert fields is not None
        known = {role: feature.fields.get(name) for role, name in fields.model_dump(exclude_none=True).items() if name}
        status = known.get("status")
        for role, name in (("level", fields.level), ("status", fields.status)):
            if name and known.get(role):
                known[role] = self._meaning(name, str(known[role])) or known[role]
        return decisions.number(known, status)

    def _title(self, feature: Feature) -> str:
        field = self._title_field
        content = feature.fields.get(field) if field else None
        if content is None:
            return feature.id
        return self._meaning(field or "", str(content)) or str(content)

    def _full_title(self, feature: Feature) -> str:
        named = [self._title(feature)]
        if self._entry.by:
            named.append(self._kind_of(feature)[1])
        if self._entry.split:
            named.append(str(feature.fields[self._entry.split]))
        return " · ".join(named)

    def _meaning(self, field: str, code: str) -> str | None:
        return meaning_of(self._project, self._layer, field, code, self._language)

    def _color(self, field: str, code: str) -> str | None:
        found = self._project.codes[self._layer.fields[field].codes or ""].codes.get(code)
        return found.color if found else None


def meaning_of(project: Project, layer: Layer, field: str, content: str, language: str) -> str | None:
    """What a code means, or several that are joined; None where the field has no codes."""
    declared = layer.fields[field]
    if declared.codes is None:
        return None
    codes = project.codes[declared.codes].codes
    parts = content.split("+") if declared.compound else [content]
    return ", ".join(Text(vi=codes[p].vi, en=codes[p].en).get(language) if p in codes else p for p in parts)


def value_of(project: Project, layer: Layer, name: str, content: object, language: str) -> Value:
    """A field's value with its label, unit and meaning."""
    field = layer.fields[name]
    plain = content if isinstance(content, str | int | float | bool) or content is None else str(content)
    meaning = None
    if field.type is FieldType.CODE and plain is not None:
        meaning = meaning_of(project, layer, name, str(plain), language)
    return Value(
        name=name,
        label=field.title.get(language),
        type=field.type.value,
        value=round(plain, 4) if isinstance(plain, float) else plain,
        unit=field.unit,
        meaning=meaning,
    )
