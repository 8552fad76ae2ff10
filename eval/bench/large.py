"""What a search of a large library costs: `python -m eval.bench.large LIBRARY [PAPERS]`.

Beside it stands what it cannot do without: the embedding of the question and a bare Chroma query
for as many papers as are shown.  Filters on years follow, wide, middling and narrow, beside a
search without any.  All of it is seconds of the processor, one after the other for the same
question; with OPENBLAS_NUM_THREADS=1 it is what the command `litassist` uses.
Where LIBRARY is no library yet it is made: papers of sentences from the demo's, their vectors the
demo's with noise, so that nothing need be embedded.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy

from assistant import settings
from assistant.app import App
from assistant.corpus.fields import paper_from
from assistant.library.library import Library
from assistant.library.words import tells
from assistant.types import Chunk, Filters
from eval.bench import processes
from eval.experiment.libraries import located

PAPERS = 100_000
MOST = 10
QUESTIONS = 100
_WARMING = 10
_BATCH = 2_000
_NOISE = 0.35
_SHARES = (0.75, 0.25, 0.03)  # of the papers that a filter leaves
_YEARS = range(1900, 2100)
_WORDS = 12  # of a question


def main(folder: Path, papers: int) -> None:
    """Measure and print the table."""
    apps = {
        rerank: App(
            located(settings.load(None, {"retrieval.rerank": rerank}, {}), folder), lambda _: None
        )
        for rerank in ("none", "tokens")
    }
    if not folder.exists():
        _fill(apps["tokens"], papers)
    embedder = apps["none"].embedder
    with apps["none"].searcher() as plain, apps["tokens"].searcher() as usual:
        library = plain.library
        ways: dict[str, Callable[[str], object]] = {
            "Chroma and embedding": lambda text: library.vectors.search(
                embedder.embed([text])[0], MOST
            ),
            "search, rerank none": lambda text: plain.search(text, MOST),
            "search": lambda text: usual.search(text, MOST),
        }
        for filters, left in _filters(library):
            name = (
                f"from {filters.year_from}" if filters.year_to is None else f"in {filters.year_to}"
            )
            ways[f"{name}, {left:.0%} left"] = partial(usual.search, papers=MOST, filters=filters)
        print(_table(library.catalog.count_papers(), _medians(ways)))


def _fill(app: App, papers: int) -> None:
    """Make a library of made-up papers of two chunks each."""
    noise = numpy.random.default_rng(1)
    given = [paper_from(fields) for fields in processes.papers(64)]
    vectors, tokens = app.local_embedder.embed_with_tokens([one.abstract for one in given], tells)
    made = [paper_from(fields) for fields in processes.papers(papers)]
    with app.library(create=True) as library, library.writing():
        library.catalog.remember(dimension=str(vectors.shape[1]))
        for start in range(0, papers, _BATCH):
            part = [
                dataclasses.replace(one, id=f"made-up-{place}")
                for place, one in enumerate(made[start : start + _BATCH], start)
            ]
            with library.catalog.transaction():
                for paper in part:
                    library.catalog.add_paper(paper)
            chunks = [chunk for paper in part for chunk in _halves(paper.id, len(paper.abstract))]
            drawn = noise.integers(0, len(vectors), (len(chunks), 2))
            mixed = vectors[drawn].sum(axis=1)
            mixed += noise.normal(0, _NOISE / vectors.shape[1] ** 0.5, mixed.shape)
            mixed /= numpy.linalg.norm(mixed, axis=1, keepdims=True)
            of_chunks = {
                chunk.id: tokens[place] for chunk, (place, _) in zip(chunks, drawn, strict=True)
            }
            library.store(part, chunks, mixed.astype(numpy.float32), of_chunks)


def _halves(paper_id: str, letters: int) -> Iterator[Chunk]:
    yield Chunk(f"{paper_id}-a", paper_id, 0, letters // 2)
    yield Chunk(f"{paper_id}-b", paper_id, letters // 2, letters)


def _filters(library: Library) -> Iterator[tuple[Filters, float]]:
    """Yield filters on years that leave about so many papers, and the share that each leaves."""
    papers = library.catalog.count_papers()
    asked = [Filters(year, last) for year in _YEARS for last in (None, year)]
    left = {one: len(library.catalog.admitted(one) or ()) / papers for one in asked}
    for share in _SHARES:
        chosen = min((one for one in asked if left[one]), key=lambda one: abs(left[one] - share))
        yield chosen, left[chosen]


def _questions() -> Iterator[str]:
    """Yield questions: some words of one abstract and some of another."""
    choose = random.Random(2)
    words = [one["abstract"].split() for one in processes.papers(500)]
    for _ in range(QUESTIONS + _WARMING):
        first, second = choose.sample(words, 2)
        yield " ".join(first[: _WORDS // 2] + second[: _WORDS // 2])


def _medians(ways: dict[str, Callable[[str], object]]) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for text in _questions():
        for name, way in ways.items():
            begun = time.process_time()
            way(text)
            seconds[name].append(time.process_time() - begun)
    return {name: statistics.median(all_of[_WARMING:]) for name, all_of in seconds.items()}


def _table(papers: int, found: dict[str, float]) -> str:
    bare, usual = found["Chroma and embedding"], found["search"]
    rows = [f"{papers} papers, {MOST} results; processor, p50 of {QUESTIONS} questions"]
    for name, seconds in found.items():
        beside = f"{seconds / usual:.2f} of a search without (at most 2)"
        if not name.endswith("left"):
            beside = f"{seconds / bare:.2f} of Chroma and embedding (at most 1.5)"
        rows.append(f"  {name:<22}{seconds * 1e3:>7.1f} ms   {beside}")
    return "\n".join(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS)
