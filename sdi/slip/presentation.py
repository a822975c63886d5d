"""A slip as blocks of text for people: headings, facts, tables, the map. Page and PDF lay out the same blocks.

Nothing is asked here: everything comes from the document, so that it can be drawn again from a document that was kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sdi.slip.formats import Formats, formats
from sdi.slip.model import (
    Decision,
    Finding,
    Group,
    Law,
    LayerAnswer,
    Relief,
    Ring,
    Share,
    Signature,
    Slip,
    Theme,
)
from sdi.slip.svg import map_svg, swatch_svg
from sdi.slip.words import word

Align = Literal["start", "end"]


@dataclass(frozen=True)
class Cell:
    """A cell; ``color`` is a swatch before the text, ``tone`` what kind of message it is."""

    text: str
    color: str | None = None
    tone: str | None = None


@dataclass(frozen=True)
class Heading:
    """``level`` 2 or 3; ``state`` becomes a badge behind it."""

    text: str
    level: int = 2
    state: str | None = None
    badge: str | None = None
    kind: str = "heading"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value."""

    rows: list[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """``wide`` says how the columns share the width; the last row is a sum where ``total``."""

    columns: list[str]
    align: list[Align]
    wide: list[int]
    rows: list[list[Cell]]
    total: bool = False
    caption: str | None = None
    kind: str = "table"


@dataclass(frozen=True)
class Paragraph:
    """``tone``: plain, note or warn."""

    text: str
    tone: str = "plain"
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list under a caption."""

    caption: str
    items: list[str]
    kind: str = "bullets"


@dataclass(frozen=True)
class Map:
    """The map with its legend: pairs of a sign (SVG) and its meaning."""

    svg: str
    alt: str
    width_mm: float
    height_mm: float
    legend: list[tuple[str, str]]
    caption: str
    kind: str = "map"


Block = Heading | Facts | Table | Paragraph | Bullets | Map


@dataclass(frozen=True)
class Page:
    """What is laid out: head, banner, blocks, foot."""

    language: str
    title: str
    subtitle: str
    office: list[str]
    motto: list[str]
    status: str
    issued: bool
    warning: str | None
    foot: str
    verify: str | None
    qr: str | None
    qr_caption: list[str]
    blocks: list[Block] = field(default_factory=list)


def page_of(slip: Slip, signature: Signature | None = None, qr: str | None = None) -> Page:
    """The blocks of a slip.

    Args:
        slip: The document.
        signature: Of an issued slip.
        qr: The code of its address as SVG.
    """
    return _Layout(slip, signature).page(qr)


class _Layout:
    def __init__(self, slip: Slip, signature: Signature | None) -> None:
        self._slip = slip
        self._signature = signature
        self._form: Formats = formats(slip.language)
        self._decisions = {decision.no: decision for decision in slip.decisions}

    def page(self, qr: str | None) -> Page:
        slip, issue = self._slip, self._slip.issue
        warning = self._w(f"audience_{slip.audience}") if slip.audience != "public" else None
        captions = [self._w("verify_at"), issue.verify] if issue else []
        foot = [slip.short_title, slip.subject.id or slip.subject.title]
        foot.append(f"{self._w('issue_id')} {issue.id}" if issue else self._w("preview_short"))
        return Page(
            language=slip.language,
            title=slip.title,
            subtitle=slip.subject.title,
            office=[slip.province, slip.office],
            motto=slip.motto,
            status=self._w("issued") if issue else self._w("preview"),
            issued=issue is not None,
            warning=warning,
            foot=" · ".join(foot),
            verify=issue.verify if issue else None,
            qr=qr,
            qr_caption=captions,
            blocks=list(self._blocks()),
        )

    def _w(self, key: str, **values: object) -> str:
        return word(key, self._slip.language, "labels", **values)

    def _blocks(self) -> Iterator[Block]:
        yield from self._identity()
        yield self._map()
        yield from self._summary()
        if self._slip.comparison is not None:
            yield from self._comparison()
        yield Heading(self._w("details"))
        for theme in self._slip.themes:
            yield from self._theme(theme)
        yield from self._decision_list()
        yield from self._corners()
        yield from self._releases()
        yield from self._use()
        yield from self._verification()

    # --- the parcel -----------------------------------------------------------------------------------------

    def _identity(self) -> Iterator[Block]:
        subject, clock = self._slip.subject, self._slip.clock
        parcel = subject.kind == "parcel"
        rows: list[tuple[str, str]] = []
        if parcel:
            rows += [(self._w("id"), subject.id or "—")]
        rows += [(self._w("commune"), f"{subject.commune.name} ({subject.commune.code})" if subject.commune else "—")]
        if parcel:
            rows += [(self._w("sheet"), subject.sheet or "—"), (self._w("number"), subject.number or "—")]
            rows += [(self._w("former"), self._former())]
        rows += [
            (value.label, self._form.value(value, code=True)) for value in subject.values if value.value is not None
        ]
        if parcel:
            registered = subject.area_registered_m2
            rows += [(self._w("area_registered"), self._registered(registered) if registered is not None else "—")]
        rows += [(self._w("area"), self._form.area(subject.area_m2))]
        if subject.area_registered_m2 is not None:
            difference = round(subject.area_m2 - subject.area_registered_m2, 1)
            sign = "+" if difference > 0 else ""
            rows += [(self._w("area_difference"), sign + self._form.area(difference))]
        rows += [(self._w("parts"), str(subject.parts))] if subject.parts > 1 else []
        rows += [(self._w("repaired"), subject.repaired)] if subject.repaired else []
        day = self._w("as_of_day", day=self._form.day(clock.as_of)) if clock.as_of else self._w("as_of_now")
        moment = self._form.moment(clock.published)
        yield Heading(self._w("identity" if parcel else "identity_drawn"))
        yield Facts(rows)
        rows = [
            (self._w("crs"), f"{subject.crs.name} (EPSG:{subject.crs.epsg})"),
            (self._w("as_of"), day),
            (self._w("state"), self._w("state_current", epoch=clock.epoch, moment=moment)),
            (self._w("valid_on"), self._form.day(clock.valid_on)),
        ]
        yield Facts(rows)

    def _registered(self, area: float) -> str:
        """With as many decimals as the certificate gives."""
        return self._form.area(area, 1 if round(area, 1) == area else 2)

    def _former(self) -> str:
        former = self._slip.subject.former
        if not former:
            return self._w("no_former")
        return "; ".join(
            self._w(
                "former_one",
                id=one.id,
                day=self._form.day(one.until or None),
                share=self._form.percent(one.share_pct),
            )
            for one in former
        )

    def _map(self) -> Map:
        sheet = self._slip.map
        scale, grid = self._form.number(sheet.scale), self._form.number(sheet.grid_m)
        return Map(
            svg=map_svg(self._slip),
            alt=self._w("map_alt", scale=scale),
            width_mm=sheet.width_mm,
            height_mm=sheet.height_mm,
            legend=[(swatch_svg(entry), entry.label) for entry in sheet.legend],
            caption=f"{self._w('scale', scale=scale)}. {self._w('printed_scale', grid=grid)}",
        )

    # --- the chapters ---------------------------------------------------------------------------------------

    def _summary(self) -> Iterator[Block]:
        yield Heading(self._w("summary"))
        rows = [
            [Cell(theme.title), Cell(self._w(theme.state), tone=theme.state), Cell(self._in_short(theme))]
            for theme in self._slip.themes
        ]
        yield self._table(("theme", "result", "facts"), ("start", "start", "start"), (5, 3, 8), rows)

    def _in_short(self, theme: Theme) -> str:
        """The most telling lines: the largest parts by their codes where there are codes, or the nearest."""
        if theme.state == "without_data":
            notes = [theme.note, *(layer.note for layer in theme.layers)]
            return next((note for note in notes if note), "")
        layers = [layer for layer in theme.layers if layer.state == "concerned"]
        coded = [layer for layer in layers if any(share.code for group in layer.groups for share in group.balance)]
        told = []
        for layer in coded or layers:
            if layer.relief:
                told.append(self._lie(layer.relief))
            for group in layer.groups:
                parts = [share for share in group.balance if share.kind in ("single", "multiple")]
                text = ", ".join(f"{share.label} {self._form.percent(share.share_pct)}" for share in parts[:4])
                if not text and group.findings:
                    text = self._measure(group.findings[0])
                name = group.title or (None if group.balance else layer.title)
                told += [f"{name}: {text}" if name else text] if text else []
        return "; ".join(told)

    def _lie(self, relief: Relief) -> str:
        low, high = self._form.number(relief.lowest_m, 1), self._form.length(relief.highest_m)
        heights = self._w("heights", low=low, high=high)
        if relief.slope_pct is None:
            return heights
        return f"{heights}, {self._w('slope_in_short', slope=self._form.percent(relief.slope_pct))}"

    def _theme(self, theme: Theme) -> Iterator[Block]:
        yield Heading(theme.title, 3, theme.state, self._w(theme.state))
        if theme.note:
            yield Paragraph(theme.note, "note")
        for layer in theme.layers:
            yield from self._layer(layer, several=len(theme.layers) > 1)

    def _layer(self, layer: LayerAnswer, *, several: bool) -> Iterator[Block]:
        release = self._w("no_release")
        if layer.epoch is not None:
            day = self._form.day(layer.published)
            release = self._w("release", epoch=layer.epoch, day=day, office=layer.office)
        yield Heading(layer.title, 4, *((layer.state, self._w(layer.state)) if several else (None, None)))
        yield Paragraph(release, "note")
        if layer.note:
            yield Paragraph(layer.note, "warn" if layer.state == "without_data" else "plain")
        if layer.state == "without_data":
            return
        if layer.relief:
            yield Facts([(self._w(key), text) for key, text in self._form.relief(layer.relief)])
            yield Paragraph(self._model(layer.relief), "note")
            return
        if layer.partition and all(share.kind == "none" for share in layer.partition):
            yield from (Paragraph(f"{share.label}: {self._amount(share)}.") for share in layer.partition)
            return
        for group in layer.groups:
            yield from self._group(group)
        if layer.partition and len(layer.groups) > 1:
            yield self._balance(layer.partition, self._w("partition"))
        if layer.overlaps:
            rows = [
                [Cell(one.one_title), Cell(one.other_title), Cell(self._form.number(one.area_m2, 1))]
                for one in layer.overlaps
            ]
            columns = ("overlap_one", "overlap_other", "area_m2")
            yield self._table(columns, ("start", "start", "end"), (7, 7, 2), rows, caption=self._w("overlaps"))
        if not layer.partition and not any(group.findings or group.title for group in layer.groups):
            yield Paragraph(self._w("nothing"))

    def _model(self, relief: Relief) -> str:
        """From what the heights come, and above what they are."""
        sheets = ", ".join(sheet.title for sheet in relief.sheets)
        model = self._w("model", sheets=sheets, cell=self._form.length(relief.cell_m))
        return f"{model} {self._w('above', reference=relief.reference)}" if relief.reference else model

    def _group(self, group: Group) -> Iterator[Block]:
        """A balance, unless the one line of the findings says it all."""
        whole = len(group.balance) == 1 == len(group.findings)
        if group.balance and not whole:
            yield self._balance(group.balance, group.title)
        if group.findings:
            yield self._findings(group, group.title if whole or not group.balance else None)
        elif not group.balance and group.title:
            yield Paragraph(f"{group.title}: {self._w('nothing_kind')}.")
        if group.more:
            yield Paragraph(self._w("more", count=group.more), "note")

    def _amount(self, share: Share) -> str:
        return f"{self._form.area(share.area_m2)} ({self._form.percent(share.share_pct)})"

    def _balance(self, shares: Sequence[Share], caption: str | None) -> Table:
        rows = [
            [
                Cell(f"{share.label} ({share.code})" if share.code else share.label, share.color),
                Cell(self._form.number(share.area_m2, 1)),
                Cell(self._form.number(share.share_pct, 1)),
            ]
            for share in shares
        ]
        area, part = (round(sum(getattr(s, name) for s in shares), 1) for name in ("area_m2", "share_pct"))
        rows.append([Cell(self._w("total")), Cell(self._form.number(area, 1)), Cell(self._form.number(part, 1))])
        align: tuple[Align, ...] = ("start", "end", "end")
        first = "function" if any(share.code for share in shares) else "feature"
        return self._table((first, "area_m2", "share"), align, (11, 3, 2), rows, total=True, caption=caption)

    def _findings(self, group: Group, caption: str | None) -> Table:
        """One row a feature; its facts stand in one cell, for every layer has others."""
        rows = []
        for finding in group.findings:
            decision = self._decisions.get(finding.decision or 0)
            tone = "without_data" if decision and decision.in_force is False else None
            given = [value for value in finding.values if value.value not in (None, "")]
            facts = "; ".join(f"{value.label}: {self._form.value(value)}" for value in given)
            title = " – ".join(text for text in (finding.title, finding.meaning) if text)
            rows.append(
                [
                    Cell(title, finding.color),
                    Cell(self._measure(finding)),
                    Cell(facts or "—"),
                    Cell(f"[{decision.no}]" if decision else "—", tone=tone),
                ]
            )
        columns = ("feature", "measure", "facts", "decision")
        return self._table(columns, ("start", "start", "start", "start"), (5, 4, 8, 1), rows, caption=caption)

    def _measure(self, finding: Finding) -> str:
        if finding.area_m2 is not None:
            return self._form.measure(finding)
        if finding.length_m is not None:
            return self._w("inside", length=self._form.length(finding.length_m))
        if finding.distance_m is not None:
            away = self._w("away", length=self._form.length(finding.distance_m))
            return away if finding.distance_m > 0 else self._w("touching")
        return self._w("points", count=finding.count)

    # --- decisions, corners, releases -----------------------------------------------------------------------

    def _decision_list(self) -> Iterator[Block]:
        yield Heading(self._w("decisions"))
        if not self._slip.decisions:
            yield Paragraph(self._w("no_decisions"), "warn")
            return
        rows = [[Cell(f"[{decision.no}]"), *self._decision(decision)] for decision in self._slip.decisions]
        columns = ("decision", "decision_no", "decision_date", "authority", "decision_title", "validity")
        yield self._table(columns, ("start",) * 6, (2, 6, 5, 8, 11, 8), rows)

    def _decision(self, decision: Decision) -> list[Cell]:
        unknown = self._w("not_recorded")
        holds = {True: "in_force", False: "not_in_force", None: "force_unknown"}[decision.in_force]
        dates = ""
        if decision.valid_from or decision.valid_to:
            since = self._form.day(decision.valid_from) if decision.valid_from else "…"
            until = self._form.day(decision.valid_to) if decision.valid_to else self._w("open_end")
            dates = self._w("from_until", since=since, until=until)
        validity = "; ".join(text for text in (self._w(holds), dates, decision.status) if text)
        title = " – ".join(text for text in (decision.level, decision.title) if text)
        return [
            Cell(decision.number or unknown, tone=None if decision.number else "without_data"),
            Cell(self._form.day(decision.date) if decision.date else unknown),
            Cell(decision.authority or unknown),
            Cell(title or unknown),
            Cell(validity, tone="without_data" if decision.in_force is False else None),
        ]

    def _corners(self) -> Iterator[Block]:
        subject = self._slip.subject
        yield Heading(self._w("corners"))
        yield Paragraph(self._w("corners_note", crs=subject.crs.name), "note")
        for ring in subject.rings:
            caption = None
            if len(subject.rings) > 1:
                caption = self._w("hole" if ring.role == "hole" else "ring", part=ring.part)
            yield self._ring(ring, caption)

    def _ring(self, ring: Ring, caption: str | None) -> Table:
        rows = [
            [
                Cell(str(corner.no)),
                Cell(self._form.coordinate(corner.x)),
                Cell(self._form.coordinate(corner.y)),
                Cell(self._form.number(corner.edge_m, 2)),
            ]
            for corner in ring.corners
        ]
        columns = [self._w("corner"), "X (m)", "Y (m)", self._w("edge")]
        return Table(columns, ["end"] * 4, [2, 5, 5, 4], rows, caption=caption)

    def _releases(self) -> Iterator[Block]:
        """Every layer once, also those without data."""
        yield Heading(self._w("releases"))
        seen = {layer.layer: layer for theme in self._slip.themes for layer in theme.layers}
        rows = [
            [
                Cell(layer.title),
                Cell(str(layer.epoch) if layer.epoch is not None else "—"),
                Cell(self._form.day(layer.published)),
                Cell(layer.office),
            ]
            for layer in seen.values()
        ]
        columns = ("layer", "release_no", "release_date", "office")
        yield self._table(columns, ("start", "end", "start", "start"), (7, 2, 3, 8), rows)

    def _comparison(self) -> Iterator[Block]:
        comparison = self._slip.comparison
        assert comparison is not None
        yield Heading(self._w("comparison", day=self._form.day(comparison.as_of)))
        moment = self._form.moment(comparison.published)
        yield Paragraph(self._w("comparison_state", epoch=comparison.epoch, moment=moment), "note")
        if not comparison.found:
            yield Paragraph(self._w("not_there_then"), "warn")
        elif not comparison.changes:
            yield Paragraph(self._w("no_changes"))
        else:
            absent = self._w("absent")
            rows = [
                [Cell(one.place), Cell(one.before or absent), Cell(one.after or absent)] for one in comparison.changes
            ]
            yield self._table(("line", "before", "after"), ("start",) * 3, (6, 5, 5), rows)

    # --- words at the end -----------------------------------------------------------------------------------

    def _use(self) -> Iterator[Block]:
        use = self._slip.use
        yield Heading(self._w("use"))
        for key, items in (("may", use.may), ("may_not", use.may_not), ("remarks", use.remarks)):
            if items:
                yield Bullets(self._w(key), items)
        if self._slip.laws:
            yield Bullets(self._w("laws"), [self._law(law) for law in self._slip.laws])

    def _law(self, law: Law) -> str:
        if law.date:
            return self._w("law_dated", title=law.title, number=law.number, day=self._form.day(law.date))
        return self._w("law", title=law.title, number=law.number)

    def _verification(self) -> Iterator[Block]:
        issue, signature = self._slip.issue, self._signature
        if issue is None:
            return
        rows = [
            (self._w("issue_id"), issue.id),
            (self._w("issued_at"), self._form.moment(issue.issued_at)),
            (self._w("key"), f"Ed25519, {issue.key_id}"),
            (self._w("verify_at"), issue.verify),
        ]
        if signature is not None:
            rows.append((self._w("digest"), signature.sha256))
        yield Heading(self._w("verification"))
        yield Facts(rows)

    def _table(
        self,
        columns: Sequence[str],
        align: Sequence[Align],
        wide: Sequence[int],
        rows: list[list[Cell]],
        *,
        total: bool = False,
        caption: str | None = None,
    ) -> Table:
        return Table([self._w(name) for name in columns], list(align), list(wide), rows, total, caption)
