"""A draft against the library: each sentence against what it cites, else against what is near.

Which sentences claim something, and what supports them, is decided by the two functions it is
given; what those leave open goes to a judge, if there is one, many sentences at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answering.checked import Checked
from assistant.answering.checking.drafts import (
    CheckedDraft,
    CheckedSentence,
    Cited,
    Draft,
    DraftSentence,
    Finding,
    Quote,
    Suggestion,
)
from assistant.answering.checking.likeness import Likeness
from assistant.answering.checking.own_words import about_itself
from assistant.answering.checking.resolving import Resolver
from assistant.answering.judge import Judge
from assistant.answering.reviewing.short_names import short_name
from assistant.models import spending
from assistant.retrieval.search import Searcher
from assistant.types import Citation, Paper, Verdict

Check = Callable[[str, Sequence[Citation], Mapping[int, Paper]], Verdict]
"""A sentence and the papers it cites under their numbers -> a verdict."""
NeedsCitation = Callable[[str], bool]
"""Tells of a sentence whether it claims something."""
Progress = Callable[[int, int], None]

_CANDIDATES = 5  # papers that are looked at for a sentence without support
# Of the claim's words, else a paper is not held against it: of 136 claims that the model found
# supported two had fewer (SciFact, gold, demo, summaries), and most candidates are spared.
_LEAST_SHARED = 0.5
_BATCH = 64  # sentences that are searched for together
_FEWEST_WORDS = 5
_SUPPORTED = ("verbatim", "supported")
_WITHOUT_ANY = ("missing_citation", "wrong_citation")
"""Sentences without any support are told the nearest paper even where that has none either."""


class DraftChecker:
    """Checks drafts against one library."""

    def __init__(
        self,
        searcher: Searcher,
        check: Check,
        name: str,
        needs_citation: NeedsCitation,
        judge: Judge | None = None,
    ) -> None:
        self._searcher = searcher
        self._check = check
        self._name = name
        self._needs_citation = needs_citation
        self._judge = judge
        self._likeness = Likeness(searcher.words)

    @spending.one_question()
    def check(self, draft: Draft, name: str, progress: Progress | None = None) -> CheckedDraft:
        """Return the draft with the verdicts on its sentences and what could be done about them."""
        began = time.monotonic()
        resolver = Resolver(self._searcher.library, draft)
        checked: list[CheckedSentence] = []
        for start in range(0, len(draft.sentences), _BATCH):
            sentences = draft.sentences[start : start + _BATCH]
            cited = [tuple(map(resolver.cited, sentence.marks)) for sentence in sentences]
            held = list(map(self._held, sentences, cited))
            checked += self._advised(list(map(self._found, sentences, cited, self._judged(held))))
            if progress:
                progress(len(checked), len(draft.sentences))
        return CheckedDraft(name, self._name, tuple(checked), time.monotonic() - began)

    def _held(self, sentence: DraftSentence, cited: tuple[Cited, ...]) -> Checked | None:
        """Return a sentence held against what it cites, None where there is nothing of that."""
        known = [one.paper for one in cited if one.paper and not one.problem]
        papers = list({paper.id: paper for paper in known}.values())
        return self._against(_without_name(sentence.text, papers), papers) if papers else None

    def _against(self, claim: str, papers: Sequence[Paper]) -> Checked:
        numbered = dict(enumerate(papers, 1))
        citations = tuple(map(Citation, numbered))
        return Checked(claim, citations, numbered, self._check(claim, citations, numbered))

    def _judged(self, held: Sequence[Checked | None]) -> list[Checked | None]:
        """Return the sentences with the judge's verdicts on those that the check left open."""
        if not self._judge:
            return list(held)
        judged = iter(self._judge.judged([one for one in held if one]))
        return [next(judged) if one else None for one in held]

    def _found(
        self, sentence: DraftSentence, cited: tuple[Cited, ...], held: Checked | None
    ) -> CheckedSentence:
        if not cited:
            claim = self._claims(sentence.text)
            return CheckedSentence(
                sentence, (), "missing_citation" if claim else "no_claim", "uncited"
            )
        if not held:
            return CheckedSentence(sentence, cited, "not_found", "unjudged")
        verdict, evidence = held.verdict, _quotes(held)
        found = CheckedSentence(
            sentence,
            cited,
            _finding(verdict, not any(one.problem for one in cited)),
            verdict.label,
            verdict.score,
            verdict.reason,
            evidence,
        )
        if evidence:
            return found
        nearest = self._likeness.nearest(sentence.text, list(held.cited.values()))
        return replace(found, nearest=nearest)

    def _claims(self, sentence: str) -> bool:
        """Tell whether a sentence that cites nothing should."""
        return (
            len(sentence.split()) >= _FEWEST_WORDS  # fewer are a heading, or an item of a list
            and self._needs_citation(sentence)
            and not about_itself(sentence)
        )

    def _advised(self, batch: Sequence[CheckedSentence]) -> Iterator[CheckedSentence]:
        """Yield the sentences, those without support with the best paper there is for them."""
        wanting = [one.sentence.text for one in batch if one.asks_for_a_look]
        found = iter(self._searcher.search_each(wanting, _CANDIDATES))
        for one in batch:
            if not one.asks_for_a_look:
                yield one
                continue
            cited = {known.paper.id for known in one.cited if known.paper}
            others = [hit.paper for hit in next(found) if hit.paper.id not in cited]
            advice = self._suggestion(one.sentence.text, others)
            if advice and (advice.verdict or one.finding in _WITHOUT_ANY):
                one = replace(one, suggestion=advice)
            yield one

    def _suggestion(self, claim: str, papers: Sequence[Paper]) -> Suggestion | None:
        """Return the first of the papers that supports a claim, else the nearest sentence."""
        for paper in papers:
            if self._likeness.shares(claim, paper) < _LEAST_SHARED:
                continue
            held = self._against(claim, [paper])
            if held.verdict.label in _SUPPORTED:
                evidence = _quotes(held)
                quote = evidence[0] if evidence else self._likeness.nearest(claim, [paper])
                return Suggestion(quote, held.verdict.label) if quote else None
        nearest = self._likeness.nearest(claim, papers[:1])
        return Suggestion(nearest, None) if nearest else None


def _quotes(held: Checked) -> tuple[Quote, ...]:
    return tuple(Quote(held.cited[one.number], one.start, one.end) for one in held.verdict.evidence)


def _without_name(sentence: str, papers: Sequence[Paper]) -> str:
    """Return a sentence without the name of a paper it cites in front: "BEIR: Ten systems …"."""
    leads = (f"{short_name(paper)}: " for paper in papers)
    return next((sentence.removeprefix(one) for one in leads if sentence.startswith(one)), sentence)


def _finding(verdict: Verdict, all_held: bool) -> Finding:
    """Return what a verdict on a cited sentence comes to.

    Where a paper that it cites is not in the library, the missing abstract may be what supports it.
    """
    if verdict.label in _SUPPORTED:
        return "supported"
    if not all_held:
        return "not_found"
    if verdict.label == "unsupported":
        return "wrong_citation"
    return "unsure" if verdict.label == "unsure" else "unjudged"
