"""The ways in which one sentence turns another round, told from the words of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.grounding.vetoes import figures
from assistant.grounding.vetoes.opposites import are_opposite
from assistant.grounding.vetoes.reading import Sentence, Word, stems

_STEM = 6  # letters: "improves" and "improvement" share them
_LEAST = 2  # words that a claim is about beside the one that is turned
_REACH = 4  # words that a denial reaches, and that a direction stands from what it moves
_DENIALS = frozenset(
    "not no never neither nor without none fail fails failed failing unable lack lacks lacked "
    "hardly barely scarcely".split()
)
_PLAIN_DENIALS = frozenset("not no never".split())
_IN_PART = stems("only just merely necessarily always all every yet solely simply in for by on")
# Words that stand for direction though they are function words elsewhere.
_DIRECTED = stems("more less above below most least")
# Kinds of things, which do not exclude each other: what holds of sparse vectors may hold of dense.
_KINDS = stems(
    "dense sparse deep shallow online offline global local internal external inside outside open "
    "closed proprietary static dynamic explicit implicit continuous discrete single multiple "
    "several many automatic automatically automated manual left right top bottom first second "
    "third fourth fifth sixth seventh eighth ninth tenth last young younger old older elderly male "
    "men man boys female women woman girls new novel modern recent obsolete outdated ancient "
    "early late upper inner outer horizontal vertical forward backward parallel serial sequential "
    "symmetric asymmetric import export input output public private before after begin start end "
    "finish prior follow subsequent short long light heavy different similar degradation"
)
# Signs beside the plain denials that a sentence denies something.
_DENYING = _DENIALS | frozenset(
    "free absent absence limited few little only asymptomatic negative insufficient cannot "
    "impossible rarely independent lacking less".split()
)
_CONTRASTS = frozenset("and but rather or".split())
_MOVES = stems(
    "increase decrease raise reduce lower improve enhance worsen promote cause affect influence "
    "prevent inhibit protect associated correlate linked predict benefit effective lead"
)
_EFFECT = stems(
    "effect impact influence difference association associated correlation correlated benefit "
    "improvement change relationship increase increased decrease decreased reduction reduced"
)


@dataclass(frozen=True, slots=True)
class Turned:
    """What is turned round, in words for the reader, and the share of the claim that is met."""

    reason: str
    nearness: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, a sentence, and the keys of the title that the sentence stands under."""

    claim: Sentence
    sentence: Sentence
    title: frozenset[str]

    @property
    def about(self) -> list[Word]:
        """Return the words that the claim is about."""
        return [word for word in self.claim if word.is_content and not is_denial(word)]

    def nearness(self, words: Iterable[Word]) -> float:
        """Return the share of words that the sentence holds; 0 where they are too few to tell."""
        wanted = [key(word) for word in words]
        if len(wanted) < _LEAST:
            return 0.0
        held = {key(word) for word in self.sentence}
        met = sum(1.0 if one in held else 0.5 if one in self.title else 0.0 for one in wanted)
        return met / len(wanted)


def key(word: Word) -> str:
    """Return the beginning of a word, by which it is compared."""
    return word.key[:_STEM]


def is_denial(word: Word) -> bool:
    """Tell whether a word denies what follows it."""
    return word.text.lower() in _DENIALS


def direction(pair: Pair) -> Turned | None:
    """Return that one word of direction is turned round, and what it moves is the same."""
    claimed, given = ({word.key for word in words} for words in (pair.claim, pair.sentence))
    turned = [
        (place, other)
        for place, word in enumerate(pair.claim)
        if word.key not in given and word.key not in _KINDS
        if word.is_content or word.key in _DIRECTED
        if not _is_before(pair.claim, place, "by")  # "caused by" says what a thing is
        for other, found in enumerate(pair.sentence)
        if found.key not in claimed | _KINDS and are_opposite(word.key, found.key)
    ]
    if len({place for place, _ in turned}) != 1:
        return None  # turned twice is not turned
    there = [other for place, other in turned if _moves_the_same(pair, place, other)]
    if not there:
        return None
    word, found = pair.claim[turned[0][0]], pair.sentence[there[0]]
    denied = any(map(is_denial, pair.sentence[max(0, there[0] - _REACH) : there[0]]))
    if denied != _is_denied(pair.claim):
        return None
    rest = [other for other in pair.about if key(other) != key(word)]
    reason = f"it says “{found.text}” where the claim says “{word.text}”"
    return Turned(reason, pair.nearness(rest))


