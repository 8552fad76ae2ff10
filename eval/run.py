"""Asks all questions of a set and gathers what came back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import settings as settings_module
from assistant.app import App
from assistant.types import Answer, Question
from eval import metrics
from eval.datasets import Case, QuestionSet


@dataclass(frozen=True, slots=True)
class Result:
    """A case with its answer and the scores that apply."""

    case: Case
    answer: Answer
    recall_at_5: float | None
    recall_at_10: float | None
    quote_fidelity: float | None
    dangling_citations: int


def run(
    questions: QuestionSet, folder: Path, progress: Callable[[int, int], None] | None = None
) -> list[Result]:
    """Return a result a case, from a library made in `folder` with the extractive answers."""
    overrides = {"library.path": str(folder), "llm.provider": "extractive"}
    app = App(settings_module.load(None, overrides, {}), report=print)
    app.ingest([questions.papers])
    results = []
    with app.library() as library:
        abstracts = {paper.id: paper.abstract for paper in library.catalog.papers()}
    with app.assistant() as assistant:
        for done, case in enumerate(questions.cases, 1):
            answer = assistant.ask(Question(case.question, case.history))
            ranked = [hit.paper.title for hit in answer.retrieved]
            results.append(
                Result(
                    case,
                    answer,
                    metrics.recall_at(5, ranked, case.gold_titles),
                    metrics.recall_at(10, ranked, case.gold_titles),
                    metrics.quote_fidelity(answer, abstracts.__getitem__),
                    metrics.dangling_citations(answer),
                )
            )
            if progress:
                progress(done, len(questions.cases))
    return results


@dataclass(frozen=True, slots=True)
class Abstentions:
    """How often no answer was given, on either side."""

    unanswerable: int
    rightly: int
    answerable: int
    wrongly: int


def abstentions(results: Sequence[Result]) -> Abstentions:
    """Count abstentions among the unanswerable and the answerable questions."""
    unanswerable = [result for result in results if not result.case.answerable]
    answerable = [result for result in results if result.case.answerable]
    return Abstentions(
        len(unanswerable),
        sum(result.answer.abstained for result in unanswerable),
        len(answerable),
        sum(result.answer.abstained for result in answerable),
    )


def by_type(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Return the results grouped by type of question, in order of first appearance."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.case.type, []).append(result)
    return groups
