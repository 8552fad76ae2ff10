"""Plans the searches of one question with a chat model."""

from __future__ import annotations

import contextvars
import dataclasses
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from assistant.answering import both_sides, coverage
from assistant.answering.coverage import Covered, Judge, Knows
from assistant.answering.planning import graph, phrasings, sub_questions
from assistant.answering.planning.fusing import fused
from assistant.answering.planning.loop import SearchLoop
from assistant.answering.planning.sub_questions import SubQuestion
from assistant.answering.planning.talk import OnStep, Talk, quoted
from assistant.retrieval.search import PaperSearch
from assistant.settings import RetrievalSettings
from assistant.types import ChatModel, Filters, Hit

_AT_ONCE = 4
_DEEPER = 2  # times as deep as shown: what others find further down may come up


class Planner:
    """Adds searches to that of a question; where the model fails, the question stays as it is."""

    def __init__(
        self,
        talk: Talk,
        searcher: PaperSearch,
        filters: Filters,
        most: int,
        settings: RetrievalSettings,
    ) -> None:
        self.talk = talk
        self._searcher = searcher
        self._filters = filters
        self._most = most
        self._settings = settings
        self._searched_on = False

    @property
    def may_search_on(self) -> bool:
        """Whether the model may search on; it does so once a question."""
        return self._settings.search_steps > 0 and not self._searched_on

    def planned(self, covered: Covered, judge: Judge, knows: Knows) -> Covered:
        """Return what the library covers with the searches that the model adds.

        What is declined for a reason that no further search can change stays declined, and no
        model is asked.  What the model finds searching on is judged as the first search was.
        """
        refused = covered.refused
        if refused and (refused.final or not self.may_search_on):
            return covered
        if refused:
            more = self.searched_on(covered)
            return dataclasses.replace(more, refused=judge(more.question, more.hits))
        covered = self._widened(covered)
        if self.may_search_on and self._gap(covered, judge, knows):
            return self.searched_on(covered)
        return covered

    def searched_on(self, covered: Covered) -> Covered:
        """Return the papers that the model chose searching on, in front of those found before."""
        self._searched_on = True
        turns = self._settings.search_steps
        loop = SearchLoop(self.talk, self._searcher.search, self._filters, turns)
        chosen = loop.run(covered.question, covered.hits)[: self._most]
        if not chosen:
            return covered
        ids = frozenset(hit.paper.id for hit in chosen)
        rest = [hit for hit in covered.hits if hit.paper.id not in ids]
        hits = _ranked([*chosen, *rest][: self._most])
        return dataclasses.replace(covered, hits=hits, wanted=covered.wanted | ids)

    def _gap(self, covered: Covered, judge: Judge, knows: Knows) -> str | None:
        def find(text: str) -> Sequence[Hit]:
            return self._find(text, self._most)

        return coverage.cover(covered.question, covered.hits, find, judge, knows).gap

    def _widened(self, covered: Covered) -> Covered:
        """Return the papers of other phrasings and of sub-questions beside those of the question.

        The best paper of each sub-question is among the first, and read whatever its score.
        """
        question = covered.question
        others, asked = self._phrasings(question), self._sub_questions(question)
        if not others and not asked:
            return covered
        own, *found = self._find_each([question, *others])
        ranking = fused(own, found)
        best: list[Hit] = []
        if asked:
            calls = self._settings.sub_question_calls
            parts = graph.found(question, asked, self._find_each, self.talk, calls)
            ranking = fused(ranking, parts)
            best = [hits[0] for hits in parts if hits]
        hits = both_sides.placed(ranking[: self._most], best)
        wanted = frozenset(hit.paper.id for hit in best)
        return dataclasses.replace(covered, hits=hits, wanted=wanted)

    def _phrasings(self, question: str) -> list[str]:
        count = self._settings.phrasings
        reply = self.talk.ask(phrasings.messages(question, count)) if count else None
        if reply is None:
            return []
        found = phrasings.accepted(reply, question, count)
        if found:
            self.talk.note("phrasings", f"searched in other words, too: {quoted(found)}")
        else:
            self.talk.trouble("no other phrasings", "the model's reply was no list of them")
        return found

    def _sub_questions(self, question: str) -> list[SubQuestion]:
        most = self._settings.sub_questions
        if not most or not sub_questions.may_have(question):
            return []
        reply = self.talk.ask(sub_questions.messages(question, most))
        if reply is None:
            return []
        found = sub_questions.accepted(reply, most)
        if found:
            self.talk.note("parts", f"taken apart: {quoted([one.text for one in found])}")
        elif found is None:
            self.talk.trouble("not taken apart", "the model's reply was no list of sub-questions")
        return found or []

    def _find_each(self, texts: Sequence[str]) -> list[list[Hit]]:
        """Return what is found for each text, several at once."""
        deep = _DEEPER * self._most
        with ThreadPoolExecutor(_AT_ONCE, "search") as pool:
            # A search may ask a model, whose calls belong to the question that the context knows.
            begun = [
                pool.submit(contextvars.copy_context().run, self._find, text, deep)
                for text in texts
            ]
            return [one.result() for one in begun]

    def _find(self, text: str, papers: int) -> list[Hit]:
        return self._searcher.search(text, papers, self._filters)


def planner(
    chat: ChatModel | None,
    searcher: PaperSearch,
    filters: Filters,
    most: int,
    settings: RetrievalSettings,
    on_step: OnStep | None,
) -> Planner | None:
    """Return what plans the searches of a question; None without a model, and where all is off."""
    on = settings.phrasings or settings.sub_questions or settings.search_steps
    if chat is None or not on:
        return None
    return Planner(Talk(chat, on_step), searcher, filters, most, settings)


def _ranked(hits: Sequence[Hit]) -> list[Hit]:
    return [dataclasses.replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)]
