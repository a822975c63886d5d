"""The documents say what is there: generated pages are current, and what the READMEs tell people to type exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from sdi.cli import register
from sdi.cli.app import app
from sdi.cli.reference import walk

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.vi.md")
DOCUMENTS = [*READMES, "CONTRIBUTING.md", "docs/architecture.md", "docs/van-hanh.md", "deploy/README.md"]
DOCUMENTS += ["data-samples/README.md", "notebooks/README.md"]
DOCUMENTS += [f"docs/adr/{path.name}" for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
register()
COMMANDS: dict[str, Any] = dict(walk(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    sdi = Path(sys.executable).with_name("sdi")
    subprocess.run([sdi, "--project", ROOT, "docs", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def test_generated_files_are_current(generated: Path) -> None:
    made = {str(path.relative_to(generated)): path for path in generated.rglob("*") if path.is_file()}
    assert {"docs/commands.md", "docs/rules.md", "docs/layers.md", "schemas/layer.json"} <= made.keys()
    stale = [name for name, path in made.items() if _text(ROOT / name) != _text(path)]
    assert not stale, "run 'make docs' and commit"


def test_no_schema_is_left_over(generated: Path) -> None:
    assert {path.name for path in (ROOT / "schemas").iterdir()} == {
        path.name for path in (generated / "schemas").iterdir()
    }


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_and_appears(name: str) -> None:
    command = COMMANDS[name]
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert command.help and command.help.strip()[-1] == ".", "help is a sentence"
    assert f"\n## `sdi {name}`\n" in page
    for parameter in command.params:
        assert parameter.name == "help" or parameter.help, f"{name}: {parameter.name} has no help"


def typed(document: str, program: str) -> Iterator[list[str]]:
    """Words of every command line for ``program`` in a document: fenced blocks and ``inline code``."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
    for line in lines:
        words = shlex.split(line.split("#")[0].replace("…", "")) if line.count('"') % 2 == 0 else line.split()
        while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
            words.pop(0)
        if words and words[0] == program:
            yield words[1:]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_documents_exist(document: str) -> None:
    for words in typed(document, "sdi"):
        given = [word for word in words if not word.startswith("-")]
        if not given:
            continue
        name = " ".join(given[:2]) if " ".join(given[:2]) in COMMANDS else given[0]
        assert name in COMMANDS, f"{document}: sdi {' '.join(words)}"
        options = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
        wrong = [word for word in words if word.startswith("--") and word not in options]
        assert not wrong, f"{document}: sdi {' '.join(words)}: {wrong}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_in_documents_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for words in typed(document, "make"):
        wrong = [word for word in words if "=" not in word and word not in targets]
        assert not wrong, f"{document}: make {' '.join(words)}"


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md", "docs/layers.md"])
def test_links_lead_somewhere(document: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}"


@pytest.mark.parametrize("document", READMES)
def test_anchors_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors, f"{document}: #{target}"


def test_readmes_show_the_same_things() -> None:
    english, vietnamese = (Path(ROOT / name).read_text("utf-8") for name in READMES)
    for program in ("sdi", "make", "curl"):
        assert list(typed("README.md", program)) == [
            [word.replace("RANH_GIOI_XA/", "COMMUNES/") for word in words] for words in typed("README.vi.md", program)
        ]
    assert re.findall(r"`SDI_\w+`", english) == re.findall(r"`SDI_\w+`", vietnamese)
    assert re.findall(r"^(#+) ", english, re.M) == re.findall(r"^(#+) ", vietnamese, re.M)


def test_readmes_name_every_setting() -> None:
    from sdi.settings import Settings

    text = (ROOT / "README.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"`SDI_{name.upper()}`" in text


def test_decisions_are_listed() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    for path in folder.glob("0*.md"):
        assert f"({path.name})" in index
        assert path.read_text("utf-8").startswith(f"# {path.name[:4]} · ")
