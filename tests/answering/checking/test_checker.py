"""Drafts against the demo library: what each sentence comes to, and what is advised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from assistant import settings
from assistant.answering.checking import markdown, reading
from assistant.answering.checking.checker import Check, DraftChecker
from assistant.answering.checking.documents import check_document
from assistant.answering.checking.drafts import CheckedDraft, CheckedSentence, Draft, Mark, Work
from assistant.answering.checking.own_words import about_itself
from assistant.answering.checking.resolving import Resolver
from assistant.app import App
from assistant.grounding.claims import needs_citation
from assistant.grounding.exact import check
from assistant.retrieval.search import Searcher
from assistant.types import Citation, Paper, Verdict, VerdictLabel

DATA = Path(__file__).parent / "data"
DPR = "doi:10.18653/v1/2020.emnlp-main.550"
BEIR = "arxiv:2104.08663"
RRF = "doi:10.1145/1571941.1572114"
COLBERT = "doi:10.1145/3397271.3401075"


@pytest.fixture(scope="module")
def searcher(demo_folder: Path) -> Iterator[Searcher]:
    app = App(settings.load(None, {"library.path": str(demo_folder)}, {}), lambda _: None)
    with app.searcher() as opened:
        yield opened


def checked(searcher: Searcher, text: str, by: Check = check) -> list[CheckedSentence]:
    checker = DraftChecker(searcher, by, "a checker", needs_citation)
    return list(checker.check(markdown.read(text, str), "draft.md").sentences)


def alone(found: list[CheckedSentence]) -> CheckedSentence:
    (one,) = found
    return one


def saying(label: VerdictLabel, elsewhere: VerdictLabel = "unsupported") -> Check:
    """A checker that says one thing of DPR and another of all other papers."""

    def verdict(_: str, __: Sequence[Citation], cited: Mapping[int, Paper]) -> Verdict:
        return Verdict(label if DPR in {one.id for one in cited.values()} else elsewhere, 0.5)

    return verdict


@pytest.fixture(scope="module")
def draft(searcher: Searcher) -> CheckedDraft:
    checker = DraftChecker(searcher, check, "exact words", needs_citation)
    return checker.check(reading.read(DATA / "draft.md"), "draft.md")


def on_line(draft: CheckedDraft, line: int, place: int = 0) -> CheckedSentence:
    return [one for one in draft.sentences if one.sentence.line == line][place]


def test_the_six_faults_of_a_draft_are_found(draft: CheckedDraft) -> None:
    assert on_line(draft, 14).finding == "supported"
    assert on_line(draft, 16).verdict == "verbatim"
    misplaced = on_line(draft, 18)  # it stands in another paper than the one cited
    assert misplaced.finding == "unjudged"
    assert misplaced.suggestion is not None
    assert misplaced.suggestion.verdict == "verbatim"
    assert misplaced.suggestion.quote.paper.id == "arxiv:2112.09118"
    borrowed = on_line(draft, 21)  # word for word, and no citation
    assert borrowed.finding == "missing_citation"
    assert borrowed.suggestion is not None
    assert (borrowed.suggestion.verdict, borrowed.suggestion.quote.paper.id) == ("verbatim", BEIR)
    unfounded = on_line(draft, 36, 1)  # no citation, and no paper says so
    assert unfounded.finding == "missing_citation"
    assert unfounded.suggestion is not None
    assert unfounded.suggestion.verdict is None
    assert unfounded.suggestion.quote.paper.id == RRF
    partly = on_line(draft, 37)  # one of two works is not in the library
    assert partly.finding == "not_found"
    assert [one.paper.id if one.paper else one.problem for one in partly.cited] == [
        COLBERT, "not in the library",
    ]  # fmt: skip
    assert on_line(draft, 38).finding == "not_found"
    reworded = on_line(draft, 15)
    assert reworded.finding == "unjudged"
    assert reworded.nearest is not None
    assert reworded.nearest.text.startswith("This paper shows that learned dense vectors alone")
    assert not draft.supported


def test_what_claims_nothing_needs_no_citation(draft: CheckedDraft) -> None:
    places = [(10, 1), (12, 0), (21, 1)]  # "in this note we", "Section 2", a question
    assert {on_line(draft, *place).finding for place in places} == {"no_claim"}


def test_all_quotes_stand_where_they_are_said_to(draft: CheckedDraft) -> None:
    quotes = [
        quote
        for one in draft.sentences
        for quote in (*one.evidence, one.nearest, one.suggestion and one.suggestion.quote)
        if quote
    ]
    assert len(quotes) > 8
    document = check_document(draft)
    assert document["schema"] == "check/1"
    papers = {quote.paper.id: quote.paper for quote in quotes}
    for one in document["sentences"]:
        for said in filter(None, (*one["evidence"], one["nearest"], one["suggestion"])):
            assert papers[said["paper_id"]].abstract[said["start"] : said["end"]] == said["quote"]
    assert sum(document["counts"].values()) == len(document["sentences"]) == len(draft.sentences)


def test_a_citation_that_does_not_support_is_wrong_and_a_better_paper_is_named(
    searcher: Searcher,
) -> None:
    text = "Dense passage retrieval is worse than anything else (Karpukhin et al., 2020)."
    wrong = alone(checked(searcher, text, saying("unsupported", "supported")))
    assert (wrong.finding, wrong.verdict) == ("wrong_citation", "unsupported")
    assert wrong.suggestion is not None
    assert wrong.suggestion.verdict == "supported"
    assert wrong.suggestion.quote.paper.id != DPR
    nothing = alone(checked(searcher, text, saying("unsupported")))
    assert nothing.suggestion is not None
    assert nothing.suggestion.verdict is None


@pytest.mark.parametrize(
    ("label", "finding"),
    [("supported", "supported"), ("unsure", "unsure"), ("unjudged", "unjudged")],
)
def test_other_verdicts_are_told_as_they_are(
    searcher: Searcher, label: VerdictLabel, finding: str
) -> None:
    one = alone(checked(searcher, f"It retrieves passages well [@{DPR}].", saying(label)))
    assert one.finding == "not_found"  # a key that no list explains
    one = alone(checked(searcher, "It retrieves passages well (Karpukhin, 2020).", saying(label)))
    assert (one.finding, one.verdict, one.score) == (finding, label, 0.5)


def test_a_work_that_is_missing_may_be_what_supports_a_sentence(searcher: Searcher) -> None:
    text = "Dense retrieval works (Karpukhin et al., 2020; Nobody, 1999)."
    one = alone(checked(searcher, text, saying("unsupported")))
    assert (one.finding, one.verdict) == ("not_found", "unsupported")


def test_the_name_of_a_paper_may_stand_before_its_words(searcher: Searcher) -> None:
    words = "Ten systems from five families are compared: lexical, sparse, dense, late-interaction "
    words += "and re-ranking models"
    named = alone(checked(searcher, f"BEIR: {words} [1].\n\n# References\n\n[1] arXiv:2104.08663"))
    assert named.verdict == "verbatim"
    other = alone(checked(searcher, f"It is false: {words} (Thakur et al., 2021)."))
    assert other.verdict == "unjudged"


def test_progress_is_told_to_the_end(searcher: Searcher) -> None:
    told: list[tuple[int, int]] = []
    text = "\n\n".join(["Dense retrieval has been measured often."] * 130)
    checker = DraftChecker(searcher, check, "exact words", needs_citation)
    checker.check(markdown.read(text, str), "d", lambda *done: told.append(done))
    assert told == [(64, 130), (128, 130), (130, 130)]


@pytest.mark.parametrize(
    ("mark", "paper"),
    [
        (Mark("", identifier="2004.04906"), DPR),
        (Mark("", identifier="10.18653/V1/2020.emnlp-main.550"), DPR),
        (Mark("", families=("Karpukhin",), year="2020b"), DPR),
        (Mark("", families=("Robertson", "Zaragoza"), year="2009"), "doi:10.1561/1500000019"),
        (Mark("", families=("Robertson", "Nobody"), year="2009"), None),
        (Mark("", families=("Zaragoza",), year="2009"), None),  # no first author
        (Mark("", families=("Karpukhin",), year="2019"), None),
        (Mark("", key="text"), RRF),
        (Mark("", key="arxiv"), BEIR),
        (Mark("", key="typo"), COLBERT),
        (Mark("", key="short"), None),
        (Mark("", families=("Izacard",), year="2022"), None),  # the list says: another work
    ],
)
def test_citations_are_resolved_to_papers(
    searcher: Searcher, mark: Mark, paper: str | None
) -> None:
    works = {
        "text": Work("Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet and "
                     "individual rank learning methods. In: SIGIR (2009)"),
        "arxiv": Work("Some title, https://arxiv.org/pdf/2104.08663v2"),
        "short": Work("Rank fusion, 2009"),
        "typo": Work("", Paper("", "ColBERT: Eficient search", "", ("Khattab, Omar",))),
    }  # fmt: skip
    listed = (Work("Izacard, G. (2022). A cookery book."),)
    found = Resolver(searcher.library, Draft((), works, listed)).cited(mark)
    assert (found.paper.id if found.paper else None) == paper
    assert (found.problem is None) == (paper is not None)


def test_two_papers_of_an_author_and_a_year_are_not_guessed_at(searcher: Searcher) -> None:
    one = alone(checked(searcher, "Retrieval helps to check facts (Asai et al., 2024)."))
    assert one.finding == "not_found"
    assert "several papers" in (one.cited[0].problem or "")


@pytest.mark.parametrize(
    ("sentence", "itself"),
    [
        ("We propose a method that is better.", True),
        ("Section 3 describes the data.", True),
        ("To this end, our model ranks papers.", True),
        ("This paper is about hens.", True),
        ("In this survey, hens are counted.", True),
        ("The contributions of this paper are three.", True),
        ("Figure 2 shows that hens lay eggs.", True),
        ("Hens lay eggs in this paper.", False),
        ("Wealth is not measured by hens.", False),
        ("Tables are made of wood.", False),
        ("However, hens lay eggs.", False),
    ],
)
def test_what_a_draft_says_of_itself(sentence: str, itself: bool) -> None:
    assert about_itself(sentence) is itself
