"""What questions take for granted, and whether the papers bear it out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.premises import premises
from assistant.types import Question

# Each takes the opposite of a sentence of the demo library for granted, and the word of that
# sentence which shows it.
FALSE = {
    "Since attaching citations after the fact works better than letting the model cite as it "
    "writes, why train models to cite?": "works worse than letting",
    "Given that BM25 is easy to beat out of domain, which model should be used?": "hard to beat",
    "Since errors are less frequent for rare entities, which entities did FActScore look at?":
        "more frequent for rare entities",
    "The audit of generative search engines showed that citation precision and perceived utility "
    "are positively correlated. By how much?": "inversely correlated",
    "Why are automatically generated negatives harder than those written by people?":
        "considerably easier",
    "Why do the baselines exceed humans in the full-wiki setting?": "fall well short of humans",
    "RRF is consistently worse than any individual system in the pool. Why should it be used?":
        "consistently better than any individual system",
}  # fmt: skip
# Each takes for granted what a sentence of the demo library says, or what none denies.
TRUE = (
    "Since attaching citations after the fact works worse than letting the model cite as it "
    "writes, how should models be trained?",
    "Why do larger versions tend to be less truthful within a model family?",
    "Given that BM25 is hard to beat out of domain, which of the models in BEIR should be used?",
    "The entity questions study found that dense models fall far behind BM25. Why is that?",
    "Why does BM25 often remain ahead in new domains?",
    "Given that ROUGE-L is not an informative metric for long-form answers, what else is there?",
    "How much cheaper is SAFE than human annotators?",
    "Since errors are more frequent for rare entities, which entities did FActScore look at?",
    "Why are automatically generated negatives easier than those written by people?",
    "Given that accuracy keeps rising as more passages are supplied, how many were tried?",
    "Why does HyDE outperform Contriever on its own?",
    "Why do the baselines fall short of humans in the full-wiki setting?",
    "RRF is consistently better than any individual system in the pool. Why should it be used?",
    "Why did BM25 stay ahead on SQuAD?",
    "How much better is DPR than BM25 on Natural Questions?",
    "Why is dense retrieval better than sparse retrieval in domain?",
    "Why does retrieval not always help?",
)


@pytest.fixture(scope="module")
def extractive(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path) -> Iterator[Assistant]:
    from assistant import settings
    from assistant.app import App

    folder = tmp_path_factory.mktemp("premises") / "library"
    shutil.copytree(demo_folder, folder)
    values = {"library.path": str(folder), "llm.provider": "extractive"}
    with App(settings.load(None, values, {}), lambda _: None).assistant() as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Since A needs no labels, how is it trained?", ("A needs no labels",)),
        (
            "Given that the study on X found that A beats B by far, is B dead?",
            ("A beats B by far",),
        ),
        ("What is the use of A, given that A never beats B?", ("A never beats B",)),
        ("Why is A slower than B in training?", ("A slower than B in training",)),
        ("Why doesn't A help with B?", ("not A help with B",)),
        ("Why does A need more labels, according to the paper on B?", ("A need more labels",)),
        ("Why does A need labels here, and what do they cost?", ("A need labels here",)),
        ("How much better is A than B on C?", ("A is better than B on C",)),
        ("How much faster does A run than B?", ("A run faster than B",)),
        ("By how much does A reduce the cost?", ("A reduce the cost",)),
        ("The paper on A showed that B is of no use. Why?", ("B is of no use",)),
        ("How does A work?", ()),
        ("Is A better than B in training?", ()),
        ("Compare the costs of A and of B. Which is lower?", ()),
        ("I work on the retrieval of papers. What is new?", ()),
        ("How much data does it take?", ()),
        ("", ()),
    ],
)
def test_a_question_is_told_from_what_it_takes_for_granted(
    question: str, expected: tuple[str, ...]
) -> None:
    assert premises(question) == expected


@pytest.mark.parametrize(("question", "said"), FALSE.items())
def test_a_contradicted_premise_is_answered_with_what_the_library_says(
    extractive: Assistant, question: str, said: str
) -> None:
    answer = extractive.ask(Question(question))
    assert answer.reason == "false_premise"
    assert (answer.message or "").startswith("The library says otherwise: ")
    assert not answer.abstained
    first = answer.statements[0]
    assert said in first.text
    assert (first.verdict, first.citations) == ("verbatim", (1,))
    assert len({one.text for one in answer.statements}) == len(answer.statements)


@pytest.mark.parametrize("question", TRUE)
def test_a_premise_that_nothing_contradicts_is_let_be(extractive: Assistant, question: str) -> None:
    assert extractive.ask(Question(question)).reason is None
