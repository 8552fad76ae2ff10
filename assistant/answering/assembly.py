"""Marked sentences -> checked statements, handed on in the order of the text.

Takes one sentence at a time, so that an answer can be shown while it is being written.  A sentence
that can still be judged or rewritten is held, with all behind it, until it is settled: nothing that
was handed on is taken back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from assistant.answering.checked import Checked, check
from assistant.answering.mending import Mended, Mender
from assistant.answering.numbering import Numbering, OnReference, OnStatement
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
from assistant.types import Checks, Dropped, Paper, Reference, Statement


class Assembly:
    """An answer in the making: what was offered under which number, and what came of it.

    With a mender sentences wait for `settle`; without one each is handed on as it is checked.
    """

    def __init__(
        self,
        offered: Sequence[Paper],
        checker: Checker,
        mender: Mender | None = None,
        on_statement: OnStatement | None = None,
        on_reference: OnReference | None = None,
    ) -> None:
        self.offer(offered)
        self.begun = False
        self._checker = checker
        self._mender = mender
        self._shown = Numbering(on_statement, on_reference)
        self._waiting: list[Checked] = []
        self._settled = 0  # of those that wait, the first so many
        self._worsened = 0

    def offer(self, papers: Sequence[Paper]) -> None:
        """Set which papers may be cited, by their numbers from 1; before the first sentence."""
        self.offered = tuple(papers)
        self._offered = dict(enumerate(papers, 1))

    def add(self, sentence: MarkedSentence) -> None:
        """Check a sentence whose citations bear the offered numbers; hand on what is settled."""
        self.begun = True
        one = check(sentence, self._offered, self._checker)
        in_order = self._settled == len(self._waiting)
        self._waiting.append(one)
        if in_order and not (self._mender and self._mender.may_change(one)):
            self._settled += 1
            self._hand_on_settled()

    def settle(self) -> Mended:
        """Have what waits judged and rewritten, and hand it on; after the last sentence."""
        if not self._mender:
            return Mended([])
        mended = self._mender.mend(self._waiting, self._offered)
        self._worsened += mended.worsened
        self._waiting, self._settled = mended.sentences, len(mended.sentences)
        self._hand_on_settled()
        if any(map(self._why_withheld, self._waiting)):
            # Only what claims nothing is left to be shown: it would lead to nothing.
            self._waiting = [one for one in self._waiting if self._why_withheld(one)]
        self._hand_on(self._waiting)
        return mended

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What was handed on so far."""
        return tuple(self._shown.statements)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was withheld so far."""
        return tuple(self._shown.dropped)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The cited papers under their numbers."""
        return self._shown.references

    @property
    def checks(self) -> Checks:
        """What was removed and put right so far."""
        return dataclasses.replace(self._shown.checks, worsened=self._worsened)

    def _hand_on_settled(self) -> None:
        """Hand on what is settled; "In summary:" waits until there is something to lead to."""
        settled = self._waiting[: self._settled]
        if not self._mender or self._shown.statements or any(map(self._shows_a_claim, settled)):
            del self._waiting[: self._settled]
            self._settled = 0
            self._hand_on(settled)

    def _hand_on(self, settled: Sequence[Checked]) -> None:
        for one in settled:
            why = self._why_withheld(one)
            if why:
                self._shown.withhold(one, why)
            else:
                self._shown.hand_on(one)

    def _shows_a_claim(self, one: Checked) -> bool:
        return one.verdict.label != "no_claim" and not self._why_withheld(one)

    def _why_withheld(self, one: Checked) -> str | None:
        return self._mender.why_withheld(one) if self._mender else None
