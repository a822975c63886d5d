"""The rows that a measured overlay becomes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sdi.overlay.arrays import Bools, Floats, Geoms, Ints
from sdi.overlay.nearest import nearest_of
from sdi.overlay.pairs import Pairs, touching
from sdi.overlay.partition import partition
from sdi.overlay.polygons import Polygons
from sdi.overlay.prepared import Prepared
from sdi.overlay.rules import Rule
from sdi.overlay.shares import tenths

KINDS = ("feature", "single", "multiple", "none", "suppressed", "nearest")
"""In the order in which they stand for each base polygon; ``single`` only after :func:`expand`."""

_SCHEMA = pa.schema(
    {
        "base": pa.int32(),
        "feature": pa.int32(),
        "kind": pa.dictionary(pa.int8(), pa.string()),
        "area_m2": pa.float64(),
        "share_pct": pa.float64(),
        "single_m2": pa.float64(),
        "single_pct": pa.float64(),
        "length_m": pa.float64(),
        "distance_m": pa.float64(),
        "count": pa.int32(),
    }
)


def rows(
    base: Geoms | Polygons, features: Geoms | Prepared, pairs: Pairs, rule: Rule, visible: Bools | None = None
) -> pa.Table:
    """What lies on each base polygon, as stored: sorted by base, then kind, then feature.

    One row of kind ``feature`` for each pair that is no sliver. For areas also the partition of the base polygon:
    ``single_m2`` of the feature rows, and a row each of kind ``multiple``, ``none`` and ``suppressed`` where it has
    an area; their percentages add up to exactly 100.0. A base polygon without area is all ``none``.

    Args:
        base: Shape (n,), as measured.
        features: Shape (m,), as measured.
        pairs: Of :func:`sdi.overlay.pairs.measure`.
        rule: Of the two layers.
        visible: Which features count, shape (m,); None: all.

    Returns:
        Columns base, feature, kind, area_m2, share_pct, single_m2, single_pct, length_m, distance_m, count.
    """
    polygons, prepared = Polygons.of(base), Prepared.of(features)
    if visible is not None:
        pairs = pairs.where(np.asarray(visible)[pairs.feature])
    tables = [_area_rows(polygons, prepared, pairs, rule) if rule.dimension == 2 else _plain_rows(pairs, rule)]
    if rule.nearest_m:
        tables.append(nearest(polygons, prepared, rule, visible))
    return _sorted(pa.concat_tables(tables))


def nearest(base: Geoms | Polygons, features: Geoms | Prepared, rule: Rule, visible: Bools | None = None) -> pa.Table:
    """The nearest feature of each base polygon within ``rule.nearest_m``, as rows of kind ``nearest``.

    The distance is 0 where the feature lies on the polygon; of features equally near the first counts.
    """
    i, j, distance = nearest_of(Polygons.of(base).geoms, Prepared.of(features), rule, visible)
    return _table("nearest", i, j, distance_m=distance)


def expand(table: pa.Table) -> pa.Table:
    """Stored rows as people see them: behind every row with ``single_m2`` one of kind ``single``.

    ``single_m2`` and ``single_pct`` become its ``area_m2`` and ``share_pct``; all other columns are copied.
    """
    split = np.asarray(pc.is_valid(table["single_m2"]))
    at = np.repeat(np.arange(len(table)), 1 + split)
    single = np.zeros(len(at), np.bool_)
    single[1:] = at[1:] == at[:-1]
    wide, mask = table.take(pa.array(at)), pa.array(single)
    values = {
        "area_m2": pc.if_else(mask, wide["single_m2"], wide["area_m2"]),
        "share_pct": pc.if_else(mask, wide["single_pct"], wide["share_pct"]),
        "kind": pc.if_else(mask, "single", wide["kind"].cast(pa.string())),
    }
    for name, column in values.items():
        position = wide.schema.get_field_index(name)
        wide = wide.set_column(position, name, column.cast(wide.schema.field(name).type))
    return wide.drop_columns(["single_m2", "single_pct"])


def _plain_rows(pairs: Pairs, rule: Rule) -> pa.Table:
    measured = {"length_m": pairs.length} if rule.dimension == 1 else {"count": pairs.count}
    return _table("feature", pairs.base, pairs.feature, **measured)


def _area_rows(base: Polygons, features: Prepared, pairs: Pairs, rule: Rule) -> pa.Table:
    area, rounding = base.area, touching(base.bounds)
    parts = partition(base, features, pairs)
    covered = np.bincount(pairs.base, parts.single, len(base)) + parts.multiple
    rest = np.maximum(area - covered - parts.slivers, 0.0)
    # A remainder too small to be a fact goes with the slivers, unless it is all there is.
    trifle = (rest < rule.min_area_m2) & (covered + parts.slivers > 0)
    none, suppressed = np.where(trifle, 0.0, rest), parts.slivers + np.where(trifle, rest, 0.0)

    each = np.arange(len(base))
    shown = {
        "multiple": parts.multiple > rounding,
        "none": (none > rounding) | (covered + parts.slivers == 0),
        "suppressed": suppressed > rounding,
    }
    amounts = {"multiple": parts.multiple, "none": none, "suppressed": suppressed}
    alone = parts.single > rounding[pairs.base]
    owner = np.concatenate([pairs.base[alone], *(each[shown[kind]] for kind in shown)])
    amount = np.concatenate([parts.single[alone], *(amounts[kind][shown[kind]] for kind in shown)])
    share = np.split(
        tenths(owner, amount, len(base)), np.cumsum([alone.sum(), *(s.sum() for s in shown.values())])[:-1]
    )

    single_pct = np.full(len(pairs), np.nan)
    single_pct[alone] = share[0]
    fact = ~pairs.sliver
    found = _table(
        "feature",
        pairs.base[fact],
        pairs.feature[fact],
        area_m2=pairs.area[fact],
        share_pct=np.minimum(np.round(100 * pairs.area[fact] / area[pairs.base[fact]], 1), 100.0),
        single_m2=np.where(alone, parts.single, np.nan)[fact],
        single_pct=single_pct[fact],
    )
    return pa.concat_tables(
        [
            found,
            *(
                _table(kind, each[where], None, area_m2=amounts[kind][where], share_pct=pct)
                for (kind, where), pct in zip(shown.items(), share[1:], strict=True)
            ),
        ]
    )


def _table(kind: str, base: Ints, feature: Ints | None, **values: Floats | Ints) -> pa.Table:
    """Rows of one kind; NaN becomes null, and so does every column that is not given."""
    columns: dict[str, pa.Array] = {
        "base": pa.array(base, pa.int32()),
        "kind": pa.DictionaryArray.from_arrays(
            pa.array(np.full(len(base), KINDS.index(kind), np.int8)), pa.array(KINDS)
        ),
    }
    if feature is not None:
        columns["feature"] = pa.array(feature, pa.int32())
    for name, column in values.items():
        columns[name] = pa.array(column, _SCHEMA.field(name).type, from_pandas=True)
    return pa.table(
        [columns[f.name] if f.name in columns else pa.nulls(len(base), f.type) for f in _SCHEMA], schema=_SCHEMA
    )


def _sorted(table: pa.Table) -> pa.Table:
    combined = table.unify_dictionaries().combine_chunks()
    codes = combined["kind"].combine_chunks().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    key = combined["base"].to_numpy().astype(np.int64) * len(KINDS) + codes
    return combined.take(pa.array(np.argsort(key, kind="stable")))
