"""Has a chat model judge the sentences that the checker leaves open, several in a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from assistant.answering.calls import Calls
from assistant.answering.checked import Checked
from assistant.grounding import judging
from assistant.grounding.check import Checker
from assistant.grounding.judging import OpenSentence
from assistant.types import ChatModel, Paper, Verdict, VerdictLabel

Mode = Literal["unsure", "all", "off"]
_JUDGED: Mapping[Mode, tuple[VerdictLabel, ...]] = {
    "unsure": ("unsure", "unjudged"),
    "all": ("supported", "unsure", "unjudged", "unsupported"),
    "off": (),
}
# Of one call.  A verdict with its quote takes some 70 tokens, so that fifteen stay below the
# default llm.max_output_tokens; twelve abstracts are about what an answer is written from, and so
# were read by this model before.
_MOST_SENTENCES = 15
_MOST_PAPERS = 12
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Judge:
    """Settles by a chat model what offline checks cannot; safe to share between threads.

    A failed call, a reply that cannot be read or a quote that is not there never makes a sentence
    better: it is `unjudged`, or stays unsupported.
    """

    chat: ChatModel
    checker: Checker
    mode: Mode
    calls_in_flight: int = 1

    @property
    def name(self) -> str:
        """What the verdicts rest on, for people and reports."""
        return f"{self.checker.name}, judged by {self.chat.name}"

    def asks_for(self, one: Checked) -> dict[int, Paper]:
        """Return the papers that a sentence is to be judged by: none, where it is not."""
        if one.verdict.label not in _JUDGED[self.mode]:
            return {}
        return self.checker.unvetoed(one.text, one.citations, one.cited)

    def judged(self, sentences: Sequence[Checked], calls: Calls | None = None) -> list[Checked]:
        """Return the sentences in their order, those that are open with what the judge says."""
        calls = calls or Calls(self.chat, self.calls_in_flight, None)
        asked = {
            place: OpenSentence(one.text, papers)
            for place, one in enumerate(sentences)
            if (papers := self.asks_for(one))
        }
        batches = dict(enumerate(batched((place, one.papers) for place, one in asked.items())))
        replies = calls.attempt(
            "judging",
            {
                number: judging.messages([asked[place] for place in places])
                for number, places in batches.items()
            },
        )
        judged = list(sentences)
        for number, places in batches.items():
            batch = [asked[place] for place in places]
            if number in replies:
                verdicts = judging.read(replies[number].text, batch)
            else:
                why = f"it could not be judged: {calls.failures[0]}"
                verdicts = [judging.unjudged(why)] * len(batch)
            for place, verdict in zip(places, verdicts, strict=True):
                judged[place] = _with(judged[place], verdict)
        return judged


def batched(wanted: Iterable[tuple[_Key, Mapping[int, Paper]]]) -> Iterator[list[_Key]]:
    """Yield keys in batches that fit a prompt with the papers that each wants to be read."""
    batch: list[_Key] = []
    papers: set[str] = set()
    for key, wants in wanted:
        own = {f"{paper.title}\n{paper.abstract}" for paper in wants.values()}
        full = len(batch) == _MOST_SENTENCES or len(papers | own) > _MOST_PAPERS
        if batch and full:
            yield batch
            batch, papers = [], set()
        batch.append(key)
        papers |= own
    if batch:
        yield batch


def _with(one: Checked, found: Verdict) -> Checked:
    before = one.verdict
    if found.label == "unjudged":
        if before.label == "unsupported":
            return one
        return replace(one, verdict=replace(before, label="unjudged", reason=found.reason))
    evidence = found.evidence or before.evidence
    return replace(one, verdict=replace(found, evidence=evidence))
