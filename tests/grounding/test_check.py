"""The verdict on a sentence: verbatim as a whole only, never supported by a guess."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.check import Checker
from assistant.types import Citation, Evidence, Paper, Verdict

ABSTRACT = (
    "It is false that dense retrieval always wins. Dense retrieval raises recall by 9 points. "
    "Does it scale? Costs fall from 1.5 to 0.5 . We call it “the best of both worlds”."
)
CHECKER = Checker(None, 1.0, 0.0)
PAPERS = {1: Paper("one", "One", ABSTRACT), 2: Paper("two", "Two", "Sparse retrieval is cheap.")}


def evidence(quote: str, number: int = 1) -> Evidence:
    start = PAPERS[number].abstract.index(quote)
    return Evidence(number, quote, start, start + len(quote))


def judged(sentence: str, *citations: Citation) -> Verdict:
    return CHECKER.check(sentence, citations, PAPERS)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Dense retrieval raises recall by 9 points.",
         "Dense retrieval raises recall by 9 points."),
        ("Dense retrieval raises recall by 9 points", "Dense retrieval raises recall by 9 points."),
        (" Dense  retrieval raises\nrecall by 9 points. ",
         "Dense retrieval raises recall by 9 points."),
        ("Does it scale?", "Does it scale?"),
        ("Costs fall from 1.5 to 0.5.", "Costs fall from 1.5 to 0.5 ."),
        ('We call it "the best of both worlds".', "We call it “the best of both worlds”."),
    ],
)  # fmt: skip
def test_a_whole_sentence_of_the_abstract_is_verbatim(sentence: str, quote: str) -> None:
    assert judged(sentence, Citation(1)) == Verdict("verbatim", 1.0, (evidence(quote),))


@pytest.mark.parametrize(
    "sentence",
    [
        "dense retrieval always wins.",
        "Dense retrieval always wins.",
        "Dense retrieval raises recall.",
        "Dense retrieval raises recall by 9 points. Does it scale?",
        "Does it scale",
        "Does it scale.",
        "Costs fall from 1.5 to 0.",
        "...",
        "",
    ],
)
def test_a_part_of_a_sentence_or_more_than_one_is_not_verbatim(sentence: str) -> None:
    assert judged(sentence, Citation(1)) == Verdict("unjudged")


def test_a_sentence_is_verbatim_in_the_papers_it_cites_only() -> None:
    sentence = "Sparse retrieval is cheap."
    assert judged(sentence, Citation(1)).label == "unjudged"
    assert judged(sentence, Citation(1), Citation(2)) == Verdict(
        "verbatim", 1.0, (evidence(sentence, 2),)
    )


def test_a_verbatim_sentence_is_not_charged_with_a_wrong_quote() -> None:
    assert judged("Does it scale?", Citation(1, "not there")).quotes_dropped == 0


@pytest.mark.parametrize("sentence", ["It scales.", "Anything.", 'He says "raises recall by".'])
def test_a_sentence_without_citation_is_uncited_even_if_an_abstract_says_it(sentence: str) -> None:
    assert judged(sentence) == Verdict("uncited")


def test_a_sentence_in_other_words_is_unjudged_with_the_quote_that_is_real() -> None:
    found = judged("Recall improves.", Citation(1, "raises  recall by 9 points"))
    assert found == Verdict("unjudged", None, (evidence("raises recall by 9 points"),))


def test_a_quote_that_is_not_there_is_counted_and_is_no_evidence() -> None:
    found = judged(
        "Recall improves.",
        Citation(1, "raises recall by 19 points"),
        Citation(2, "raises recall by 9 points"),
        Citation(2, "is cheap"),
    )
    assert found == Verdict("unjudged", None, (evidence("is cheap", 2),), quotes_dropped=2)


def test_what_an_abstract_rules_out_is_unsupported_with_the_reason() -> None:
    found = judged("Dense retrieval raises recall by 19 points.", Citation(1))
    assert (found.label, found.score) == ("unsupported", 0.0)
    assert "19 points" in (found.reason or "")


def test_what_one_of_two_abstracts_rules_out_is_not_unsupported() -> None:
    found = judged("Sparse retrieval costs little.", Citation(1), Citation(2))
    assert found.label == "unjudged"


def test_a_quote_given_twice_is_one_piece_of_evidence() -> None:
    found = judged("Recall improves.", Citation(1, "raises recall"), Citation(1, "raises recall"))
    assert found.evidence == (evidence("raises recall"),)


@pytest.mark.parametrize("marks", ['"{}"', "“{}”"])
def test_words_in_quotation_marks_are_evidence_when_an_abstract_says_them(marks: str) -> None:
    inner = marks.format("raises recall by 9 points")
    assert judged(f"It {inner}, they say.", Citation(1)).evidence == (
        evidence("raises recall by 9 points"),
    )


def test_one_or_two_words_in_quotation_marks_are_a_name_and_no_evidence() -> None:
    assert judged('So "Dense retrieval" is "recall".', Citation(1)).evidence == ()


def test_words_in_quotation_marks_that_are_not_there_are_no_broken_quote() -> None:
    sentence = 'It "lowers recall by 9 points", they say.'
    assert judged(sentence, Citation(1)) == Verdict("unjudged")
    repeated = judged(sentence, Citation(1, "lowers recall by 9 points"))
    assert repeated.quotes_dropped == 1


def test_a_long_sentence_with_a_quotation_mark_left_open_is_judged_at_once() -> None:
    assert judged('He said "' + "and on " * 5_000, Citation(1)).label == "unjudged"


@given(
    st.lists(
        st.lists(st.sampled_from("we see that models fail “often” at 1.5 % (n=3)".split()),
                 min_size=1, max_size=8),
        min_size=1, max_size=5,
    ),
    st.sampled_from([".", "?", "!", " .", "..."]),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_each_sentence_of_an_abstract_is_verbatim_and_its_evidence_quotes_it(
    sentences: list[list[str]], stop: str
) -> None:
    said = [f"So {' '.join(words)}{stop}" for words in sentences]
    paper = Paper("id", "Title", " ".join(said))
    for sentence in said:
        verdict = CHECKER.check(sentence, [Citation(1)], {1: paper})
        assert verdict.label == "verbatim"
        [one] = verdict.evidence
        assert one.quote == paper.abstract[one.start : one.end] == sentence


@pytest.mark.parametrize(
    "sentence", ["In summary:", "The library does not say why.", "Which one do you mean?"]
)
def test_a_sentence_that_claims_nothing_needs_no_citation(sentence: str) -> None:
    assert judged(sentence) == Verdict("no_claim")


TREES = Paper(
    "trees",
    "Tree of Thoughts",
    "Tree of Thoughts extends chains of thought. Tree of Thoughts raises success on Game of 24 "
    "from 4% to 74%.",
)
TALKS = Paper(
    "talks",
    "Reflexion",
    "Reflexion learns from feedback in words. Reflexion reaches 91% pass@1 on HumanEval.",
)
BOTH = [Citation(1), Citation(2)]


@pytest.mark.parametrize(
    ("sentence", "label", "numbers"),
    [
        ("Tree of Thoughts raises success on Game of 24 from 4% to 74%, and Reflexion reaches 91% "
         "pass@1 on HumanEval.", "supported", [1, 2]),
        ("Tree of Thoughts extends chains of thought, but Reflexion learns from feedback in words.",
         "supported", [1, 2]),
        ("Tree of Thoughts raises success on Game of 24 from 4% to 74%, and Reflexion reaches 97% "
         "pass@1 on HumanEval.", "unsupported", []),
        ("Tree of Thoughts extends chains of thought, but Reflexion reaches 91% pass@1 on Game of "
         "24.", "unsupported", []),
    ],
)  # fmt: skip
def test_facts_of_a_sentence_may_stand_in_different_abstracts(
    sentence: str, label: str, numbers: list[int]
) -> None:
    verdict = Checker(None, 0.9, 0.1).check(sentence, BOTH, {1: TREES, 2: TALKS})
    assert (verdict.label, [quote.number for quote in verdict.evidence]) == (label, numbers)
    assert bool(verdict.reason) == (label == "unsupported")
