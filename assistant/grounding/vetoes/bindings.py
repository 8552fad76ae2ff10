"""Figures that the abstract gives, though for another name than the claim does."""

from __future__ import annotations

from assistant.grounding.vetoes import figures
from assistant.grounding.vetoes.known import bare
from assistant.grounding.vetoes.names import is_marked
from assistant.grounding.vetoes.reading import Sentence, Text

_NEAR = 4  # words between a figure and its name


def veto(claim: Sentence, text: Text) -> str | None:
    """Return which name the abstract gives a figure of the claim for, or None.

    Only a claim with one figure is clear about what the figure belongs to, and only a sentence that
    gives figures of one kind for several names tells that they are not the claim's.
    """
    counted = [word.figure for word in claim if word.figure]
    if len(counted) != 1 or counted[0].is_small or counted[0].is_year:
        return None
    own = {bare(word.text): word.text for word in claim if is_marked(word)}
    bound = [
        (figures.same(counted[0], figure), name)
        for sentence in text.sentences
        for figure, name in _bound(sentence)
        if figure.kind == counted[0].kind
    ]
    given = {name for matches, name in bound if matches}
    others = {bare(name) for matches, name in bound if not matches}
    if len(given) != 1:
        return None
    (name,) = given
    swapped = [written for key, written in own.items() if key in others]
    if len(swapped) == 1 and bare(name) not in own and len(own) == 1:
        return f"the abstract gives {counted[0].written} for {name}, not {swapped[0]}"
    return None


def _bound(sentence: Sentence) -> list[tuple[figures.Figure, str]]:
    """Return the figures of a sentence that gives several, each with the name next to it."""
    names = [place for place, word in enumerate(sentence) if is_marked(word)]
    counted = [place for place, word in enumerate(sentence) if word.figure]
    if len(names) < 2 or len(counted) < 2 or any(word.key == "respectiv" for word in sentence):
        return []
    found = []
    for place in counted:
        # "34% on ALFWorld": at the same distance the name behind the figure is its own.
        nearest = min(names, key=lambda name: (abs(name - place), name < place))
        figure = sentence[place].figure
        if figure and abs(nearest - place) <= _NEAR:
            found.append((figure, sentence[nearest].text))
    return found
