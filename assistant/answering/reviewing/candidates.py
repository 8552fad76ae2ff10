"""Sentences of abstracts that a review may quote, with what speaks for each.

A review is read from beginning to end, so a sentence must stand without the one before it: those
that open with "however" or "this" are left aside.  One that opens with "we" is clear once its paper
is named in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from assistant.grounding import instructions, sentences
from assistant.types import Embedder, Paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.types import Vector, Vectors

_FEWEST_WORDS, _MOST_WORDS = 6, 70
# What the sentence before it must have said.
_LEANING = re.compile(
    r"(?:this|these|those|that|such|it|its|they|their|he|she|here|there|then|however|moreover|"
    r"furthermore|additionally|in addition|therefore|thus|hence|consequently|as a result|instead|"
    r"last(?:ly)?|last but not least|first(?:ly)?|next|overall|together|as such|accordingly|"
    r"in contrast|on the other hand|conversely|nevertheless|nonetheless|similarly|likewise|finally|"
    r"also|both|besides|meanwhile|otherwise|second(?:ly)?|third(?:ly)?|another|in turn|"
    r"the (?:former|latter|second|third|other|resulting|same)|to (?:this|that) end|"
    r"for (?:example|instance)|in particular|specifically|more specifically|concretely|"
    r"to (?:address|overcome|mitigate|solve|tackle|remedy|achieve|do) (?:this|that|these|those|it)|"
    r"by doing so|in doing so|with this|given this|based on this|among them|"
    r"but|and|or|so|yet|while (?:this|these))\b|\(?(?:\d|[ivx]+)[.)]\s",
    re.IGNORECASE,
)
_OWN_PAPER = re.compile(
    r"(?:in )?(?:this|the present) (?:paper|work|study|survey|article|review|report|thesis|"
    r"tutorial|position paper)\b|here,? we\b",
    re.IGNORECASE,
)
# "this issue", "these limitations": said before, if not in the sentence itself.
_POINTING_BACK = re.compile(
    r"\b(?:this|these|those|such)\s+(?!paper|work|study|survey|article|review|report|thesis)[a-z-]+",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
_NOTICE = re.compile(
    r"https?://|www\.|github|\b(?:code|data|models?|weights|videos?|demos?|project page)\b[^.]*"
    r"\b(?:available|released?|found|open-?sourced?)\b",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:show(?:s|n|ed)?|find(?:s|ings?)?|found|demonstrat\w+|reveal\w*|outperform\w*|achiev\w+|"
    r"improv\w+|reduc\w+|increas\w+|surpass\w*|exceed\w*|reach\w*|yield\w*|results?|observ\w+|"
    r"conclud\w+|indicat\w+|suggest\w*|prov(?:e|es|ed)|confirm\w*|lead(?:s)? to)\b",
    re.IGNORECASE,
)
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study|survey|article|review))\b[^.]{0,60}?\b(?:propos|present|"
    r"introduc|develop|describ|design|show|find|found|demonstrat|stud|investigat|investig|analy[sz]|"
    r"review|survey|examin|explor|argu|prov|deriv|release|evaluat|compar|formaliz|formalis)\w*",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:although|though|despite|whereas|contrary to|fail(?:s|ed)? to|failures?|limitations?|"
    r"cannot|can not|unable to|struggl\w+|suffers?|worse|degrad\w+|declin\w+|poorly|harm(?:s|ed)?|"
    r"hurts?|unreliab\w+|inconsisten\w+|brittle|vulnerab\w+|"
    r"(?:does|do|did|is|are) not(?! (?:require|need|only|rely))|"
    r"no (?:significant|clear|consistent|correlation|improvement|benefit|gain|evidence)|"
    r"(?:almost|little|hardly) (?:no|any)|rarely|far from|gap between|only (?:a|when|if|\d))\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\bremains? (?:an? )?(?:open|unclear|unexplored|under-?explored|challeng\w+|difficult|largely|"
    r"elusive|limited|unsolved|poorly|to be|understudied)|"
    r"\bopen (?:question|problem|challenge)s?\b|"
    r"\b(?:future (?:work|research|studies|directions?)|further (?:research|work|studies)|"
    r"little is known|not (?:yet )?(?:been )?(?:well |fully |thoroughly )?(?:understood|studied|"
    r"explored|investigated)|under-?(?:explored|studied|investigated)|unexplored|overlooked|"
    r"lack(?:s|ing)? of|has yet to|have yet to|yet to be|more research is needed|remains? unknown|"
    r"research gaps?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with the number of its paper, what kind it is, and how much speaks for it.

    `topical` is its likeness to the topic, `score` that and what else makes a note of a paper.
    """

    number: int
    start: int
    text: str
    vector: Vector
    topical: float
    score: float

    @property
    def words(self) -> int:
        """The number of its words."""
        return len(self.text.split())

    @property
    def own(self) -> bool:
        """Whether it tells of its paper itself: "We propose", "This survey"."""
        return bool(_WE.search(self.text) or _OWN_PAPER.match(self.text))

    @property
    def finding(self) -> bool:
        """Whether it tells what was found."""
        return bool(_FINDING.search(self.text))

    @property
    def limit(self) -> bool:
        """Whether it tells what does not hold, or not always."""
        return bool(_LIMIT.search(self.text))

    @property
    def clear(self) -> bool:
        """Whether it points at nothing that was said before it: "this issue"."""
        return not _POINTING_BACK.search(self.text)

    @property
    def gap(self) -> bool:
        """Whether it tells what is not known yet."""
        return bool(_GAP.search(self.text))


