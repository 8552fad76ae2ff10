"""An answer without a language model: what the question wrongly takes for granted, then quotes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering import extractive, false_premises
from assistant.answering.assembly import Assembly
from assistant.answering.outcome import Outcome
from assistant.grounding.check import Checker
from assistant.retrieval.search import PaperSearch
from assistant.settings import AnswerSettings
from assistant.types import EXTRACTIVE, Hit, Usage


def write(
    question: str,
    hits: Sequence[Hit],
    assembly: Assembly,
    searcher: PaperSearch,
    checker: Checker,
    settings: AnswerSettings,
) -> Outcome:
    """Quote the sentences that answer best into an assembly, in front of them those against it."""
    usage = Usage(EXTRACTIVE)
    false = false_premises.find(question, assembly.offered, checker)
    first = false.sentences if false else ()
    said = {sentence.text for sentence in first}
    chosen = extractive.choose(
        question,
        hits,
        searcher.embedder,
        searcher.words.terms,
        searcher.words.weights,
        settings.max_sentences,
        settings.relative_score,
        settings.diversity,
    )
    for sentence in (*first, *(one for one in chosen if one.text not in said)):
        assembly.add(sentence)
    if false:
        return Outcome(usage, "false_premise", false.message)
    if assembly.statements:
        return Outcome(usage)
    return Outcome(usage, "needs_full_text", "The papers found have no abstract to quote from.")
