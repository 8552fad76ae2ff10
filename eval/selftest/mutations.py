"""Tests of a judge by mutation: true sentences made false in known ways, and ones kept true.

A judge that misses the false ones lets errors through; one that minds the harmless ones raises
false alarms.  The measure is that of mutation testing of programs (DeMillo, Lipton & Sayward
1978), applied to claims as in CheckList (Ribeiro et al. 2020).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Paper
from eval.selftest import edits, rewordings
from eval.selftest.edits import Edit
from eval.selftest.names import named, places
from eval.statistics.intervals import Interval, wilson
from eval.types import Judge, Source, Support
from eval.wording import content_words, draw, specific, statements

_WRONG: Mapping[str, Edit] = {
    "number": edits.number,
    "unit": edits.unit,
    "negation": edits.negation,
    "direction": edits.direction,
    "overclaim": edits.overclaim,
    "scope": edits.scope,
    "causal": edits.causal,
    "fabricated_detail": edits.fabricated_detail,
}
_HARMLESS: Mapping[str, Edit] = {
    "spacing": rewordings.spacing,
    "typography": rewordings.typography,
    "number_form": rewordings.number_form,
    "opening": rewordings.opening,
    "no_full_stop": rewordings.no_full_stop,
    "synonym": rewordings.synonym,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sentence of an abstract after an edit, the titles it cites, and their abstracts.

    `harmless` tells that the edit keeps what the sentence says and whose it is.
    """

    kind: str
    harmless: bool
    claim: str
    cites: tuple[str, ...]
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Catch:
    """How many mutants of a kind a judge caught: judged them, and not as fully supported.

    Unjudged ones are not shown as supported either, but nobody found them wrong.  For a harmless
    kind, `caught` counts false alarms.  `interval` is that of caught among all (Wilson 1927).
    """

    kind: str
    harmless: bool
    caught: int
    unjudged: int
    total: int
    interval: Interval | None


def mutants(papers: Sequence[Paper], most_per_kind: int = 40) -> list[Mutant]:
    """Return mutants of the papers' sentences, at most so many of a kind.

    The same papers, in whatever order, give the same mutants.
    """
    readable = sorted((paper for paper in papers if paper.abstract), key=lambda paper: paper.title)
    made: dict[str, list[Mutant]] = {}
    for mutant in (*_edited(readable), *_miscited(readable)):
        made.setdefault(mutant.kind, []).append(mutant)
    return [
        mutant
        for alike in made.values()
        for mutant in sorted(alike, key=lambda one: draw(one.kind + one.claim))[:most_per_kind]
    ]


def measure(judge: Judge, mutants: Sequence[Mutant]) -> list[Catch]:
    """Return how many of each kind the judge catches, kinds in the order of the mutants.

    A sentence that cites nothing is caught by whoever counts its citations: no judge is asked.
    """
    by_kind: dict[tuple[str, bool], list[Support]] = {}
    for mutant in mutants:
        support = judge.judge(mutant.claim, mutant.evidence).support if mutant.cites else "none"
        by_kind.setdefault((mutant.kind, mutant.harmless), []).append(support)
    return [_catch(kind, harmless, found) for (kind, harmless), found in by_kind.items()]


def _catch(kind: str, harmless: bool, found: Sequence[Support]) -> Catch:
    caught = sum(support in ("none", "partial") for support in found)
    unjudged = sum(support == "unjudged" for support in found)
    return Catch(kind, harmless, caught, unjudged, len(found), wilson(caught, len(found)))


def _edited(papers: Sequence[Paper]) -> Iterator[Mutant]:
    pool = named(paper.abstract for paper in papers)
    for paper in papers:
        own = {match.group() for match in places(f"{paper.title}. {paper.abstract}")}
        for sentence in statements(paper.abstract):
            swapped = edits.entity(sentence, pool, own)
            made = [("entity", False, swapped)]
            made += [(kind, False, edit(sentence)) for kind, edit in _WRONG.items()]
            made += [(kind, True, edit(sentence)) for kind, edit in _HARMLESS.items()]
            for kind, harmless, claim in made:
                if claim is not None and (harmless or claim not in paper.abstract):
                    yield _mutant(kind, claim, paper, harmless)


def _miscited(papers: Sequence[Paper]) -> Iterator[Mutant]:
    """Yield unedited sentences under wrong citations: a near paper, a far one, and none."""
    contents = [content_words(paper.abstract) for paper in papers]
    for index, paper in enumerate(papers):
        others = [other for other in range(len(papers)) if other != index]
        for sentence in statements(paper.abstract):
            yield Mutant("citation_dropped", False, sentence, (), ())
            if not others or not specific(sentence):
                continue
            near = max(others, key=lambda other: len(contents[index] & contents[other]))
            far = others[draw(sentence) % len(others)]
            for kind, cited in (("other_paper", papers[near]), ("citation_shuffled", papers[far])):
                if sentence not in cited.abstract:
                    yield _mutant(kind, sentence, cited)


def _mutant(kind: str, claim: str, cited: Paper, harmless: bool = False) -> Mutant:
    evidence = (Source(cited.title, cited.abstract),)
    return Mutant(kind, harmless, claim, (cited.title,), evidence)
