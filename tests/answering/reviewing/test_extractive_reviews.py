"""Reviews in exact words: what they say, what they leave out and why."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy
import pytest

from assistant.answering.review_documents import review_document, review_of
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.grounding import sentences
from assistant.review import Depth, Outline, Review
from assistant.types import Filters, Paper
from tests.answering.reviewing.conftest import MakeReviewer

TOPICS = ("dense retrieval", "How is hallucination measured?", "when to retrieve")
LEANING = re.compile(r"(this|however|it|these|they|moreover|therefore)\b", re.IGNORECASE)
OWN = re.compile(r"this (paper|work|study|survey)\b", re.IGNORECASE)


@pytest.fixture(scope="module", params=TOPICS)
def review(request: pytest.FixtureRequest, reviewer: Reviewer) -> Review:
    return reviewer.review(reviewer.outline(request.param))


@pytest.fixture(scope="module")
def retrieval(reviewer: Reviewer) -> Outline:
    """The outline of a topic that many papers bear on."""
    return reviewer.outline("retrieval")


def leans(sentence: str) -> bool:
    return bool(LEANING.match(sentence)) and not OWN.match(sentence)


def test_every_sentence_stands_where_it_says(review: Review) -> None:
    papers = {one.number: one.paper for one in review.references}
    assert not review.abstained
    for sentence in (*review.sentences, *(one for note in review.notes for one in note.sentences)):
        statement = sentence.statement
        assert (statement.verdict, statement.action, statement.score) == ("verbatim", "shown", 1.0)
        assert {quote.number for quote in statement.evidence} == set(statement.citations)
        for quote in statement.evidence:
            abstract = papers[quote.number].abstract
            assert abstract[quote.start : quote.end] == quote.quote
            assert " ".join(quote.quote.split()) == statement.text
    assert review.dropped == ()
    assert review.usage.calls == 0


def test_numbers_are_given_by_first_appearance(review: Review) -> None:
    cited = [number for one in review.sentences for number in one.statement.citations]
    assert list(dict.fromkeys(cited)) == [one.number for one in review.references]
    assert [one.number for one in review.references] == list(range(1, len(review.references) + 1))
    for theme in review.themes:
        told = [number for one in theme.sentences for number in one.statement.citations]
        assert theme.papers == tuple(dict.fromkeys(told))


def test_no_sentence_leans_on_one_that_is_not_there(review: Review) -> None:
    papers = {one.number: one.paper for one in review.references}
    for sentence in review.sentences:
        if leans(sentence.statement.text):
            abstract = papers[sentence.statement.citations[0]].abstract
            said = [abstract[start:end] for start, end in sentences.spans(abstract)]
            assert all(map(leans, said)), sentence.statement.text


def test_who_we_are_is_said_before(review: Review) -> None:
    before = None
    for sentence in review.sentences:
        (number,) = sentence.statement.citations
        if re.match(r"(we|our)\b", sentence.statement.text, re.IGNORECASE):
            assert sentence.lead or number == before, sentence.statement.text
        assert sentence.lead == "" or sentence.lead.endswith(":")
        before = number


def test_nothing_is_said_twice(review: Review, reviewer: Reviewer) -> None:
    texts = [one.statement.text for one in review.sentences]
    vectors = reviewer.searcher.embedder.embed(texts)
    likeness = vectors @ vectors.T - 2 * numpy.eye(len(texts))
    assert likeness.max() < 0.9
    assert len(set(texts)) == len(texts)


def test_papers_are_used_or_left_out_with_a_reason(review: Review) -> None:
    coverage = review.coverage
    used = {one.paper.id for one in review.references}
    left_out = [one.paper.id for one in coverage.left_out]
    assert coverage.held == 64
    assert coverage.used == len(used)
    assert coverage.relevant == len(used) + len(left_out)
    assert len(left_out) == len(set(left_out))
    assert not used & set(left_out)


def test_the_map_has_each_paper_of_a_theme_once(review: Review) -> None:
    themes = {number: index for index, one in enumerate(review.themes) for number in one.papers}
    assert {point.number: point.theme for point in review.points} == themes
    assert len(review.points) == len(themes)


def test_a_review_comes_back_from_its_document(review: Review) -> None:
    document = review_document(review)
    assert review_document(review_of(document)) == document


def test_the_same_topic_gives_the_same_review(reviewer: Reviewer) -> None:
    first, second = (reviewer.review(reviewer.outline("dense retrieval")) for _ in range(2))
    assert replace(first, trace_id="", usage=second.usage) == replace(second, trace_id="")


def words(review: Review) -> int:
    return sum(len(one.statement.text.split()) for one in review.sentences)


@pytest.mark.parametrize(("asked", "depth"), [(150, "brief"), (400, "standard"), (1000, "deep")])
def test_words_are_roughly_kept(
    reviewer: Reviewer, retrieval: Outline, asked: int, depth: Depth
) -> None:
    review = reviewer.review(retrieval, depth, words=asked)
    assert 0.6 * asked <= words(review) <= 1.5 * asked
    assert review.depth == depth


def test_a_deeper_review_says_more(reviewer: Reviewer, retrieval: Outline) -> None:
    depths: tuple[Depth, ...] = ("brief", "standard", "deep")
    brief, standard, deep = (reviewer.review(retrieval, one) for one in depths)
    assert words(brief) < words(standard) < words(deep)
    assert len(brief.references) <= len(standard.references) <= len(deep.references)


def test_papers_above_the_number_asked_for_are_left_out(reviewer: Reviewer) -> None:
    everything = reviewer.outline("dense retrieval", everything=True)
    limited = reviewer.outline("dense retrieval", papers=3)
    assert len(everything.papers) > 3
    assert len(limited.papers) == 3
    assert limited.coverage.relevant == everything.coverage.relevant
    review = reviewer.review(limited)
    assert review.coverage.used == 3
    assert {one.why for one in review.coverage.left_out} == {"limit"}
    assert len(review.coverage.left_out) == review.coverage.relevant - 3
    # Most relevant first, by what they are told with.
    shares = [one.relevance for one in review.coverage.left_out]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1.1 for share in shares)


def test_where_more_may_bear_on_the_topic_it_is_said(reviewer: Reviewer) -> None:
    def looking_at(candidates: int) -> Reviewer:
        settings = reviewer.settings.model_copy(update={"candidates": candidates})
        return replace(reviewer, settings=settings)

    whole = reviewer.outline("retrieval").coverage
    assert (whole.looked_at, whole.at_least) == (64, False)
    part = looking_at(8).outline("retrieval").coverage
    assert (part.looked_at, part.at_least) == (8, True)
    assert part.relevant < whole.relevant
    # The line is reached where those found last do not bear on the topic.
    reached = looking_at(40).outline("hallucination of language models").coverage
    assert (reached.looked_at, reached.at_least) == (40, False)
    # All that the filters admit was looked at.
    admitted = looking_at(40).outline("retrieval", Filters(year_from=2023)).coverage
    assert admitted.looked_at is not None
    assert (admitted.looked_at < 40, admitted.at_least) == (True, False)
    everything = looking_at(8).outline("retrieval", everything=True).coverage
    assert not everything.at_least
    assert everything.relevant >= whole.relevant - 1
    review = reviewer.review(looking_at(8).outline("retrieval"))
    assert (review.coverage.looked_at, review.coverage.at_least) == (8, True)


def test_a_filter_admits_no_other_papers(reviewer: Reviewer) -> None:
    outline = reviewer.outline("retrieval", Filters(year_from=2023))
    assert outline.papers
    assert all((paper.year or 0) >= 2023 for paper in outline.papers)
    nothing = reviewer.outline("retrieval", Filters(authors=("Nobody",)))
    assert nothing.papers == ()
    assert "filters" in (reviewer.review(nothing).message or "")


@pytest.mark.parametrize("topic", ["sourdough bread baking", "Zyxwolumab", "?!", ""])
def test_what_the_library_does_not_hold_is_said(reviewer: Reviewer, topic: str) -> None:
    review = reviewer.review(reviewer.outline(topic))
    assert review.abstained
    assert review.reason == "not_in_library"
    assert review.message
    assert (review.sentences, review.references, review.points) == ((), (), ())
    assert (review.coverage.held, review.coverage.used) == (64, 0)
    assert review_of(review_document(review)) == review


def test_reading_is_told_of_and_can_be_stopped(reviewer: Reviewer) -> None:
    told: list[tuple[str, int, int]] = []
    reviewer.outline("dense retrieval", on_progress=lambda *step: told.append(step))
    assert [done for _, done, _ in told] == list(range(1, told[-1][2] + 1))
    assert {what for what, _, _ in told} == {"reading"}

    def stop(*step: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reviewer.outline("dense retrieval", on_progress=stop)


# Small libraries

REEFS = "Reef fish lose their shelter where corals bleach. We count fish on forty bleached reefs."
SHELTER = "Shelter decides how many reef fish survive a storm. We build shelters of clay for fish."


def paper(id: str, title: str, abstract: str) -> Paper:
    return Paper(id, title, abstract, ("A. Author",), 2020)


def test_a_library_of_one_paper_is_reviewed(reviewer_of: MakeReviewer) -> None:
    reviewer = reviewer_of([paper("arxiv:2001.00001", "Fish of Bleached Reefs", REEFS)])
    outline = reviewer.outline("reef fish")
    review = reviewer.review(outline)
    assert [len(theme.papers) for theme in review.themes] == [1]
    assert (review.coverage.held, review.coverage.relevant, review.coverage.used) == (1, 1, 1)
    assert review.points == ()


def test_a_library_that_is_all_about_the_topic_is_told_whole(reviewer_of: MakeReviewer) -> None:
    places = ("Belize", "Palau", "Kenya", "Egypt", "Fiji")
    reviewer = reviewer_of(
        [
            paper(f"arxiv:2001.0000{n}", f"Reef Fish of {place}", f"Reef fish of {place} are many.")
            for n, place in enumerate(places)
        ]
    )
    assert len(reviewer.outline("reef fish").papers) == 5


def test_the_overview_leaves_each_paper_a_sentence(reviewer_of: MakeReviewer) -> None:
    reviewer = reviewer_of(
        [
            paper(
                "arxiv:2001.00001", "Fish of Bleached Reefs", "Reef fish leave reefs that bleach."
            ),
            paper(
                "arxiv:2001.00002", "Shelter for Fish", "Shelter decides how many reef fish live."
            ),
        ]
    )
    review = reviewer.review(reviewer.outline("reef fish"))
    assert review.overview == ()
    assert [theme.papers for theme in review.themes] == [(1, 2)]


def test_what_another_paper_says_already_is_left_out(reviewer_of: MakeReviewer) -> None:
    reviewer = reviewer_of(
        [
            paper("arxiv:2001.00001", "Fish of Bleached Reefs", REEFS),
            paper("arxiv:2001.00002", "Reef Fish after Bleaching", REEFS),
            paper("arxiv:2001.00003", "Shelter for Reef Fish", SHELTER),
        ]
    )
    review = reviewer.review(reviewer.outline_of(
        "# reef fish\n## All\n- [arxiv:2001.00001]\n- [arxiv:2001.00002]\n- [arxiv:2001.00003]\n"
    ), "deep")  # fmt: skip
    (left_out,) = review.coverage.left_out
    assert (left_out.paper.id, left_out.why) == ("arxiv:2001.00002", "repeats")
    assert (review.coverage.relevant, review.coverage.used) == (3, 2)


def test_papers_without_a_sentence_to_quote_are_left_out(reviewer_of: MakeReviewer) -> None:
    reviewer = reviewer_of(
        [
            paper("arxiv:2001.00001", "Fish of Bleached Reefs", REEFS),
            paper("arxiv:2001.00002", "Reef Fish and Bleached Corals", "Reef fish. Corals."),
        ]
    )
    asked = "# reef fish\n## A\n- [arxiv:2001.00001]\n- [arxiv:2001.00002]\n"
    review = reviewer.review(reviewer.outline_of(asked))
    (left_out,) = review.coverage.left_out
    assert (left_out.paper.id, left_out.why) == ("arxiv:2001.00002", "no_sentence")
    nothing = reviewer.review(reviewer.outline_of("# reef fish\n## A\n- [arxiv:2001.00002]\n"))
    assert nothing.abstained
    assert [one.why for one in nothing.coverage.left_out] == ["no_sentence"]


def test_papers_without_an_abstract_are_left_out(reviewer_of: MakeReviewer) -> None:
    reviewer = reviewer_of(
        [
            paper("arxiv:2001.00001", "Fish of Bleached Reefs", REEFS),
            paper("arxiv:2001.00002", "Reef Fish and Bleached Corals", ""),
            paper("arxiv:2001.00003", "Shelter for Reef Fish", SHELTER),
        ]
    )
    review = reviewer.review(reviewer.outline("reef fish"))
    (left_out,) = review.coverage.left_out
    assert (left_out.paper.id, left_out.why) == ("arxiv:2001.00002", "no_abstract")
    assert review.coverage.used == review.coverage.relevant - 1 > 0
    # Even where an outline asks for them.
    asked = "# reef fish\n## A\n- [arxiv:2001.00001]\n- [arxiv:2001.00002]\n"
    (left_out,) = reviewer.review(reviewer.outline_of(asked)).coverage.left_out
    assert left_out.why == "no_abstract"
    review = reviewer.review(reviewer.outline_of("# reef fish\n## A\n- [arxiv:2001.00002]\n"))
    assert review.abstained
    assert [one.why for one in review.coverage.left_out] == ["no_abstract"]
    assert "has an abstract with a sentence to quote" in (review.message or "")
    assert (review.coverage.used, review.coverage.relevant) == (0, 1)


def test_the_overview_tells_what_the_topic_is_not_what_a_paper_did(
    reviewer_of: MakeReviewer,
) -> None:
    net = (
        "Tide forecasting is the task of telling the water level of a harbour hours ahead. "
        "TideNet forecasts tides from satellite images of the harbour. "
        "We train it on ten years of tide forecasting records."
    )
    study = (
        "Recently the above issues of tide forecasting were discussed widely. "
        "Tide forecasting by hand was compared with tables in four harbours. "
        "Our tide forecasting tables reach an error of two centimetres."
    )
    papers = [Paper("a", "TideNet: Forecasting Tides", net), Paper("b", "A Harbour Study", study)]
    reviewer = reviewer_of(papers)
    review = reviewer.review(reviewer.outline("tide forecasting"), "brief")
    (first,) = review.overview
    assert first.statement.text.startswith("Tide forecasting is the task")
