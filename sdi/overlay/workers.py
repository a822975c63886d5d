"""Where independent pieces of work run: in threads of this process, in processes, or on a Dask cluster.

Each of the three gives the results as they come, in any order. A piece may be begun twice when a worker dies: it must
write what it makes under another name and rename it at the end.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from sdi.errors import MissingComponent, SdiError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

DEATHS = 3
"""How many workers in a row may die without any piece done before the work is given up."""

PATIENCE = 20.0
"""s within which a scheduler must answer."""


class WorkersDied(SdiError):
    """Workers die again and again, most likely for want of memory."""


def in_threads(work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Result]:
    """On all cores of this process; the kernels run without the interpreter's lock."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores, thread_name_prefix="overlay") as pool:
        waiting: deque[Future[Result]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def in_processes(work: Callable[[Piece], Result], pieces: Sequence[Piece], workers: int) -> Iterator[Result]:
    """On processes of this machine; what a killed one had begun is done by another.

    Raises:
        WorkersDied: They die without getting anything done.
    """
    # Not forked: threads of ours may hold locks.
    context = multiprocessing.get_context("spawn")
    left, deaths = list(pieces), 0
    while left:
        done: set[int] = set()
        with ProcessPoolExecutor(min(workers, len(left)), mp_context=context) as pool:
            numbers = {pool.submit(work, piece): number for number, piece in enumerate(left)}
            try:
                for future in as_completed(numbers):
                    result = future.result()
                    done.add(numbers[future])
                    yield result
            except BrokenProcessPool:
                deaths = 0 if done else deaths + 1
                if deaths == DEATHS:
                    raise WorkersDied(
                        "Các tiến trình tính chồng lớp liên tiếp bị dừng, có thể do thiếu bộ nhớ.",
                        "Dùng ít tiến trình hơn (--workers) hoặc máy nhiều bộ nhớ hơn.",
                    ) from None
        left = [piece for number, piece in enumerate(left) if number not in done]


def on_cluster(work: Callable[[Piece], Result], pieces: Sequence[Piece], scheduler: str) -> Iterator[Result]:
    """On the workers of an existing Dask cluster, which have the same software and see the same folders.

    Raises:
        MissingComponent: dask.distributed is not installed, or the scheduler does not answer.
        WorkersDied: A piece kills one worker after the other.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed import as_completed as as_completed_there
    except ImportError as error:
        raise MissingComponent("Thiếu dask.distributed.", "Cài bằng: pip install 'sdi[batch]'.") from error
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise MissingComponent(f"Bộ điều phối Dask {scheduler} không trả lời.", "Kiểm tra địa chỉ và mạng.") from error
    with client:
        try:
            for future in as_completed_there(client.map(work, pieces, pure=False)):
                yield future.result()
                future.release()
        except KilledWorker as error:
            raise WorkersDied(
                "Các máy tính chồng lớp liên tiếp bị dừng, có thể do thiếu bộ nhớ.", "Tăng bộ nhớ của mỗi worker."
            ) from error
