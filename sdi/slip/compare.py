"""What is different between two slips of the same land: every line of the older against that of the newer."""

from __future__ import annotations

from collections.abc import Iterator

from sdi.slip.formats import formats
from sdi.slip.model import Change, Slip
from sdi.slip.words import word


def changes(before: Slip, after: Slip) -> list[Change]:
    """The differences, in the order of the newer slip; what only the older one has comes last."""
    old, new = dict(_lines(before)), dict(_lines(after))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Change(place=place, before=old.get(place), after=new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    ]


def _lines(slip: Slip) -> Iterator[tuple[str, str]]:
    """Every statement of a slip: where it stands, and what it says."""
    form = formats(slip.language)

    def label(key: str) -> str:
        return word(key, slip.language, "labels")

    subject = slip.subject
    yield label("area"), form.area(subject.area_m2)
    if subject.area_registered_m2 is not None:
        yield label("area_registered"), form.area(subject.area_registered_m2, 2)
    for value in subject.values:
        yield value.label, form.value(value)
    yield (
        label("corners"),
        "; ".join(f"{form.coordinate(c.x)} {form.coordinate(c.y)}" for r in subject.rings for c in r.corners),
    )
    decisions = {decision.no: decision for decision in slip.decisions}
    for theme in slip.themes:
        for layer in theme.layers:
            yield layer.title, label(layer.state)
            if layer.relief:
                for key, text in form.relief(layer.relief):
                    yield f"{layer.title} › {label(key)}", text
            for group in layer.groups:
                place = " › ".join(text for text in (layer.title, group.title) if text)
                for share in group.balance:
                    yield f"{place} › {share.label}", f"{form.area(share.area_m2)} ({form.percent(share.share_pct)})"
                for finding in group.findings:
                    decision = decisions.get(finding.decision or 0)
                    facts = [form.value(value) for value in finding.values if value.value is not None]
                    facts += [form.measure(finding)]
                    facts += [f"{label('decision')} {decision.number or '—'}"] if decision else []
                    yield f"{place} › {finding.title} [{finding.feature}]", "; ".join(filter(None, facts))
