"""Attributes of a batch: source columns → typed, checked columns of a layer.

Works on distinct values: a column of 65,536 rows with 40 land-use codes costs 40 conversions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sdi.db.arrow_types import ARROW_TYPES
from sdi.ingest.values import CodeReader, Decimal, is_empty, read_boolean, read_date, read_integer, read_number
from sdi.model import Field, FieldType, Layer, Mapping, Project, Target
from sdi.model.reading import code_lists
from sdi.text import match_key

MOST_WRITINGS = 20
"""So many different writings of codes are told one by one, for each batch and field."""


@dataclass(frozen=True)
class Problem:
    """Rows of one batch with the same fault in the same field. ``rows`` are positions in the batch."""

    rule: str
    quarantine: bool
    field: str
    rows: np.ndarray
    reason: str
    before: list[str | None]
    after: list[str | None] | None = None
    severity: str | None = None
    systematic: bool = False
    """One fault of the whole delivery (a constant), told once and not feature by feature."""


@dataclass
class Mapped:
    """Columns of a layer for one batch, and what was found on the way."""

    columns: dict[str, pa.Array]
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Context:
    """Values that a mapping can take from outside the row (``constant_from``)."""

    filename: str
    source_layer: str
    commune: str | None
    delivery: str

    def get(self, name: str) -> str | None:
        return {
            "filename": self.filename,
            "source_layer": self.source_layer,
            "commune": self.commune,
            "delivery": self.delivery,
        }[name]


class LayerMapper:
    """Maps batches of one source layer onto one layer.

    Args:
        project: for code lists and lookup tables.
        layer: what is filled.
        mappings: by field name; fields without one stay empty, derived ones are filled later.
        columns: names of the source's columns, as they stand in the file.
        decimals: decimal mark by source column, decided on the sample.
    """

    def __init__(
        self,
        project: Project,
        layer: Layer,
        mappings: dict[str, Mapping],
        columns: Sequence[str],
        decimals: dict[str, Decimal],
    ) -> None:
        self.layer = layer
        self._mappings = mappings
        self._lookups = project.lookups
        self._decimals = decimals
        self._columns = {match_key(name): name for name in reversed(columns)}
        self._codes = {
            name: CodeReader(codes, compound=layer.fields[name].compound)
            for name, codes in code_lists(project, layer).items()
        }

    def column_of(self, field: str) -> str | None:
        """The file's column that a field is read from, or ``None``."""
        mapping = self._mappings.get(field)
        return self.source_column(mapping) if mapping else None

    def source_column(self, mapping: Mapping) -> str | None:
        """The file's column that a mapping reads, or ``None``."""
        names = [mapping.source] if isinstance(mapping.source, str) else mapping.source or []
        found = (self._columns.get(match_key(name)) for name in names)
        return next((name for name in found if name), None)

    def missing(self) -> dict[str, list[str]]:
        """Required or key fields whose source column is not there: field → the names that were looked for."""
        needed = {name for name, f in self.layer.fields.items() if f.required} | set(self.layer.key)
        lacking = {}
        for name in needed:
            mapping = self._mappings.get(name)
            if mapping and mapping.source and mapping.default is None and not self.source_column(mapping):
                lacking[name] = [mapping.source] if isinstance(mapping.source, str) else list(mapping.source)
        return lacking

    def map(self, rows: pa.Table, context: Context) -> Mapped:
        """Map one batch; personal fields are left out, derived ones are filled by the caller."""
        mapped = Mapped({})
        for name, spec in self.layer.published_fields.items():
            mapping = self._mappings.get(name)
            if spec.derive and mapping is None:
                continue
            values = (
                pa.nulls(len(rows), ARROW_TYPES[spec.type])
                if mapping is None
                else self._field(name, spec, mapping, rows, context, mapped.problems)
            )
            mapped.columns[name] = values
            mapped.problems += _check(name, spec, values)
        return mapped

    def _field(
        self, name: str, spec: Field, mapping: Mapping, rows: pa.Table, context: Context, problems: list[Problem]
    ) -> pa.Array:
        column = self.source_column(mapping)
        if column:
            raw = rows.column(column).combine_chunks()
        elif mapping.constant_from:
            raw = _repeat(context.get(mapping.constant_from), len(rows))
        else:
            raw = _repeat(mapping.constant, len(rows))
        if mapping.pattern:
            raw = _distinct(_as_text(raw), _extract(mapping.pattern), pa.string())[0]
        policy = mapping.on_unknown or spec.on_unknown
        if mapping.lookup:
            table, written = self._lookups[mapping.lookup], raw
            raw, unknown = _distinct(_as_text(raw), lambda text: _look_up(table, text), pa.string())
            if unknown.size:
                reason = f"Giá trị chưa có trong bảng tra {mapping.lookup}"
                if column is None:
                    reason = f"'{written[int(unknown[0])]}' chưa có trong bảng tra {mapping.lookup}"
                problems.append(_unknown("QH-1", name, policy, unknown, rows, column, reason))
        convert = self._converter(name, spec, mapping, column)
        if convert is None:
            values, failed = pc.cast(raw, ARROW_TYPES[spec.type], safe=False), np.empty(0, np.int64)
        else:
            values, failed = _distinct(_as_text(raw), convert, ARROW_TYPES[spec.type])
        if failed.size:
            problems.append(self._failure(name, spec, policy, failed, rows, column))
        if spec.type is FieldType.CODE and column:
            problems += _normalised(name, spec, _as_text(raw), values)
        if mapping.factor is not None:
            values = pc.multiply(values, mapping.factor).cast(ARROW_TYPES[spec.type])
        if mapping.default is not None:
            values = pc.fill_null(values, pa.scalar(mapping.default, ARROW_TYPES[spec.type]))
        return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values

    def _converter(self, name: str, spec: Field, mapping: Mapping, column: str | None) -> Callable[[str], Any] | None:
        mark = mapping.decimal or self._decimals.get(column or "", ".")
        match spec.type:
            case FieldType.CODE:
                return self._codes[name]
            case FieldType.NUMBER:
                return lambda text: read_number(text, mark)
            case FieldType.INTEGER:
                return lambda text: read_integer(text, mark)
            case FieldType.DATE:
                return lambda text: read_date(text, mapping.date_format)
            case FieldType.BOOLEAN:
                return read_boolean
            case FieldType.TEXT:
                return _read_text

    def _failure(
        self, name: str, spec: Field, policy: str, failed: np.ndarray, rows: pa.Table, column: str | None
    ) -> Problem:
        if spec.type is FieldType.CODE:
            return _unknown("ATT-2", name, policy, failed, rows, column, f"Mã không có trong bảng mã {spec.codes}")
        rule_id = "ATT-4" if spec.type is FieldType.DATE else "ATT-3"
        what = "ngày" if rule_id == "ATT-4" else "số"
        needed = spec.required or name in self.layer.key
        reason = f"Không đọc được {what}; " + ("đối tượng được giữ lại" if needed else "để trống")
        return Problem(
            rule_id, needed, name, failed, reason, _written(rows, column, failed),
            severity=None if needed else "warning",
        )  # fmt: skip


