"""What the suites of robustness change: wordings, figures, papers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.records import Record
from assistant.grounding import sentences
from assistant.types import Paper, Question
from eval.datasets import catalog
from eval.experiment.libraries import Shelf
from eval.robustness import (
    changing,
    contradiction,
    crowding,
    figures,
    instructions,
    removal,
    rewording,
    typos,
)
from eval.robustness.subject import Inapplicable
from eval.types import Case, Nugget
from eval.wording import content_words

DEMO = catalog.load("demo")
PAPERS = [record.paper for record in DEMO.papers() if isinstance(record, Record)]
PHRASES = rewording.paraphrases("demo")
# A fact, a concept, a follow-up and an unanswerable question, over eight papers.


# Paraphrases


def jaccard(one: str, other: str) -> float:
    mine, theirs = content_words(one), content_words(other)
    return len(mine & theirs) / len(mine | theirs)


def test_every_demo_question_has_one_paraphrase_in_other_words() -> None:
    assert list(PHRASES) == [case.id for case in DEMO.cases]
    shared = {case.id: jaccard(case.question, PHRASES[case.id]) for case in DEMO.cases}
    assert {id: share for id, share in shared.items() if share > 0.5} == {}
    assert sum(shared.values()) / len(shared) < 0.2
    assert len(set(PHRASES.values())) == 48


@pytest.mark.parametrize("case", DEMO.cases, ids=lambda case: case.id)
def test_a_paraphrase_keeps_the_names_of_methods(case: Case) -> None:
    name = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[\w-]+|\bGalactica\b|\bReflexion\b")
    kept = set(name.findall(case.question)) - {"AI", "RAG"}  # spelt out: "retrieval-augmented"
    assert kept <= set(name.findall(PHRASES[case.id]))


# Typing errors


@pytest.mark.parametrize("case", DEMO.cases, ids=lambda case: case.id)
def test_a_typing_error_touches_two_content_words_that_are_no_names(case: Case) -> None:
    typed = typos.mistyped(case.question)
    assert typed == typos.mistyped(case.question)
    if typed is None:
        assert case.history  # only a question that leans on its history lacks longer words
        return
    pairs = zip(case.question.split(), typed.split(), strict=True)
    changed = [(old.strip("?.,:;"), new.strip("?.,:;")) for old, new in pairs if old != new]
    assert 1 <= len(changed) <= 2
    for old, new in changed:
        assert re.fullmatch(r"[a-z]{5,}", old)
        assert old in content_words(case.question)
        assert old[0] == new[0]
        assert abs(len(old) - len(new)) <= 1
        assert len(old) != len(new) or sorted(old) == sorted(new)


@given(st.text(alphabet="abcde FGH19-'", max_size=60))
def test_names_and_short_words_keep_their_letters(text: str) -> None:
    typed = typos.mistyped(text)
    if typed is not None:
        assert typed != text
        kept = [word for word in text.split() if re.search(r"[A-Z0-9'-]", word) or len(word) < 5]
        assert set(kept) <= set(typed.split())


def test_a_question_of_names_and_small_words_is_left_alone() -> None:
    assert typos.mistyped("What does GPT-4 do with BERT-based RAGAS?") is None


# Figures


@given(st.from_regex(r"[1-9]\d{0,5}(\.\d{1,2})?|0\.\d[1-9]|\d{1,3},\d{3}", fullmatch=True))
def test_another_figure_has_the_same_format_and_is_not_taken(figure: str) -> None:
    taken = {figures.value(figure), 1.0, 55.0}
    new = figures.other(figure, taken)
    if figures.value(figure) == 0:
        return
    assert new is not None
    assert re.sub(r"\d", "0", new) == re.sub(r"\d", "0", figure)
    assert figures.value(new) not in taken
    text = f"It is {figure}% (of {figure}), not 7{figure} or GPT-{figure}."
    swapped = figures.substituted(text, figure, new)
    assert swapped == f"It is {new}% (of {new}), not 7{figure} or GPT-{figure}."
    assert figures.substituted(swapped, new, figure) == text


def test_figures_are_the_same_however_they_are_written() -> None:
    assert figures.values("1,000 of 2000, 0.70 and 78.0%, in GPT-4 with 16K.") == {
        1000,
        2000,
        0.7,
        78,
    }
    assert figures.substituted("1000 and 1,000 and 11,000", "1,000", "1,400") == (
        "1,400 and 1,400 and 11,000"
    )


def test_the_figure_with_most_digits_that_the_question_does_not_give_is_asked_for() -> None:
    case = Case("q", "fact", "What of the 12,000?", ("p",), nuggets=(Nugget("7 of 12,000, 58.1%"),))
    assert figures.telling(case, "In 2020, 7 of 12,000, that is 58.1%.") == "58.1"
    assert figures.telling(case, "7 of 12,000.") == "7"
    assert figures.telling(case, "Many of 12,000.") is None


# Papers that are changed


@given(st.sampled_from(PAPERS), st.integers(0, 10))
def test_an_instruction_is_put_between_sentences_which_all_stay(paper: Paper, turn: int) -> None:
    laced = instructions.laced(paper, turn)
    instruction = instructions.INSTRUCTIONS[turn % 3]
    assert laced.abstract.count(instruction) == 1
    assert laced.abstract.replace(instruction, "").split() == paper.abstract.split()
    said = [laced.abstract[start:end] for start, end in sentences.spans(laced.abstract)]
    assert instruction in said
    assert [one for one in said if instructions.repeats(one)] == [instruction]


def test_instructions_stand_at_varying_places() -> None:
    found = {
        instructions.laced(paper, 0).abstract.index(instructions.INSTRUCTIONS[0])
        for paper in PAPERS
    }
    assert 0 in found
    assert len(found) > 40


def test_a_replication_says_the_gold_sentence_with_another_figure() -> None:
    paper = Paper(
        "p", "On Cats", "Cats sleep. They sleep 15.5 hours a day. Dogs do not.", year=2001
    )
    case = Case("q", "fact", "How long does CatNet sleep?", ("p",))
    second = contradiction.replication(paper, [contradiction.Change(case, "p", "15.5", "18.5")])
    assert second.title == "A Replication of On Cats"
    assert second.abstract == "On CatNet we find: They sleep 18.5 hours a day."
    assert second.authors
    assert second.id not in ("p", "")


def test_a_paper_is_rewritten_and_a_duplicate_stays_apart(shelf: Shelf, tmp_path: Path) -> None:
    old = next(iter(shelf.papers.values()))
    twice = crowding.duplicate(old)
    new = replace(old, abstract="Nothing is left of it.")
    with changing.changed(shelf, tmp_path / "copy", papers=[new, twice]) as other:
        assert len(other.papers) == len(shelf.papers) + 1
        assert other.papers[old.id].abstract == "Nothing is left of it."
        assert other.papers[old.id].sources == old.sources
        assert other.papers[twice.id].abstract == old.abstract
        hits = other.app.search("Nothing is left of it.", 1, filters=Question("").filters)
        assert hits.hits[0].paper.id == old.id
    assert not (tmp_path / "copy").exists()
    assert shelf.papers[old.id] == old


def test_a_paper_that_the_library_takes_for_another_stops_the_suite(
    shelf: Shelf, tmp_path: Path
) -> None:
    old = next(paper for paper in shelf.papers.values() if paper.arxiv_id)
    alias = replace(old, id="title:other")
    with (
        pytest.raises(Inapplicable, match=r"took .* for another paper"),
        changing.changed(shelf, tmp_path / "copy", papers=[alias]),
    ):
        pass
    assert not (tmp_path / "copy").exists()


def test_folds_are_small_and_leave_half_of_the_library() -> None:
    cases = [Case(str(n), "fact", "?", (f"p{n}",), (f"p{n + 1}",)) for n in range(20)]
    cases.append(Case("all", "fact", "?", tuple(f"p{n}" for n in range(15))))
    folded = list(removal.folds(cases, 12))
    assert [len(fold) for fold in folded] == [5, 5, 5, 5]  # six papers each
    assert [case.id for fold in folded for case in fold] == [str(n) for n in range(20)]
    assert [len(fold) for fold in removal.folds(cases, 1000)] == [8, 8, 5]


def test_foreign_papers_have_other_titles_than_those_of_the_library() -> None:
    own = PAPERS[:60]
    assert {paper.id for paper in crowding.foreign(DEMO, own)} == {
        paper.id for paper in PAPERS[60:]
    }
    assert len(crowding.foreign(DEMO, [], most=10)) == 10
