"""Negations put in or left out, and directions turned round, where a claim follows the abstract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.grounding.vetoes.alignment import Aligned, Difference
from assistant.grounding.vetoes.opposites import are_opposite
from assistant.grounding.vetoes.reading import Sentence, stems

_NEGATORS = frozenset(
    "not no never neither nor without none nothing nobody nowhere fail fails failed failing unable "
    "lack lacks lacked lacking hardly barely scarcely rarely seldom".split()
)
_EMPTY = stems(
    "means way sense longer necessarily ever at all by to of do does did be is was any able"
)
_AFTER_NOT = stems("only just merely necessarily always all every yet solely simply")
_MOST = 4  # words that differ; more are a rewording
_EITHER_WAY = frozenset("and or with versus vs in on at both as , but using under when if".split())
_BESIDE = 2  # words that tell what stands on either side
_PIVOTS = stems("outperform surpass exceed beat underperform than precede dominate")


def veto(aligned: Sequence[Aligned]) -> str | None:
    """Return which negation or direction differs from the abstract, or None."""
    for one in aligned:
        differences = list(one.differences())
        found = _negation(one, differences) or _roles(one)
        found = found or _direction(differences) or _turned(one, differences)
        if found:
            return found
    return None


def _negation(aligned: Aligned, differences: Sequence[Difference]) -> str | None:
    turned = [one for one in differences if _is_denied(one.claimed) != _is_denied(one.given)]
    if len(turned) != 1 or _denials(aligned.claim) == _denials(aligned.sentence):
        return None  # a negation that only moved
    one = turned[0]
    claimed, given = _rest(one.claimed), _rest(one.given)
    after = {word.key for word in (*one.claimed, *one.right[:1])}
    if not after.isdisjoint(_AFTER_NOT):
        return None
    if claimed != given:
        return None  # said in other words
    if _is_denied(one.claimed):
        return f"the abstract says this without “{_negator(one.claimed)}”: “{_quote(one)}”"
    return f"the abstract says “{_negator(one.given)}” here: “{_quote(one)}”"


def _direction(differences: Sequence[Difference]) -> str | None:
    for one in differences:
        if max(len(one.claimed), len(one.given)) > _MOST:
            continue
        if _is_denied(one.claimed) != _is_denied(one.given):
            continue
        for word in one.claimed:
            for other in one.given:
                if are_opposite(word.key, other.key):
                    return f"the abstract says “{other.text}”, not “{word.text}”: “{_quote(one)}”"
    return None


def _roles(one: Aligned) -> str | None:
    """Return that the two sides of a comparison changed places, or None."""
    if one.share < 0.5:
        return None
    pivots = {word.key for word in one.claim} & {word.key for word in one.sentence} & _PIVOTS
    for pivot in pivots:
        left, right = _sides(one.claim, pivot)
        first, second = _sides(one.sentence, pivot)
        came = (left - right) & (second - first)
        went = (right - left) & (first - second)
        stayed = ((left - right) & (first - second)) | ((right - left) & (second - first))
        passive = _is_passive(one.claim, pivot) != _is_passive(one.sentence, pivot)
        if came and went and len(stayed) < min(len(came), len(went)) and not passive:
            return f"the abstract compares the other way round: “{_joined(one.sentence)}”"
    return None


def _turned(one: Aligned, differences: Sequence[Difference]) -> str | None:
    """Return that what stands on both sides of a word changed places, or None."""
    for first, second in pairwise(differences):
        for gone, come in ((first, second), (second, first)):
            there, here = _keys(gone.given), _keys(come.claimed)
            if (
                len(there) > 1
                and not gone.claimed
                and not come.given
                and any(word.is_content for word in gone.given)
                and any(
                    there == here[turn:] + here[:turn]
                    and not {here[0], here[-1], there[0], there[-1]} & _EITHER_WAY
                    for turn in (1, len(here) - 1)
                )
            ):
                return f"the abstract says it the other way round: “{_joined(one.sentence)}”"
    return None


def _keys(words: Sentence) -> list[str]:
    return [word.key for word in words]


def _sides(words: Sentence, pivot: str) -> tuple[set[str], set[str]]:
    place = next(place for place, word in enumerate(words) if word.key == pivot)
    left = [word.key for word in words[:place] if word.is_content][-_BESIDE:]
    right = [word.key for word in words[place + 1 :] if word.is_content][:_BESIDE]
    return set(left), set(right)


def _is_passive(words: Sentence, pivot: str) -> bool:
    place = next(place for place, word in enumerate(words) if word.key == pivot)
    return "by" in {word.key for word in words[place + 1 : place + 2]}


def _is_denied(words: Sentence) -> bool:
    return _denials(words) % 2 == 1


def _denials(words: Sentence) -> int:
    return sum(word.text.lower() in _NEGATORS for word in words)


def _rest(words: Sentence) -> set[str]:
    return {
        word.key
        for word in words
        if word.is_content and word.text.lower() not in _NEGATORS and word.key not in _EMPTY
    }


def _negator(words: Sentence) -> str:
    return next(word.text for word in words if word.text.lower() in _NEGATORS)


def _quote(one: Difference) -> str:
    start, end = max(0, one.before - 4), one.before + len(one.given) + 4
    return _joined(one.sentence[start:end])


def _joined(words: Iterable[object]) -> str:
    return " ".join(getattr(word, "text", "") for word in words)