def select_rows(target: Target, rows: pa.Table) -> np.ndarray:
    """Mask of the rows that a target takes by its ``select`` conditions."""
    mask = np.ones(len(rows), bool)
    columns = {match_key(name): name for name in reversed(rows.column_names)}
    for condition in target.select:
        name = columns.get(match_key(condition.column))
        texts = _as_text(rows.column(name).combine_chunks()) if name else pa.nulls(len(rows), pa.string())
        keep = _distinct(texts, _matcher(condition.include, condition.exclude), pa.bool_())[0]
        fallback = not condition.include
        mask &= np.asarray(pc.fill_null(keep, fallback))
    return mask


def _matcher(include: list[str], exclude: list[str]) -> Callable[[str], bool]:
    def pattern(wildcard: str) -> re.Pattern[str]:
        return re.compile(".*".join(re.escape(match_key(part)) for part in wildcard.split("*")))

    wanted, refused = list(map(pattern, include)), list(map(pattern, exclude))

    def matches(text: str) -> bool:
        key = match_key(text)
        if any(p.fullmatch(key) for p in refused):
            return False
        return not wanted or any(p.fullmatch(key) for p in wanted)

    return matches


def missing_values(layer: Layer, mapped: Mapped, scope: str) -> list[Problem]:
    """Rule ATT-1, after keys and derived fields are filled; a value that was refused above is not reported twice.

    The field ``scope`` is required too: without it nobody could say what the feature replaces.
    """
    found = []
    for name, spec in layer.published_fields.items():
        if (spec.required or name == scope) and name not in layer.key:  # an empty key is rule KEY-1
            missing = np.array(pc.is_null(mapped.columns[name]))
            for problem in mapped.problems:
                if problem.field == name and problem.quarantine:
                    missing[problem.rows] = False
            rows = np.flatnonzero(missing)
            if rows.size:
                found.append(Problem("ATT-1", True, name, rows, f"Thiếu giá trị bắt buộc '{spec.title.vi}'", []))
    return found


