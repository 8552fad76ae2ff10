"""A sentence and the abstracts it cites -> a verdict, tier by tier.

Exact words come first: a whole sentence of an abstract is `verbatim`.  A veto follows: another
figure, a name that is not there, a turned direction.  Where the claim follows a sentence of the
abstract no support survives it; where it is said in other words throughout, a gene may have two
names, and the veto is a doubt: it keeps the sentence from being shown as supported.  What is left
goes to a model of support, which is sure (`supported`, `unsupported`) or not (`unsure`).  Without
one it stays `unjudged`, which is never shown as supported.  What is not settled then may be put to
a chat model (`judging`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.grounding import exact
from assistant.grounding.claims import facts
from assistant.grounding.support import SupportModel
from assistant.grounding.vetoes import likeness, veto
from assistant.types import Citation, Evidence, Paper, Verdict, VerdictLabel

_ORDER: tuple[VerdictLabel, ...] = ("supported", "unsure", "unjudged", "unsupported")
_EVEN = 0.5
# The odds left by a veto against a claim in other words: of such claims about biomedicine and the
# news that the model holds for supported, vetoes meet as many true ones as false.  Fits gave .6
# to .7.
_DOUBTED = 0.6
_TRIAL = "Sentences are held against abstracts."
_NOT_SAID = "the abstract does not say so"


@dataclass(frozen=True, slots=True)
class Checker:
    """Holds sentences against the abstracts they cite; safe to share between threads.

    A probability of `supported` or more is support, one of `unsupported` or less is none.
    """

    model: SupportModel | None
    supported: float
    unsupported: float

    @property
    def name(self) -> str:
        """What the verdicts rest on, for people and reports."""
        return f"exact words, vetoes, {self.model.name}" if self.model else "exact words, vetoes"

    def tried(self) -> str:
        """Have the model judge a sentence, and return what verdicts rest on.

        Raises:
            AssistantError: the model cannot be used.
        """
        if self.model:
            self.model.support(_TRIAL, Paper("", "", _TRIAL))
        return self.name

    def check(
        self, sentence: str, citations: Sequence[Citation], cited: Mapping[int, Paper]
    ) -> Verdict:
        """Return the verdict on a sentence; `cited` holds the paper of each number it cites.

        One abstract that supports the sentence is enough, and only its evidence is given then.  A
        sentence of several facts may have each of them supported by another one.
        """
        whole = self._check(sentence, citations, cited)
        if whole.label in ("verbatim", "supported"):
            return whole
        return self._fact_by_fact(sentence, citations, cited) or whole

    def _fact_by_fact(
        self, sentence: str, citations: Sequence[Citation], cited: Mapping[int, Paper]
    ) -> Verdict | None:
        """Return the verdict on a sentence whose facts are each supported, None for another."""
        parts = facts(sentence)
        if len(parts) == 1:
            return None
        found = []
        for part in parts:
            verdict = self._check(part, citations, cited)
            if verdict.label not in ("verbatim", "supported"):
                return None
            found.append(verdict)
        evidence = dict.fromkeys(quote for one in found for quote in one.evidence)
        score = min(1.0 if one.score is None else one.score for one in found)
        return Verdict(
            "supported", score, tuple(evidence), max(one.quotes_dropped for one in found)
        )

    def _check(
        self, sentence: str, citations: Sequence[Citation], cited: Mapping[int, Paper]
    ) -> Verdict:
        found = exact.check(sentence, citations, cited)
        if found.label != "unjudged":
            return found
        numbers = dict.fromkeys(citation.number for citation in citations)
        alone = [self._alone(sentence, number, cited[number], found) for number in numbers]
        best = min(alone, key=lambda one: (_ORDER.index(one.label), -(one.score or 0.0)))
        if best.label == "supported":
            supporting = [one for one in alone if one.label == "supported"]
            best = replace(
                best, evidence=tuple(quote for one in supporting for quote in one.evidence)
            )
        else:
            best = replace(best, evidence=found.evidence)
        return replace(best, quotes_dropped=found.quotes_dropped)

    def unvetoed(
        self, sentence: str, citations: Sequence[Citation], cited: Mapping[int, Paper]
    ) -> dict[int, Paper]:
        """Return those of the cited papers, by number, against which no veto is final."""
        numbers = dict.fromkeys(citation.number for citation in citations)
        return {
            number: cited[number] for number in numbers if not _ruled_out(sentence, cited[number])
        }

    def _alone(self, sentence: str, number: int, paper: Paper, found: Verdict) -> Verdict:
        """Return the verdict that one of the cited abstracts gives."""
        reason = veto(sentence, paper.title, paper.abstract)
        like = likeness(sentence, paper.title, paper.abstract)
        if reason and (like.in_part or not self.model):
            return Verdict("unsupported", 0.0, reason=reason)
        if not self.model:
            return Verdict("unjudged")
        said = self.model.support(sentence, paper)
        likely = said.probability
        if reason:
            likely = _DOUBTED * likely / (1 - likely + _DOUBTED * likely)
        # What follows a sentence of the abstract but for a word that tells reads like support to a
        # model that weighs words; and what follows it but for how a figure is written does not.
        misread = like.altered if likely > _EVEN else like.closely
        score = _EVEN if like.closely and misread else round(likely, 3)
        if score <= (_EVEN if reason else self.unsupported):
            return Verdict("unsupported", score, reason=reason or _NOT_SAID)
        if score < self.supported or reason or like.altered or not said.span:
            return Verdict("unsure", score, reason=reason)
        quoted = tuple(one for one in found.evidence if one.number == number)
        start, end = said.span
        return Verdict(
            "supported", score, quoted or (Evidence(number, paper.abstract[start:end], start, end),)
        )


def _ruled_out(sentence: str, paper: Paper) -> bool:
    vetoed = veto(sentence, paper.title, paper.abstract)
    return bool(vetoed) and likeness(sentence, paper.title, paper.abstract).in_part
