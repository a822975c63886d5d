"""A small drainage network that is right, and one fault at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sdi.geom.network import NO_NODE, Finding, Nodes, Pipes, Thresholds, check, snap

LIMITS = Thresholds()


def network() -> tuple[Pipes, Nodes]:
    """Manholes 0, 1, 2 and the outfall 3; 0 -> 1 -> 2 -> 3 and a side arm 4 -> 1."""
    nodes = Nodes(
        ground=np.array([12.0, 11.8, 11.6, 11.0, 12.1]),
        floor=np.array([9.9, 9.7, 9.4, 9.0, 10.2]),
        outfall=np.array([False, False, False, True, False]),
    )
    pipes = Pipes(
        start=np.array([0, 1, 2, 4]),
        end=np.array([1, 2, 3, 1]),
        z1=np.array([10.0, 9.75, 9.45, 10.3]),
        z2=np.array([9.8, 9.5, 9.1, 9.9]),
        length=np.array([40.0, 50.0, 60.0, 50.0]),
        diameter=np.array([0.6, 0.8, 0.8, 0.4]),
        slope=np.array([0.005, 0.005, 0.35 / 60, 0.008]),
        pressure=np.zeros(4, dtype=bool),
        system=np.zeros(4, dtype=int),
    )
    return pipes, nodes


def changed(values: np.ndarray, **at: float) -> np.ndarray:
    out = values.copy()
    for index, value in at.items():
        out[int(index.removeprefix("i"))] = value
    return out


def found(pipes: Pipes, nodes: Nodes, limits: Thresholds = LIMITS) -> list[tuple[str, str, int, str]]:
    return [(f.rule, f.on, f.index, f.what) for f in check(pipes, nodes, limits)]


def test_a_right_network_has_no_finding() -> None:
    assert found(*network()) == []


def test_unknown_levels_break_no_rule() -> None:
    pipes, nodes = network()
    unknown = np.full(4, np.nan)
    assert found(replace(pipes, z1=unknown, z2=unknown, diameter=unknown, slope=unknown), nodes) == []
    blank = np.full(5, np.nan)
    assert found(pipes, replace(nodes, ground=blank, floor=blank)) == []


@pytest.mark.parametrize(
    ("z2", "expected"),
    [(9.8, []), (9.997, ["flat"]), (10.003, ["flat"]), (10.2, ["adverse"])],
)
def test_ht_1_gradient(z2: float, expected: list[str]) -> None:
    pipes, nodes = network()
    steep = replace(pipes, z2=changed(pipes.z2, i0=z2), slope=np.full(4, np.nan))
    assert [f[3] for f in found(steep, nodes) if f[0] == "HT-1"] == expected
    pumped = replace(steep, pressure=np.array([True, False, False, False]))
    assert not [f for f in found(pumped, nodes) if f[0] == "HT-1"]


def test_ht_2_inverts() -> None:
    pipes, nodes = network()
    low = replace(pipes, z2=changed(pipes.z2, i0=9.74), slope=np.full(4, np.nan))
    assert found(low, nodes) == [("HT-2", "pipe", 0, "below_outgoing")]
    deep = replace(nodes, floor=changed(nodes.floor, i4=10.4))
    assert found(pipes, deep) == [("HT-2", "pipe", 3, "below_floor")]


def test_ht_3_stated_slope() -> None:
    pipes, nodes = network()
    per_cent_for_per_mille = replace(pipes, slope=changed(pipes.slope, i1=0.05))
    assert found(per_cent_for_per_mille, nodes) == [("HT-3", "pipe", 1, "slope_differs")]
    assert found(replace(pipes, slope=changed(pipes.slope, i1=0.0054)), nodes) == []


def test_ht_4_diameter() -> None:
    pipes, nodes = network()
    assert found(replace(pipes, diameter=changed(pipes.diameter, i2=0.6)), nodes) == [
        ("HT-4", "pipe", 1, "narrower_downstream")
    ]


def test_ht_5_cover() -> None:
    pipes, nodes = network()
    finding = check(pipes, replace(nodes, ground=changed(nodes.ground, i4=11.1)), LIMITS)
    assert [(f.rule, f.index) for f in finding] == [("HT-5", 3)]
    assert finding[0].values["cover"] == pytest.approx(11.1 - 10.3 - 0.4)


def test_ht_6_least_slope() -> None:
    pipes, nodes = network()
    # 3.5 / D: 5.8 per mille for 600 mm, 4.4 for 800 mm, 8.8 for 400 mm.
    strict = replace(LIMITS, min_slope_times_mm=3.5)
    assert found(pipes, nodes, strict) == [("HT-6", "pipe", 0, "too_flat"), ("HT-6", "pipe", 3, "too_flat")]


def test_ht_7_cycles_dead_ends_and_outfalls() -> None:
    pipes, nodes = network()
    level = replace(pipes, z1=np.full(4, np.nan), z2=np.full(4, np.nan), slope=np.full(4, np.nan))
    level = replace(level, diameter=np.full(4, np.nan))
    assert found(replace(level, end=np.array([1, 0, 3, 1])), nodes) == [
        ("HT-7", "pipe", 0, "cycle"),
        ("HT-7", "pipe", 0, "no_outfall"),
        ("HT-7", "pipe", 1, "cycle"),
        ("HT-7", "pipe", 1, "no_outfall"),
        ("HT-7", "pipe", 3, "no_outfall"),
    ]
    assert ("HT-7", "pipe", 2, "leaves_outfall") in found(
        replace(level, start=np.array([0, 1, 3, 4]), end=np.array([1, 2, 2, 1])), nodes
    )
    alone = replace(nodes, outfall=np.append(nodes.outfall, [False, False, False]), ground=np.full(8, np.nan))
    alone = replace(alone, floor=np.full(8, np.nan))
    far = replace(level, start=np.array([0, 1, 2, 5]), end=np.array([1, 2, 3, 6]))
    assert found(far, alone) == [
        ("HT-7", "pipe", 3, "isolated"),
        ("HT-7", "node", 4, "unconnected"),
        ("HT-7", "node", 7, "unconnected"),
    ]


def test_two_cycles_and_the_way_between_them() -> None:
    start = np.array([0, 1, 1, 2, 3, 4, 5])
    end = np.array([1, 0, 2, 3, 4, 3, 5])
    nan = np.full(7, np.nan)
    pipes = Pipes(start, end, nan, nan, np.ones(7), nan, nan, np.zeros(7, dtype=bool))
    nodes = Nodes(np.full(6, np.nan), np.full(6, np.nan), np.array([False] * 4 + [True, False]))
    looped = {f.index for f in check(pipes, nodes, LIMITS) if f.what == "cycle"}
    assert looped == {0, 1, 4, 5, 6}


def test_ht_8_loose_ends_and_snapping() -> None:
    nodes = np.array([[0.0, 0.0], [50.0, 0.0]])
    index, distance = snap(np.array([[0.03, 0.0], [50.0, 0.06], [20.0, 0.0]]), nodes, 0.05)
    assert list(index) == [0, NO_NODE, NO_NODE]
    assert distance == pytest.approx([0.03, 0.06, 20.0])
    assert list(snap(np.zeros((2, 2)), np.zeros((0, 2)), 1.0)[0]) == [NO_NODE, NO_NODE]
    pipes, right = network()
    loose = replace(pipes, end=np.array([1, 2, NO_NODE, 1]))
    kinds = found(loose, right)
    assert ("HT-8", "pipe", 2, "end_without_node") in kinds
    assert ("HT-7", "pipe", 0, "no_outfall") in kinds


def test_ht_9_systems_meet_only_in_a_separator() -> None:
    pipes, nodes = network()
    mixed = replace(pipes, system=np.array([0, 0, 0, 1]))
    assert found(mixed, nodes) == [("HT-9", "node", 1, "storm_and_sewage")]
    chamber = replace(nodes, separator=np.array([False, True, False, False, False]))
    assert found(mixed, chamber) == []
    assert found(replace(pipes, system=np.array([0, 0, 0, 2])), nodes) == []
    assert found(replace(pipes, system=None), nodes) == []


def test_an_empty_network() -> None:
    no, none = np.zeros(0), np.zeros(0, dtype=np.intp)
    empty = Pipes(none, none, no, no, no, no, no, np.zeros(0, dtype=bool))
    assert check(empty, Nodes(no, no, np.zeros(0, dtype=bool)), LIMITS) == []


def test_a_long_chain_is_followed_to_its_outfall() -> None:
    n = 3_000
    nan = np.full(n - 1, np.nan)
    pipes = Pipes(np.arange(n - 1), np.arange(1, n), nan, nan, np.ones(n - 1), nan, nan, np.zeros(n - 1, dtype=bool))
    nodes = Nodes(np.full(n, np.nan), np.full(n, np.nan), np.arange(n) == n - 1)
    assert check(pipes, nodes, LIMITS) == []
    assert check(pipes, replace(nodes, outfall=np.zeros(n, dtype=bool)), LIMITS)[0] == Finding(
        "HT-7", "pipe", 0, "no_outfall"
    )
