"""Kept answers and reviews in the catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.identity import abstract_hash
from assistant.errors import InputError
from assistant.library.catalog import Catalog
from assistant.types import Filters, Paper

PAPER = Paper("a", "A", "Dense «wins».")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    Catalog.create(tmp_path / "catalog.sqlite", {"embedder": "e"})
    return Catalog(tmp_path / "catalog.sqlite")


def test_a_work_is_kept_as_it_was(catalog: Catalog) -> None:
    filters = Filters(2020, None, ("Lee",), tags=("x",))
    id = catalog.saved.add("answer", "Who wins?", {"text": "«Dense»"}, [PAPER], filters)
    (work,) = catalog.saved.all()
    assert work == catalog.saved.find(id[:5])
    assert (work.kind, work.title, work.document) == ("answer", "Who wins?", {"text": "«Dense»"})
    assert work.filters == filters
    assert work.hashes == {"a": abstract_hash(PAPER.abstract)}


def test_a_work_is_removed_by_the_beginning_of_its_id(catalog: Catalog) -> None:
    kept = catalog.saved
    ids = [kept.add("review", "T", {}, [PAPER]) for _ in range(2)]
    for wrong in ("", "nothing"):
        with pytest.raises(InputError, match="litassist saved"):
            kept.find(wrong)
    kept.remove(ids[0])
    assert [one.id for one in kept.all()] == [ids[1]]


def test_papers_that_came_later_are_known(catalog: Catalog) -> None:
    catalog.add_paper(PAPER)
    id = catalog.saved.add("answer", "Q", {}, [])
    assert catalog.saved.arrived_since(id) == set()
    catalog.add_paper(Paper("b", "B", "Sparse."))
    assert catalog.saved.arrived_since(id) == {"b"}


def test_a_paper_stays_known_to_a_topic(catalog: Catalog) -> None:
    from assistant.library.digests import Told

    told = [Told("a", "A", "h"), Told("b", "B", "i", gone=True)]
    catalog.digests.remember("Topic", 1, told)
    memory = catalog.digests.memory("Topic")
    assert (memory.number, list(memory.told.values())) == (1, told)
    assert catalog.digests.memory("Other").told == {}
    catalog.digests.remember_stale(1, {"saved:1": ["removed a"]})
    assert catalog.digests.stale() == {"saved:1": ["removed a"]}
    catalog.digests.remember_stale(2, {})
    assert catalog.digests.stale() == {}
