"""The reviewer: a topic in, an outline and from it a checked review out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy

from assistant.answering import abstention
from assistant.answering.calls import OnProgress, usage_of
from assistant.answering.checked import check
from assistant.answering.mending import Mender
from assistant.answering.numbering import Numbering
from assistant.answering.reviewing import (
    candidates,
    check_estimates,
    extractive,
    generative,
    maps,
    outline_text,
    outlines,
)
from assistant.answering.reviewing.assembling import assemble, nothing
from assistant.answering.reviewing.drafts import Draft
from assistant.answering.reviewing.generative import Estimate
from assistant.answering.reviewing.short_names import short_name
from assistant.answering.writing import nothing_stands
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
from assistant.models import spending
from assistant.models.local_embedding import LocalEmbedder
from assistant.retrieval import topics, typed
from assistant.retrieval.search import PaperSearch
from assistant.review import Depth, Outline, Point, Review
from assistant.settings import CheckSettings, ReviewSettings
from assistant.types import (
    EVERYTHING,
    EXTRACTIVE,
    ChatModel,
    Citation,
    Filters,
    Paper,
    Statement,
    Usage,
)

if TYPE_CHECKING:
    from assistant.types import Vectors

_GLANCE = 10  # papers that tell whether a topic is worth a closer look
_FAR = "The library holds no abstract that is close to this topic."
_NOTHING_TO_QUOTE = "None of the papers found has an abstract with a sentence to quote."
_NOTHING_SAID = "The model said nothing on the topic that cites one of the papers found."


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Writes literature reviews from a library, with a chat model or in its exact words.

    Safe to share between threads.
    """

    searcher: PaperSearch
    late: LocalEmbedder
    chat: ChatModel | None
    checker: Checker
    settings: ReviewSettings
    check: CheckSettings
    threshold: float
    """Evidence below which the library is said not to hold the topic."""

    def outline(
        self,
        topic: str,
        filters: Filters = EVERYTHING,
        papers: int | None = None,
        everything: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Outline:
        """Return what a review of the topic would tell; `everything` sets no limit to papers."""
        asked = typed.question(topic, filters, self.searcher.words.knows)
        topic, filters = asked.text, asked.filters
        held = self.searcher.held
        looked_at = max(self.settings.candidates, papers or 0)
        refused = self._refused(topic, filters)
        if refused:
            empty = outlines.plan(topic, topics.Found((), (), 0), held, 0, 1)
            return replace(empty, filters=filters, reason=refused.reason, message=refused.message)
        found = self._find(topic, looked_at, filters, on_progress)
        while everything and self._may_miss(found, looked_at):
            looked_at *= 2
            found = self._find(topic, looked_at, filters, on_progress)
        most = found.relevant if everything else papers or self.settings.papers
        planned = outlines.plan(topic, found, held, most, self.settings.themes)
        coverage = replace(planned.coverage, at_least=self._may_miss(found, looked_at))
        planned = replace(planned, filters=filters, coverage=coverage)
        if found.relevant:
            return planned
        return replace(planned, reason="not_in_library", message=_FAR)

    def _may_miss(self, found: topics.Found, looked_at: int) -> bool:
        """Tell whether the line may be further down than was looked."""
        whole = looked_at >= self.searcher.held or len(found.hits) < looked_at
        return found.open_ended and not whole

    def _refused(self, topic: str, filters: Filters) -> abstention.Abstention | None:
        """Return why the library cannot hold the topic; one name of several may be unknown."""
        words = self.searcher.words
        names = abstention.names(topic)

        def knows(name: str) -> bool:
            return words.knows(name) or any(words.knows(one) for one in names)

        hits = self.searcher.search(topics.subject(topic), _GLANCE, filters)
        return abstention.assess(topic, hits, self.threshold, knows, words.terms)

    def _find(
        self, topic: str, looked_at: int, filters: Filters, on_progress: OnProgress | None
    ) -> topics.Found:
        return topics.find(
            self.searcher,
            self.late,
            topic,
            self.settings.relevance,
            looked_at,
            filters,
            (lambda done, of: on_progress("reading", done, of)) if on_progress else None,
        )

    def outline_of(self, text: str) -> Outline:
        """Return the outline that an edited text tells of.

        Raises:
            InputError: the text is no outline.
            PaperNotFound: it names a paper that the library does not hold.
        """
        return outline_text.read(text, self.searcher.paper, self.searcher.held)

    def estimate(
        self, outline: Outline, depth: Depth = "standard", words: int | None = None
    ) -> Estimate | None:
        """Return about what writing will take of the chat model, None where there is none."""
        if not self.chat or not outline.papers:
            return None
        return generative.estimate(outline, depth, words or self.settings.words(depth))

    def checks_estimate(
        self, outline: Outline, depth: Depth = "standard", words: int | None = None
    ) -> Estimate | None:
        """Return what judging and rewriting sentences will take of it beyond that, at most.

        None where there is no chat model, or the settings have it do neither.
        """
        if not self.chat or not outline.papers:
            return None
        length = words or self.settings.words(depth)
        most = check_estimates.estimate(outline, depth, length, self.check)
        return most if most.calls else None

    @spending.one_question()
    def review(
        self,
        outline: Outline,
        depth: Depth = "standard",
        words: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> Review:
        """Return the review that an outline plans, of about so many words.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked at all.
            ModelError: the chat model did not answer once.
        """
        started = time.monotonic()
        papers = outline.papers
        usage = Usage(self.chat.name if self.chat else EXTRACTIVE)
        length = words or self.settings.words(depth)
        if not papers:
            return nothing(outline, depth, usage, _NOTHING_TO_QUOTE, Draft())
        draft = self._in_exact_words(outline, depth, length)
        said: list[str | None] = []
        mender = None
        in_flight = self.settings.calls_in_flight
        if self.chat:
            written = generative.write(
                self.chat, outline, depth, length, in_flight, draft, on_progress
            )
            draft, replies = written.draft, written.replies
            said.append(generative.shortfall(written))
            mender = Mender(self.chat, self.checker, self.check, in_flight, on_progress)
        review, mended = assemble(outline, depth, draft, self.checker, mender)
        said.append(mended.trouble)
        if self.chat:
            usage = usage_of(self.chat.name, [*replies, *mended.replies])
        usage = replace(usage, seconds=round(time.monotonic() - started, 3))
        message = " ".join(filter(None, said)) or None
        if review.abstained:
            why = self._why_nothing(review, message)
            empty = nothing(outline, depth, usage, why, draft)
            covered = empty.coverage if review.coverage.used else review.coverage
            return replace(empty, dropped=review.dropped, checks=review.checks, coverage=covered)
        return replace(review, points=self._points(review, outline), usage=usage, message=message)

    def _why_nothing(self, review: Review, trouble: str | None) -> str:
        if not self.chat:
            return _NOTHING_TO_QUOTE
        if not any(one.verdict == "unsupported" for one in review.dropped):
            return trouble or _NOTHING_SAID
        said = nothing_stands(self.chat.name, review.dropped)
        return f"{said} {trouble}" if trouble else said

    def best_sentence(self, paper: Paper, topic: str) -> Statement | None:
        """Return the sentence of a paper that tells most for a topic, cited as paper 1.

        None where its abstract has no sentence to quote.
        """
        words, asked = self.searcher.words, topics.subject(topic)
        found = candidates.collect(
            [paper], asked, self.searcher.embedder, words.terms, words.weights
        )
        if not found:
            return None
        best = max(found, key=lambda one: (one.score, -one.start))
        sentence = MarkedSentence(best.text, (Citation(1, best.text),))
        return Numbering().hand_on(check(sentence, {1: paper}, self.checker))

    def _in_exact_words(self, outline: Outline, depth: Depth, words: int) -> Draft:
        papers = outline.papers
        found = candidates.collect(
            papers,
            topics.subject(outline.topic),
            self.searcher.embedder,
            self.searcher.words.terms,
            self.searcher.words.weights,
        )
        themes = list(_places(outline))
        draft = extractive.draft(found, themes, list(map(short_name, papers)), depth, words)
        unquotable = set(range(1, len(papers) + 1)) - {one.number for one in found}
        return replace(draft, unquotable=frozenset(unquotable))

    def _points(self, review: Review, outline: Outline) -> tuple[Point, ...]:
        theme_of = {
            number: index for index, theme in enumerate(review.themes) for number in theme.papers
        }
        told = [one for one in review.references if one.number in theme_of]
        if len(told) < 2:
            return ()
        return maps.points(
            [one.number for one in told],
            [theme_of[one.number] for one in told],
            self._vectors([one.paper for one in told], outline),
        )

    def _vectors(self, papers: Sequence[Paper], outline: Outline) -> Vectors:
        """Return the papers' vectors; those of an outline that was edited are yet to be made."""
        if all(paper.id in outline.vectors for paper in papers):
            return numpy.stack([outline.vectors[paper.id] for paper in papers])
        return self.late.embed([topics.text(paper) for paper in papers])


def _places(outline: Outline) -> Iterator[list[int]]:
    """Yield the places of each theme's papers among all of them, from 1."""
    place = 1
    for theme in outline.themes:
        yield list(range(place, place + len(theme.papers)))
        place += len(theme.papers)
