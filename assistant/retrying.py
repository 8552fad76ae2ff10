"""Asks again, within a limit, what may be answered later."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from assistant.errors import Passing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to ask again and how long to wait before; waits double from try to try.

    `spread` is the most by which a wait is lengthened at random, as a share of it: callers that a
    server refused together do not come back together.
    """

    retries: int
    first_wait_seconds: float
    longest_wait_seconds: float
    spread: float = 0.0

    def wait(self, number: int, asked_for: float | None) -> float | None:
        """Return the seconds to wait before retry `number` (from 0), None where it is no use.

        A server that asks for a longer wait than ours would only refuse again before its time.
        """
        if asked_for is None:
            wait = min(self.first_wait_seconds * 2.0**number, self.longest_wait_seconds)
            return wait * random.uniform(1.0, 1.0 + self.spread)  # noqa: S311 - no secret
        return asked_for if asked_for <= self.longest_wait_seconds else None


def persist(
    attempt: Callable[[], T],
    patience: Patience,
    waiting: Callable[[Passing, float], None] | None = None,
) -> T:
    """Return what an attempt returns, tried again while what goes wrong may pass.

    `waiting` is told of each wait before it begins, and why.

    Raises:
        Passing: it had not passed at the last try, or a server asks for too long a wait.
    """
    for number in range(patience.retries):
        try:
            return attempt()
        except Passing as error:
            wait = patience.wait(number, error.retry_after)
            if wait is None:
                raise
            if waiting:
                waiting(error, wait)
            time.sleep(wait)
    return attempt()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, None where it does not say.

    RFC 9110, section 10.2.3: a number of seconds or a date.
    """
    said = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        date = parsedate_to_datetime(said)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())
