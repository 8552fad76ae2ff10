"""Searches on, turn by turn, where one search does not cover a question.

In the manner of ReAct (Yao et al., ICLR 2023): the model asks for an action, is told what came of
it, and asks for the next.  Its turns and the papers it is shown have a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant import prompts
from assistant.answering.planning import actions
from assistant.answering.planning.actions import Action
from assistant.answering.planning.talk import Talk
from assistant.grounding.fencing import fenced
from assistant.models import tokens
from assistant.retrieval.filters import described
from assistant.types import Filters, Hit, Message, Paper

Find = Callable[[str, int, Filters], Sequence[Hit]]

_FOUND = 5  # papers shown of a search, with a passage each
_LISTED = 12  # papers shown of a list, titles alone
_MOST_SEEN = 40  # papers of all turns
_MOST_TAKEN = 5  # papers taken over where the model does not say which
_PASSAGE_TOKENS, _ABSTRACT_TOKENS, _ACTION_TOKENS = 80, 500, 200
_NO_ACTION = "That is no action. Reply with one JSON object, as the rules say."


@dataclass(slots=True)
class _Desk:
    """The papers that the model was shown, numbered as they came; those it read, those it found."""

    seen: list[Hit] = field(default_factory=list)
    read: dict[str, Hit] = field(default_factory=dict)
    found: dict[str, Hit] = field(default_factory=dict)

    def put(self, hits: Sequence[Hit]) -> list[Hit]:
        """Lay papers on the desk while there is room; return those that lie there."""
        lying = {hit.paper.id for hit in self.seen}
        new = [hit for hit in hits if hit.paper.id not in lying]
        self.seen += new[: _MOST_SEEN - len(self.seen)]
        return [self.seen[self.number(hit) - 1] for hit in hits if self.number(hit)]

    def number(self, hit: Hit) -> int:
        """Return the number of a paper, 0 where it does not lie there."""
        ids = [one.paper.id for one in self.seen]
        return ids.index(hit.paper.id) + 1 if hit.paper.id in ids else 0

    def at(self, numbers: Sequence[int]) -> list[Hit]:
        """Return the papers with these numbers, as far as there are such."""
        return [self.seen[one - 1] for one in numbers if 1 <= one <= len(self.seen)]

    def taken(self) -> list[Hit]:
        """Return what there is where the model has not said it: papers it read, those it found."""
        found = sorted(self.found.values(), key=lambda hit: -hit.score)
        both = {hit.paper.id: hit for hit in (*self.read.values(), *found)}
        return list(both.values())[:_MOST_TAKEN]


class SearchLoop:
    """One question that is searched on; `limits` are its own filters, which nothing gets past."""

    def __init__(self, talk: Talk, find: Find, limits: Filters, turns: int) -> None:
        self._talk = talk
        self._find = find
        self._limits = limits
        self._turns = turns
        self._desk = _Desk()

    def run(self, question: str, first: Sequence[Hit]) -> list[Hit]:
        """Return the papers that bear on the question, those of its first search among them.

        A reply that is no action is asked for anew once; after the second, without a reply and
        after the last turn, what was read and found by then is taken.
        """
        shown = self._desk.put(first[:_FOUND])
        rules = prompts.render("search_rules", turns=self._turns)
        begun = self._shown(f"Question: {question}\n\nA first search found:", shown)
        told = [Message("system", rules), Message("user", begun)]
        nudged = False
        for left in reversed(range(self._turns)):
            told[-1] = Message("user", f"{told[-1].content}\n\n{_left(left + 1)}")
            reply = self._talk.ask(told)
            if reply is None:
                break
            action = actions.parsed(reply)
            if action and action.name == "finish":
                return self._finished(action)
            if action is None and nudged:
                break
            nudged = nudged or action is None
            became = self._done(action, question) if action else self._refused()
            said = tokens.shorten(reply.text.strip(), _ACTION_TOKENS) or "(nothing)"
            told += [Message("assistant", said), Message("user", became)]
        taken = self._desk.taken()
        self._talk.note("finish", "ended without a choice and took the best", taken)
        return taken

    def _finished(self, action: Action) -> list[Hit]:
        chosen = self._desk.at(action.papers)
        self._talk.note("finish", "ended with the papers that bear on it", chosen)
        return chosen

    def _refused(self) -> str:
        self._talk.trouble("asked once more", "the model's reply was no action")
        return _NO_ACTION

    def _done(self, action: Action, question: str) -> str:
        """Do what the model asks for; return what it is told of it."""
        if action.name == "open":
            return self._opened(action)
        limits = actions.within(self._limits, action.filters)
        listing = action.name == "list"
        found = self._find(action.query or question, _LISTED if listing else _FOUND, limits)
        hits = self._desk.put(found)
        self._desk.found |= {hit.paper.id: hit for hit in hits}
        under = f" ({described(limits)})" if not limits.empty else ""
        said = "listed papers" if listing else f"searched for “{action.query}”"
        self._talk.note(action.name, f"{said}{under}", hits)
        if len(hits) < len(found):
            under += "; no more papers are shown, so finish"
        return self._shown(f"Found{under}:" if hits else f"Nothing found{under}.", hits, listing)

    def _opened(self, action: Action) -> str:
        hits = self._desk.at(action.papers[:1])
        if not hits:
            return "No paper that you were shown has that number."
        self._desk.read[hits[0].paper.id] = hits[0]
        self._talk.note("open", f"read “{hits[0].paper.title}”", hits)
        return prompts.render(
            "search_turn",
            said="The abstract:",
            passages=[self._passage(hits[0], hits[0].paper.abstract, _ABSTRACT_TOKENS)],
        )

    def _shown(self, said: str, hits: Sequence[Hit], listing: bool = False) -> str:
        """Return what the model is told of papers: a passage of each, in a list its title alone."""
        texts = [
            "" if listing else next((one.text for one in hit.passages), hit.paper.abstract)
            for hit in hits
        ]
        passages = [
            self._passage(hit, text, _PASSAGE_TOKENS) for hit, text in zip(hits, texts, strict=True)
        ]
        return prompts.render("search_turn", said=said, passages=passages)

    def _passage(self, hit: Hit, text: str, most: int) -> dict[str, object]:
        return {
            "number": self._desk.number(hit),
            "title": fenced(hit.paper.title),
            "about": fenced(_about(hit.paper)),
            "text": fenced(tokens.shorten(text, most)),
        }


def _left(turns: int) -> str:
    return "This is your last turn: finish." if turns == 1 else f"You have {turns} turns left."


def _about(paper: Paper) -> str:
    """Return who wrote a paper, where and when it appeared, on one line."""
    names = ", ".join([*paper.authors[:3], *(["et al."] if len(paper.authors) > 3 else [])])
    parts = [names, paper.venue or "", str(paper.year or "")]
    return "; ".join(" ".join(part.split()) for part in parts if part)
