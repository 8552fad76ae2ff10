"""A topic -> the digest of what is new on it since the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from assistant.answering.calls import OnProgress
from assistant.answering.digesting.changes import Changes, changes, told_of
from assistant.answering.digesting.topics_file import Topic
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.library.catalog import Catalog
from assistant.library.digests import Told
from assistant.review import Coverage, LeftOut, Outline, Review, Sentence
from assistant.types import Evidence, Paper, Statement

_WORDS_A_PAPER = 40  # a sentence and a half: each paper of a digest is to be told


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper of a digest with its note, under the number that the review gives it."""

    number: int
    paper: Paper
    note: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is to be told of a topic; `further` are relevant new papers that are listed only."""

    topic: Topic
    number: int
    since: str | None
    held: int
    new: tuple[Entry, ...]
    updated: tuple[Entry, ...]
    removed: tuple[Told, ...]
    further: tuple[LeftOut, ...]
    review: Review | None
    told: tuple[Told, ...]
    """All papers that are known to the topic once the digest is in its place."""


@dataclass(frozen=True, slots=True)
class Digester:
    """Writes digests of a library and remembers what they told of."""

    reviewer: Reviewer
    catalog: Catalog

    def digest(self, topic: Topic, on_progress: OnProgress | None = None) -> Digest | None:
        """Return the digest of what is new, None where nothing is; nothing is remembered yet.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked at all.
            ModelError: the chat model did not answer once.
        """
        memory = self.catalog.digests.memory(topic.name)
        reviewer = self._reviewer_of(topic)
        # What was told of may rank before what is new: that gets its places all the same.
        looked_at = reviewer.settings.candidates + len(memory.told)
        outline = reviewer.outline(topic.text, topic.filters, looked_at, on_progress=on_progress)
        unquotable = [one for one in outline.coverage.left_out if one.why == "no_abstract"]
        relevant = (*outline.papers, *(one.paper for one in unquotable))
        present = self.catalog.papers_by_id(list(memory.told))
        found = changes(memory.told, relevant, present)
        known = tuple(told_of(paper) for paper in (*found.new, *found.updated, *found.returned))
        if found.none:
            if known:
                self.catalog.digests.remember(topic.name, memory.number, known)
            return None
        review, chosen = self._review(reviewer, topic, outline, found, on_progress)
        new = [paper for paper in chosen if paper not in found.updated]
        further = [one for one in unquotable if one.paper in found.new]
        further += [
            LeftOut(paper, 0.0, "limit")
            for paper in found.new
            if paper.abstract.strip() and paper not in new
        ]
        entries = list(_entries(reviewer, topic.text, review, [*new, *found.updated]))
        return Digest(
            topic=topic,
            number=memory.number + 1,
            since=memory.written,
            held=outline.coverage.held,
            new=_by_number(entries[: len(new)]),
            updated=_by_number(entries[len(new) :]),
            removed=found.removed,
            further=tuple(further),
            review=review,
            told=known + tuple(replace(one, gone=True) for one in found.removed),
        )

    def remember(self, digest: Digest) -> None:
        """Keep that a digest is in its place: what it told of is not new again."""
        self.catalog.digests.remember(digest.topic.name, digest.number, digest.told)

    def _reviewer_of(self, topic: Topic) -> Reviewer:
        if topic.relevance is None:
            return self.reviewer
        settings = self.reviewer.settings.model_copy(update={"relevance": topic.relevance})
        return replace(self.reviewer, settings=settings)

    def _review(
        self,
        reviewer: Reviewer,
        topic: Topic,
        outline: Outline,
        found: Changes,
        on_progress: OnProgress | None,
    ) -> tuple[Review | None, list[Paper]]:
        """Return a review of what is new or changed, and the papers that it was to tell of."""
        most = topic.papers or reviewer.settings.papers
        wanted = {paper.id for paper in (*found.new, *found.updated)}
        themes = [[one for one in theme.papers if one.id in wanted] for theme in outline.themes]
        chosen = list(_in_turns(themes))[:most]
        if not chosen:
            return None, []
        kept = {paper.id for paper in chosen}
        planned = tuple(
            replace(theme, papers=papers)
            for theme in outline.themes
            if (papers := tuple(one for one in theme.papers if one.id in kept))
        )
        count = len(chosen)
        narrowed = replace(
            outline, themes=planned, coverage=Coverage(outline.coverage.held, count, count)
        )
        words = max(reviewer.settings.words(topic.depth), _WORDS_A_PAPER * count)
        return reviewer.review(narrowed, topic.depth, words, on_progress), chosen


def _in_turns(themes: Sequence[Sequence[Paper]]) -> Iterator[Paper]:
    """Yield the first paper of each theme, then the second: the most relevant stand first."""
    turns = chain.from_iterable(zip_longest(*themes))
    return (paper for paper in turns if paper is not None)


def _entries(
    reviewer: Reviewer, topic: str, review: Review | None, papers: Iterable[Paper]
) -> Iterator[Entry]:
    references = review.references if review else ()
    numbers = {one.paper.id: one.number for one in references}
    notes = {note.number: note.sentences for note in review.notes} if review else {}
    for paper in papers:
        number = numbers.setdefault(paper.id, len(numbers) + 1)
        yield Entry(number, paper, notes.get(number) or _own(reviewer, topic, paper, number))


def _by_number(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: one.number))


def _own(reviewer: Reviewer, topic: str, paper: Paper, number: int) -> tuple[Sentence, ...]:
    """Return the best sentence of a paper that a review passes over: it adds nothing to others."""
    best = reviewer.best_sentence(paper, topic)
    return (Sentence(_numbered(best, number)),) if best else ()


def _numbered(statement: Statement, number: int) -> Statement:
    evidence = tuple(Evidence(number, one.quote, one.start, one.end) for one in statement.evidence)
    return replace(statement, citations=(number,), evidence=evidence)