def stands_alone(sentence: str) -> bool:
    """Tell whether a sentence can be read without the one before it."""
    if _OWN_PAPER.match(sentence):
        return True
    return not _LEANING.match(sentence)


def collect(
    papers: Sequence[Paper],
    topic: str,
    embedder: Embedder,
    terms: Callable[[str], list[str]],
    weights: Callable[[Sequence[str]], Mapping[str, float]],
) -> list[Candidate]:
    """Return the sentences that may be quoted; papers are numbered from 1.

    `terms` gives the stems of a text, `weights` their inverse document frequencies.
    """
    found = [
        (number, start, paper.abstract[start:end])
        for number, paper in enumerate(papers, 1)
        for start, end in _quotable(paper.abstract)
    ]
    if not found:
        return []
    vectors = embedder.embed([topic, *(text for _, _, text in found)])
    asked = set(terms(topic))
    weight = weights(sorted(asked))
    topical = vectors[1:] @ vectors[0] + 0.5 * _covered(
        (text for _, _, text in found), asked, weight, terms
    )
    central = _likeness_to_own_paper([number for number, _, _ in found], vectors[1:])
    return [
        Candidate(
            number,
            start,
            text,
            vectors[place],
            float(topical[place - 1]),
            float(topical[place - 1] + 0.5 * central[place - 1]) + _merit(text, start),
        )
        for place, (number, start, text) in enumerate(found, 1)
    ]


def _quotable(abstract: str) -> list[tuple[int, int]]:
    """Return the spans of sentences that can be quoted; of poor ones the best there are."""
    spans = [
        (start, end)
        for start, end in sentences.spans(abstract)
        if abstract[start:end].endswith((".", "!", "?", ")", "”", '"'))
        and _FEWEST_WORDS <= len(abstract[start:end].split()) <= _MOST_WORDS
        and not instructions.is_order(abstract[start:end])
    ]
    good = [
        (start, end)
        for start, end in spans
        if stands_alone(abstract[start:end]) and not _NOTICE.search(abstract[start:end])
    ]
    return good or spans


def _merit(text: str, start: int) -> float:
    """Return what speaks for a sentence as a note of its paper, whatever the topic.

    The paper's own part speaks for it; the first sentence of an abstract tells what others did.
    """
    contribution = bool(_CONTRIBUTION.search(text))
    return (
        0.6 * contribution
        + 0.15 * bool(_FINDING.search(text))
        - 0.3 * bool(_POINTING_BACK.search(text))
        - 0.2 * (start == 0 and not contribution)
    )


def _covered(
    texts: Iterable[str],
    asked: set[str],
    weight: Mapping[str, float],
    terms: Callable[[str], list[str]],
) -> NDArray[numpy.float32]:
    """Return the share of the topic's information that the words of each text hold."""
    total = sum(weight.values()) or 1.0
    shares = [sum(weight[stem] for stem in asked & set(terms(text))) / total for text in texts]
    return numpy.array(shares, dtype=numpy.float32)


def _likeness_to_own_paper(numbers: Sequence[int], vectors: Vectors) -> NDArray[numpy.float32]:
    """Return how central each sentence is among those of its paper."""
    numbers_ = numpy.array(numbers)
    likeness = numpy.zeros(len(numbers), dtype=numpy.float32)
    for number in numpy.unique(numbers_):
        own = numbers_ == number
        centre = vectors[own].mean(axis=0)
        likeness[own] = vectors[own] @ (centre / max(float(numpy.linalg.norm(centre)), 1e-12))
    return likeness
