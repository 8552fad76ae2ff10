"""Asks a system all questions of a set; each reply is written at once, so that a run can go on.

A run is a file of JSON Lines: the stamp, then a line for each question with its document of the
product's own schema (`answer/1` or `search/1`), or the error that took its place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.types import Question
from eval.experiment.outcomes import outcome
from eval.types import Asks, Case, Outcome, Progress, Stamp, System

Line = dict[str, Any]


class UnfitRun(Exception):
    """Raised for a run file that is of another run, or of none; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run file holds; the outcomes are by id of their case."""

    stamp: Stamp
    outcomes: dict[str, Outcome]


def run(
    system: System,
    cases: Sequence[Case],
    asks: Asks,
    stamp: Stamp,
    path: Path,
    threads: int = 1,
    progress: Progress | None = None,
) -> Run:
    """Ask what the file does not hold yet, and return all of it; failed questions are asked again.

    Raises:
        UnfitRun: the file holds a run with another stamp.
    """
    done = _resumed(path, stamp)
    waiting = [case for case in cases if case.id not in done]
    with path.open("a", encoding="utf-8") as file:
        for count, line in enumerate(_asked(system, waiting, asks, threads), 1):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            if progress:
                progress(len(done) + count, len(cases))
    return read(path)


def read(path: Path) -> Run:
    """Return a run from its file; of a question asked again the last reply counts.

    Raises:
        UnfitRun: the file is no run.
    """
    try:
        lines = [json.loads(line) for line in _whole_lines(path)]
        stamp = Stamp(**lines[0]["run"])
        outcomes = {line["id"]: outcome_of(line) for line in lines[1:]}
    except OSError as error:
        raise UnfitRun(f"cannot read {path}: {error.strerror}; name a run file") from None
    except (ValueError, TypeError, KeyError, IndexError):
        raise UnfitRun(
            f"{path} is no run, or damaged; start it again with `python -m eval run … --fresh`"
        ) from None
    return Run(stamp, outcomes)


def _asked(system: System, cases: Sequence[Case], asks: Asks, threads: int) -> Iterator[Line]:
    with ThreadPoolExecutor(threads) as pool:
        asked = [pool.submit(reply, system, case, asks) for case in cases]
        try:
            for future in as_completed(asked):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)  # an interrupt must not wait for the rest


def reply(system: System, case: Case, asks: Asks) -> Line:
    """Return what a run keeps of a case: the document that the system made, or its failure."""
    question = Question(case.question, case.history)
    try:
        produced = system.answer(question) if asks == "answers" else system.rank(question)
    except AssistantError as error:
        return {"id": case.id, "error": f"{type(error).__name__}: {error}"}
    except Exception as error:  # noqa: BLE001 - one reply that goes wrong must not end a run
        return {"id": case.id, "error": f"a bug, {type(error).__name__}: {error}"}
    return {"id": case.id, "confidence": produced.confidence, "document": produced.document}


def outcome_of(line: Line) -> Outcome:
    """Return the outcome that a line of a run tells."""
    if "error" in line:
        return Outcome(line["id"], error=line["error"])
    return outcome(line["id"], line["document"], line["confidence"])


def _resumed(path: Path, stamp: Stamp) -> set[str]:
    """Return the ids that a file holds replies to, having made it ready to be continued."""
    if not path.exists() or not path.stat().st_size:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"run": asdict(stamp)}) + "\n", encoding="utf-8")
        return set()
    before = read(path)
    if before.stamp != stamp:
        differing = [
            f"{key} {old} -> {new}"
            for (key, old), new in zip(
                asdict(before.stamp).items(), asdict(stamp).values(), strict=True
            )
            if old != new
        ]
        raise UnfitRun(
            f"{path} holds another run ({'; '.join(differing)}); name another --out, or start it "
            "again with --fresh"
        )
    os.truncate(path, sum(len(line.encode()) for line in _whole_lines(path)))
    return {id for id, one in before.outcomes.items() if one.error is None}


def _whole_lines(path: Path) -> list[str]:
    """Return the lines of a file without the last one, if a kill has cut it short."""
    with path.open(encoding="utf-8", newline="") as file:
        return [line for line in file if line.endswith("\n")]
