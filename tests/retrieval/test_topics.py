"""Topics: what they are about, and which papers of the library bear on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.models.local_embedding import LocalEmbedder
from assistant.retrieval.search import Searcher
from assistant.retrieval.topics import find, subject
from assistant.types import Filters
from tests.conftest import MakeApp


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("dense retrieval", "dense retrieval"),
        ("  dense retrieval \n", "dense retrieval"),
        ("Which papers use Minecraft, and for what?", "Which papers use Minecraft"),
        ("Who uses search and how?", "Who uses search"),
        ("What surveys are in it, and how does each\nstructure it?", "What surveys are in it"),
        ("What is known AND IN WHICH journals?", "What is known"),
        # No second question:
        ("search and rescue", "search and rescue"),
        ("command and control of showers", "command and control of showers"),
        ("fish and whatever eats them", "fish and whatever eats them"),
        ("and what then", "and what then"),
        ("?", "?"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_subject_is_what_says_which_papers_are_meant(topic: str, about: str) -> None:
    assert subject(topic) == about


@pytest.fixture
def searcher(make_app: MakeApp, demo_folder: Path) -> Iterator[Searcher]:
    with make_app(library__path=str(demo_folder)).searcher() as opened:
        yield opened


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder(512, 2048, 0)


def test_the_line_parts_the_papers_by_their_relevance(
    searcher: Searcher, embedder: LocalEmbedder
) -> None:
    counts = []
    for line in (1.0, 0.7, 0.0):
        found = find(searcher, embedder, "dense passage retrieval", line, 64)
        shares = [one.relevance for one in found.ranked]
        assert shares == sorted(shares, reverse=True)
        assert 1 <= found.relevant <= len(found.ranked)
        top = sum(shares[:2]) / 2
        assert all(share >= line * top for share in shares[1 : found.relevant])
        assert all(share < line * top for share in shares[found.relevant :])
        counts.append(found.relevant)
    assert counts == sorted(counts)
    titles = [one.paper.title for one in found.ranked[:3]]
    assert "Dense Passage Retrieval for Open-Domain Question Answering" in titles


def test_the_next_few_below_the_line_are_told_of(
    searcher: Searcher, embedder: LocalEmbedder
) -> None:
    for line in (1.0, 0.9, 0.7):
        found = find(searcher, embedder, "retrieval", line, 64)
        top = sum(one.relevance for one in found.ranked[:2]) / 2
        shares = [one.relevance / (line * top) for one in found.ranked[found.relevant :]]
        below = [share for share in shares if share >= 0.85]
        assert found.near == min(len(below), 5)
        assert all(share < 1 for share in below)
    assert find(searcher, embedder, "sourdough bread baking", 0.7, 64).near == 0


def test_no_more_is_looked_at_than_asked_for(searcher: Searcher, embedder: LocalEmbedder) -> None:
    assert len(find(searcher, embedder, "retrieval", 0.7, 5).ranked) == 5


def test_filters_leave_what_they_admit(searcher: Searcher, embedder: LocalEmbedder) -> None:
    found = find(searcher, embedder, "retrieval", 0.7, 64, Filters(year_to=2020))
    assert found.ranked
    assert all((one.paper.year or 0) <= 2020 for one in found.ranked)
    nothing = find(searcher, embedder, "retrieval", 0.7, 64, Filters(authors=("Nobody",)))
    assert (nothing.hits, nothing.ranked, nothing.relevant) == ((), (), 0)
