"""History: what was public at every past epoch, against a plain model, over random publications and rollbacks."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from intake_kit.candidates import candidate
from intake_kit.desk import Desk

from sdi.errors import UsageError

LAYERS = ("zones", "plan_lines")
PLANS = ("QH-A", "QH-B")

World = dict[str, dict[str, int]]
"""Layer → feature id → stamp."""


@dataclass
class Model:
    """What ought to be public: a list of states, and a pointer into it."""

    states: dict[int, World] = field(default_factory=lambda: {0: {layer: {} for layer in LAYERS}})
    releases: dict[int, set[str]] = field(default_factory=dict)
    """What every publication brought and what still stands of it."""
    pointer: int = 0
    last: int = 0

    @property
    def now(self) -> World:
        return self.states[self.pointer]

    def publish(self, world: World) -> bool:
        """A new state; tells whether anything is different."""
        self._forget_withdrawn()
        touched = {layer for layer in LAYERS if world[layer] != self.now[layer]}
        if touched:
            self.last += 1
            self.pointer = self.last
            self.states[self.pointer] = world
            self.releases[self.pointer] = touched
        return bool(touched)

    def rollback(self, layer: str) -> bool:
        """Take back the newest release of a layer that stands; ``False`` when there is none."""
        mine = [epoch for epoch, layers in self.releases.items() if layer in layers and epoch <= self.pointer]
        if not mine:
            return False
        if mine[-1] == self.pointer:
            self.pointer = max(epoch for epoch in self.states if epoch < self.pointer)
            return True
        before = self.states[max(epoch for epoch in self.states if epoch < mine[-1])]
        self.releases[mine[-1]].discard(layer)
        self._forget_withdrawn()
        self.last += 1
        self.states[self.last] = {**self.now, layer: before[layer]}
        self.pointer = self.last
        self.releases[self.pointer] = set()
        return True

    def _forget_withdrawn(self) -> None:
        for epoch in [epoch for epoch in self.states if epoch > self.pointer]:
            del self.states[epoch]
            del self.releases[epoch]


def delivery(chance: random.Random, now: dict[str, int]) -> dict[str, int]:
    """Something near to what is there: some features changed, some gone, some new."""
    kept = {number: stamp for number, stamp in now.items() if chance.random() > 0.15}
    changed = {number: stamp + (chance.random() < 0.2) for number, stamp in kept.items()}
    return changed | {str(chance.randrange(30)): chance.randrange(5) for _ in range(chance.randrange(4))}


def replaced(world: World, plan: str, new: dict[str, dict[str, int]]) -> World:
    """The world after a delivery of one plan."""
    return {
        layer: {k: v for k, v in world[layer].items() if not k.startswith(f"{plan}-")}
        | {f"{plan}-{number}": stamp for number, stamp in new[layer].items()}
        if layer in new
        else world[layer]
        for layer in LAYERS
    }


def check(desk: Desk, model: Model) -> None:
    """Every epoch that still counts shows what was public then."""
    assert desk.epoch == model.pointer
    for layer in LAYERS:
        assert desk.published(layer, "stamp") == model.now[layer]
        for epoch, world in model.states.items():
            if epoch <= model.pointer:
                assert desk.at_epoch(layer, epoch, "stamp") == world[layer], (layer, epoch)
        used = desk.all(f"SELECT DISTINCT gid, feature_id FROM data.{layer}")
        assert len({gid for gid, _ in used}) == len(used) == len({name for _, name in used})
        shown = desk.one(f"SELECT feature_count FROM pub_internal.collections WHERE layer = '{layer}'")
        assert shown == len(model.now[layer])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_past_epoch_is_what_was_published_then(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    desk.rollback("roads")
    desk.rollback("communes")  # an empty start; the model numbers epochs from there
    model = Model(last=desk.one("SELECT last FROM meta.epoch"))
    seen = {"publish": 0, "nothing": 0, "together": 0, "back": 0, "none": 0}
    for step in range(45):
        if chance.random() < 0.3:
            layer = chance.choice(LAYERS)
            if model.rollback(layer):
                desk.rollback(layer)
                seen["back"] += 1
            else:
                with pytest.raises(UsageError):
                    desk.rollback(layer)
                seen["none"] += 1
        else:
            plans = chance.sample(PLANS, chance.choice([1, 1, 2]))
            runs, world = [], model.now
            for plan in plans:
                layers = chance.choice([LAYERS, LAYERS[:1], LAYERS[1:]])
                mine = {
                    layer: {
                        k.removeprefix(f"{plan}-"): v for k, v in model.now[layer].items() if k.startswith(f"{plan}-")
                    }
                    for layer in layers
                }
                new = {
                    layer: delivery(chance, mine[layer]) if chance.random() < 0.9 else mine[layer] for layer in layers
                }
                runs.append(candidate(desk, new, plan))
                world = replaced(world, plan, new)
            done = desk.publish(*runs)
            touched = model.publish(world)
            assert any(not change.empty for change in done.changes) == touched
            seen["publish" if touched else "nothing"] += 1
            seen["together"] += len(plans) > 1
        if step % 5 == 4 or step > 40:
            check(desk, model)
    assert min(seen["publish"], seen["together"], seen["back"]) >= 5, seen
    epochs = [row[0] for row in desk.all("SELECT epoch FROM meta.publication WHERE kind <> 'rollback' ORDER BY id")]
    assert epochs == sorted(set(epochs)), "no number is given away twice"
    with pytest.raises(Exception, match="append-only"):
        desk.connection.execute("DELETE FROM meta.publication")
