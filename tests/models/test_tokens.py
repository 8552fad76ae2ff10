"""Tokens are counted without the network."""

from assistant.models import tokens


def test_counts_tokens() -> None:
    assert tokens.count("Dense retrieval beats BM25.") == 7


def test_counts_words_that_look_like_control_tokens_as_text() -> None:
    assert tokens.count("<|endoftext|>") > 1


def test_shortens_to_the_first_tokens() -> None:
    assert tokens.shorten("one two three four", 2) == "one two"
    assert tokens.shorten("one", 5) == "one"
