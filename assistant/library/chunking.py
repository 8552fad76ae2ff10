"""Abstract -> stretches of at most so many tokens, on sentence borders, with exact offsets."""

from collections.abc import Callable

from assistant.errors import SettingsError

Tokenizer = Callable[[str], list[int]]


def spans(text: str, tokenizer: Tokenizer, tokens: int, overlap: int) -> list[tuple[int, int]]:
    """Return (start, end) of the chunks of a text, in order; neighbours may overlap.

    An empty text is one empty chunk, so that a record without abstract is found by its title.

    Raises:
        SettingsError: the overlap is not smaller than the chunk.
    """
    if overlap >= tokens:
        raise SettingsError(
            f"library.chunk_overlap_tokens is {overlap}, library.chunk_tokens {tokens}; "
            "make the overlap the smaller one"
        )
    if not text.strip():
        return [(0, 0)]
    from llama_index.core.node_parser import SentenceSplitter  # loads some 1,300 modules

    splitter = SentenceSplitter(chunk_size=tokens, chunk_overlap=overlap, tokenizer=tokenizer)
    found: list[tuple[int, int]] = []
    position = 0
    for chunk in splitter.split_text(text):
        # The splitter's output is always a verbatim stretch found by moving forward.
        start = text.index(chunk, position)
        found.append((start, start + len(chunk)))
        position = start + 1
    return found
