"""A sentence and the abstracts it cites -> a verdict by their words alone.

The first tier of the checker.  A sentence that stands as a whole sentence in the abstract is
`verbatim`; a part of one is not, since "it is false that" may stand before it.  Of any other
sentence it can say that its quotes are real, not that they support it: `unjudged`, which is never
shown as supported.  One without a citation is `uncited`, unless it claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.grounding import sentences
from assistant.grounding.claims import needs_citation
from assistant.grounding.quotes import locate, occurs
from assistant.types import Citation, Evidence, Paper, Verdict

# Words in quotation marks within the sentence itself.
_INNER_QUOTE = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_INNER_WORDS = 3  # fewer are a name or a term


def check(sentence: str, citations: Sequence[Citation], cited: Mapping[int, Paper]) -> Verdict:
    """Return the verdict on a sentence; `cited` holds the paper of each number it cites."""
    if not citations:
        return Verdict("uncited" if needs_citation(sentence) else "no_claim")
    whole = [
        _evidence(citation.number, span, cited[citation.number])
        for citation in citations
        if (span := _whole_sentence(sentence, cited[citation.number].abstract))
    ]
    if whole:
        return Verdict("verbatim", 1.0, tuple(whole))
    found: list[Evidence] = []
    missed = 0
    inner = [
        quote for quote in _INNER_QUOTE.findall(sentence) if len(quote.split()) >= _INNER_WORDS
    ]
    for citation in citations:
        paper = cited[citation.number]
        for quote in dict.fromkeys(filter(None, [citation.quote, *inner])):
            span = locate(quote, paper.abstract)
            if span:
                found.append(_evidence(citation.number, span, paper))
            elif quote == citation.quote:
                missed += 1
    return Verdict("unjudged", None, tuple(dict.fromkeys(found)), missed)


def _whole_sentence(sentence: str, abstract: str) -> tuple[int, int] | None:
    wanted = _bare(sentence.strip())
    if not occurs(wanted, abstract):
        return None
    for start, end in sentences.spans(abstract):
        if locate(wanted, abstract[start:end]) == (0, len(_bare(abstract[start:end]))):
            return start, end
    return None


def _bare(sentence: str) -> str:
    """Return a sentence without its full stop, which some abstracts set off by a blank."""
    return sentence.rstrip(".").rstrip()


def _evidence(number: int, span: tuple[int, int], paper: Paper) -> Evidence:
    start, end = span
    return Evidence(number, paper.abstract[start:end], start, end)
