"""What becomes of sentences that a check does not settle or that fail it.

They are judged by the chat model; those that fail are rewritten, once, and checked like any other;
those that fail for good are withheld or flagged, as the settings say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.calls import Calls, OnProgress
from assistant.answering.checked import Checked, check
from assistant.answering.judge import Judge, batched
from assistant.errors import BudgetExceeded, ModelError
from assistant.grounding import rewriting
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
from assistant.grounding.rewriting import FailedSentence
from assistant.settings import CheckSettings
from assistant.types import ChatModel, Paper, Reply, VerdictLabel

_BETTER_FIRST: tuple[VerdictLabel, ...] = (
    "verbatim", "supported", "unsure", "unjudged", "unsupported", "uncited",
)  # fmt: skip
_WITHHELD = ("unsupported", "uncited")
_WHY: Mapping[VerdictLabel, str] = {
    "unsure": "it is not clear that the passages say it",
    "unjudged": "it is not shown that the passages say it",
    "unsupported": "the passages do not say it",
    "uncited": "it cites no passage",
}


@dataclass(slots=True)
class Mended:
    """Sentences as they are settled, what the calls took, and which failed.

    `worsened` counts rewritten sentences that came out worse than those they were to replace.
    """

    sentences: list[Checked]
    worsened: int = 0
    replies: list[Reply] = field(default_factory=list)
    failures: list[ModelError | BudgetExceeded] = field(default_factory=list)

    @property
    def trouble(self) -> str | None:
        """What to say of calls that failed, None where none did."""
        if not self.failures:
            return None
        return f"Not every sentence could be judged or put right: {self.failures[0]}."


class Mender:
    """Judges and rewrites what a chat model has written."""

    def __init__(
        self,
        chat: ChatModel,
        checker: Checker,
        settings: CheckSettings,
        calls_in_flight: int = 1,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._chat = chat
        self._checker = checker
        self._settings = settings
        self._calls_in_flight = calls_in_flight
        self._on_progress = on_progress
        self._judge = Judge(chat, checker, settings.judge)

    def may_change(self, one: Checked) -> bool:
        """Tell whether a sentence can still be judged or rewritten."""
        return bool(self._judge.asks_for(one)) or (self._settings.repair and not one.passed)

    def why_withheld(self, one: Checked) -> str | None:
        """Return why a settled sentence is withheld, None where it is shown."""
        if self._settings.failing == "flag" or one.passed:
            return None
        why = one.verdict.reason or _WHY[one.verdict.label]
        if one.left_out:
            return f"its writer took it back: {why}"
        return why if one.verdict.label in _WITHHELD else None

    def mend(self, sentences: Sequence[Checked], offered: Mapping[int, Paper]) -> Mended:
        """Return the sentences as they are settled, in their order.

        A call that fails loses nothing: what it was to settle stays as it was.
        """
        calls = Calls(self._chat, self._calls_in_flight, self._on_progress)
        mended = Mended(self._judge.judged(sentences, calls), 0, calls.replies, calls.failures)
        if self._settings.repair and not calls.failures:
            self._repair(mended, offered, calls)
        return mended

    def _repair(self, mended: Mended, offered: Mapping[int, Paper], calls: Calls) -> None:
        failed = {
            place: _failed(one, offered)
            for place, one in enumerate(mended.sentences)
            if not one.passed
        }
        written = _rewritten(failed, calls)
        found: dict[int, Checked] = {}
        for place, sentence in written.items():
            before = mended.sentences[place]
            now = check(sentence, offered, self._checker)
            if now.verdict.label == "no_claim":  # what claims nothing says nothing in its place
                mended.sentences[place] = replace(before, left_out=True)
            elif (now.text, now.citations) != (before.text, before.citations):
                found[place] = now
        for place, now in zip(found, self._judge.judged(list(found.values()), calls), strict=True):
            before = mended.sentences[place]
            if _rank(now) < _rank(before):
                mended.sentences[place] = _in_place_of(before, now)
            mended.worsened += _rank(now) > _rank(before)


def _failed(one: Checked, offered: Mapping[int, Paper]) -> FailedSentence:
    reason = one.verdict.reason or _WHY[one.verdict.label]
    return FailedSentence(one.text, reason, one.cited or offered)


def _rewritten(failed: Mapping[int, FailedSentence], calls: Calls) -> dict[int, MarkedSentence]:
    """Return what was written in the place of sentences that failed, where something was."""
    batches = dict(enumerate(batched((place, one.papers) for place, one in failed.items())))
    replies = calls.attempt(
        "rewriting",
        {
            number: rewriting.messages([failed[place] for place in places])
            for number, places in batches.items()
        },
    )
    written: dict[int, MarkedSentence] = {}
    for number, reply in replies.items():
        places = batches[number]
        said = rewriting.read(reply.text, [failed[place] for place in places])
        written |= {place: one for place, one in zip(places, said, strict=True) if one}
    return written


def _in_place_of(before: Checked, now: Checked) -> Checked:
    return replace(
        now,
        repaired=True,
        numbers_dropped=before.numbers_dropped + now.numbers_dropped,
        quotes_dropped=before.quotes_dropped + now.quotes_dropped,
    )


def _rank(one: Checked) -> int:
    return _BETTER_FIRST.index(one.verdict.label)
