"""Edits that change what a sentence says, edits that do not, and what a judge makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import resources
from assistant.corpus.files import read
from assistant.corpus.records import Record
from assistant.types import Paper
from eval.judges.offline import OfflineChecker
from eval.selftest import edits, rewordings
from eval.selftest.mutations import Catch, Mutant, measure, mutants
from eval.selftest.names import Names, named
from eval.statistics.intervals import wilson
from eval.types import Judgement, Source, Support
from eval.wording import statements

Edit = Callable[[str], str | None]
PAPERS = [one.paper for one in read(resources.DEMO_LIBRARY) if isinstance(one, Record)]
SENTENCES = [sentence for paper in PAPERS for sentence in statements(paper.abstract)]
WRONG = (
    edits.number, edits.unit, edits.negation, edits.direction, edits.overclaim, edits.scope,
    edits.causal, edits.fabricated_detail,
)  # fmt: skip
KEPT = (
    rewordings.spacing, rewordings.typography, rewordings.number_form, rewordings.opening,
    rewordings.no_full_stop, rewordings.synonym,
)  # fmt: skip


class Says:
    """A judge that says what it is told to of claims with a word in them, else "full"."""

    name = "says"

    def __init__(self, **support_by_word: Support) -> None:
        self.support_by_word = support_by_word
        self.asked: list[str] = []

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        self.asked.append(claim)
        said = (support for word, support in self.support_by_word.items() if word in claim)
        return Judgement(next(said, "full"))


@pytest.mark.parametrize(
    ("edit", "sentence", "edited"),
    [
        (edits.unit, "It gains 5% here.", "It gains 5 per mille here."),
        (edits.unit, "It gains by 5% here.", "It gains by 5 percentage points here."),
        (edits.unit, "It gains 5 points here.", "It gains 5 percent here."),
        (edits.unit, "It takes 20 ms per query.", "It takes 20 s per query."),
        (edits.unit, "It has 3 billion weights.", "It has 3 million weights."),
        (edits.unit, "It trains for 9 hours.", "It trains for 9 days."),
        (edits.negation, "The index is large.", "The index is not large."),
        (edits.negation, "It does not help.", "It does help."),
        (edits.negation, "It cannot help.", "It can help."),
        (edits.negation, "It has been tested.", "It has not been tested."),
        (edits.direction, "Recall is higher.", "Recall is lower."),
        (edits.direction, "Better data help.", "Worse data help."),
        (edits.direction, "It outperforms BM25.", "It underperforms BM25."),
        (edits.direction, "It needs more labels.", "It needs fewer labels."),
        (edits.direction, "It is more robust.", "It is less robust."),
        (edits.overclaim, "It may fail.", "It will always fail."),
        (edits.overclaim, "Models often fail.", "Models always fail."),
        (edits.overclaim, "This suggests a flaw.", "This proves a flaw."),
        (edits.overclaim, "It reads up to 9 pages.", "It reads at least 9 pages."),
        (edits.scope, "It wins on four datasets.", "It wins on all datasets."),
        (edits.scope, "It works in English.", "It works in every language."),
        (edits.scope, "Most models fail.", "All models fail."),
        (edits.scope, "Some tasks remain.", "All tasks remain."),
        (edits.causal, "Age is associated with risk.", "Age is caused by risk."),
        (edits.causal, "After tuning, it wins.", "Because of tuning, it wins."),
        (edits.causal, "Despite its size, it wins.", "Because of its size, it wins."),
        (rewordings.spacing, "It works well.", "It  works  well."),
        (rewordings.typography, 'A "two-stage" one\'s.', "A “two‑stage” one’s."),
        (rewordings.number_form, "It has 64 layers.", "It has sixty-four layers."),
        (rewordings.number_form, "It has twenty-one layers.", "It has 21 layers."),
        (rewordings.no_full_stop, "It works.", "It works"),
        (rewordings.synonym, "It uses labels.", "It employs labels."),
    ],
)
def test_an_edit_changes_one_thing(edit: Edit, sentence: str, edited: str) -> None:
    assert edit(sentence) == edited


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (edits.number, "GPT-4 reads SQuAD 1.1 with 7B weights and top-20 lists."),
        (edits.number, "It was built in 2016."),
        (edits.number, "It gains more than 60 points."),  # 65 may be true as well
        (edits.number, "It wins on 11 of 15 sets."),  # not on 17 of 15
        (edits.number, "It gains a lot."),
        (edits.unit, "It gains more than 60%."),  # which is more than 60 per mille
        (edits.unit, "It has five parts."),
        (edits.negation, "Some models are large."),  # and some are not
        (edits.negation, "It is not only fast."),
        (edits.negation, "No model is perfect and none is not."),
        (edits.direction, "It is not necessarily better."),
        (edits.direction, "It works."),
        (edits.overclaim, "It always works."),
        (edits.scope, "The most stable model has as many parts."),
        (edits.causal, "It works."),
        (edits.fabricated_detail, "A heading"),
        (rewordings.number_form, "It gains 1.5 points and 30% on top-20 lists of GPT-4."),
        (rewordings.opening, "However, it works."),
        (rewordings.typography, "It works."),
        (rewordings.no_full_stop, "It works"),
    ],
)
def test_an_edit_that_does_not_apply_leaves_the_sentence(edit: Edit, sentence: str) -> None:
    assert edit(sentence) is None


@given(st.integers(2, 10**7).filter(lambda one: not 1900 <= one <= 2099), st.booleans())
def test_a_figure_keeps_its_format_and_changes_its_value(figure: int, grouped: bool) -> None:
    shown = f"{figure:,}" if grouped else str(figure)
    edited = edits.number(f"It has {shown} parts.")
    assert edited is not None
    new = edited.removeprefix("It has ").removesuffix(" parts.")
    assert re.sub(r"\d", "0", new) == re.sub(r"\d", "0", shown)
    assert int(new.replace(",", "")) not in (figure, 0)
    assert sum(old != changed for old, changed in zip(shown, new, strict=True)) == 1


def test_an_entity_is_swapped_for_one_of_its_sort_from_elsewhere() -> None:
    pool = Names(sets=("HotpotQA", "SQuAD"), methods=("BM25", "DPR", "T5"))
    assert edits.entity("It wins on SQuAD.", pool) == "It wins on HotpotQA."
    assert edits.entity("We test DPR, as DPR is fast.", pool, own={"DPR", "T5"}) == (
        "We test BM25, as BM25 is fast."
    )
    assert edits.entity("It wins on SQuAD.", pool, own={"SQuAD", "HotpotQA"}) is None
    assert edits.entity("It wins everywhere.", pool) is None


def test_names_are_told_from_other_capitals() -> None:
    text = "The LLM GPT-3.5 beats BM25 on MS MARCO and (DPR) on SQuAD 1.1; SciFact is a dataset."
    assert named([text]) == Names(sets=("MS MARCO", "SciFact"), methods=("BM25", "GPT-3.5"))


def test_a_detail_is_one_that_no_abstract_holds() -> None:
    for sentence in SENTENCES:
        edited = edits.fabricated_detail(sentence)
        assert edited is not None
        assert edited.startswith(sentence[:-1] + ", ")
        detail = edited[len(sentence) :].removesuffix(".")
        assert not any(detail in paper.abstract for paper in PAPERS)


def test_an_opening_keeps_names_and_lowers_other_words() -> None:
    ends = ("the system wins.", "BM25 wins.")
    for sentence, end in zip(("The system wins.", "BM25 wins."), ends, strict=True):
        edited = rewordings.opening(sentence)
        assert edited is not None
        assert edited.endswith(f", {end}")


@pytest.mark.parametrize("edit", WRONG + KEPT, ids=lambda edit: edit.__name__)
def test_an_edit_applies_often_enough_and_is_never_idle(edit: Edit) -> None:
    made = [(sentence, edited) for sentence in SENTENCES if (edited := edit(sentence)) is not None]
    assert len(made) >= 30
    assert [sentence for sentence, edited in made if edited == sentence] == []
    assert [
        edited for _, edited in made if re.search(r"\b(?:a all|the all|\d all)\b", edited)
    ] == []


def test_mutants_are_the_same_for_the_same_papers_in_any_order() -> None:
    found = mutants(PAPERS)
    assert found == mutants(PAPERS[::-1])
    counts = Counter(mutant.kind for mutant in found)
    assert len(counts) == 18
    assert max(counts.values()) == 40
    assert min(counts.values()) >= 30
    assert set(Counter(one.kind for one in mutants(PAPERS, 2)).values()) == {2}


def test_a_wrong_mutant_is_no_part_of_what_it_cites() -> None:
    for mutant in mutants(PAPERS):
        assert mutant.cites == tuple(source.paper for source in mutant.evidence)
        held = any(mutant.claim in source.text for source in mutant.evidence)
        assert not held or mutant.harmless
        assert bool(mutant.cites) == (mutant.kind != "citation_dropped")


def test_a_miscited_sentence_stands_in_an_abstract_that_is_not_cited() -> None:
    abstracts = {paper.title: paper.abstract for paper in PAPERS}
    for mutant in mutants(PAPERS):
        if mutant.kind in ("other_paper", "citation_shuffled"):
            homes = {title for title, text in abstracts.items() if mutant.claim in text}
            assert homes
            assert homes.isdisjoint(mutant.cites)


def test_papers_that_cannot_be_edited_give_no_mutants() -> None:
    assert mutants([]) == []
    assert mutants([Paper(id="1", title="Empty", abstract="")]) == []


def test_one_paper_has_no_other_to_be_confused_with() -> None:
    kinds = {
        one.kind for one in mutants([Paper("1", "Alone", "We test 64 models on 7 data sets.")])
    }
    assert kinds.isdisjoint({"other_paper", "citation_shuffled", "entity"})
    assert {"number", "citation_dropped", "number_form"} <= kinds


def mutant(kind: str, claim: str, harmless: bool = False) -> Mutant:
    return Mutant(kind, harmless, claim, ("A",), (Source("A", "It works."),))


def test_caught_unjudged_and_missed_are_counted_apart() -> None:
    judge = Says(bad="none", half="partial", odd="unjudged")
    asked = [
        mutant("number", "bad 1"),
        mutant("number", "half 2"),
        mutant("number", "odd 3"),
        mutant("number", "fine 4"),
        mutant("spacing", "bad 5", harmless=True),
        mutant("spacing", "fine 6", harmless=True),
    ]
    assert measure(judge, asked) == [
        Catch("number", False, 2, 1, 4, wilson(2, 4)),
        Catch("spacing", True, 1, 0, 2, wilson(1, 2)),
    ]


def test_nobody_is_asked_about_a_sentence_without_citations() -> None:
    judge = Says()
    dropped = Mutant("citation_dropped", False, "It works.", (), ())
    assert measure(judge, [dropped]) == [Catch("citation_dropped", False, 1, 0, 1, wilson(1, 1))]
    assert judge.asked == []


def test_the_offline_checker_supports_no_wrong_mutant() -> None:
    for catch in measure(OfflineChecker(), mutants(PAPERS)):
        if not catch.harmless:
            assert catch.caught + catch.unjudged == catch.total, catch.kind
        else:
            assert catch.caught <= 0.08 * catch.total, catch.kind
