"""What became of a paper in a search, as terminal text and as `why/1`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from assistant.interfaces.render import clean, wrapped
from assistant.retrieval.filters import described
from assistant.retrieval.typed import told
from assistant.retrieval.why import Stage, Why
from assistant.types import Document

_NAME = 9  # letters of a stage's name, with a blank


def why(one: Why) -> str:
    """Return the paper, what was searched for, and a line for each stage."""
    head = wrapped(f"{one.paper.title} ({one.paper.id})")
    return "\n".join([head, "", *_understood(one), "", *map(_line, one.stages)])


def why_document(one: Why) -> Document:
    """Return it as `why/1`."""
    return {
        "schema": "why/1",
        "question": one.question,
        "paper_id": one.paper.id,
        "title": one.paper.title,
        "found": one.found,
        "understood": {
            "text": one.wording.text,
            "spelled_out": one.wording.spelled_out,
            "filters": described(one.filters),
            "corrections": [asdict(correction) for correction in one.wording.corrections],
            "added": {stem: round(weight, 4) for stem, weight in one.wording.weighted.items()},
        },
        "words": {"held": list(one.held), "lacked": list(one.lacked)},
        "stages": [_stage(stage) for stage in one.stages],
    }


def _understood(one: Why) -> Iterator[str]:
    wording = one.wording
    yield wrapped(f"Searched for “{wording.text}”.")
    if wording.corrections:
        yield wrapped(told(wording.corrections)[0].upper() + told(wording.corrections)[1:] + ".")
    if wording.spelled_out != wording.text:
        yield wrapped(f"By meaning: “{wording.spelled_out}”.")
    if wording.weighted:
        added = ", ".join(f"{stem} {weight:.2f}" for stem, weight in wording.weighted.items())
        yield wrapped(f"Further word stems, with their weights: {added}.")
    if not one.filters.empty:
        yield wrapped(f"Filters: {described(one.filters)}.")


def _line(stage: Stage) -> str:
    sign = "✓" if stage.passed else "✗"
    said = f"{stage.said} → {stage.help}" if stage.help else stage.said
    first = f"{sign} {stage.name:<{_NAME}}"
    return wrapped(clean(said), first, " " * len(first))


def _stage(stage: Stage) -> Document:
    score = None if stage.score is None else round(stage.score, 4)
    return {**asdict(stage), "score": score}
