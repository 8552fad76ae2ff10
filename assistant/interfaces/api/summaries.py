"""Reviews as jobs: begun by one request, looked after and fetched by others."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from assistant.interfaces.api.observing import log_bug
from assistant.interfaces.api.problems import Problem, problem_of, try_later
from assistant.review import Review

State = Literal["queued", "running", "done", "failed", "cancelled"]
_KEPT = 50  # the oldest that has ended makes room
_WAITING = 16


class Cancelled(Exception):
    """Raised within a review that nobody wants any more, to end it."""


Told = Callable[[str, int, int], None]
Work = Callable[[Told], Review]
"""Makes a review; tells what is being done, and how many of how many are."""


@dataclass(slots=True)
class Job:
    """A review in the making, or made; what others than the registry get is a copy."""

    id: str
    topic: str
    started: str
    request_id: str
    state: State = "queued"
    stage: str | None = None
    done: int = 0
    total: int = 0
    review: Review | None = None
    problem: Problem | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed", "cancelled")


class Summaries:
    """Makes reviews one after the other, in a thread of its own, and keeps the latest.

    One at a time: a review is minutes of a model's calls, several at once, or seconds of all
    processors.  Safe to share between threads; what is kept is lost with the server.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "review")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def begin(self, topic: str, request_id: str, work: Work) -> Job:
        """Begin a review, or line it up behind the one being made.

        Raises:
            Problem: too many are waiting.
        """
        with self._lock:
            if sum(not job.ended for job in self._jobs.values()) >= _WAITING:
                raise try_later(503, "too-many-summaries", "many summaries are waiting; come later")
            self._make_room()
            now = datetime.now(UTC).isoformat(timespec="seconds")
            job = Job(uuid.uuid4().hex[:12], topic, now, request_id)
            self._jobs[job.id] = job
            self._thread.submit(self._run, job, work)
            return replace(job)

    def all(self) -> list[Job]:
        """Return what is kept, the latest first."""
        with self._lock:
            return [replace(job) for job in reversed(self._jobs.values())]

    def find(self, id: str) -> Job:
        """Return a job as it is now.

        Raises:
            Problem: there is none of that id.
        """
        with self._lock:
            return replace(self._found(id))

    def cancel(self, id: str) -> None:
        """End a review that is being made; forget one that has ended.

        Raises:
            Problem: there is none of that id.
        """
        with self._lock:
            job = self._found(id)
            if job.ended:
                del self._jobs[id]
            else:
                job.cancelled.set()
                job.state = "cancelled"

    def close(self) -> None:
        """End everything; nothing waits for it."""
        with self._lock:
            for job in self._jobs.values():
                job.cancelled.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, work: Work) -> None:
        def tell(stage: str, done: int, total: int) -> None:
            if not self._change(job, stage=stage, done=done, total=total):
                raise Cancelled

        if not self._change(job, state="running"):
            return
        try:
            review = work(tell)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - whoever looks after the job is told
            problem = problem_of(error)
            if problem.status == 500:
                log_bug(job.request_id, error)
            self._change(job, state="failed", problem=problem)
        else:
            self._change(job, state="done", review=review)

    def _change(self, job: Job, **fields: object) -> bool:
        """Set fields of a job together; return False, and change nothing, where it is cancelled."""
        with self._lock:
            if job.cancelled.is_set():
                return False
            for name, value in fields.items():
                setattr(job, name, value)
            return True

    def _found(self, id: str) -> Job:
        job = self._jobs.get(id)
        if job is None:
            detail = f"no summary is called {id!r}; GET /v1/summaries lists them"
            raise Problem(404, "not-found", detail)
        return job

    def _make_room(self) -> None:
        ended = [job.id for job in self._jobs.values() if job.ended]
        for id in ended[: max(0, len(self._jobs) - _KEPT + 1)]:
            del self._jobs[id]
