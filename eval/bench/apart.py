"""A step that is measured in a process of its own: seconds, processor, largest memory."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Cost:
    """What a step took of time and of the processor, and the most memory of its process."""

    rows: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    megabytes: float = 0.0
    told: str = ""

    @property
    def rate(self) -> float:
        """Rows a second of the processor."""
        return self.rows / self.processor


@contextmanager
def costs() -> Iterator[Cost]:
    """Measure a block; of memory, all that the process took so far."""
    cost, wall, processor = Cost(), time.perf_counter(), time.process_time()
    yield cost
    cost.seconds = time.perf_counter() - wall
    cost.processor = time.process_time() - processor
    cost.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(step: Callable[..., Cost], *given: object) -> Cost:
    """Run a step in a fresh process, so that no other's memory or modules are counted."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command has it
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        return pool.submit(step, *given).result()


def megabytes_on_disk(folder: Path) -> float:
    """Return the size of all files of a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6
