"""A small graph of sub-questions -> what is found for each, in two layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.answering.planning import sub_questions
from assistant.answering.planning.sub_questions import SubQuestion
from assistant.answering.planning.talk import Talk
from assistant.types import Hit

FindEach = Callable[[Sequence[str]], Sequence[Sequence[Hit]]]
"""Searches for several texts at once."""

_READ_OF_EACH = 2  # papers of a sub-question, shown to the model that completes those behind it
_TOLD_OF_EACH = 3


def found(
    question: str, asked: Sequence[SubQuestion], find_each: FindEach, talk: Talk, calls: int
) -> list[Sequence[Hit]]:
    """Return what is found for each sub-question: first for those that wait for none.

    With a second call the others are put into words by the papers they waited for.
    """
    first = [place for place, one in enumerate(asked) if not one.after]
    later = [place for place, one in enumerate(asked) if one.after]
    hits = _layer({place: asked[place].text for place in first}, find_each, talk)
    if later:
        waiting = {place: asked[place].text for place in later}
        if calls > 1:
            waiting = _completed(question, asked, waiting, hits, talk)
        hits |= _layer(waiting, find_each, talk)
    return [hits[place] for place in range(len(asked))]


def _layer(texts: Mapping[int, str], find_each: FindEach, talk: Talk) -> dict[int, Sequence[Hit]]:
    hits = dict(zip(texts, find_each(list(texts.values())), strict=True))
    for place, text in texts.items():
        talk.note("search", f"searched for “{text}”", hits[place][:_TOLD_OF_EACH])
    return hits


def _completed(
    question: str,
    asked: Sequence[SubQuestion],
    waiting: Mapping[int, str],
    hits: Mapping[int, Sequence[Hit]],
    talk: Talk,
) -> dict[int, str]:
    """Return what had to wait in words of its own; as it was where the model has none for it."""
    needed = dict.fromkeys(place for later in waiting for place in asked[later].after)
    papers = {hit.paper.id: hit.paper for one in needed for hit in hits[one][:_READ_OF_EACH]}
    texts = list(waiting.values())
    reply = talk.ask(sub_questions.follow_up(question, texts, list(papers.values())))
    if reply is None:
        return dict(waiting)
    said = sub_questions.completed(reply, texts)
    if said is None:
        talk.trouble("sub-questions stay as they were", "the reply was no list of them")
    return dict(zip(waiting, said or texts, strict=True))
