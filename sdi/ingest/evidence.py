"""What a sample of a source layer says about the whole of it: encodings, number style, personal columns.

Decisions are taken once, on the sample, and kept with the run: a run that was killed goes on with the
same ones, so that its result is the same to the byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

import pyarrow as pa

from sdi.errors import Refused, UsageError
from sdi.ingest.mapping import LayerMapper
from sdi.ingest.personal import suspicion
from sdi.ingest.values import Decimal, decimal_mark
from sdi.model import Layer, Project, SourceProfile
from sdi.text import ColumnText, TextEncoding, decode_column, detect, match_key
from sdi.text.codecs import LEGACY


@dataclass(frozen=True)
class ColumnEvidence:
    """How one text column is read."""

    encoding: TextEncoding
    score: float
    decomposed: bool
    samples: tuple[tuple[str, str], ...]
    decimal: Decimal

    def as_text(self) -> ColumnText:
        """The form that :func:`sdi.text.decode_column` takes."""
        return ColumnText(self.encoding, self.score, self.decomposed, self.samples)


@dataclass(frozen=True)
class Evidence:
    """Evidence of one source layer."""

    columns: dict[str, ColumnEvidence]

    @property
    def decimals(self) -> dict[str, Decimal]:
        """Decimal mark by column."""
        return {name: column.decimal for name, column in self.columns.items()}

    def of(self, columns: Container[str]) -> Evidence:
        """The evidence of some columns: what nobody reads, personal values above all, need not be decoded."""
        return Evidence({name: found for name, found in self.columns.items() if name in columns})

    def to_json(self) -> dict[str, dict[str, object]]:
        """For ``meta.run.evidence``; samples are left out, they could hold personal values."""
        return {
            name: {"encoding": c.encoding.value, "score": c.score, "decomposed": c.decomposed, "decimal": c.decimal}
            for name, c in self.columns.items()
        }

    @classmethod
    def from_json(cls, content: dict[str, dict[str, object]]) -> Evidence:
        """The reverse of :meth:`to_json`."""
        return cls(
            {
                name: ColumnEvidence(
                    TextEncoding(str(c["encoding"])),
                    float(str(c["score"])),
                    bool(c["decomposed"]),
                    (),
                    "," if c["decimal"] == "," else ".",
                )  # fmt: skip
                for name, c in content.items()
            }
        )


def weigh(sample: pa.Table, profile: SourceProfile, syllables: frozenset[str]) -> Evidence:
    """Weigh the text columns of a sample, each by itself, and those that say too little by the others.

    Args:
        syllables: words that are known beside the language's common ones: names of the communes.
    """
    texts = {name: sample.column(name).combine_chunks() for name in text_columns(sample)}
    detected = {
        name: detect(values.to_pylist(), declared=profile.text, syllables=syllables) for name, values in texts.items()
    }
    columns = {}
    for name, found in _in_company(texts, detected, syllables).items():
        decoded = [value for value in decode_column(texts[name], found).values.to_pylist() if value]
        columns[name] = ColumnEvidence(
            found.encoding, found.score, found.decomposed, found.samples, decimal_mark(_numbers(decoded))
        )
    return Evidence(columns)


def _in_company(
    texts: dict[str, pa.Array], detected: dict[str, ColumnText], syllables: frozenset[str]
) -> dict[str, ColumnText]:
    """Columns of one file share their encoding as a rule.

    One short word, ``Trßn`` for ``Tròn`` in a whole column, is too little to tell TCVN3 by; where other columns
    are in a legacy encoding and it explains the column without rest, it is the column's too.
    """
    legacy = Counter(found.encoding for found in detected.values() if found.encoding in LEGACY)
    if not legacy:
        return detected
    (common, _), *_ = legacy.most_common(1)
    company = {}
    for name, found in detected.items():
        if found.encoding is TextEncoding.LATIN1:
            shared = detect(texts[name].to_pylist(), declared=common.value, syllables=syllables)
            found = shared if shared.score == 1.0 else found
        company[name] = found
    return company


def text_columns(table: pa.Table) -> list[str]:
    """Names of the columns that hold text."""
    return [f.name for f in table.schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]


def decode_table(table: pa.Table, evidence: Evidence) -> tuple[pa.Table, dict[str, int], dict[str, list[int]]]:
    """Decode all text columns; returns the table, the number of changed values and the lossy rows per column."""
    changed: dict[str, int] = {}
    lossy: dict[str, list[int]] = {}
    for name in text_columns(table):
        column = evidence.columns.get(name)
        if column is None:
            continue
        decoded = decode_column(table.column(name).combine_chunks(), column.as_text())
        table = table.set_column(table.schema.get_field_index(name), name, decoded.values)
        if decoded.changed.any():
            changed[name] = int(decoded.changed.sum())
        if decoded.lossy.any():
            lossy[name] = decoded.lossy.nonzero()[0].tolist()
    return table, changed, lossy


def refuse_personal(sample: pa.Table, profile: SourceProfile, project: Project) -> None:
    """Refuse a delivery with a column that looks personal and of which the profile says nothing.

    Args:
        sample: decoded sample.

    Raises:
        Refused: PII-1, naming columns and why, never a value.
        UsageError: the profile publishes a column that it calls personal.
    """
    _refuse_contradiction(profile, project)
    spoken = {match_key(name) for name in profile.ignore} | {match_key(name) for name in profile.privacy}
    spoken |= {match_key(name) for name in _sources(profile, project, personal=True)}
    found = []
    for name in sample.column_names:
        if match_key(name) in spoken:
            continue
        values = sample.column(name).slice(0, 2000).cast(pa.string()).to_pylist()
        suspected = suspicion(name, values)
        if suspected:
            found.append(f"{name} ({suspected.why})")
    if found:
        raise Refused(
            f"Cột có vẻ chứa dữ liệu cá nhân mà cấu hình nguồn '{profile.id}' chưa nói tới: {', '.join(found)}. "
            "Không có gì được nạp.",
            "Khai báo các cột này trong mục privacy: personal: true để không bao giờ công bố, "
            "hoặc personal: false kèm lý do.",
            rule="PII-1",
        )


def refuse_missing(mapper: LayerMapper, layer: Layer, source_layer: str, columns: list[str]) -> None:
    """Refuse a source layer without a column that the profile needs.

    Raises:
        Refused: FIL-16, naming what was looked for and what is there.
    """
    missing = mapper.missing()
    if missing:
        wanted = "; ".join(f"{layer.fields[name].title.vi} ({' / '.join(names)})" for name, names in missing.items())
        raise Refused(
            f"Lớp nguồn '{source_layer}' thiếu cột cho: {wanted}. Các cột đang có: {', '.join(columns)}.",
            "Kiểm tra đúng cấu hình nguồn chưa, hoặc yêu cầu bên gửi bổ sung cột.",
            rule="FIL-16",
        )


def _refuse_contradiction(profile: SourceProfile, project: Project) -> None:
    personal = {*_sources(profile, project, personal=True)}
    personal |= {name for name, said in profile.privacy.items() if said.personal}
    keys = {match_key(name) for name in personal}
    both = [name for name in _sources(profile, project, personal=False) if match_key(name) in keys]
    if both:
        raise UsageError(
            f"Cấu hình nguồn '{profile.id}' công bố cột {', '.join(both)} mà chính nó khai là dữ liệu cá nhân.",
            "Bỏ cột đó khỏi các trường được công bố, hoặc khai personal: false kèm lý do.",
        )


def _sources(profile: SourceProfile, project: Project, *, personal: bool) -> list[str]:
    """Columns that the profile maps to personal fields, or to published ones."""
    names: list[str] = []
    for target in profile.targets:
        fields = project.layers[target].fields
        for name, mapping in profile.mapping_of(target).items():
            if name in fields and fields[name].personal is personal and mapping.source:
                names += [mapping.source] if isinstance(mapping.source, str) else mapping.source
    return names


def _numbers(values: list[str]) -> list[str]:
    return [value for value in values if value[:1].isdigit() or value[:1] in "+-"]
