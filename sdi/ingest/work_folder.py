"""A folder of a load's own for what it unpacks and copies: personal data stays no longer than the load runs."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def own_folder(work: Path) -> Iterator[Path]:
    """A new folder in ``work`` that nobody else clears away, removed at the end.

    What a killed load left behind goes first.
    """
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(work):
        _remove_abandoned(work)
        folder = Path(tempfile.mkdtemp(prefix="load-", dir=work))
        held = _hold(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def clear_abandoned(work: Path) -> None:
    """Remove everything in ``work`` that no running load holds."""
    if work.is_dir():
        with _locked(work):
            _remove_abandoned(work)


def _remove_abandoned(work: Path) -> None:
    for entry in work.iterdir():
        if entry.is_symlink() or not entry.is_dir():
            entry.unlink(missing_ok=True)
            continue
        with suppress(BlockingIOError, FileNotFoundError):
            held = _hold(entry)
            shutil.rmtree(entry, ignore_errors=True)
            os.close(held)


@contextmanager
def _locked(work: Path) -> Iterator[None]:
    """Between making a folder and holding it nobody may look for abandoned ones."""
    descriptor = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _hold(folder: Path) -> int:
    """Lock a folder until the descriptor is closed; the system lets go of it however the process ends.

    Raises:
        BlockingIOError: somebody holds it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
