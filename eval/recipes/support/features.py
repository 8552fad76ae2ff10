"""What can be counted of a claim and its evidence without a model: words, numbers, names, signs.

They are the rule that the trained model has to beat, and a part of what is weighed with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.models.support_window import stems, tidy
from eval.recipes.support.opposites import OPPOSITES

NAMES = (
    "coverage", "coverage_best", "coverage_window", "uncovered", "bigrams", "trigrams", "run",
    "ratio", "matched", "new_words", "new_common", "lost_words", "numbers", "numbers_missing",
    "numbers_unbound", "names", "names_missing", "negations", "negation_gap", "opposites",
    "universal_new", "causal_new", "hedges_lost", "length", "long_evidence", "near_verbatim",
    "one_change", "swapped_order", "second_best", "title_like",
)  # fmt: skip

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:'\w+)?")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[A-Z0-9][\w-]*|(?<=[a-z,] )[A-Z][a-z]{2,})(?![\w-])")
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nothing|cannot|without|fails?|failed|lacks?|unable|hardly"
    r"|barely|\w+n't)\b", re.IGNORECASE
)  # fmt: skip
_UNIVERSAL = re.compile(
    r"\b(?:all|every|always|any|each|never|only|entirely|completely|exclusively|must|proves?"
    r"|guarantees?|certain|certainly|whole|fully|no longer|impossible|perfect\w*|best)\b",
    re.IGNORECASE,
)  # fmt: skip
_CAUSAL = re.compile(
    r"\b(?:because|causes?|caused|due to|therefore|reason|leads? to|thanks to|owing to|results? in"
    r"|since|explains?)\b", re.IGNORECASE
)  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:may|might|can|could|some|often|usually|typically|generally|suggests?|indicates?|mostly"
    r"|partly|most|many|several|likely|potential\w*|tends?|up to|nearly|almost|about|sometimes)\b",
    re.IGNORECASE,
)  # fmt: skip
_WORDED = {
    word: str(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.lower())


def _grams(found: Sequence[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(found[n : n + size]) for n in range(len(found) - size + 1)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _numbers(text: str) -> list[tuple[str, set[str]]]:
    """Return each figure with the stems around it."""
    found = []
    for match in _NUMBER.finditer(text):
        around = (
            text[max(0, match.start() - 45) : match.start()]
            + " "
            + text[match.end() : match.end() + 35]
        )
        found.append((match.group().replace(",", ""), set(stems(around))))
    return found


def _new(pattern: re.Pattern[str], claim: str, text: str) -> float:
    held = {match.group().lower() for match in pattern.finditer(text)}
    return float(sum(match.group().lower() not in held for match in pattern.finditer(claim)))


def features(claim: str, evidence: Sequence[str], places: Sequence[int]) -> list[float]:
    """Return the counts, in the order of `NAMES`; `places` are the sentences that are read."""
    claim = tidy(claim)
    own = stems(claim)
    held = [stems(sentence) for sentence in evidence]
    whole = frozenset().union(*held) if held else frozenset()
    said = words(claim)
    inside = [words(evidence[place]) for place in places] or [[]]
    matches = [SequenceMatcher(None, said, one, autojunk=False) for one in inside]
    matched = [sum(block.size for block in match.get_matching_blocks()) for match in matches]
    ranked = sorted(range(len(inside)), key=lambda n: -matched[n])
    top = ranked[0]
    best = evidence[places[top]] if places else ""
    best_words = inside[top]
    longest = matches[top].find_longest_match().size
    everything = " ".join(evidence)
    flat = words(everything)
    share_matched = _share(matched[top], len(said))
    new = [word for word in said if word not in set(best_words)]
    lost = [word for word in best_words if word not in set(said)]
    numbers, there = _numbers(claim), _numbers(everything)
    loose = {_WORDED.get(word, word) for word in flat}
    missing = sum(
        value not in loose and not any(value == v for v, _ in there) for value, _ in numbers
    )
    unbound = 0.0
    for value, around in numbers:
        near = [len(around & other) / max(1, len(around)) for v, other in there if v == value]
        unbound += 1 - max(near, default=0.0)
    names = [match.group() for match in _NAME.finditer(claim)]
    lowered = everything.lower()
    names_missing = sum(name.lower() not in lowered for name in names)
    minus, minus_best = len(_NEGATION.findall(claim)), len(_NEGATION.findall(best))
    best_set, said_set = set(best_words), set(said)
    opposed = sum(
        any(other in best_set and other not in said_set for other in OPPOSITES.get(word, ()))
        for word in said
        if word not in best_set
    )
    window = frozenset().union(*(held[place] for place in places)) if places else frozenset()
    return [
        _share(len(own & whole), len(own)),
        max((_share(len(own & one), len(own)) for one in held), default=0.0),
        _share(len(own & window), len(own)),
        float(min(8, len(own - whole))),
        _share(len(_grams(said, 2) & _grams(flat, 2)), len(said) - 1),
        _share(len(_grams(said, 3) & _grams(flat, 3)), len(said) - 2),
        _share(longest, len(said)),
        matches[top].ratio(),
        share_matched,
        float(min(10, len(new))),
        float(min(6, sum(not stems(word) for word in new))),
        float(min(20, len(lost))),
        float(min(5, len(numbers))),
        float(min(3, missing)),
        min(3.0, unbound),
        float(min(5, len(names))),
        float(min(3, names_missing)),
        float(min(3, minus)),
        float((minus - minus_best) % 2) * share_matched,
        float(min(3, opposed)),
        min(3.0, _new(_UNIVERSAL, claim, everything)),
        min(3.0, _new(_CAUSAL, claim, everything)),
        min(3.0, _new(_HEDGE, best, claim)) * share_matched,
        float(min(60, len(said))) / 20,
        min(3.0, len(flat) / 200),
        float(share_matched > 0.8),
        float(0 < len(new) <= 2 and share_matched > 0.7),
        float(share_matched < 0.97 and not new),
        _share(matched[ranked[1]], len(said)) if len(ranked) > 1 else 0.0,
        float(bool(places) and places[top] == 0),
    ]
