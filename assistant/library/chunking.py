"""Abstract -> stretches of at most so many tokens, on sentence borders, with exact offsets."""

from collections.abc import Callable

Tokenizer = Callable[[str], list[int]]


def spans(text: str, tokenizer: Tokenizer, tokens: int) -> list[tuple[int, int]]:
    """Return (start, end) of the chunks of a text, in order, none overlapping another.

    An empty text is one empty chunk, so that a record without abstract is found by its title.
    """
    if not text.strip():
        return [(0, 0)]
    from llama_index.core.node_parser import SentenceSplitter  # loads some 1,300 modules

    splitter = SentenceSplitter(chunk_size=tokens, chunk_overlap=0, tokenizer=tokenizer)
    found: list[tuple[int, int]] = []
    position = 0
    for chunk in splitter.split_text(text):
        # Chunks are verbatim stretches with only white space between them, so that the first place
        # after the last chunk is the right one even where a text repeats itself.  With an overlap
        # it would not be.
        start = text.index(chunk, position)
        position = start + len(chunk)
        found.append((start, position))
    return found
