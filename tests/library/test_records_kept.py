"""What sources say is given back word for word, whatever becomes of the paper."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.records import Record
from assistant.library import ingest, uniting
from assistant.library.library import Library
from assistant.library.rows import difference, said
from assistant.types import Paper
from tests.conftest import MakeApp

_TEXTS = st.text(max_size=8)
_MAYBE = st.none() | _TEXTS
_LISTS = st.lists(_TEXTS, max_size=3).map(tuple)
_PAPERS = st.builds(
    Paper, id=_TEXTS, title=_TEXTS, abstract=_TEXTS, authors=_LISTS,
    year=st.none() | st.integers(1500, 2100), venue=_MAYBE, doi=_MAYBE, arxiv_id=_MAYBE,
    pmid=_MAYBE, url=_MAYBE, keywords=_LISTS,
)  # fmt: skip
_TAGGED = st.builds(replace, _PAPERS, sources=_LISTS, tags=_LISTS)

PREPRINT = Paper("arxiv:2004.04906", "Dense retrieval", "Short.", ("V. Karpukhin",), 2020,
                 "arXiv", arxiv_id="2004.04906")  # fmt: skip
PUBLISHED = Paper("doi:10.1/dpr", "Dense retrieval", "A much longer abstract.",
                  ("Vladimir Karpukhin",), 2020, "EMNLP", "10.1/dpr", "2004.04906",
                  keywords=("retrieval",))  # fmt: skip
OTHER = Paper("doi:10.1/dpr2", "Dense retrieval again", "Another.", doi="10.1/dpr2")


@given(_TAGGED, _TAGGED)
def test_a_record_is_what_differs_from_its_paper(record: Paper, paper: Paper) -> None:
    assert said(difference(record, paper), paper) == record


def _said(library: Library, paper_id: str) -> dict[str, Paper]:
    return {one.source: one.paper for one in library.catalog.accounts.of(paper_id)}


def test_what_sources_say_outlasts_every_change_of_their_paper(make_app: MakeApp) -> None:
    app = make_app()
    app.take_in([Record(PREPRINT, "a.bib", 1), Record(OTHER, "c.bib", 1)])
    app.take_in([Record(PUBLISHED, "b.ris", 1)])
    with app.library() as library, library.writing():
        assert _said(library, PREPRINT.id) == {"a.bib": PREPRINT, "b.ris": PUBLISHED}
        uniting.merge(library, [PREPRINT.id, OTHER.id])
        told = {"a.bib": PREPRINT, "b.ris": PUBLISHED, "c.bib": OTHER}
        assert _said(library, PREPRINT.id) == told
        parts = uniting.unmerge(library, PREPRINT.id)
        assert {k: v for part in parts for k, v in _said(library, part.id).items()} == told
        rewritten = replace(PUBLISHED, abstract="The longest abstract of all of them.")
        ingest.take_in(library, [Record(rewritten, "b.ris", 1)])
        assert _said(library, PREPRINT.id) == {"a.bib": PREPRINT, "b.ris": rewritten}


def test_a_text_that_source_and_paper_share_is_kept_once(make_app: MakeApp) -> None:
    app = make_app()
    app.take_in([Record(PUBLISHED, "b.ris", 1)])
    with sqlite3.connect(app.folder / "catalog.sqlite") as catalog:
        assert catalog.execute("SELECT record FROM records").fetchall() == [("{}",)]
    catalog.close()


def test_records_that_an_earlier_version_kept_whole_are_read_and_recognised(
    make_app: MakeApp,
) -> None:
    app = make_app()
    app.take_in([Record(PREPRINT, "a.bib", 1)])
    with sqlite3.connect(app.folder / "catalog.sqlite") as catalog:
        catalog.execute("UPDATE records SET record = ?", (json.dumps(asdict(PREPRINT)),))
        catalog.execute("UPDATE facts SET value = '8' WHERE key = 'schema_version'")
    catalog.close()
    assert app.take_in([Record(PREPRINT, "a.bib", 1)]).unchanged == 1
    assert app.take_in([Record(PUBLISHED, "b.ris", 1)]).merged == 1
    with app.library() as library:
        assert _said(library, PREPRINT.id) == {"a.bib": PREPRINT, "b.ris": PUBLISHED}
