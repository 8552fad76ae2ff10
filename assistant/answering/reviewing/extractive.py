"""A review in exact sentences, without a language model.

Each paper of a theme is told in its best sentence, in the order of the outline, as long as the
words reach; further sentences follow by what they add (maximal marginal relevance).  Sentences
that say what another already says are passed over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy

from assistant.answering.reviewing.candidates import Candidate
from assistant.answering.reviewing.drafts import Draft, Line, Lines
from assistant.grounding.marks import MarkedSentence
from assistant.review import Depth
from assistant.types import Citation

# Cosines of the packaged model: above the first two sentences say the same, above the second they
# are about the same thing.
_SAME = 0.85
_ALIKE = 0.7
_OVERVIEW_SENTENCES = {"brief": 1, "standard": 2, "deep": 3}
_PART_SENTENCES = {"brief": 1, "standard": 2, "deep": 4}
_SENTENCES_A_PAPER = {"brief": 1, "standard": 2, "deep": 4}
_UNCLEAR = (
    0.3  # once more for the first sentence of a paper, beside what its score has lost already
)
_TOPICAL_SHARE = 0.4  # of the best sentence's likeness to the topic: below it is off the topic
_OVERVIEW_SHARE = 0.55  # what opens a review must be nearer to it
_DEFINING = 1.15  # a sentence that tells what the topic is goes before one that is as near to it


class _Taken:
    """The sentences that are taken, and the words that are left."""

    def __init__(self, candidates: Sequence[Candidate], words: int) -> None:
        self.words = words
        self._vectors = numpy.stack([one.vector for one in candidates])
        self._nearest = numpy.full(len(candidates), -1.0, dtype=numpy.float32)
        self._places = {id(one): place for place, one in enumerate(candidates)}

    def take(self, candidate: Candidate) -> None:
        self.words -= candidate.words
        numpy.maximum(self._nearest, self._vectors @ candidate.vector, out=self._nearest)

    def likeness(self, candidate: Candidate) -> float:
        """Return the greatest cosine with a sentence that is taken."""
        return float(self._nearest[self._places[id(candidate)]])

    def new(self, candidate: Candidate) -> bool:
        """Tell whether nothing that is taken says the same; a taken sentence says itself."""
        return self.likeness(candidate) < _SAME


def draft(
    candidates: Sequence[Candidate],
    themes: Sequence[Sequence[int]],
    names: Sequence[str],
    depth: Depth,
    words: int,
) -> Draft:
    """Return what to tell; `themes` holds the places of each theme's papers, `names` all names."""
    if not candidates:
        return Draft((), tuple(() for _ in themes), (), (), ())
    taken = _Taken(candidates, words)
    best = max(one.topical for one in candidates)
    topical = [one for one in candidates if one.topical >= _TOPICAL_SHARE * best and one.clear]
    # On the topic at large, not on a paper's own part in it, which a sentence must be left for.
    sentences = Counter(one.number for one in candidates)
    at_large = [
        one
        for one in topical
        if one.at_large and sentences[one.number] > 1 and one.topical >= _OVERVIEW_SHARE * best
    ]
    overview = _best(at_large, taken, _OVERVIEW_SENTENCES[depth], _introducing)
    told, repeating = _first_sentences(candidates, themes, taken)
    # Before papers are told at more length, or nothing would be left for these.
    part = _PART_SENTENCES[depth]
    pairs = _pairs(topical, taken, part)
    limits = _best((one for one in topical if one.limit and one.finding), taken, part)
    gaps = _best((one for one in candidates if one.gap and one.clear), taken, part)
    _add_sentences(candidates, told, taken, _SENTENCES_A_PAPER[depth])
    notes = {
        number: _lines(sorted(chosen, key=lambda one: one.start), names)
        for number, chosen in told.items()
    }
    return Draft(
        _lines(overview, names, named=False),
        tuple(tuple(line for n in theme for line in notes.get(n, ())) for theme in themes),
        _lines(pairs, names),
        _lines(limits, names),
        _lines(gaps, names),
        repeating=frozenset(repeating),
    )


