"""Every embedder keeps the same contract."""

from __future__ import annotations

from collections.abc import Iterator

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.local_embedding import LocalEmbedder, batches
from assistant.models.openai_client import Server
from assistant.models.openai_embedding import OpenAIEmbedder
from assistant.types import Embedder
from eval.scripted_server import serving

TEXTS = ["dense retrieval with two encoders", "a", "", "word " * 900, "Überprüfung 漢字 🙂"]


@pytest.fixture(params=["local", "openai"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    if request.param == "local":
        yield LocalEmbedder(max_tokens=512, batch_tokens=2048, threads=0)
        return
    with serving() as server:
        yield OpenAIEmbedder(Server(server.base_url, "key", 10.0, 0), "scripted-embedding")


def test_gives_a_row_of_unit_length_for_each_text(embedder: Embedder) -> None:
    texts = [text for text in TEXTS if text]
    vectors = embedder.embed(texts)
    assert vectors.shape == (len(texts), embedder.dimension)
    assert vectors.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_gives_much_the_same_vector_whatever_the_company(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    alone = numpy.vstack([embedder.embed([text]) for text in TEXTS])
    # The int8 model scales its activations over a whole batch, so neighbours shift them a little.
    assert numpy.all(numpy.sum(together * alone, axis=1)[[0, 1, 3, 4]] > 0.98)


def test_puts_texts_on_one_subject_near_each_other(embedder: Embedder) -> None:
    near, other, far = embedder.embed(
        ["retrieval of passages", "passages retrieval", "coral reefs in warm water"]
    )
    assert near @ other > near @ far


def test_takes_no_texts(embedder: Embedder) -> None:
    assert len(embedder.embed([])) == 0


def test_has_a_name(embedder: Embedder) -> None:
    assert embedder.name


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 4096))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    made = list(batches(lengths, budget))
    assert sorted(place for batch in made for place in batch) == list(range(len(lengths)))
    for batch in made:
        longest = max(lengths[place] for place in batch)
        assert longest == lengths[batch[-1]]
        assert len(batch) == 1 or longest * len(batch) <= budget
