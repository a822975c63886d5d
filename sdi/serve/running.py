"""``python -m sdi.serve.running FOLDER``: one of our own commands, carried out for an officer who sits at a browser.

A process of its own session, so that it goes on when the worker that was asked ends (not when systemd stops the whole
service: then the order was broken off, and the same files handed in again go on from there). The folder has the order
and keeps what the command said and how it ended; as long as we live we hold the lock that the worker has handed to us,
so that everybody can see whether an order without an end is still being carried out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

COMMAND = "from sdi.cli import main; main()"
ORDER, SAID, ENDED, FILES = "order.json", "said.txt", "ended", "files"
"""Names in the folder: what is to be done; what the command says; its exit code; what was handed in with it."""


def main() -> None:
    """Carry out the order; what was handed in is not needed afterwards: a load keeps what it has read."""
    folder = Path(sys.argv[1])
    order = json.loads((folder / ORDER).read_text("utf-8"))
    try:
        with (folder / SAID).open("ab") as said:
            done = subprocess.run(
                [sys.executable, "-c", COMMAND, *order["command"]],
                stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        draft = folder / f".{ENDED}"
        draft.write_text(str(done.returncode), "ascii")
        draft.rename(folder / ENDED)
    finally:
        shutil.rmtree(folder / FILES, ignore_errors=True)


if __name__ == "__main__":
    main()
