"""What settling the sentences of a written review takes of the chat model at most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from assistant import prompts
from assistant.answering.judge import batched
from assistant.answering.reviewing.generative import NOTE_SENTENCES, Estimate
from assistant.grounding.rewriting import LEAVE_OUT
from assistant.models import tokens
from assistant.review import Depth, Outline
from assistant.settings import CheckSettings
from assistant.types import Paper

_WORDS_A_SENTENCE = 20
_SENTENCE_TOKENS = 60  # with its tag and, of one that failed, the reason
_VERDICT_TOKENS = 70  # with its quote
_REWRITTEN_TOKENS = 80  # with its marks


def estimate(outline: Outline, depth: Depth, words: int, settings: CheckSettings) -> Estimate:
    """Return what it takes where every sentence is judged, rewritten and judged again.

    The settings say which of these are done; which sentences need them, only the checks will tell.
    """
    sentences = list(_sentences(outline.papers, depth, words))
    judging = _calls(sentences, prompts.render("check_rules"), _VERDICT_TOKENS)
    rules = prompts.render("repair_rules", leave_out=LEAVE_OUT)
    rewriting = _calls(sentences, rules, _REWRITTEN_TOKENS)
    judges, repairs = settings.judge != "off", settings.repair
    done = [judging] * judges + [rewriting] * repairs + [judging] * (judges and repairs)
    return Estimate(
        sum(one.calls for one in done),
        sum(one.tokens_in for one in done),
        sum(one.tokens_out for one in done),
    )


def _sentences(papers: tuple[Paper, ...], depth: Depth, words: int) -> Iterator[Paper]:
    """Yield for each sentence that will be written a paper that it may cite."""
    yield from islice(cycle(papers), -(-words // _WORDS_A_SENTENCE))
    for paper in papers:
        yield from [paper] * NOTE_SENTENCES[depth]


def _calls(sentences: list[Paper], rules: str, written: int) -> Estimate:
    batches = list(batched((place, {1: paper}) for place, paper in enumerate(sentences)))
    read = [
        tokens.count(f"{paper.title} {paper.abstract}")
        for batch in batches
        for paper in {sentences[place].id: sentences[place] for place in batch}.values()
    ]
    return Estimate(
        len(batches),
        len(batches) * tokens.count(rules) + sum(read) + len(sentences) * _SENTENCE_TOKENS,
        len(sentences) * written,
    )
