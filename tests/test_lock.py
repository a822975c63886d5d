"""The locked dependencies: complete, exact, hashed, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PYTHONS = ("3.11", "3.12", "3.13")


def locked(kind: str, python: str) -> dict[str, str]:
    """Name → version for one Python, from ``requirements/<kind>.txt``."""
    environment = {"python_full_version": f"{python}.1", "python_version": python}
    versions: dict[str, str] = {}
    for line in (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8").splitlines():
        if not re.match(r"[A-Za-z0-9]", line):
            continue
        entry = Requirement(line.removesuffix("\\").strip())
        if entry.marker is None or entry.marker.evaluate(environment):
            name = canonicalize_name(entry.name)
            assert name not in versions, f"{name} is locked twice for Python {python}"
            versions[name] = str(entry.specifier).removeprefix("==")
    return versions


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_declared_dependency_is_locked(kind: str, python: str) -> None:
    declared = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
    if kind == "dev":
        declared = declared + PROJECT["dependency-groups"]["dev"]
    versions = locked(kind, python)
    for requirement in map(Requirement, declared):
        name = canonicalize_name(requirement.name)
        assert name in versions, f"{name}: run `make lock`"
        assert requirement.specifier.contains(versions[name]), f"{name}: run `make lock`"


@pytest.mark.parametrize("python", PYTHONS)
def test_tests_run_with_what_will_run(python: str) -> None:
    run, dev = locked("run", python), locked("dev", python)
    assert {name: dev.get(name) for name in run} == run


def test_pygeoapi_is_the_newest_that_each_python_can_have() -> None:
    assert locked("run", "3.11")["pygeoapi"].startswith("0.21.")
    assert tuple(map(int, locked("run", "3.13")["pygeoapi"].split(".")[:2])) >= (0, 22)


@pytest.mark.parametrize(("kind", "least"), [("run", 50), ("dev", 50), ("client", 15)])
def test_all_is_hashed_and_nothing_is_addressed(kind: str, least: int) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > least
    for entry in entries:
        assert re.search(r"==\S+", entry.splitlines()[0])
        assert "--hash=sha256:" in entry
    assert "://" not in text
    assert not re.search(r"^--?(index|extra|find|trusted)", text, flags=re.MULTILINE)
