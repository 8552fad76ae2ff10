"""What is wrong with question and claim files: one line a problem, with its place and a remedy."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import get_args

from eval.datasets.files import Fields, parsed
from eval.datasets.named_papers import NamedPapers
from eval.types import ClaimLabel

UNANSWERABLE = "unanswerable"
TODO = "TODO"

_QUESTION_FIELDS = (
    "id", "type", "question", "history", "gold_titles", "ok_titles", "nuggets", "answer",
)  # fmt: skip
_CLAIM_FIELDS = ("id", "claim", "evidence_title", "label", "edit", "pair_id", "cell")
_LABELS: tuple[str, ...] = get_args(ClaimLabel)


def questions(place: Path, papers: NamedPapers) -> list[str]:
    """Return the problems of a file of questions over these papers."""
    return _problems(place, lambda fields: _question(fields, papers))


def claims(place: Path, papers: NamedPapers) -> list[str]:
    """Return the problems of a file of claims about these papers."""
    return _problems(place, lambda fields: _claim(fields, papers))


def _problems(place: Path, check: Callable[[Fields], Iterable[str]]) -> list[str]:
    problems: list[str] = []
    seen: dict[str, int] = {}
    number = 0
    for number, row in parsed(place):
        found = [row] if isinstance(row, str) else [*check(row), *_repeated(row, number, seen)]
        problems += [f"{place}:{number}: {problem}" for problem in found]
    return problems if number else [f"{place}:1: the file is empty; write one object a line"]


def _repeated(fields: Fields, number: int, seen: dict[str, int]) -> Iterator[str]:
    identifier = fields.get("id")
    if isinstance(identifier, str) and seen.setdefault(identifier, number) != number:
        yield f'id "{identifier}" is taken by line {seen[identifier]}; give each line its own'


def _question(fields: Fields, papers: NamedPapers) -> Iterator[str]:
    yield from _unknown(fields, _QUESTION_FIELDS)
    for name in ("id", "type", "question"):
        yield from _text(fields, name)
    yield from _answer(fields)
    yield from _titles(fields, papers)
    yield from _history(fields.get("history", []))
    yield from _nuggets(fields.get("nuggets", []))


def _claim(fields: Fields, papers: NamedPapers) -> Iterator[str]:
    yield from _unknown(fields, _CLAIM_FIELDS)
    for name in ("id", "claim", "evidence_title", "label"):
        yield from _text(fields, name)
    for name in ("edit", "pair_id"):
        if not isinstance(fields.get(name), str | None):
            yield f'"{name}" is no text; write a text or leave it out'
    if _filled(fields.get("label")) and fields["label"] not in _LABELS:
        yield f'label "{fields["label"]}" is unknown; write {", ".join(_LABELS)}'
    if _filled(fields.get("evidence_title")):
        yield from _borne("evidence_title", fields["evidence_title"], papers)


def _unknown(fields: Fields, known: Collection[str]) -> Iterator[str]:
    for name in fields:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            remedy = f'did you mean "{nearest[0]}"?' if nearest else f"known: {', '.join(known)}"
            yield f'unknown field "{name}"; {remedy}'


def _text(fields: Fields, name: str) -> Iterator[str]:
    if name not in fields:
        yield f'no "{name}"; add it'
    elif not _filled(fields[name]):
        yield f'"{name}" is empty or no text; fill it in'
    elif fields[name].startswith(TODO):
        yield f'"{name}" is still {TODO}; write it or remove the line'


def _answer(fields: Fields) -> Iterator[str]:
    answer = fields.get("answer")
    if not isinstance(answer, str | None):
        yield '"answer" is no text; write a text or null'
    elif answer and answer.startswith(TODO):
        yield f'"answer" is still {TODO}; write it or null'


def _titles(fields: Fields, papers: NamedPapers) -> Iterator[str]:
    for name in ("gold_titles", "ok_titles"):
        given = fields.get(name, [])
        if not _all_filled(given):
            yield f'"{name}" is no list of titles; write ["title", …] or []'
            continue
        for title in given:
            yield from _borne(name, title, papers)
    gold, unanswerable = fields.get("gold_titles"), fields.get("type") == UNANSWERABLE
    if gold and unanswerable:
        yield f'type is "{UNANSWERABLE}" but gold_titles are given; remove them or change the type'
    if not gold and not unanswerable:
        yield f'no gold_titles; name the papers that answer it or set type to "{UNANSWERABLE}"'


def _borne(field: str, title: str, papers: NamedPapers) -> Iterator[str]:
    if title not in papers:
        nearest = papers.nearest(title)
        remedy = f'did you mean "{nearest}"?' if nearest else "write a title or id of its papers"
        yield f'{field}: no paper of the set bears "{title}"; {remedy}'


def _history(given: object) -> Iterator[str]:
    turns = given if isinstance(given, list) else [None]
    if not all(_is_turn(turn) for turn in turns):
        yield '"history" is malformed; write [{"role": "user" or "assistant", "content": text}, …]'


def _is_turn(turn: object) -> bool:
    return (
        isinstance(turn, dict)
        and turn.keys() == {"role", "content"}
        and turn["role"] in ("user", "assistant")
        and _filled(turn["content"])
    )


def _nuggets(given: object) -> Iterator[str]:
    nuggets = given if isinstance(given, list) else [None]
    if not all(_is_nugget(nugget) for nugget in nuggets):
        yield '"nuggets" is malformed; write ["fact", …] or [{"text": fact, "vital": true}, …]'


def _is_nugget(nugget: object) -> bool:
    if not isinstance(nugget, dict):
        return _filled(nugget)
    return (
        nugget.keys() <= {"text", "vital"}
        and _filled(nugget.get("text"))
        and isinstance(nugget.get("vital", True), bool)
    )


def _all_filled(values: object) -> bool:
    return isinstance(values, list) and all(_filled(value) for value in values)


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
