"""What an answer or summary draws on, and how often it repeats itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from assistant.types import Vectors

_LENGTH = 4  # words; shorter runs recur in any two sentences on one subject


def reference_coverage(cited: Collection[str], gold: Collection[str]) -> float | None:
    """Return the share of the gold papers that are cited; None without gold papers.

    Recall of a set (Manning, Raghavan, Schütze 2008) with the papers that a good answer rests on as
    the relevant ones.
    """
    wanted = set(gold)
    return len(set(cited) & wanted) / len(wanted) if wanted else None


def reference_precision(cited: Collection[str], admitted: Collection[str]) -> float | None:
    """Return the share of the cited papers that may be cited; None where none is cited."""
    used = set(cited)
    return len(used & set(admitted)) / len(used) if used else None


def gold_precision(
    cited: Collection[str], gold: Collection[str], acceptable: Collection[str]
) -> float | None:
    """Return the share of gold papers among those cited, acceptable ones left out of account.

    A paper that may be cited and need not be is neither right nor wrong, as documents without a
    judgement in a condensed ranking (Sakai, Alternatives to Bpref, SIGIR 2007).  None where no
    other paper is cited.
    """
    counted = set(cited) - (set(acceptable) - set(gold))
    return len(counted & set(gold)) / len(counted) if counted else None


def alike_pairs(vectors: Vectors, above: float) -> float | None:
    """Return the share of pairs of sentences whose cosine is above a bound; None without pairs.

    `vectors` has shape (sentences, dimension), rows of unit length.
    """
    first, second = numpy.triu_indices(len(vectors), 1)
    if not len(first):
        return None
    return float(((vectors @ vectors.T)[first, second] > above).mean())


def redundancy(sentences: Sequence[str]) -> float | None:
    """Return the share of runs of four words that an earlier sentence of the text holds already.

    Between sentences of one text, as Xiao and Carenini, Systematically Exploring Redundancy
    Reduction in Summarizing Long Documents, AACL 2020 (unique n-grams).  None where the text has no
    second sentence.
    """
    runs = [_runs(sentence) for sentence in sentences]
    if len(runs) < 2 or not any(runs[1:]):
        return None
    seen: set[tuple[str, ...]] = set(runs[0])
    repeated = total = 0
    for held in runs[1:]:
        repeated += sum(run in seen for run in held)
        total += len(held)
        seen |= set(held)
    return repeated / total


def _runs(sentence: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", sentence.casefold())
    return [tuple(words[start : start + _LENGTH]) for start in range(len(words) - _LENGTH + 1)]
