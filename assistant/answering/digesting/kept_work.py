"""Which kept answers, reviews and conversations are stale, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answering import abstention
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.answering.staleness import Loss, cited, losses
from assistant.library.catalog import Catalog
from assistant.library.saved import SavedWork
from assistant.types import Paper


@dataclass(frozen=True, slots=True)
class Stale:
    """A kept work, what of it no longer stands, and the new papers that bear on it."""

    kind: Literal["answer", "review", "turn"]
    id: str
    title: str
    when: str
    losses: tuple[Loss, ...]
    bearing: tuple[Paper, ...] = ()

    @property
    def item(self) -> str:
        """What it is remembered under."""
        return f"{'turn' if self.kind == 'turn' else 'saved'}:{self.id}"

    @property
    def reasons(self) -> list[str]:
        """Why it is stale, in a form to compare with what was said before."""
        lost = [
            f"{one.why} {one.paper_id} {len(one.quotes)} {len(one.unquoted)}" for one in self.losses
        ]
        return sorted([*lost, *(f"new {paper.id}" for paper in self.bearing)])


def of_saved(catalog: Catalog, work: SavedWork) -> tuple[Loss, ...]:
    """Return what no longer stands of a kept answer or review."""
    return losses(work.document, catalog.papers_once(cited(work.document)), work.hashes)


def stale(reviewer: Reviewer, catalog: Catalog, answer_papers: int) -> list[Stale]:
    """Return all kept work that lost something or that new papers bear on.

    Of conversations only what they cite is looked after: which papers they admitted is not kept.
    """
    found = [
        Stale(
            work.kind,
            work.id,
            work.title,
            work.saved,
            of_saved(catalog, work),
            tuple(_bearing(reviewer, catalog, work, answer_papers)),
        )
        for work in catalog.saved.all()
    ]
    return [one for one in (*found, *_turns(catalog)) if one.losses or one.bearing]


def _turns(catalog: Catalog) -> Iterator[Stale]:
    for conversation in catalog.conversations.all():
        for turn in catalog.conversations.turns(conversation.id):
            now = catalog.papers_once(cited(turn.answer))
            yield Stale(
                "turn", str(turn.number), turn.question, turn.asked, losses(turn.answer, now)
            )


def _bearing(
    reviewer: Reviewer, catalog: Catalog, work: SavedWork, answer_papers: int
) -> Iterable[Paper]:
    """Return papers that came since a work was kept and would have been read for it."""
    arrived = catalog.saved.arrived_since(work.id)
    if not arrived:
        return []
    if work.kind == "answer":
        return _bearing_on_answer(reviewer, work, arrived, answer_papers)
    left_out = {one["paper_id"] for one in work.document["coverage"]["left_out"]}
    known = left_out | set(cited(work.document))
    looked_at = reviewer.settings.candidates + len(known)
    outline = reviewer.outline(work.document["topic"], work.filters, looked_at)
    return [one for one in outline.papers if one.id in arrived and one.id not in known]


def _bearing_on_answer(
    reviewer: Reviewer, work: SavedWork, arrived: set[str], papers: int
) -> Iterator[Paper]:
    """Yield new papers that would be read for a question and are near the best one found.

    For an abstention none while the library still does not hold the answer.
    """
    searcher, document = reviewer.searcher, work.document
    question = document["standalone_question"]
    hits = searcher.search(question, papers, work.filters)
    if document["abstained"]:
        words = searcher.words
        if abstention.assess(question, hits, reviewer.threshold, words.knows, words.terms):
            return
    known = {one["paper_id"] for one in document["retrieved"]} | set(cited(document))
    for hit in hits:
        near = hit.score >= reviewer.settings.relevance * hits[0].score
        if near and hit.paper.id in arrived - known:
            yield hit.paper
