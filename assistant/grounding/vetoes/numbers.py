"""Figures that the abstract does not give, or gives for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.grounding.vetoes import figures
from assistant.grounding.vetoes.alignment import Aligned
from assistant.grounding.vetoes.figures import Figure
from assistant.grounding.vetoes.known import Known
from assistant.grounding.vetoes.reading import Sentence, Text, stem, stems
from assistant.grounding.vetoes.units import UNIT_OF

_ABOUT = frozenset("about roughly around approximately approx some circa ca close near ~".split())
_ABOVE = frozenset("over above least exceeding exceeds beyond more greater higher".split())
_BELOW = frozenset("below under most nearly almost up less fewer lower within".split())
_LABELS = stems("passage table figure fig section step appendix chapter equation form question")
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_COMPARED = stems(
    "by difference gap margin improve improvement gain increase decrease reduce reduction rise "
    "drop fall more less fewer times out ratio fold factor share smaller larger lower higher "
    "faster slower"
)
_ADDED = stems("total sum together combined altogether overall")
_OF_A_STUDY = stems("study paper work article report survey et al trial review")
_MOST_SHOWN = 2


def veto(claim: Sentence, text: Text, aligned: Sequence[Aligned]) -> str | None:
    """Return which figure of the claim the abstract does not give there, or None."""
    agreeing = _agreeing(aligned)
    rewritten = _rewritten(aligned)
    if rewritten:
        return rewritten
    for place, other in _contradicted(claim, aligned):
        if place not in agreeing:
            return f"the abstract gives {other.written} there, not {_written(claim, place)}"
    for place, word in enumerate(claim):
        figure = word.figure
        if not figure or place in agreeing or figure.is_small or _is_aside(claim, place):
            continue
        slack = _slack(claim, place)
        if any(figures.same(figure, given, slack) for given in text.figures):
            continue
        if not _computed(claim, figure, text):
            return _absent(figure, text)
    return None


def _agreeing(aligned: Sequence[Aligned]) -> set[int]:
    """Return the places of figures that stand for the same figure in a sentence alike."""
    return {
        own
        for one in aligned
        for own, other, length in one.pairs()
        if (claimed := one.claim[own].figure)
        and (given := one.sentence[other].figure)
        and (length > 2 or len(one.claim) < 3)
        and figures.same(claimed, given)
    }


def _contradicted(claim: Sentence, aligned: Sequence[Aligned]) -> Iterator[tuple[int, Figure]]:
    """Yield places of figures for which a sentence gives another, and that other."""
    counts = sum(word.figure is not None for word in claim)
    for one in aligned:
        follows = one.share >= 0.75 and counts == sum(
            word.figure is not None for word in one.sentence
        )
        for own, other, length in one.pairs():
            claimed, given = claim[own].figure, one.sentence[other].figure
            if (
                claimed
                and given
                and (length > 4 or (follows and length > 1))
                and not figures.same(claimed, given, _slack(claim, own))
            ):
                yield own, given


def _rewritten(aligned: Sequence[Aligned]) -> str | None:
    """Return which word with figures in it, a formula or a name, stands for another, or None."""
    for one in aligned:
        for difference in one.differences():
            if len(difference.claimed) == len(difference.given) == 1:
                claimed, given = difference.claimed[0].text, difference.given[0].text
                digits, others = re.findall(r"\d+", claimed), re.findall(r"\d+", given)
                here = Known.of(" ".join(word.text for word in one.sentence))
                units = {UNIT_OF.get(claimed.lower(), ""), UNIT_OF.get(given.lower(), "")}
                if len(units) == 2 and "" not in units:
                    return f"the abstract says {given} there, not {claimed}"
                if digits and others and digits != others and not here.holds(claimed):
                    return f"the abstract gives {given} there, not {claimed}"
    return None


def _slack(claim: Sentence, place: int) -> tuple[float, float]:
    """Return by what share the abstract may give less than a figure, and more."""
    before = {word.text.lower() for word in claim[max(0, place - 2) : place]}
    if before & _ABOUT:
        return 0.1, 0.1
    return 0.25 if before & _BELOW else 0.0, 0.25 if before & _ABOVE else 0.0


def _is_aside(claim: Sentence, place: int) -> bool:
    """Tell whether a figure says when a study was made, or which table it is in."""
    before = claim[place - 1].text.lower() if place else ""
    if stem(before) in _LABELS or before in _MONTHS:
        return True
    figure = claim[place].figure
    around = {word.key for word in claim[max(0, place - 3) : place + 3]}
    return figure is not None and figure.is_year and not around.isdisjoint(_OF_A_STUDY)


def _computed(claim: Sentence, figure: Figure, text: Text) -> bool:
    """Tell whether the claim may have worked a figure out of two that the abstract gives."""
    said = {word.key for word in claim}
    percents = [one.value for one in text.figures if one.kind in ("percent", "points", "")]
    alike = percents if figure.kind == "points" else []
    alike = alike or [one.value for one in text.figures if one.kind == figure.kind]
    results = [
        result
        for first in alike
        for second in alike
        if first > second > 0
        for result in (
            *((first - second,) if said & _COMPARED else ()),
            *((first + second,) if said & _ADDED else ()),
        )
    ]
    if figure.kind in ("times", "percent") and said & _COMPARED:
        every = [one.value for one in text.figures if one.value > 0]
        scale = 100 if figure.kind == "percent" else 1
        results += [scale * abs(one - other) / other for one in every for other in every]
        results += [scale * one / other for one in every for other in every]
    return any(abs(result - figure.value) <= 0.51 * figure.step for result in results)


def _absent(figure: Figure, text: Text) -> str:
    alike = [one for one in text.figures if one.kind == figure.kind and not one.is_small]
    alike = [one for one in alike if one.is_year == figure.is_year]
    nearest = sorted(alike, key=lambda one: abs(one.value - figure.value))
    shown = list(dict.fromkeys(one.written for one in nearest))[:_MOST_SHOWN]
    given = f"; it gives {' and '.join(shown)}" if shown else ""
    return f"the abstract does not give {figure.written}{given}"


def _written(claim: Sentence, place: int) -> str:
    return claim[place].text
