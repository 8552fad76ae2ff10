"""What a library of made-up papers must hold, held against each of its three stores."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy

from assistant import resources
from assistant.app import App
from assistant.library.library import Library

Papers = Mapping[int, int]
"""The version of each paper by its number."""
_VERSIONS = ("originally", "afterwards")  # a word that stands in the abstracts of that version
_OF_ALL = "numbered"  # a word of all titles
_WORDS = 40
_PROBES = 100


@dataclass(frozen=True, slots=True)
class Died:
    """What the catalog had committed when its writer died: that is acknowledged."""

    marked: bool
    papers: frozenset[str]
    indexed: frozenset[str]


@dataclass(slots=True)
class Findings:
    """What is wrong with a library; all empty where nothing is."""

    lost: set[str] = field(default_factory=set)
    ghosts: set[str] = field(default_factory=set)
    pending: int = 0  # papers that wait for their vectors, which the next command says


def write(file: Path, papers: Papers) -> None:
    """Write papers as JSON Lines."""
    with file.open("w", encoding="utf-8") as to:
        for number, version in papers.items():
            said = random.Random(f"{number} {version}").choices(_vocabulary(), k=_WORDS)
            abstract = f"It was said {_VERSIONS[version]} that {' '.join(said)}."
            title = f"Paper {_OF_ALL} {token(number)}"
            line = {"title": title, "abstract": abstract, "doi": f"10.5555/{number}"}
            to.write(json.dumps(line) + "\n")


def token(number: int) -> str:
    """Return the word that only the title of this paper has."""
    return f"zq{number}zq"


def paper_id(number: int) -> str:
    """Return the id of a paper."""
    return f"doi:10.5555/{number}"


def died(folder: Path) -> Died:
    """Read a copy of the catalog, so that nothing is mended by looking."""
    with tempfile.TemporaryDirectory() as name:
        for end in ("", "-wal"):
            if (folder / f"catalog.sqlite{end}").exists():
                shutil.copy(folder / f"catalog.sqlite{end}", Path(name) / f"catalog.sqlite{end}")
        with closing(sqlite3.connect(Path(name) / "catalog.sqlite")) as catalog:
            rows = catalog.execute("SELECT id, indexed FROM papers").fetchall()
            facts = dict(catalog.execute("SELECT key, value FROM facts").fetchall())
    return Died(
        bool(facts["writing"]),
        frozenset(id for id, _ in rows),
        frozenset(id for id, indexed in rows if indexed),
    )


def look(app: App, allowed: Iterable[Papers], acknowledged: Died | None = None) -> Findings:
    """Hold the catalog against the states it may be in, and both indexes against the catalog."""
    found = Findings()
    with app.library() as library:
        papers = {paper.id: paper.abstract for paper in library.catalog.papers()}
        waiting = {paper.id for paper in library.catalog.papers_to_index(len(papers) + 1)}
        found.pending = len(waiting)
        state = {id: _version(abstract) for id, abstract in papers.items()}
        _compare(found, state, [{paper_id(one): of[one] for one in of} for of in allowed])
        if acknowledged:
            found.lost |= acknowledged.papers - papers.keys()
            found.lost |= acknowledged.indexed & waiting
        _look_at_words(found, library, state, waiting)
        _look_at_vectors(found, library)
    return found


def _compare(found: Findings, state: dict[str, int], allowed: list[dict[str, int]]) -> None:
    """Count against the state that is nearest what is lost and what should not be there."""
    differences = [set(state.items()) ^ set(one.items()) for one in allowed]
    nearest = allowed[differences.index(min(differences, key=len))]
    found.lost |= {id for id, version in nearest.items() if state.get(id) != version}
    found.ghosts |= state.keys() - nearest.keys()


def _look_at_words(
    found: Findings, library: Library, state: dict[str, int], waiting: set[str]
) -> None:
    held = library.words.holding(_OF_ALL)
    found.ghosts |= held - state.keys()
    found.lost |= state.keys() - waiting - held
    if library.words.count() != len(held):
        found.ghosts.add("a paper that is in the word index twice")
    for version, word in enumerate(_VERSIONS):
        right = {id for id, one in state.items() if one == version}
        holding = library.words.holding(word)
        found.lost |= right - waiting - holding
        found.ghosts |= holding - waiting - right


def _look_at_vectors(found: Findings, library: Library) -> None:
    of_chunk: dict[str, str] = {}
    vectors = []
    for chunks, part in library.catalog.embedded.batches(1_000):
        of_chunk |= {chunk.id: chunk.paper_id for chunk in chunks}
        vectors.append(part)
    if not vectors:
        return
    ids, matrix = list(of_chunk), numpy.concatenate(vectors)
    index = library.vectors
    listed = {id for id, _ in index.search(matrix[0], len(ids) + _PROBES)}
    found.ghosts |= listed - of_chunk.keys()
    if index.count() != len(ids):
        found.ghosts.add(f"vectors: {index.count()} of {len(ids)}")
    # The graph may pass over some in so long a list: these are asked for by themselves.
    unlisted = [place for place, id in enumerate(ids) if id not in listed]
    for place in [*unlisted, *range(0, len(ids), max(1, len(ids) // _PROBES))]:
        nearest = {id for id, _ in index.search(matrix[place], 10)}
        if ids[place] not in nearest:
            found.lost.add(of_chunk[ids[place]])


def _version(abstract: str) -> int:
    return next(number for number, word in enumerate(_VERSIONS) if word in abstract)


@cache
def _vocabulary() -> list[str]:
    text = resources.DEMO_LIBRARY.read_text("utf-8")
    return sorted({word for word in text.lower().split() if word.isalpha()})
