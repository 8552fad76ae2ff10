"""How well sentences are supported by what they cite, from the judgements of each sentence.

A sentence that a judge could not judge counts as unsupported for the low bound and as supported
for the high one.  An answer without sentences has no score here: it is not faithful, it is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.types import Bounds, JudgedSentence, Score, Support

_WEIGHTS = {"full": 1.0, "partial": 0.5, "none": 0.0}


def citation_recall(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the share of sentences that all their citations together support.

    A sentence without citations is not supported.  Gao et al., Enabling Large Language Models to
    Generate Text with Citations (ALCE), EMNLP 2023, whose program looks at the first three
    citations of a sentence only: here all are.
    """
    return _share([_fully(one.union) for one in sentences])


def citation_precision(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the share of citations that are needed or support by themselves.

    A citation counts when its sentence is supported by all its citations together, unless alone
    it does not support and the others do without it; a mark that points at no reference never
    does.  ALCE (Gao et al., EMNLP 2023), all citations counted.
    """
    return _share([precise for sentence in sentences for precise in _precise(sentence)])


def citation_f1(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the harmonic mean of citation recall and precision of an answer.

    Liu et al., Evaluating Verifiability in Generative Search Engines, Findings of EMNLP 2023.
    Without any citation it is 0, since recall is.
    """
    recall, precision = citation_recall(sentences), citation_precision(sentences)
    if recall is None:
        return None
    if precision is None:
        return Bounds(0.0, 0.0)
    return Bounds(
        harmonic_mean(recall.low, precision.low), harmonic_mean(recall.high, precision.high)
    )


def weighted_support(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the mean support of all sentences: full 1, partial 1/2, none or uncited 0.

    "Weighted recall" of the TREC 2024 RAG track (Thakur et al., Support Evaluation for the TREC
    2024 RAG Track, SIGIR 2025), where only a sentence's first citation is judged: here all are.
    """
    return _mean([_weight(one.union if one.sentence.cites else "none") for one in sentences])


def weighted_support_of_cited(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the mean support of the sentences that cite something; None where none does.

    "Weighted precision" of the TREC 2024 RAG track (Thakur et al. 2025).
    """
    return _mean([_weight(one.union) for one in sentences if one.sentence.cites])


def sentence_support(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the share of sentences that the papers found support, cited or not.

    "Faithfulness" of RAGAS (Es et al., EACL 2024 demonstrations), by sentence.
    """
    return _share([_fully(one.context) for one in sentences])


def unflagged_unsupported(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the share of sentences shown without a warning that their citations do not support.

    What a reader takes on trust and should not; None where every sentence bears a warning.
    """
    return _share([_not(_fully(one.union)) for one in sentences if not one.sentence.flagged])


def misattribution(sentences: Sequence[JudgedSentence]) -> Score:
    """Return the share of cited sentences that the papers found support, but not those cited.

    Such a sentence is true of the library, yet pinned on the wrong paper: what a system loses when
    it mixes up its sources, apart from what it makes up.
    """
    return _share(
        [
            _and(_fully(one.context), _not(_fully(one.union)))
            for one in sentences
            if one.sentence.cites
        ]
    )


def dangling_citations(sentences: Sequence[JudgedSentence]) -> Score:
    """Return how many marks of an answer point at no reference; deterministic, must be 0."""
    if not sentences:
        return None
    return _exact(float(sum(one.sentence.dangling for one in sentences)))


def quote_fidelity(sentences: Sequence[JudgedSentence], abstracts: Mapping[str, str]) -> Score:
    """Return the share of shown quotes that stand where they say; None without quotes.

    Deterministic, must be 1: abstract[start:end] == quote.
    """
    quotes = [quote for one in sentences for quote in one.sentence.quotes]
    if not quotes:
        return None
    faithful = [
        abstracts.get(quote.paper, "")[quote.start : quote.end] == quote.text for quote in quotes
    ]
    return _exact(sum(faithful) / len(faithful))


def harmonic_mean(first: float, second: float) -> float:
    """Return the harmonic mean, 0 where either is 0."""
    return 2 * first * second / (first + second) if first and second else 0.0


# Three-valued logic (Kleene, 1952): None is "not known".


def _fully(support: Support) -> bool | None:
    return None if support == "unjudged" else support == "full"


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _and(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _or(first: bool | None, second: bool | None) -> bool | None:
    return _not(_and(_not(first), _not(second)))


def _precise(one: JudgedSentence) -> list[bool | None]:
    precise = [
        _and(_fully(one.union), _or(_fully(alone), _not(_fully(without))))
        for alone, without in zip(one.alone, one.without, strict=True)
    ]
    return precise + [False] * one.sentence.dangling


def _weight(support: Support) -> Bounds:
    if support == "unjudged":
        return Bounds(0.0, 1.0)
    return _exact(_WEIGHTS[support])


def _share(values: Sequence[bool | None]) -> Score:
    return _mean([Bounds(0.0, 1.0) if value is None else _exact(float(value)) for value in values])


def _mean(values: Sequence[Bounds]) -> Score:
    if not values:
        return None
    return Bounds(
        sum(value.low for value in values) / len(values),
        sum(value.high for value in values) / len(values),
    )


def _exact(value: float) -> Bounds:
    return Bounds(value, value)
