"""A model that slips false sentences of every kind into right answers; none caught passes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import settings
from assistant.answering.documents import answer_document
from assistant.app import App
from assistant.grounding import sentences
from assistant.types import Answer, Citation, Paper, Question
from eval.scripted_server import serving
from eval.selftest.mutations import Mutant, mutants
from tests.conftest import MakeApp

PAPERS = 20
KINDS = {
    "number", "unit", "negation", "direction", "entity", "scope", "causal", "overclaim",
    "other_paper", "citation_shuffled", "citation_dropped", "fabricated_detail",
}  # fmt: skip
NEVER_OFFERED = 99
_PASSAGE = re.compile(r'<passage number="(\d+)">\nTitle: ([^\n]*)\n(.*?)\n</passage>', re.DOTALL)
_SENTENCE = re.compile(
    r'<sentence number="(\d+)" passages="([^"]*)">\n(.*?)\n</sentence>', re.DOTALL
)


class Liar:
    """Answers with two true sentences of a paper and false ones between them."""

    def __init__(self, papers: list[Paper], false: dict[str, list[Mutant]]) -> None:
        self._papers = {paper.title: (place, paper) for place, paper in enumerate(papers)}
        self._false = false
        self.judges_well = True

    def __call__(self, request: dict[str, Any]) -> str:
        rules, told = (str(message["content"]) for message in request["messages"])
        passages = [(int(number), title, text) for number, title, text in _PASSAGE.findall(told)]
        if rules.startswith("You check"):
            return self._ruling(told, passages)
        if rules.startswith("You correct"):
            return "\n".join(
                f'<sentence number="{number}">{said} [{shown.split(", ")[0]}]</sentence>'
                for number, shown, said in _SENTENCE.findall(told)
            )
        asked = told.rpartition("Question: ")[2]
        place, paper = next(one for title, one in self._papers.items() if title in asked)
        numbers = {title: number for number, title, _ in passages}
        spans = sentences.spans(paper.abstract)
        true = [paper.abstract[slice(*span)].rstrip(".") for span in (spans[0], spans[-1])]
        lies = [
            f"{mutant.claim.rstrip('.')}{_mark(mutant, numbers)}."
            for alike in self._false.values()
            for mutant in [alike[place % len(alike)]]
        ]
        own = numbers[paper.title]
        lies.append(f"{true[0]} [{NEVER_OFFERED}].")
        return " ".join([f"{true[0]} [{own}].", *lies, f"{true[1]} [{own}]."])

    def _ruling(self, told: str, passages: list[tuple[int, str, str]]) -> str:
        if self.judges_well:
            return "I would rather not say."
        texts = {number: text for number, _, text in passages}
        return json.dumps(
            {
                "sentences": [
                    {
                        "number": int(number),
                        "support": "full",
                        "quote": " ".join(texts[int(shown.split(", ")[0])].split()[:5]),
                    }
                    for number, shown, _ in _SENTENCE.findall(told)
                ]
            }
        )


def _mark(mutant: Mutant, numbers: dict[str, int]) -> str:
    return "".join(f" [{numbers.get(title, NEVER_OFFERED)}]" for title in mutant.cites)


@pytest.fixture(scope="module")
def papers(demo_folder: Path) -> list[Paper]:
    app = App(settings.load(None, {"library.path": str(demo_folder)}, {}), lambda _: None)
    with app.library() as library:
        return sorted(library.catalog.papers(), key=lambda paper: paper.title)[:PAPERS]


@pytest.fixture(scope="module")
def false(papers: list[Paper]) -> dict[str, list[Mutant]]:
    made: dict[str, list[Mutant]] = {}
    for mutant in mutants(papers, most_per_kind=PAPERS):
        if not mutant.harmless:
            made.setdefault(mutant.kind, []).append(mutant)
    assert set(made) == KINDS
    return made


@pytest.fixture
def liar(papers: list[Paper], false: dict[str, list[Mutant]]) -> Liar:
    return Liar(papers, false)


@pytest.fixture
def asking(make_app: MakeApp, demo_folder: Path, liar: Liar) -> Iterator[Any]:
    with serving(respond=liar) as server:

        def make(**overrides: str) -> App:
            return make_app(
                llm__provider="openai", llm__base_url=server.base_url, llm__retries="0",
                llm__cache="false", abstention__threshold="0", library__path=str(demo_folder),
                **overrides,
            )  # fmt: skip

        yield make


@pytest.mark.parametrize("repair", ["false", "true"])
@pytest.mark.parametrize("judges_well", [True, False])
def test_no_false_sentence_that_is_caught_is_shown(
    asking: Any, liar: Liar, papers: list[Paper], repair: str, judges_well: bool
) -> None:
    """A retry gives the same sentence again; a judge says nothing, or yes to all it is asked."""
    if repair == "false" and judges_well:
        papers = papers[: PAPERS // 2]  # the same sentences reach the reader as with a retry
    liar.judges_well = judges_well
    app = asking(check__repair=repair)
    withheld = 0
    with app.assistant() as assistant:
        for paper in papers:
            answer = assistant.ask(Question(f"What do we learn from {paper.title}"))
            assert_well_formed(answer)
            withheld += len(answer.dropped)
            by_title = {one.paper.title: one.paper for one in answer.references}
            for one in answer.statements:
                cited = [answer.references[number - 1].paper for number in one.citations]
                assert not caught(app, one.text, cited), (paper.title, one)
            assert paper.title in by_title
    assert withheld >= 5 * len(papers)


def caught(app: App, sentence: str, cited: list[Paper]) -> bool:
    """Tell whether the offline check finds a sentence wrong for all that it cites."""
    offered = dict(enumerate(cited, 1))
    verdict = app.checker.check(sentence, [Citation(number) for number in offered], offered)
    return verdict.label in ("unsupported", "uncited")


def assert_well_formed(answer: Answer) -> None:
    """Assert that marks and references belong together, in the order of the text."""
    seen = [number for one in answer.statements for number in one.citations]
    assert list(dict.fromkeys(seen)) == [one.number for one in answer.references]
    assert list(dict.fromkeys(seen)) == list(range(1, len(answer.references) + 1))
    for one in answer.statements:
        assert one.citations or one.verdict == "no_claim"
        assert {quote.number for quote in one.evidence} <= set(one.citations)
        if one.action in ("shown", "repaired"):
            assert one.verdict in ("verbatim", "supported", "no_claim")
    told = answer_document(answer)["text"]
    assert {int(number) for number in re.findall(r"\[(\d+)\]", told)} == set(seen)
    assert "[]" not in told
    assert not re.search(rf"\[{NEVER_OFFERED}\]", told)
    assert answer.dropped
