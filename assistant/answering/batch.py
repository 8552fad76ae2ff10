"""Many questions from a file: a JSON object a line in, a JSON object a line out, resumable."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answering.documents import answer_document
from assistant.errors import InputError
from assistant.types import EVERYTHING, Answer, Filters, Question, Turn

Progress = Callable[[int, int], None]


def read_questions(path: Path, filters: Filters = EVERYTHING) -> list[tuple[str, Question]]:
    """Return (id, question) of each line {"id", "question", "history"?}, all with these filters.

    Raises:
        InputError: the file cannot be read, or a line is not of that form; it names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; give a UTF-8 file of JSON Lines") from None
    found = [
        _question(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]
    found = [(id, replace(question, filters=filters)) for id, question in found]
    ids = [id for id, _ in found]
    double = next((id for id, times in Counter(ids).items() if times > 1), None)
    if double is not None:
        raise InputError(f"{path} has the id {double} twice; give each question its own")
    return found


def answer_all(
    questions: list[tuple[str, Question]],
    out: Path,
    ask: Callable[[Question], Answer],
    progress: Progress | None = None,
) -> Iterator[Answer]:
    """Answer what `out` does not hold yet, appending a line {"id", "answer"} for each.

    Yields the new answers.  A last line that was cut off by a kill is taken out first.

    Raises:
        InputError: `out` holds something else than such lines.
    """
    done = _answered(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        file = out.open("a", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror}; name another --out") from None
    with file:
        for number, (id, question) in enumerate(questions, 1):
            if id not in done:
                answer = ask(question)
                line = {"id": id, "answer": answer_document(answer)}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                yield answer
            if progress:
                progress(number, len(questions))


def _question(line: str, place: str) -> tuple[str, Question]:
    try:
        fields = json.loads(line)
        history = tuple(Turn(turn["role"], turn["content"]) for turn in fields.get("history") or ())
        id, text = fields["id"], fields["question"]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            f'{place}: expected {{"id": …, "question": …}} and perhaps "history": '
            '[{"role": "user", "content": …}]; correct that line'
        ) from None
    if not all(isinstance(turn.content, str) for turn in history):
        raise InputError(f"{place}: a turn of the history has no text; correct that line")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{place}: the question is empty; correct that line")
    return str(id), Question(text, history)


def _bytes(out: Path) -> bytes:
    try:
        return out.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {out}: {error.strerror}; name another --out") from None


def _answered(out: Path) -> set[str]:
    if not out.exists():
        return set()
    raw = _bytes(out)
    whole = raw[: raw.rfind(b"\n") + 1]
    try:
        lines: list[dict[str, Any]] = [
            json.loads(line) for line in whole.splitlines() if line.strip()
        ]
        done = {str(line["id"]) for line in lines if line["answer"]["schema"] == "answer/1"}
    except (ValueError, TypeError, KeyError):
        raise InputError(
            f"{out} exists and holds something else than answers; name another --out file"
        ) from None
    if len(whole) < len(raw):
        os.truncate(out, len(whole))
    return done
