"""One open library, many threads: readers are right while papers come and go."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.answering.documents import answer_document
from assistant.corpus.records import Record
from assistant.interfaces.api.service import Service
from assistant.types import Paper, Question
from tests.conftest import MakeApp

THREADS = 16
QUESTIONS = [
    "What does HyDE do?",
    "How much better is dense retrieval than BM25?",
    "How many questions does TruthfulQA have?",
    "Who won the 1954 football world cup?",
]


def test_sixteen_threads_ask_while_papers_come_and_go(library: Path, make_app: MakeApp) -> None:
    service = Service(make_app(llm__provider="extractive"))
    before = [_text(service, question) for question in QUESTIONS]
    writing = threading.Event()

    def ask(turn: int) -> list[str]:
        wrong = []
        for number in itertools.count(turn):
            place = number % len(QUESTIONS)
            got = _text(service, QUESTIONS[place])
            wrong += [] if got == before[place] else [got]
            if writing.is_set():
                break
        return wrong

    def write() -> None:
        try:
            for number in range(2):
                assert service.add([_record(number)]).new == 1
                (found,) = service.assistant().searcher.search(f"kumquat{number}", 1)
                assert found.paper.id == _record(number).paper.id
                service.remove(found.paper.id)
        finally:
            writing.set()

    with ThreadPoolExecutor(THREADS + 1) as pool:
        writer = pool.submit(write)
        asking = [pool.submit(ask, turn) for turn in range(THREADS)]
        writer.result()
        assert [wrong for one in asking for wrong in one.result()] == []
    assert service.library().problem() is None
    service.close()


def test_a_library_is_opened_once_however_many_ask(library: Path, make_app: MakeApp) -> None:
    service = Service(make_app(llm__provider="extractive"))
    opened = _at_once(service.assistant)
    assert len({id(one) for one in opened}) == 1
    service.close()


def _at_once(use: Callable[[], object]) -> list[object]:
    gate = threading.Barrier(THREADS)

    def through() -> object:
        gate.wait(20)
        return use()

    with ThreadPoolExecutor(THREADS) as pool:
        return [one.result() for one in [pool.submit(through) for _ in range(THREADS)]]


def _text(service: Service, question: str) -> str:
    return str(answer_document(service.assistant().ask(Question(question)))["text"])


def _record(number: int) -> Record:
    word = f"kumquat{number}"
    paper = Paper(
        id=f"doi:10.1000/{word}", title=f"On {word}", abstract=f"The {word} is a fruit.",
        doi=f"10.1000/{word}",
    )  # fmt: skip
    return Record(paper, "test", number)
