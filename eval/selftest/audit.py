"""Audit of a set of claims: whether its labels can be guessed without weighing any evidence.

Where word overlap, length or the claim's words alone tell supported claims from the rest, a
figure reached on the set says little about checking (Gururangan et al. 2018, Annotation Artifacts
in Natural Language Inference Data; Schuster et al. 2019 for claims).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.types import Claim
from eval.wording import content_words, draw, words

LIMIT = 0.60
"""The balanced accuracy above which a baseline makes a set unfit to gate on; chance is 0.5."""

FOLDS = 5

BaselineName = Literal["word overlap", "length", "claim words"]
_Guess = Callable[[Claim], bool]
_Learner = Callable[[Sequence[Claim]], _Guess]


@dataclass(frozen=True, slots=True)
class Baseline:
    """How well claims are told apart without reading them: balanced accuracy, held out."""

    name: BaselineName
    balanced_accuracy: float


@dataclass(frozen=True, slots=True)
class Audit:
    """What the baselines reach on a set of claims."""

    baselines: tuple[Baseline, ...]

    @property
    def worst(self) -> Baseline:
        """The baseline that tells the claims apart best."""
        return max(self.baselines, key=lambda baseline: baseline.balanced_accuracy)

    @property
    def gateable(self) -> bool:
        """Whether a figure on the set may decide anything: no baseline exceeds the limit."""
        return self.worst.balanced_accuracy <= LIMIT

    @property
    def refusal(self) -> str | None:
        """Why the set must not decide anything, in one line; None when it may."""
        if self.gateable:
            return None
        worst = self.worst
        return (
            f"{worst.name} alone tells supported claims from the rest with a balanced accuracy "
            f"of {worst.balanced_accuracy:.2f} (limit {LIMIT:.2f})"
        )


def audit(claims: Sequence[Claim], seed: int = 0) -> Audit | None:
    """Return what baselines reach in telling supported claims from the rest.

    Each learns on four fifths of the clusters and guesses the claims of the last, in turn; balanced
    accuracy is taken over all guesses together.  The order of the claims makes no difference.  A
    claim without a cluster is one by itself.  None where there are not both classes.
    """
    if len({_supported(claim) for claim in claims}) < 2:
        return None
    folds = [draw(f"{seed} {claim.unit}") % FOLDS for claim in claims]
    learners: dict[BaselineName, _Learner] = {
        "word overlap": lambda known: _threshold(known, _overlap),
        "length": lambda known: _threshold(known, _length),
        "claim words": _naive_bayes,
    }
    return Audit(
        tuple(Baseline(name, _held_out(claims, folds, learn)) for name, learn in learners.items())
    )


def _held_out(claims: Sequence[Claim], folds: Sequence[int], learn: _Learner) -> float:
    right: dict[bool, list[bool]] = {True: [], False: []}
    for fold in sorted(set(folds)):
        guess = _learnt(
            [one for one, place in zip(claims, folds, strict=True) if place != fold], learn
        )
        for claim in (one for one, place in zip(claims, folds, strict=True) if place == fold):
            right[_supported(claim)].append(guess(claim) == _supported(claim))
    return sum(sum(guesses) / len(guesses) for guesses in right.values()) / len(right)


def _learnt(known: Sequence[Claim], learn: _Learner) -> _Guess:
    """Return what was learnt; where only one class is known, or none, always the same guess."""
    classes = {_supported(claim) for claim in known}
    return learn(known) if len(classes) == 2 else lambda _: True in classes


def _supported(claim: Claim) -> bool:
    return claim.label == "supported"


def _overlap(claim: Claim) -> float:
    """Return the share of the claim's content words that its evidence holds."""
    wanted = content_words(claim.text)
    held = frozenset[str]().union(*(content_words(source.text) for source in claim.evidence))
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _length(claim: Claim) -> float:
    return float(len(words(claim.text)))


def _threshold(known: Sequence[Claim], feature: Callable[[Claim], float]) -> _Guess:
    """Learn the threshold and the direction that tell the known claims apart best."""
    values = np.array([feature(claim) for claim in known])
    truth = np.array([_supported(claim) for claim in known])
    levels = np.unique(values)
    at_least = values[None, :] >= levels[:, None]
    gain = at_least[:, truth].mean(axis=1) - at_least[:, ~truth].mean(axis=1)
    best = int(np.argmax(np.abs(gain)))
    level, upwards = float(levels[best]), bool(gain[best] >= 0)
    return lambda claim: (feature(claim) >= level) == upwards


def _naive_bayes(known: Sequence[Claim]) -> _Guess:
    """Learn multinomial naive Bayes over the claims' words, classes taken as equally likely."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for claim in known:
        counts[_supported(claim)].update(words(claim.text))
    vocabulary = counts[True].keys() | counts[False].keys()
    total = {label: found.total() + len(vocabulary) for label, found in counts.items()}
    odds = {
        word: math.log((counts[True][word] + 1) / total[True])
        - math.log((counts[False][word] + 1) / total[False])
        for word in vocabulary
    }
    # The exact sum: any order of the words gives the same.
    return lambda claim: math.fsum(odds.get(word, 0.0) for word in words(claim.text)) > 0
