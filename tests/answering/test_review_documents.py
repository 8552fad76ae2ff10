"""Reviews as documents: what is written is read again, what is broken is told in one line."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.review_documents import (
    review_document,
    review_of,
    table_document,
    table_of,
)
from assistant.errors import InputError
from assistant.review import (
    Cell,
    Comparison,
    Coverage,
    LeftOut,
    Near,
    Note,
    Point,
    Review,
    Row,
    Sentence,
    Theme,
)
from assistant.types import (
    EVERYTHING,
    Checks,
    Document,
    Dropped,
    Evidence,
    Filters,
    Paper,
    Reference,
    Statement,
    Usage,
)

ABSTRACT = "Reef fish need shelter. We count them."
PAPER = Paper(
    "doi:10.1/x", "Fish", ABSTRACT, ("A B", "C D"), 2020, "Reefs", "10.1/x", None, None,
    "https://x.y", ("fish",),
)  # fmt: skip
USAGE = Usage("extractive", 0, 0, 0, None, 0.2)
WORDS = st.text(max_size=20)
SENTENCES = st.builds(
    Sentence,
    st.builds(
        Statement,
        WORDS,
        st.just((1,)),
        st.sampled_from(["verbatim", "unjudged"]),
        st.none() | st.floats(0, 1),
        st.just("shown"),
        st.just((Evidence(1, ABSTRACT[:23], 0, 23),)),
    ),
    WORDS,
)
PARTS = st.lists(SENTENCES, max_size=3).map(tuple)
REVIEWS = st.builds(
    Review,
    topic=WORDS,
    depth=st.sampled_from(["brief", "standard", "deep"]),
    overview=PARTS,
    themes=st.lists(
        st.builds(Theme, WORDS, st.just(("reef fish",)), st.just((1,)), PARTS), max_size=2
    ).map(tuple),
    agreements=PARTS,
    disagreements=PARTS,
    gaps=PARTS,
    notes=st.lists(st.builds(Note, st.just(1), PARTS), max_size=1).map(tuple),
    references=st.just((Reference(1, PAPER),)),
    coverage=st.just(
        Coverage(
            9,
            2,
            1,
            (LeftOut(Paper("arxiv:1", "Whales", "", year=1999), 0.5, "limit"),),
            7,
            True,
            (Near(Paper("arxiv:2", "Seals", "", year=None), 0.4),),
        )
    ),
    points=st.just((Point(1, -1.0, 0.5, 0),)),
    usage=st.just(USAGE),
    trace_id=WORDS,
    reason=st.none() | st.just("not_in_library"),
    message=st.none() | WORDS,
    dropped=st.just((Dropped("Whales sing.", "uncited", "it cites no paper"),)),
    checks=st.just(Checks(1, 2, 3)),
    filters=st.sampled_from([EVERYTHING, Filters(2020, None, ("A B",), tags=("reefs", "fish"))]),
)


@given(REVIEWS)
@settings(max_examples=40, deadline=None)
def test_a_review_comes_back_from_its_document(review: Review) -> None:
    document = review_document(review)
    assert review_of(document) == review
    assert review_of(json.loads(json.dumps(document))) == review
    assert review_document(review_of(document)) == document


@given(REVIEWS)
@settings(max_examples=5, deadline=None)
def test_a_document_of_before_is_read(review: Review) -> None:
    document = review_document(review)
    del document["filters"], document["coverage"]["looked_at"], document["coverage"]["at_least"]
    del document["coverage"]["near"]
    coverage = replace(review.coverage, looked_at=None, at_least=False, near=())
    assert review_of(document) == replace(review, filters=EVERYTHING, coverage=coverage)


@pytest.mark.parametrize("document", [{}, {"schema": "answer/1"}, {"schema": None}, [], None, "x"])
def test_what_is_no_review_is_refused(document: Any) -> None:
    with pytest.raises(InputError, match="this is no review"):
        review_of(document)


def test_a_table_comes_back_but_for_its_abstracts() -> None:
    cells = (Cell(ABSTRACT[:23], 0, 23), Cell())
    table = Comparison("reefs", ("sample", "result"), (Row(1, PAPER, cells),), USAGE, "t")
    document = table_document(table)
    told = replace(PAPER, abstract="", keywords=())
    assert table_of(document) == replace(table, rows=(Row(1, told, cells),))
    for broken in ({**document, "rows": [{}]}, {**document, "usage": None}):
        with pytest.raises(InputError, match="this table is broken"):
            table_of(broken)


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of each value that a document holds."""
    if isinstance(document, dict):
        inner = list(document.items())
    elif isinstance(document, list):
        inner = list(enumerate(document))
    else:
        inner = []
    return [(*path, key) for key, _ in inner] + [
        place for key, value in inner for place in places(value, (*path, key))
    ]


@given(REVIEWS, st.data())
@settings(max_examples=150, deadline=None)
def test_a_broken_review_is_told_in_one_line(review: Review, data: st.DataObject) -> None:
    document: Document = copy.deepcopy(review_document(review))
    path = data.draw(st.sampled_from(places(document)))
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[path[-1]]
    else:
        junk = st.sampled_from([None, 7, -0.5, "x\ny", [], [3], {}, {"a": 1}, True])
        holder[path[-1]] = data.draw(junk)
    told = ""
    try:
        # What can be read can be shown and written again.
        json.dumps(review_document(review_of(document)))
    except InputError as error:
        told = str(error)
    assert "\n" not in told