def denial_dropped(pair: Pair) -> Turned | None:
    """Return that the claim denies what the sentence says."""
    places = [place for place, word in enumerate(pair.claim) if is_denial(word)]
    denying = any(word.text.lower() in _DENYING for word in pair.sentence)
    if len(places) != 1 or denying or len(pair.about) <= _LEAST:
        return None
    place = places[0]
    if pair.claim[place].text.lower() not in _PLAIN_DENIALS or _is_in_part(pair.claim, place):
        return None
    return Turned(f"it says so without “{pair.claim[place].text}”", pair.nearness(pair.about))


def denial_added(pair: Pair) -> Turned | None:
    """Return that the sentence denies what the claim says."""
    place = _only_denial(pair)
    if place is None:
        return None
    after = [key(word) for word in pair.sentence[place + 1 : place + 1 + _REACH] if word.is_content]
    if not after or after[0] not in {key(word) for word in pair.about}:
        return None  # something else is denied
    return Turned(f"it says “{pair.sentence[place].text}” here", pair.nearness(pair.about))


def no_effect(pair: Pair) -> Turned | None:
    """Return that the sentence finds no effect where the claim names one."""
    place = _only_denial(pair)
    if place is None:
        return None
    after = pair.sentence[place + 1 : place + 1 + _REACH]
    effect = next((word for word in after if word.key in _EFFECT), None)
    given = {key(word) for word in pair.sentence}
    moved = [word for word in pair.about if word.key in _MOVES and key(word) not in given]
    if not effect or not moved:
        return None
    said = " ".join(word.text for word in pair.sentence[place : pair.sentence.index(effect) + 1])
    rest = [word for word in pair.about if word not in moved]
    reason = f"it says “{said}” where the claim says “{moved[0].text}”"
    return Turned(reason, pair.nearness(rest))


def figure(pair: Pair) -> Turned | None:
    """Return that the sentence gives another figure for the same thing."""
    if _is_denied(pair.claim) or any(map(is_denial, pair.sentence)):
        return None
    ours = [place for place, word in enumerate(pair.claim) if word.figure]
    theirs = [place for place, word in enumerate(pair.sentence) if word.figure]
    if len(ours) != 1 or len(theirs) != 1:
        return None  # which figure answers which is not clear
    claimed, given = pair.claim[ours[0]].figure, pair.sentence[theirs[0]].figure
    if not claimed or not given or claimed.kind != given.kind or claimed.is_year or given.is_year:
        return None
    if figures.same(claimed, given) or figures.same(given, claimed):
        return None
    if not _moves_the_same(pair, ours[0], theirs[0]) or len(pair.about) <= _LEAST:
        return None
    reason = f"it gives {given.written} where the claim gives {claimed.written}"
    return Turned(reason, pair.nearness(pair.about))


def _only_denial(pair: Pair) -> int | None:
    """Return the place of the one denial of the sentence where the claim has none, or None."""
    places = [place for place, word in enumerate(pair.sentence) if is_denial(word)]
    if any(map(is_denial, pair.claim)) or len(places) != 1:
        return None
    return None if _is_in_part(pair.sentence, places[0]) else places[0]


def _is_in_part(words: Sentence, place: int) -> bool:
    """Tell whether a denial is of a part: "not only", "but not in children", "no 8 of the 10"."""
    after = words[place + 1 : place + 1 + _REACH]
    contrasts = place > 0 and words[place - 1].text.lower() in _CONTRASTS
    return (
        contrasts
        or any(word.key in _IN_PART for word in after[:1])
        or any(word.figure for word in after)
    )


def _is_before(words: Sentence, place: int, other: str) -> bool:
    return any(word.key == other for word in words[place + 1 : place + 2])


def _moves_the_same(pair: Pair, place: int, other: int) -> bool:
    """Tell whether what stands behind a word of the claim stands near its counterpart, too."""
    around = {key(word) for word in pair.sentence[max(0, other - _REACH) : other + _REACH + 1]} - {
        key(pair.sentence[other])
    }
    behind = [key(word) for word in pair.claim[place + 1 :] if word.is_content]
    before = [key(word) for word in pair.claim[:place] if word.is_content]
    return behind[0] in around if behind else bool(before) and before[-1] in around


def _is_denied(words: Sentence) -> bool:
    return sum(map(is_denial, words)) % 2 == 1
