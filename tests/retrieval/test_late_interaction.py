"""Topics against texts, token by token."""

from __future__ import annotations

import numpy
import pytest

from assistant.models.local_embedding import LocalEmbedder
from assistant.retrieval.late_interaction import interact


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder(512, 2048, 1)


TEXTS = ["Bread rises with yeast.", "Reef fish hide in corals.", "Stocks fell on Monday."]


def always(word: str) -> bool:
    return True


def test_the_text_with_the_words_wins(embedder: LocalEmbedder) -> None:
    for topic, best in (("corals and reef fish", 1), ("yeast bread", 0), ("stocks", 2)):
        found = interact(embedder, topic, TEXTS, always)
        assert int(found.similarities.argmax()) == best
        assert int(found.cosines.argmax()) == best
        assert (numpy.abs(found.similarities) <= 1.0001).all()


def test_words_that_tell_nothing_are_left_aside(embedder: LocalEmbedder) -> None:
    topic = "Monday or overoptimization"
    asked: list[str] = []

    def stocks_only(word: str) -> bool:
        asked.append(word)
        return word == "Monday"

    found = interact(embedder, topic, TEXTS, stocks_only)
    alone = interact(embedder, topic, TEXTS, always)
    assert found.similarities[2] > alone.similarities[2]
    # Pieces of a word are asked about as the word.
    assert set(asked) == {"Monday", "or", "overoptimization"}


def test_each_text_has_its_vector_in_its_place(embedder: LocalEmbedder) -> None:
    done: list[tuple[int, int]] = []
    found = interact(embedder, "fish", TEXTS, always, lambda *step: done.append(step))
    assert done == [(1, 3), (2, 3), (3, 3)]
    alone = numpy.stack([embedder.embed([text])[0] for text in TEXTS])
    assert ((found.vectors * alone).sum(axis=1) > 0.97).all()


@pytest.mark.parametrize("topic", ["", "?!", "the"])
def test_a_topic_or_text_without_words_is_no_error(embedder: LocalEmbedder, topic: str) -> None:
    found = interact(embedder, topic, ["", *TEXTS], lambda word: False)
    assert numpy.isfinite(found.similarities).all()
    assert numpy.isfinite(found.cosines).all()
