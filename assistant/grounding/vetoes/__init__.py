"""Plain reasons why an abstract cannot support a claim: each is one that a reader can check.

A veto overrules whatever a model thinks, so it speaks only where it is clear: a figure or a name
that the abstract lacks, or a claim that follows a sentence of it and differs in a word that turns
the meaning round, widens it, or makes a cause of it.  What is merely reworded is left to others.
"""

from __future__ import annotations

from assistant.grounding.vetoes import additions, bindings, names, numbers, polarity, scope, topic
from assistant.grounding.vetoes.alignment import align
from assistant.grounding.vetoes.alterations import likeness as likeness
from assistant.grounding.vetoes.reading import read

_FOLLOWS = 0.7  # of the claim's words


def veto(claim: str, title: str, abstract: str) -> str | None:
    """Return why an abstract cannot support a claim, in words for the reader, or None."""
    said = [word for sentence in read(claim).sentences for word in sentence]
    if not said:
        return None
    whole = f"{title}\n\n{abstract}"
    text = read(whole)
    words = tuple(said)
    aligned = align(words, text)
    if any(one.share == 1.0 and one.agreeing == len(one.sentence) for one in aligned):
        aligned = aligned[:1]
    return (
        numbers.veto(words, text, aligned)
        or bindings.veto(words, text)
        or names.veto(words, whole, aligned)
        or polarity.veto(aligned)
        or scope.veto(aligned)
        or additions.veto(text, aligned)
        or topic.veto(words, text)
    )


def weaker(claim: str, sentence: str) -> str | None:
    """Return how a sentence says a claim of fewer things or less surely, or None where it does not.

    It must follow the claim for the most part: this tells what it holds, not only what it lacks.
    """
    words = tuple(word for one in read(claim).sentences for word in one)
    aligned = [one for one in align(words, read(sentence)) if one.share >= _FOLLOWS]
    found = scope.veto(aligned) if polarity.veto(aligned) is None else None
    return found.replace("the abstract", "it", 1) if found else None
