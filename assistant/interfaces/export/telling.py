"""What exports say around the sentences of a review: coverage, reasons, how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.interfaces.export.escaping import line
from assistant.interfaces.render import VERDICTS, counted, withheld
from assistant.review import Coverage, Review, WhyLeftOut
from assistant.types import EXTRACTIVE, Filters, Usage, VerdictLabel

LEFT_OUT: dict[WhyLeftOut, str] = {
    "limit": "beyond the number of papers of this review",
    "no_abstract": "no abstract in the record",
    "no_sentence": "no sentence in the abstract that can be quoted",
    "nothing_said": "the abstract says nothing on the topic",
    "repeats": "what another paper says too",
    "no_room": "the length of this review did not reach so far",
    "not_chosen": "taken out of the outline",
    "withheld": "what was written on it did not pass its checks",
}
NEAR = "narrowly below the line, not counted as bearing on the topic"
EMPTY_CELL = "not in the abstract"
NO_YEARS = "No paper of this review has a year, so there is no picture of the years."
AGREEMENTS = ("Findings that are alike", "Where papers agree")
"""Headings: of a review in exact words, which judges nothing, and of a written one."""
DISAGREEMENTS = ("Limits and contrary findings", "Where they disagree")
GAPS = ("What is said to be open", "Gaps")


def opening(review: Review) -> Iterator[str]:
    """Yield what stands before a review: how much it covers, and what it falls short of."""
    yield _coverage(review.coverage)
    if not review.filters.empty:
        yield limits(review.filters)
    if review.message and not review.abstained:
        yield line(review.message)


def limits(filters: Filters) -> str:
    """Return which papers alone were searched, as a sentence."""
    kinds = [
        ("by", filters.authors), ("in", filters.venues), ("read from", filters.sources),
        ("tagged", filters.tags), ("entitled", filters.titles), ("identified by", filters.ids),
    ]  # fmt: skip
    said = [f"{how} {' or '.join(map(line, names))}" for how, names in kinds if names]
    wanted = [("with", filters.phrases), ("without", filters.without)]
    said += [f"{how} the words “{line(one)}”" for how, words in wanted for one in words]
    return f"The search was limited to papers {', '.join([*_years(filters), *said])}."


def _years(filters: Filters) -> Iterator[str]:
    first, last = filters.year_from, filters.year_to
    if first is not None and last is not None:
        yield f"of {first}" if first == last else f"of {first}–{last}"
    elif first is not None:
        yield f"from {first} on"
    elif last is not None:
        yield f"up to {last}"


def _coverage(one: Coverage) -> str:
    bear = "bears" if one.relevant == 1 else "bear"
    used = "is" if one.used == 1 else "are"
    holds = f"The library holds {counted(one.held, 'paper')}"
    bearing = f"{'at least ' if one.at_least else ''}{one.relevant} {bear}"
    if one.looked_at is None or one.looked_at >= one.held:
        return f"{holds}; {bearing} on this topic, {one.used} {used} used."
    looked = "the nearest was" if one.looked_at == 1 else f"the {one.looked_at} nearest were"
    return f"{holds}, of which {looked} looked at; {bearing} on this topic, {one.used} {used} used."


def in_exact_words(review: Review) -> bool:
    """Tell whether a review is made of exact sentences, without a language model."""
    return review.usage.model == EXTRACTIVE


def verified(verdict: VerdictLabel) -> bool:
    """Tell whether a check has confirmed a sentence; it then bears no sign."""
    return VERDICTS[verdict].startswith("✓")


def doubt(verdict: VerdictLabel) -> tuple[str, str]:
    """Return the sign of a verdict in brackets and its words."""
    sign, words = VERDICTS[verdict].split(" ", 1)
    return f"[{sign}]", words


def made(review: Review) -> Iterator[str]:
    """Yield how a review was made and what its checks found, a sentence each."""
    yield usage(review.usage)
    verdicts = Counter(one.statement.verdict for one in review.sentences)
    if not in_exact_words(review):  # else the notes are what the themes say
        notes = [one for note in review.notes for one in note.sentences]
        verdicts += Counter(one.statement.verdict for one in notes)
    yield from _checked(verdicts)
    if review.dropped:
        yield f"{withheld(len(review.dropped))}."
    removed = [
        (review.checks.quotes_dropped, "quote", "removed, which the cited abstract does not hold"),
        (review.checks.numbers_dropped, "citation", "removed, of papers that were never offered"),
    ]
    for count, noun, what in removed:
        if count:
            yield f"{counted(count, noun)} {what}."


def usage(one: Usage) -> str:
    """Return who wrote a document and what that took."""
    if one.model == EXTRACTIVE:
        return (
            "Made of exact sentences of the abstracts, without a language model, in "
            f"{one.seconds:.1f} s."
        )
    if not one.calls:
        return f"Written by {one.model} when it was asked the same before; nothing was spent."
    cost = "cost unknown" if one.cost_usd is None else f"${one.cost_usd:.4f}"
    return (
        f"Written by {one.model} in {counted(one.calls, 'call')}: {one.tokens_in:,} tokens read, "
        f"{one.tokens_out:,} written, {cost}, {one.seconds:.1f} s."
    )


def _checked(verdicts: Counter[VerdictLabel]) -> Iterator[str]:
    good = [
        f"{verdicts[label]} {VERDICTS[label][2:]}"
        for label in VERDICTS
        if verified(label) and verdicts[label]
    ]
    if good:
        yield f"Sentences without a sign were checked: {', '.join(good)}."
    for label, count in verdicts.items():
        if not verified(label):
            sign, words = doubt(label)
            yield f"{sign} marks a sentence of the kind “{words}”: {count}."