def _lines(chosen: Sequence[Candidate], names: Sequence[str], named: bool = True) -> Lines:
    """Return sentences, the first of each paper in a row led by the paper's name.

    Where papers are not told of one by one (`named` is false), only those that say "we" are.
    """
    lines = []
    before = 0
    for one in chosen:
        name = names[one.number - 1]
        leads = one.number != before and (named or one.own)
        told = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one.text, re.IGNORECASE)
        sentence = MarkedSentence(one.text, (Citation(one.number, one.text),))
        lines.append(Line(sentence, f"{name}:" if leads and not told else ""))
        before = one.number
    return tuple(lines)


def _topical(one: Candidate) -> float:
    return one.topical


def _introducing(one: Candidate) -> float:
    return one.topical * (_DEFINING if one.defines else 1.0)


def _best(
    candidates: Iterable[Candidate],
    taken: _Taken,
    most: int,
    worth: Callable[[Candidate], float] = _topical,
) -> tuple[Candidate, ...]:
    chosen: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: (-worth(one), one.number, one.start)):
        if len(chosen) == most:
            break
        if taken.new(one) and one.number not in {other.number for other in chosen}:
            taken.take(one)
            chosen.append(one)
    return tuple(chosen)


def _first_sentences(
    candidates: Sequence[Candidate], themes: Sequence[Sequence[int]], taken: _Taken
) -> tuple[dict[int, list[Candidate]], set[int]]:
    """Return a sentence for each paper while the words reach, and the papers that add none.

    Themes take turns, so that the last is not the one that goes without.
    """
    by_paper: dict[int, list[Candidate]] = defaultdict(list)
    for one in candidates:
        by_paper[one.number].append(one)
    told: dict[int, list[Candidate]] = {}
    repeating: set[int] = set()
    for number in _in_turns(themes):
        own = by_paper[number]
        new = [one for one in own if taken.new(one)]
        others = [one for other in told for one in by_paper[other]]
        if own and (not new or _said_by(own, others)):
            repeating.add(number)
            continue
        if not new or (told and taken.words <= 0):
            continue
        # "This phenomenon" can be told after what it points at, not as the first of a paper.
        best = max(new, key=lambda one: (one.score - _UNCLEAR * (not one.clear), -one.start))
        taken.take(best)
        told[number] = [best]
    return told, repeating


def _said_by(own: Sequence[Candidate], others: Sequence[Candidate]) -> bool:
    """Tell whether each sentence of a paper says what one of the others says."""
    if not others:
        return False
    theirs = numpy.stack([one.vector for one in others])
    mine = numpy.stack([one.vector for one in own])
    return bool(((mine @ theirs.T).max(axis=1) >= _SAME).all())


def _in_turns(themes: Sequence[Sequence[int]]) -> list[int]:
    longest = max(map(len, themes), default=0)
    return [theme[place] for place in range(longest) for theme in themes if place < len(theme)]


def _add_sentences(
    candidates: Sequence[Candidate], told: dict[int, list[Candidate]], taken: _Taken, most: int
) -> None:
    """Add further sentences of the papers told, best first, while the words reach."""
    rest = [one for one in candidates if one.number in told and one.clear]
    while taken.words > 0:
        rest = [one for one in rest if taken.new(one) and len(told[one.number]) < most]
        if not rest:
            break
        best = max(rest, key=lambda one: (one.score - taken.likeness(one), -one.number, -one.start))
        taken.take(best)
        told[best.number].append(best)


def _pairs(candidates: Sequence[Candidate], taken: _Taken, most: int) -> tuple[Candidate, ...]:
    """Return pairs of findings of two papers that are alike, each sentence once."""
    findings = [one for one in candidates if one.finding and one.start and taken.new(one)]
    if not findings:
        return ()
    vectors = numpy.stack([one.vector for one in findings])
    numbers = numpy.array([one.number for one in findings])
    likeness = numpy.triu(vectors @ vectors.T, 1)
    alike = (likeness >= _ALIKE) & (likeness < _SAME) & (numbers[:, None] != numbers)
    places = numpy.argwhere(alike)
    best_first = places[numpy.argsort(-likeness[alike], kind="stable")]
    chosen: list[Candidate] = []
    for first, second in best_first.tolist():
        pair = (findings[first], findings[second])
        if len(chosen) == 2 * most:
            break
        if all(taken.new(one) for one in pair):
            for one in pair:
                taken.take(one)
            chosen += pair
    return tuple(chosen)
