"""What each step of query planning does to what is found: every question without it and with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from assistant.answering.assistant import Assistant
from assistant.answering.calls import usage_of
from assistant.errors import AssistantError
from assistant.settings import RetrievalSettings
from assistant.types import Hit, Question, Usage
from eval.metrics import ranking
from eval.statistics.comparison import Comparison, paired
from eval.types import Case, Progress

# How a step is set where the settings leave it off.
STEPS: dict[str, int] = {
    "rewrite_followups": True,
    "phrasings": 3,
    "sub_questions": 4,
    "search_steps": 6,
}
# Searching on begins where an answer was not found, so that one must be asked for.
_OF_ANSWERS = "search_steps"
MEASURES: dict[str, Callable[[Sequence[str], Sequence[str]], float | None]] = {
    "recall@5": partial(ranking.recall_at, 5),
    "recall@10": partial(ranking.recall_at, 10),
    "nDCG@10": partial(ranking.ndcg_at, 10),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The papers found for a question, best first, and what the model took for it."""

    ranked: tuple[str, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class Pair:
    """A question without a step and with it."""

    case: Case
    off: Found
    on: Found

    @property
    def acted(self) -> bool:
        """Whether the step asked the model anything."""
        return self.on.usage.calls > self.off.usage.calls


def applies(step: str, case: Case) -> bool:
    """Tell whether a step can change what is found of the papers that a question wants."""
    return bool(case.gold) and (step != "rewrite_followups" or bool(case.history))


def settings_of(
    step: str, chosen: RetrievalSettings
) -> tuple[RetrievalSettings, RetrievalSettings]:
    """Return the settings without a step and with it, all other steps but rewriting off."""
    off = {"phrasings": 0, "sub_questions": 0, "search_steps": 0, step: 0}
    on = {**off, step: getattr(chosen, step) or STEPS[step]}
    return chosen.model_copy(update=off), chosen.model_copy(update=on)


def measured(
    assistant: Assistant,
    step: str,
    cases: Sequence[Case],
    threads: int,
    progress: Progress | None = None,
) -> list[Pair]:
    """Return the questions that a step applies to, without it and with it.

    Those that the model failed in either way are left out.
    """
    off, on = (
        dataclasses.replace(assistant, retrieval=one)
        for one in settings_of(step, assistant.retrieval)
    )
    chosen = [case for case in cases if applies(step, case)]
    pairs: list[Pair] = []
    with ThreadPoolExecutor(threads) as pool:
        made = pool.map(lambda case: _pair(case, off, on, step), chosen)
        for done, pair in enumerate(made, 1):
            pairs += [pair] if pair else []
            if progress:
                progress(done, len(chosen))
    return pairs


def compared(pairs: Sequence[Pair], measure: str) -> Comparison | None:
    """Return the paired difference of a measure, with the step minus without it."""
    of = MEASURES[measure]
    off = {pair.case.id: of(pair.off.ranked, pair.case.gold) or 0.0 for pair in pairs}
    on = {pair.case.id: of(pair.on.ranked, pair.case.gold) or 0.0 for pair in pairs}
    return paired(off, on, {pair.case.id: pair.case.unit for pair in pairs})


def mean(pairs: Sequence[Pair], measure: str, *, on: bool) -> float:
    """Return the mean of a measure with the step or without it."""
    found = [(pair.on if on else pair.off, pair.case) for pair in pairs]
    scores = [MEASURES[measure](one.ranked, case.gold) or 0.0 for one, case in found]
    return sum(scores) / len(scores)


def added(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Return the calls and the tokens that a step adds to a question."""
    calls = sum(pair.on.usage.calls - pair.off.usage.calls for pair in pairs)
    tokens = sum(_tokens(pair.on) - _tokens(pair.off) for pair in pairs)
    return calls / len(pairs), tokens / len(pairs)


def _tokens(found: Found) -> int:
    return found.usage.tokens_in + found.usage.tokens_out


def _pair(case: Case, off: Assistant, on: Assistant, step: str) -> Pair | None:
    look = _answered if step == _OF_ANSWERS else _searched
    question = Question(case.question, case.history)
    try:
        return Pair(case, look(off, question), look(on, question))
    except AssistantError:
        return None


def _searched(assistant: Assistant, question: Question) -> Found:
    found = assistant.find(question)
    return Found(_ids(found.covered.hits), usage_of("", found.replies))


def _answered(assistant: Assistant, question: Question) -> Found:
    answer = assistant.ask(question)
    return Found(_ids(answer.retrieved), answer.usage)


def _ids(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.paper.id for hit in hits)
