"""Measurements: our work and a peer's on the same data, in the same run, on the same server.

``python -m bench`` writes ``docs/benchmarks.md`` and ``bench-out/``. What counts is the ratio: both sides take
turns on the same machine. A row whose answers differ from the peer's has no time at all.
"""
