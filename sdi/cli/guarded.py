"""What reads files of others goes on in a child: where a library falls over one, somebody is left to say so."""

from __future__ import annotations

import os
import signal
import sys
import threading

from sdi.children import end_with_parent

FALLS = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}
"""How a process ends that did what no process may do."""


def in_a_child() -> None:
    """Go on in a child of this process; its end is ours. Called before libraries are loaded and threads started.

    GDAL and its like are C++, and what they read was not written by us. Measured: of 834 damaged FlatGeobuf files one
    makes GDAL 3.12 fall, and only after two hundred others were read by the same process.

    Inside of a program of others, which has threads, nothing of the kind is done.

    Raises:
        Refused: FIL-17, the child fell; raised in the parent.
    """
    if threading.active_count() > 1:
        return
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        end_with_parent(signal.SIGKILL, parent)  # who kills the command means the load
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both
    signal.signal(signal.SIGTERM, lambda number, _: os.kill(child, number))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if -code in FALLS:
        from sdi.ingest.refusals import refused

        raise refused(
            "FIL-17",
            "Thư viện đọc tệp đã dừng đột ngột khi nạp: tệp hỏng đến mức không kiểm tra được."
            " Dữ liệu đã công bố được giữ nguyên; 'sdi releases' cho biết lần nạp này đã kịp phát hành hay chưa.",
        )
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(parent, -code)
    sys.exit(code if code >= 0 else 128 - code)  # the first process of a container does not die of signals
