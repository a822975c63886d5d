"""What every process tells about itself (OGC API – Processes, Part 1, 7.9 and 7.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sdi.wording import Wording

Schema = dict[str, Any]


def process_summary(
    identifier: str, title: Wording, description: Wording, keywords: Sequence[str], language: str
) -> dict[str, Any]:
    """A process in a list of processes: each can be asked at once and as a job, and gives values."""
    return {
        "id": identifier,
        "version": "1.0.0",
        "title": title.get(language),
        "description": description.get(language),
        "keywords": list(keywords),
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value"],
    }


def inputs_and_output(
    inputs: Mapping[str, tuple[Wording, Schema]], output: str, title: Wording, forms: Sequence[Schema], language: str
) -> dict[str, Any]:
    """What a process takes and gives: inputs by name, each at most once, and one output in one of several forms."""
    return {
        "inputs": {
            name: {"title": said.get(language), "schema": schema, "minOccurs": 0, "maxOccurs": 1}
            for name, (said, schema) in inputs.items()
        },
        "outputs": {output: {"title": title.get(language), "schema": {"oneOf": list(forms)}}},
    }
