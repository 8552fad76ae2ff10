"""Chunks stand verbatim in their abstract, on sentence borders, within the limit of tokens."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.node_parser import SentenceSplitter

from assistant.library.chunking import spans
from assistant.models import tokens

SENTENCES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80),
    max_size=12,
)


@given(SENTENCES)
@settings(max_examples=60, deadline=None)
def test_every_word_is_in_a_chunk_and_chunks_move_forward(sentences: list[str]) -> None:
    text = ". ".join(sentences)
    found = spans(text, tokens.encode, tokens=40)
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())


def test_long_abstracts_are_cut_between_sentences(demo_file: Path) -> None:
    records = [json.loads(line) for line in demo_file.read_text(encoding="utf-8").splitlines()]
    for abstract in (record["abstract"] for record in records):
        for start, end in spans(abstract, tokens.encode, tokens=96):
            assert tokens.count(abstract[start:end]) <= 96
            assert abstract[end - 1] in '.!?)"' or end == len(abstract)


@given(SENTENCES, st.sampled_from(["", " ", "\n "]))
@settings(max_examples=60, deadline=None)
def test_a_short_abstract_is_the_one_chunk_that_the_splitter_makes(
    sentences: list[str], around: str
) -> None:
    text = around + ". ".join(sentences) + around
    made = SentenceSplitter(chunk_size=10_000, chunk_overlap=0, tokenizer=tokens.encode)
    assert [text[start:end] for start, end in spans(text, tokens.encode, 10_000)] == (
        made.split_text(text) if text.strip() else [""]
    )


def test_a_record_without_abstract_is_one_empty_chunk() -> None:
    assert spans("  ", tokens.encode, tokens=96) == [(0, 0)]
