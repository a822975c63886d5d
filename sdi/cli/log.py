"""Where the details of an internal error go: a file for the technician, not the officer's screen."""

from __future__ import annotations

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from sdi.errors import SdiError
from sdi.settings import Settings


def write_fault(error: Exception) -> Path:
    """Write the stack trace to ``<state>/faults/`` and return the file."""
    try:
        folder = Settings().state_dir / "faults"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (SdiError, OSError, ValueError):  # also settings that cannot be read
        folder = Path(tempfile.gettempdir())
    path = folder / f"sdi-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    path.write_text("".join(traceback.format_exception(error)), "utf-8")
    return path
