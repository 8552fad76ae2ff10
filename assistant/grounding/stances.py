"""A claim and a paper -> what the paper says of it: supports, contradicts, mixed, or nothing.

Support is what the checker says it is.  A contradiction is a sentence that opposes the claim
(`opposing`) in an abstract that the checker does not find to support it: of those two, each alone
is wrong too often.  A sentence that opposes it closely beside one that supports it, or a sentence
that says it of fewer things or less surely, makes the stance a mixed one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from assistant.grounding import opposing, sentences
from assistant.grounding.check import Checker
from assistant.grounding.vetoes import weaker
from assistant.stances import PaperStance, Quoted, Stance
from assistant.types import Citation, Paper, Verdict

_EVEN = 0.5
_SUPPORTS = ("verbatim", "supported")
_REPEATS = 0.95  # of the words of the claim

Opposed = list[tuple[Quoted, opposing.Opposition]]


def stance(claim: str, paper: Paper, checker: Checker) -> PaperStance:
    """Return what a paper says of a claim, with the sentences that say it."""
    verdict = _checked(claim, paper, checker)
    against = list(_opposed(claim, paper))
    if verdict.label in _SUPPORTS:
        for_it = tuple(
            Quoted(one.quote, one.start, one.end, "supports") for one in verdict.evidence
        )
        close = [pair for pair in against if pair[1].nearness >= opposing.CLOSE]
        close = [pair for pair in close if all(pair[0].start != one.start for one in for_it)]
        if close:
            said = (*for_it, *(quoted for quoted, _ in close))
            return PaperStance(paper, "mixed", verdict.score, close[0][1].reason, said)
        return PaperStance(paper, "supports", verdict.score, None, for_it)
    return _unsupported(claim, paper, checker, verdict, against)


def contradictions(claim: str, paper: Paper, checker: Checker) -> Opposed:
    """Return the sentences of a paper that contradict a claim, the nearest first.

    Words come first: the checker is asked only where a sentence opposes the claim.
    """
    against = list(_opposed(claim, paper))
    if not against:
        return []
    verdict = _checked(claim, paper, checker)
    return [] if verdict.label in _SUPPORTS else _contradicting(claim, paper, checker, against)


def _unsupported(
    claim: str,
    paper: Paper,
    checker: Checker,
    verdict: Verdict,
    opposed: Opposed,
) -> PaperStance:
    against = _contradicting(claim, paper, checker, opposed)
    if against:
        said = tuple(quoted for quoted, _ in against)
        for_it = tuple(_supporting(claim, paper, checker, {one.start for one in said}))
        taken: Stance = "mixed" if for_it else "contradicts"
        reason = against[0][1].reason
        return PaperStance(paper, taken, verdict.score, reason, (*for_it, *said))
    for start, end in sentences.spans(paper.abstract):
        less = weaker(claim, paper.abstract[start:end])
        if less:
            said = (Quoted(paper.abstract[start:end], start, end, "mixed"),)
            return PaperStance(paper, "mixed", verdict.score, less, said)
    return PaperStance(paper, "silent", verdict.score, None, ())


def _contradicting(claim: str, paper: Paper, checker: Checker, opposed: Opposed) -> Opposed:
    """Return what opposes the claim and is not outweighed by what the whole abstract says."""
    if not opposed:
        return []
    # What nearly repeats the claim looks like support to a model that weighs words; the rest of
    # what looks so is mostly support in other words.
    doubted = not checker.model or checker.model.support(claim, paper).probability > _EVEN
    least = opposing.CLOSE if doubted else 0.0
    if checker.model and doubted:
        least = _REPEATS
    found = [pair for pair in opposed if pair[1].nearness >= least]
    return sorted(found, key=lambda pair: (-pair[1].nearness, pair[0].start))


def _opposed(claim: str, paper: Paper) -> Iterator[tuple[Quoted, opposing.Opposition]]:
    for start, end in sentences.spans(paper.abstract):
        sentence = paper.abstract[start:end]
        found = opposing.opposition(claim, paper.title, sentence)
        if found:
            yield Quoted(sentence, start, end, "contradicts"), found


def _supporting(claim: str, paper: Paper, checker: Checker, taken: set[int]) -> Iterator[Quoted]:
    """Yield the sentences that support the claim by themselves."""
    for start, end in sentences.spans(paper.abstract):
        if start in taken:
            continue
        alone = dataclasses.replace(paper, abstract=paper.abstract[start:end])
        if _checked(claim, alone, checker).label in _SUPPORTS:
            yield Quoted(alone.abstract, start, end, "supports")


def _checked(claim: str, paper: Paper, checker: Checker) -> Verdict:
    return checker.check(claim, [Citation(1)], {1: paper})
