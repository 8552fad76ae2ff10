"""Sentences that say the opposite of a claim: about the same things, with one sense turned round.

Nothing here reads for meaning, so precision comes first.  A sentence opposes a claim only where it
holds the words that the claim is about, and beside them a word of the opposite direction in the
place of the claim's, a denial that the claim lacks (or the other way round), or another figure for
the same thing.  Sentences that ask, intend, concede or report what others believed say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding import instructions
from assistant.grounding.opposing import turning
from assistant.grounding.opposing.turning import Pair
from assistant.grounding.vetoes.reading import Sentence, read

CLOSE = 0.8
"""Share of a claim's words from which on a sentence opposes it without anyone else's word."""
# Where the model of support is against the claim, too.
_NEAR = 0.6
_SAYS_NOTHING = re.compile(
    r"\?|\b(?:whether|if|unless|hypothes\w+|aim(?:s|ed)?|objectives?|purpose|investigat\w+|"
    r"examin\w+|to (?:determine|assess|evaluate|test|study|explore|compare|clarify|identify)|"
    r"expect\w*|contrary|unclear|unknown|uncertain|controvers\w+|debat\w+|assum\w+|believed?|"
    r"thought|myth|question\w*|previous(?:ly)?|prior|could|may|might|would)\b",
    re.IGNORECASE,
)
_CONCEDES = re.compile(
    r"\W*(?:although|though|while|whereas|despite|unlike|rather)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\b(no|non)-(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opposition:
    """Why a sentence opposes a claim, in words for the reader, and how near it is to the claim.

    `nearness` is the share of the words that the claim is about which the sentence holds; a word
    that only the title of its paper holds counts half.
    """

    reason: str
    nearness: float


def opposition(claim: str, title: str, sentence: str) -> Opposition | None:
    """Return how a sentence of a paper opposes a claim, or None where that is not clear."""
    if _SAYS_NOTHING.search(sentence) or _CONCEDES.match(sentence):
        return None
    if instructions.is_order(sentence):
        return None
    pair = Pair(_all(claim), _all(sentence), frozenset(map(turning.key, _all(title))))
    for turned, least in (
        (turning.direction(pair), _NEAR),
        (turning.denial_dropped(pair), _NEAR),
        (turning.denial_added(pair), CLOSE),
        (turning.no_effect(pair), CLOSE),
        (turning.figure(pair), CLOSE),
    ):
        if turned and turned.nearness >= least:
            return Opposition(turned.reason, round(turned.nearness, 3))
    return None


def _all(text: str) -> Sentence:
    joined = _JOINED.sub(r"\1", text)  # a no-name brand is no denial
    return tuple(word for sentence in read(joined).sentences for word in sentence)
