"""Answers kept on disk with their tags: asked again, an unchanged answer is not sent again (304).

The service's tag of an answer is made of the release that it shows, so what is kept can never be older than what is
public. Only what the service lets anybody keep is kept; an answer to somebody with a key is not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 1_000_000_000
"""What has not been read for the longest goes first."""

_NAME = re.compile("[0-9a-f]{40}")


@dataclass(frozen=True)
class Kept:
    """An answer."""

    tag: str
    body: bytes


class Cache:
    """A folder of answers.

    Args:
        folder: Where they are kept, in a folder of their own that is made at first use. Whatever else lies there stays.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "answers"

    def find(self, question: str) -> Kept | None:
        """The answer to a question, if it is kept and whole."""
        path = self._path(question)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            about = json.loads(head)
            if about["question"] != question or about["size"] != len(body):
                return None
            os.utime(path)
            return Kept(about["tag"], body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, question: str, tag: str, body: bytes) -> None:
        """Keep an answer; it appears whole or not at all. A full disk keeps nothing."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            head = json.dumps({"question": question, "tag": tag, "size": len(body)}).encode()
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as draft:
                draft.write(head + b"\n" + body)
            Path(draft.name).replace(self._path(question))

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove what was read longest ago until the rest is small enough."""
        with contextlib.suppress(OSError):
            ours = [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]
            entries = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in ours), reverse=True)
            total = 0
            for _, size, path in entries:
                total += size
                if total > most:
                    path.unlink(missing_ok=True)

    def _path(self, question: str) -> Path:
        return self._folder / hashlib.blake2b(question.encode(), digest_size=20).hexdigest()


def default_folder() -> Path:
    """``SDI_CACHE``, or what the system has for such things."""
    if named := os.environ.get("SDI_CACHE"):
        return Path(named)
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "sdi"
