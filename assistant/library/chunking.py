"""Abstract -> stretches of at most so many tokens, on sentence borders, with exact offsets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core.node_parser import SentenceSplitter

Tokenizer = Callable[[str], list[int]]


def spans(text: str, tokenizer: Tokenizer, tokens: int) -> list[tuple[int, int]]:
    """Return (start, end) of the chunks of a text, in order, none overlapping another.

    An empty text is one empty chunk, so that a record without abstract is found by its title.
    """
    if not text.strip():
        return [(0, 0)]
    if (
        len(tokenizer(text)) <= tokens
    ):  # what the splitter would say of it, in a quarter of the time
        start = len(text) - len(text.lstrip())
        return [(start, start + len(text.strip()))]
    found: list[tuple[int, int]] = []
    position = 0
    for chunk in _splitter(tokenizer, tokens).split_text(text):
        # Chunks are verbatim stretches with only white space between them, so that the first place
        # after the last chunk is the right one even where a text repeats itself.  With an overlap
        # it would not be.
        start = text.index(chunk, position)
        position = start + len(chunk)
        found.append((start, position))
    return found


@cache
def _splitter(tokenizer: Tokenizer, tokens: int) -> SentenceSplitter:
    from llama_index.core.node_parser import SentenceSplitter  # loads some 1,300 modules

    return SentenceSplitter(chunk_size=tokens, chunk_overlap=0, tokenizer=tokenizer)
