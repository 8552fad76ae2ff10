"""Answers in the making: followed, stopped, and never both stopped and kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from assistant.interfaces import render
from assistant.interfaces.repl import conversing, reading
from assistant.interfaces.repl.conversing import ABSTAINED, DONE, FAILED, continued, converse
from assistant.interfaces.repl.session import Session
from assistant.interfaces.repl.watching import Event, Running, Stopped, Watch
from assistant.types import Answer, Statement
from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

BREAD = "How do I bake sourdough bread?"
DPR = "How much better is DPR than BM25 at finding passages?"


class Screen:
    """Remembers what is shown."""

    def __init__(self, interruptible: bool = True) -> None:
        self.interruptible = interruptible
        self.shown: list[str] = []
        self.remarks: list[str] = []
        self.failures: list[str] = []
        self.show = self.shown.append
        self.remark = self.remarks.append
        self.fail = self.failures.append

    def waiting(self) -> AbstractContextManager[object]:
        return nullcontext()


@pytest.fixture
def session(demo_folder: Path, tmp_path: Path, make_app: MakeApp) -> Iterator[Session]:
    shutil.copytree(demo_folder, tmp_path / "library")
    app = make_app(llm__provider="extractive")
    with app.conversation() as conversation, app.library() as library:
        yield Session(conversation, library)


@pytest.fixture
def served(
    demo_folder: Path, tmp_path: Path, make_app: MakeApp, server: ScriptedServer
) -> Iterator[Session]:
    """A session whose answers are written by the scripted server."""
    shutil.copytree(demo_folder, tmp_path / "library")
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, **AS_WRITTEN, llm__retries="0"
    )
    with app.conversation() as conversation, app.library() as library:
        yield Session(conversation, library)


def test_events_are_the_sentences_and_then_the_answer(session: Session) -> None:
    events = list(Running(lambda watch: session.ask("What does HyDE do?", watch)).events())
    assert isinstance(events[-1], Answer)
    assert tuple(events[:-1]) == events[-1].statements
    followed = list(Running(lambda watch: session.ask("And what does it cost?", watch)).events())
    assert followed[0] == "What does HyDE do? And what does it cost?"


def test_an_answer_is_stopped_at_its_next_sentence_and_not_kept(session: Session) -> None:
    told: list[Statement] = []

    def stop_after_the_first(one: Statement) -> None:
        told.append(one)
        assert watch.stop()

    watch = Watch(lambda _: None, stop_after_the_first)
    with pytest.raises(Stopped):
        session.ask("What does HyDE do?", watch)
    assert len(told) == 1
    assert session.conversation.turns == []
    assert session.asked_last() == "What does HyDE do?"
    assert session.retry(Watch(lambda _: None, told.append)).question == "What does HyDE do?"


@pytest.mark.parametrize("question", ["What does HyDE do?", BREAD])
def test_an_answer_stopped_before_its_first_sentence_is_not_kept(
    session: Session, question: str
) -> None:
    watch = Watch(lambda _: None, lambda _: None)
    assert watch.stop()
    with pytest.raises(Stopped):
        session.ask(question, watch)
    assert session.conversation.turns == []


def test_a_complete_answer_can_not_be_stopped(session: Session) -> None:
    watch = Watch(lambda _: None, lambda _: None)
    session.ask("What does HyDE do?", watch)
    assert not watch.stop()
    assert len(session.conversation.turns) == 1
    assert [usage.model for usage in session.spent] == ["extractive"]


def test_stopping_does_not_wait_for_the_model(served: Session, server: ScriptedServer) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(watch: Watch) -> Answer:
        asked.set()
        go_on.wait(20)
        return served.ask(BREAD, watch)

    running = Running(slow)
    assert asked.wait(20)
    assert running.stop()
    go_on.set()
    (last,) = running.events()
    assert isinstance(last, Stopped)
    assert served.conversation.turns == []
    assert served.spent == []


def test_a_failure_is_one_line_and_the_chat_goes_on(
    served: Session, server: ScriptedServer
) -> None:
    server.say(Script(status=401, error="no such\nkey"), "HyDE is good [1].")
    screen = Screen()
    assert converse(served, ["What does HyDE do?"], screen) == FAILED
    (failure,) = screen.failures
    assert "\n" not in failure
    assert "key" in failure
    assert served.conversation.turns == []
    assert converse(served, ["/retry", "/sources"], screen) == DONE
    assert [one.question for one in served.conversation.turns] == ["What does HyDE do?"]
    assert served.spent[0].calls == 1


def test_what_was_asked_before_is_not_said_to_be_made_without_a_model(
    served: Session, server: ScriptedServer
) -> None:
    server.say("HyDE is good [1].")
    screen = Screen()
    converse(served, ["What does HyDE do?", "/new", "What does HyDE do?"], screen)
    assert "asked the same before" in screen.shown[-1]
    assert len(server.chat_requests) == 1


def test_a_key_pressed_while_an_answer_is_made_stops_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(Running):
        def events(self) -> Iterator[Event]:
            self.stop()
            raise KeyboardInterrupt

    monkeypatch.setattr(conversing, "Running", Interrupted)
    screen = Screen()
    assert converse(session, ["What does HyDE do?", "/cost"], screen) == DONE
    assert "Stopped" in screen.remarks[0]
    assert session.stopped == 1
    assert screen.shown[0].startswith("0 answers")
    with pytest.raises(KeyboardInterrupt):
        converse(session, ["What does HyDE do?"], Screen(interruptible=False))


def test_a_key_pressed_when_the_answer_is_complete_comes_too_late(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(Running):
        interrupted = False

        def events(self) -> Iterator[Event]:
            events = list(super().events())
            if not self.interrupted:
                self.interrupted = True
                # What was not shown yet is shown after all.
                for event in events:
                    self._events.put(event)
                raise KeyboardInterrupt
            yield from events

    monkeypatch.setattr(conversing, "Running", Late)
    screen = Screen()
    converse(session, ["What does HyDE do?"], screen)
    assert screen.remarks == []
    assert "References" in screen.shown[-1]
    assert len(session.conversation.turns) == 1


def test_the_status_is_that_of_the_last_answer(session: Session) -> None:
    assert converse(session, [], Screen()) == DONE
    assert converse(session, ["  ", BREAD, "/cost"], Screen()) == ABSTAINED
    assert converse(session, ["/new", "What does HyDE do?"], Screen()) == DONE
    assert converse(session, ["/nonsense"], Screen()) == FAILED
    assert converse(session, ["/quit", "/nonsense"], Screen()) == DONE


def test_an_error_that_is_a_bug_is_not_hidden(session: Session) -> None:
    def broken(_: Watch) -> Answer:
        raise ZeroDivisionError

    (last,) = Running(broken).events()
    assert isinstance(last, ZeroDivisionError)


def test_a_backslash_continues_a_line() -> None:
    assert list(continued(["a\\\n", "b\n", "c\r\n", "d\\"])) == ["a\nb", "c", "d"]


def test_what_was_withheld_and_put_right_is_told_on_demand(
    demo_folder: Path, tmp_path: Path, make_app: MakeApp, server: ScriptedServer
) -> None:
    shutil.copytree(demo_folder, tmp_path / "library")
    app = make_app(llm__provider="openai", llm__base_url=server.base_url, llm__retries="0")
    true = "SQuAD is the exception: there BM25 stays ahead, partly because annotators wrote the "
    true += "questions while looking at the passage [1]."
    server.say(
        "BM25 is beaten by 77 points [1]. It stays ahead by 88 points on SQuAD [1]. It is so.",
        f'<sentence number="1">LEAVE_OUT</sentence><sentence number="2">{true}</sentence>',
    )
    with app.conversation() as conversation, app.library() as library:
        session = Session(conversation, library)
        answer = session.ask(DPR, Watch(lambda _: None, lambda _: None))
        told = reading.why(session, "withheld")
        assert "77" in told
        assert "“It is so.”" in told
        assert "rewritten by the model" in reading.why(session, "1")
    shown = render.after_statements(answer)
    assert "2 sentences withheld, as their check did not hold (--json, or /why withheld" in shown
    assert "77 points" not in shown
