"""Whatever becomes of papers, a source has said what it said last: against a plain model."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from assistant.corpus.identity import paper_id
from assistant.corpus.records import Record
from assistant.library import ingest, uniting, withdrawing
from assistant.library.combining import combine
from assistant.library.library import Library
from assistant.types import Paper
from tests.conftest import MakeApp

SOURCES = ("a.bib", "b.ris", "c.pdf")
STEPS = 40
Said = Counter[tuple[str, Paper]]


def _a_paper(chance: random.Random) -> Paper:
    """Return one of few papers, many of which are alike."""
    title = chance.choice(["Ships at sea", "Ships at Sea!", "Editorial", "SHIPS AT SEA", "Trains"])
    doi = chance.choice([None, "10.1/a", "10.1/b", "10.48550/arxiv.2001.00001"])
    arxiv_id = chance.choice([None, None, "2001.00001"])
    pmid = chance.choice([None, None, "1"])
    return Paper(
        paper_id(title, doi=doi, arxiv_id=arxiv_id, pmid=pmid),
        title,
        chance.choice(["", "Short.", "Ships carry goods.", "Ships carry goods …", "Other é\x85"]),
        chance.choice([(), ("Lee, Ann",), ("A. Lee", "Bob Roe"), ("Cy Poe",)]),
        chance.choice([None, 2019, 2020, 2023]),
        chance.choice([None, "arXiv", "Sea Letters"]),
        doi,
        arxiv_id,
        pmid,
        chance.choice([None, "https://example.org/a"]),
        chance.choice([(), ("sea", "ship")]),
    )


def _all_said(library: Library, *sources: str) -> Said:
    catalog = library.catalog
    return Counter(
        (one.source, one.paper)
        for paper in catalog.papers()
        for one in catalog.accounts.of(paper.id)
        if one.source in sources
    )


def _withdraw(library: Library, source: str, spoken: set[int]) -> None:
    numbers = library.catalog.accounts.numbers(source)
    gone = {number: id for number, id in numbers.items() if number not in spoken}
    going = withdrawing.leaving(library.catalog, gone, gone.values())
    withdrawing.withdraw(library, gone, going)


def _read(library: Library, source: str, said: Said, sync: bool, chance: random.Random) -> Said:
    """Read a file again of which some is as it was, some changed, some new; return what it says."""
    known = [one for _, one in said.elements()]
    papers = [one for one in known if chance.random() < 0.6]
    papers += [replace(one, abstract="New.") for one in known if chance.random() < 0.3]
    papers += [_a_paper(chance) for _ in range(chance.randint(0, 3))]
    chance.shuffle(papers)
    intake = ingest.Intake()
    intake.take_in(library, [Record(one, source, 1) for one in papers])
    if sync:
        _withdraw(library, source, intake.spoken)
    given = Counter((source, one) for one in papers)
    now = _all_said(library, source)
    assert given <= now <= (given if sync else given + said)
    return now


def _step(library: Library, said: dict[str, Said], chance: random.Random) -> None:
    catalog = library.catalog
    ids = [paper.id for paper in catalog.papers()]
    source = chance.choice(SOURCES)
    what = chance.choice(["ingest", "sync", "merge", "unmerge", "withdraw", "remove"])
    if what in ("ingest", "sync"):
        said[source] = _read(library, source, said[source], what == "sync", chance)
    elif what == "withdraw":
        _withdraw(library, source, set())
        said[source] = Counter()
    elif what == "merge" and len(ids) > 1:
        uniting.merge(library, chance.sample(ids, min(len(ids), chance.randint(2, 3))))
    elif ids:
        accounts = catalog.accounts.of(chance.choice(ids))
        if what == "remove":
            for one in accounts:
                said[one.source][one.source, one.paper] -= 1
            library.remove([accounts[0].paper_id])
        elif len(accounts) > 1:
            uniting.unmerge(library, accounts[0].paper_id)


@pytest.mark.parametrize("seed", range(6))
def test_what_sources_say_is_given_back_after_any_steps(seed: int, make_app: MakeApp) -> None:
    chance = random.Random(seed)
    said: dict[str, Said] = {source: Counter() for source in SOURCES}
    with make_app().library(create=True) as library, library.writing():
        catalog = library.catalog
        for _ in range(STEPS):
            _step(library, said, chance)
            assert _all_said(library, *SOURCES) == +sum(said.values(), Counter())
            for paper in catalog.papers():
                accounts = catalog.accounts.of(paper.id)
                assert replace(paper, sources=()) == combine(paper.id, accounts)
                for one in accounts:
                    assert one in catalog.accounts.about(one.paper)[paper.id]
