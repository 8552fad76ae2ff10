"""Decides from what was found whether the library can hold the answer at all.

Three signs, in this order, each with a message that says what was missed:
a name in the question that no record contains; a detail that abstracts hardly ever give and that
the best ones do not; and evidence below the threshold.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.grounding import sentences
from assistant.types import Hit, Paper, Reason

# How much word coverage counts beside similarity.  On questions far from two libraries the sum
# stays below .34, on questions that those libraries answer it starts at .37.
_COVERAGE_WEIGHT = 0.4
# Papers that must lack a detail before it counts as missing.
_PAPERS_READ = 3

# Details of a study that are told in the full text, seldom in an abstract.
_DETAILS = (
    "learning rate", "batch size", "epochs", "optimizer", "weight decay", "dropout rate",
    "random seed", "hyperparameters", "chunk size", "context window size",
    "GPU", "GPUs", "TPU", "TPUs", "wall-clock time", "training time", "carbon footprint",
    "dollars", "funding", "funded", "hourly wage", "paid",
    "inter-annotator agreement", "annotator agreement", "kappa", "inter-rater reliability",
    "licence", "license", "appendix", "supplementary", "conflict of interest",
    "p-value", "standard deviation", "error bars", "confidence interval",
)  # fmt: skip
_BIBLIOGRAPHIC = re.compile(
    r"(^|[.?!]\s+)(who (wrote|authored|published)|who (is|are|were) the authors?"
    r"|(in )?(which|what) (journal|venue|conference|year) (is|was|were|did|published)"
    r"|(when|where) (was|were) [^?]*\bpublished\b"
    r"|(which|what) papers? (were published|appeared|came out) (in|at)\b)",
    re.IGNORECASE,
)
# A word that begins with a figure is a measure more often than a name: 16GB, 10K, 3D.
# Words with capitals inside that name no method.
_NO_NAMES = frozenset({"PhD", "PhDs", "MSc", "BSc", "LaTeX", "USA", "UK", "EU", "OK", "FAQ", "Q&A"})
_TOKEN = re.compile(r"(?<!\w)[^\W\d_][\w@*+/.'’-]*")
_ENDING = re.compile(r"['’](?:s|m|d|ve|re|ll)?$")
_COLON = re.compile(r":[\s\"'“‘(]*$")
_PART = re.compile(r"[-/]")


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why no answer is given, as a reason of answer/1 and in words.

    `final` says that no further search can change it.
    """

    reason: Reason
    message: str
    final: bool = False


def assess(
    question: str,
    hits: Sequence[Hit],
    threshold: float,
    knows: Callable[[str], bool],
    terms: Callable[[str], list[str]],
) -> Abstention | None:
    """Return why the library cannot answer, or None when it may.

    `knows` tells whether any record contains a name, `terms` gives the stems of a text.
    """
    if not hits:
        said = "No paper in the library passes the filters."
        return Abstention("not_in_library", said, final=True)
    unknown = [name for name in names(question) if not knows(name)]
    if unknown:
        said = f"No record in the library mentions {listed(unknown)}."
        return Abstention("not_in_library", said, final=True)
    if _BIBLIOGRAPHIC.search(question):
        return Abstention("not_in_library", _bibliography(hits[0].paper), final=True)
    missing = _missing_details(question, hits[:_PAPERS_READ], terms)
    if missing:
        return Abstention(
            "needs_full_text",
            f"The nearest abstracts say nothing about {listed(missing)}; "
            "such details are usually in the full text only.",
        )
    if evidence(hits) < threshold:
        return Abstention(
            "not_in_library", "The library holds no abstract that is close to this question."
        )
    return None


def evidence(hits: Sequence[Hit]) -> float:
    """Return how much speaks for an answer being there: similarity plus word coverage."""
    return max(hit.dense for hit in hits) + _COVERAGE_WEIGHT * hits[0].lexical


def names(question: str) -> list[str]:
    """Return the words of a question that look like names of methods, data sets or people.

    Inside a word: a capital or a figure (GPT-4o, nDCG@10).  In front: a capital, but for the
    first word of a sentence.  An ordinary word tied on by a hyphen is taken off (PRISMA-style).
    """
    found = []
    starts = [start for start, _ in sentences.spans(question)]
    last = 0
    for token in _TOKEN.finditer(question):
        sentence = bisect.bisect(starts, token.start())
        opening = sentence != last or bool(_COLON.search(question, 0, token.start()))
        last = sentence
        word = _ENDING.sub("", token.group().rstrip(".,'’-/"))
        parts = _PART.split(word)
        while len(parts) > 1 and parts[-1].islower() and parts[-1].isalpha():
            parts.pop()
        core = word[: len("-".join(parts))]
        marked = any(letter.isupper() or letter.isdigit() for letter in core[1:])
        if marked or (core[:1].isupper() and len(core) > 1 and not opening):
            found.append(core)
    found = [name for name in found if name not in _NO_NAMES]
    return list(dict.fromkeys(found))


def _missing_details(
    question: str, hits: Sequence[Hit], terms: Callable[[str], list[str]]
) -> list[str]:
    asked = [detail for detail in _DETAILS if _asked_for(detail).search(question)]
    if not asked:
        return []
    texts = [set(terms(f"{hit.paper.title} {hit.paper.abstract}")) for hit in hits]
    # Of a method that is named, what the abstract of another one says is no answer.
    named = [set(terms(name)) for name in names(question)]
    read = [words for words in texts if any(name <= words for name in named)] or texts
    missing: dict[frozenset[str], str] = {}
    for detail in asked:
        stems = frozenset(terms(detail))
        if not any(stems <= words for words in read):
            missing.setdefault(stems, detail)  # "funding" and "funded" are one stem
    return [
        detail
        for stems, detail in missing.items()
        if not any(stems < wider for wider in missing)  # "annotator agreement" says no more
    ]


@cache
def _asked_for(detail: str) -> re.Pattern[str]:
    # As a phrase: "raise the success rate of contrastive learning" asks for no learning rate.
    return re.compile(rf"(?<!\w){re.escape(detail)}s?(?!\w)", re.IGNORECASE)


def _bibliography(paper: Paper) -> str:
    known = [
        f"authors {', '.join(paper.authors)}" if paper.authors else "",
        f"year {paper.year}" if paper.year else "",
        f"venue {paper.venue}" if paper.venue else "",
    ]
    said = "; ".join(part for part in known if part)
    record = said or "no authors, year or venue"
    return (
        f"Abstracts do not tell who wrote a paper, when or where it appeared; the records may: "
        f"`litassist list --year Y --venue V --author A`. "
        f"The record of the nearest one, “{paper.title}”, has: {record}."
    )


def listed(parts: Sequence[str]) -> str:
    """Return names as they are listed: "A, B or C"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
