"""Orders of officers: one of our commands each, carried out by :mod:`sdi.serve.running`; a folder tells of each.

``<state>/office/<id>/`` is mode 0700; ids are random, and only officers may ask for them.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sdi.serve.problems import Problem
from sdi.serve.running import ENDED, FILES, ORDER, SAID
from sdi.settings import Settings
from sdi.wording import wording

KEPT_S = 30 * 86_400
"""How long one can read how an order went."""

MOST_RUNNING = 4
"""Orders that are carried out at the same time; each may take a core and hundreds of megabytes."""

MOST_SAID = 64 * 1024
"""Bytes of what a command said that are shown, the last."""

_ID = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True)
class Job:
    """An order and how it goes.

    Attributes:
        state: "running", "ended", or "broken": it began, and nobody works on it any more.
        code: Exit code of the command; None before its end.
        said: What the command has said so far.
        about: What it is about, for people: a file, a layer, a number.
    """

    id: str
    action: str
    about: str
    actor: str
    began: datetime
    state: str
    code: int | None
    said: str
    folder: Path

    def report(self) -> dict[str, Any] | None:
        """The report of a load; None where none was made."""
        path = self.folder / "report.json"
        return json.loads(path.read_bytes()) if path.is_file() else None


class Jobs:
    """The orders of an installation.

    Args:
        settings: As the commands shall find them.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.root = settings.state_dir / "office"

    def open(self) -> Path:
        """A folder for a new order, with room for what is handed in with it; old ones go.

        Raises:
            Problem: 503, enough others are being carried out.
        """
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._forget_old()
        if sum(not _free(folder / "lock") for folder in self.root.glob("*")) >= MOST_RUNNING:
            raise Problem(503, wording("office.busy", most=MOST_RUNNING))
        folder = self.root / secrets.token_hex(12)
        folder.mkdir(mode=0o700)
        (folder / FILES).mkdir(mode=0o700)
        return folder

    def start(self, folder: Path, action: str, about: str, actor: str, command: Sequence[str]) -> str:
        """Have it carried out; returns its id."""
        order = {
            "action": action, "about": about, "actor": actor, "command": list(command),
            "began": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        (folder / ORDER).write_text(json.dumps(order, ensure_ascii=False), "utf-8")
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            subprocess.Popen(
                [sys.executable, "-m", "sdi.serve.running", str(folder)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=self._environment(actor), pass_fds=[lock.fileno()], start_new_session=True,
            )  # fmt: skip
        return folder.name

    def job(self, name: str) -> Job | None:
        """An order by its id."""
        folder = self.root / name
        if not _ID.fullmatch(name) or not (folder / ORDER).is_file():
            return None
        order = json.loads((folder / ORDER).read_text("utf-8"))
        alone = _free(folder / "lock")  # first: whoever ends writes the end before letting go
        ended = folder / ENDED
        code = int(ended.read_text("ascii")) if ended.is_file() else None
        state = "ended" if code is not None else "broken" if alone else "running"
        return Job(
            name, order["action"], order["about"], order["actor"], datetime.fromisoformat(order["began"]),
            state, code, _said(folder / SAID), folder,
        )  # fmt: skip

    def latest(self, most: int) -> list[Job]:
        """The newest orders, the newest first."""
        names = sorted(self.root.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True) if self.exists else []
        found = (self.job(path.name) for path in names[: 2 * most])
        return sorted((job for job in found if job), key=lambda job: job.began, reverse=True)[:most]

    @property
    def exists(self) -> bool:
        """Whether there was ever an order."""
        return self.root.is_dir()

    def _environment(self, actor: str) -> dict[str, str]:
        """What the commands need to find the same installation; the officer is who they know as their user."""
        config = self._settings
        given = {
            "SDI_PROJECT": str(config.project_dir),
            "SDI_STATE": str(config.state_dir),
            "SDI_ROLE_PREFIX": config.role_prefix,
            "SDI_BASE_URL": config.public_url,
            "LOGNAME": actor,
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        if config.database_url:
            given["SDI_DATABASE_URL"] = config.database_url
        return {**os.environ, **given}

    def _forget_old(self) -> None:
        for folder in self.root.glob("*"):
            if folder.stat().st_mtime < time.time() - KEPT_S and _free(folder / "lock"):
                shutil.rmtree(folder, ignore_errors=True)


def _free(lock: Path) -> bool:
    """Whether nobody holds a lock."""
    try:
        with lock.open("r") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _said(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - MOST_SAID))
        text = stream.read().decode("utf-8", "replace")
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()