def _check(name: str, spec: Field, values: pa.Array) -> list[Problem]:
    """Range, length and pattern."""
    found = []
    if spec.minimum is not None or spec.maximum is not None:
        numbers = values.to_numpy(zero_copy_only=False).astype(float)
        low = -np.inf if spec.minimum is None else spec.minimum
        high = np.inf if spec.maximum is None else spec.maximum
        with np.errstate(invalid="ignore"):
            rows = np.flatnonzero((numbers < low) | (numbers > high))
        reason = f"Giá trị ngoài khoảng {spec.minimum}…{spec.maximum}"
        found.append(Problem("ATT-5", False, name, rows, reason, _texts(values, rows)))
    if spec.pattern or spec.max_length:
        pattern = re.compile(spec.pattern or "(?s).*")
        limit = spec.max_length or 10**9
        bad = _distinct(values, lambda text: len(text) > limit or not pattern.fullmatch(text), pa.bool_())[0]
        rows = np.flatnonzero(np.asarray(pc.fill_null(bad, False)))
        found.append(Problem("ATT-6", True, name, rows, "Giá trị không đúng dạng", _texts(values, rows)))
    return [problem for problem in found if problem.rows.size]


def _normalised(name: str, spec: Field, written: pa.Array, values: pa.Array) -> list[Problem]:
    """Rule ATT-7: codes that were written differently, one problem for each of the first writings."""
    other = np.asarray(pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(written), values), False))
    reason = f"Đã đổi cách ghi sang mã của bảng {spec.codes}"
    found = []
    for text in pc.unique(written.filter(pa.array(other))).to_pylist()[:MOST_WRITINGS]:
        rows = np.flatnonzero(other & np.asarray(pc.fill_null(pc.equal(written, text), False)))
        other[rows] = False
        code = values[int(rows[0])].as_py()
        found.append(Problem("ATT-7", False, name, rows, reason, [text], [code], systematic=True))
    if other.any():
        rest = np.flatnonzero(other)
        found.append(Problem("ATT-7", False, name, rest, reason, ["…"], ["…"], systematic=True))
    return found


def _unknown(
    rule_id: str, name: str, policy: str, rows: np.ndarray, table: pa.Table, column: str | None, reason: str
) -> Problem:
    endings = {"quarantine": "đối tượng được giữ lại", "warn": "để trống và cảnh báo", "null": "để trống"}
    severity = {"quarantine": None, "warn": "warning", "null": "info"}[policy]
    return Problem(
        rule_id, policy == "quarantine", name, rows, f"{reason}; {endings[policy]}",
        _written(table, column, rows), severity=severity, systematic=column is None and policy != "quarantine",
    )  # fmt: skip


def _written(table: pa.Table, column: str | None, rows: np.ndarray) -> list[str | None]:
    return _texts(table.column(column).combine_chunks(), rows) if column else [None] * len(rows)


def _texts(values: pa.Array, rows: np.ndarray) -> list[str | None]:
    return _as_text(values.take(pa.array(rows))).to_pylist()


def _repeat(value: object, length: int) -> pa.Array:
    return pa.nulls(length, pa.string()) if value is None else pa.array([str(value)] * length)


def _as_text(values: pa.Array) -> pa.Array:
    """Strings; whole floats lose their ``.0`` so that a sheet number 12.0 is 12."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_string(values.type):
        return values
    if pa.types.is_floating(values.type):
        whole = pc.and_(pc.equal(values, pc.trunc(values)), pc.less(pc.abs(values), 2**53))
        integers = pc.cast(pc.if_else(whole, values, None), pa.int64(), safe=False).cast(pa.string())
        return pc.coalesce(integers, values.cast(pa.string()))
    return values.cast(pa.string())


def _distinct(values: pa.Array, convert: Callable[[str], Any], kind: pa.DataType) -> tuple[pa.Array, np.ndarray]:
    """Convert each distinct value once; rows whose value raised ``ValueError`` are null and are returned."""
    encoded = values.dictionary_encode()
    results: list[Any] = []
    bad: list[bool] = []
    for text in encoded.dictionary.to_pylist():
        try:
            value = convert(text)
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise OverflowError(text)  # no column holds it
            results.append(value)
            bad.append(False)
        except (ValueError, OverflowError):
            results.append(None)
            bad.append(True)
    converted = pa.array(results, kind).take(encoded.indices)
    if not any(bad):
        return converted, np.empty(0, np.int64)
    failed = pc.fill_null(pa.array(bad).take(encoded.indices), False)
    return converted, np.flatnonzero(np.asarray(failed))


def _read_text(text: str) -> str | None:
    return None if not text.strip() else text.strip()


def _look_up(table: dict[str, str], text: str) -> str | None:
    if is_empty(text):
        return None
    try:
        return table[match_key(text)]
    except KeyError:
        raise ValueError(text) from None


def _extract(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)

    def extract(text: str) -> str | None:
        match = compiled.search(text)
        return None if match is None else match.group(1 if compiled.groups else 0)

    return extract
