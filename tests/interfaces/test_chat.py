"""The chat as its users meet it: through a pipe, and in a terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from eval.scripted_server import ScriptedServer, serving
from tests.conftest import AS_WRITTEN_VARIABLES

OFFLINE = Path(__file__).parent.parent / "offline"
PROMPT = r"\x1b\[\?2004h"  # what is pasted is to be marked: the prompt has begun to read
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")


@pytest.fixture
def library(demo_folder: Path, tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return shutil.copytree(demo_folder, tmp_path / "library")


def command(library: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant", "--library", str(library), "chat", *arguments]


def environment(**variables: str) -> dict[str, str]:
    # Nobody answers a terminal's questions about itself here, and its size is what it is, not what
    # the runner of the tests has.
    own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**own, "PYTHONPATH": str(OFFLINE), "PROMPT_TOOLKIT_NO_CPR": "1", **variables}


def piped(library: Path, typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(library, *arguments), input=typed, env=environment(), cwd=library.parent,
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip


# Through a pipe


def test_each_line_of_a_pipe_is_a_question(library: Path) -> None:
    done = piped(library, "What does HyDE do?\nAnd what does \\\nit cost?\n/cost\n", "--plain")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert " 1 ✓ Hypothetical Document Embeddings" in done.stdout
    assert "asked as: What does HyDE do? And what does it cost?" in done.stdout
    assert "2 answers, 0 model calls" in done.stdout
    assert "\x1b" not in done.stdout
    assert "> " not in done.stdout


def test_the_status_of_a_pipe_is_3_when_the_last_answer_is_an_abstention(library: Path) -> None:
    done = piped(library, "What does HyDE do?\n/new\nHow do I bake bread?\n")
    assert done.returncode == 3
    assert "Nearest papers" in done.stdout


def test_mistakes_in_a_pipe_are_a_line_each_and_end_nothing(library: Path) -> None:
    done = piped(library, "/opne 1\n/open 7\n\xff\nWhat does HyDE do?\n")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "litassist: no command /opne; did you mean /open? /help lists all",
        "litassist: the last answer has no references; ask a question first",
    ]
    assert "References" in done.stdout


def test_filters_and_resumption_are_options(library: Path) -> None:
    first = piped(library, "What does HyDE do?\n/sessions\n")
    (id,) = re.findall(r"^\* (\w+)", first.stdout, re.MULTILINE)
    again = piped(library, "/filter\nAnd what does it cost?\n", "--resume", id, "--year", "2023-")
    assert "Filters: year:2023-." in again.stdout
    assert "asked as: What does HyDE do? And what does it cost?" in again.stdout
    for arguments, said in ((("--resume", "zzz"), "no conversation"), (("--year", "x"), "years")):
        wrong = piped(library, "", *arguments)
        assert wrong.returncode == 2
        assert wrong.stderr.startswith("litassist: ")
        assert said in wrong.stderr


def test_help_has_examples(library: Path) -> None:
    done = piped(library, "", "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout


# In a terminal


class Terminal:
    """A chat in a pseudo-terminal of 100 columns, typed at as a person would."""

    def __init__(self, library: Path, *arguments: str, **variables: str) -> None:
        program, *rest = command(library, *arguments)
        self.child = pexpect.spawn(
            program, rest, env=environment(TERM="xterm-256color", **variables),
            cwd=str(library.parent), dimensions=(40, 100), encoding="utf-8", timeout=30,
        )  # fmt: skip
        self.raw = ""
        self.wait_for("/help; Ctrl-D leaves")
        self.wait_for(PROMPT)

    def type(self, text: str) -> None:
        self.child.send(text)

    def wait_for(self, pattern: str) -> str:
        """Wait for a pattern; return what the terminal showed until then, without its escapes."""
        self.child.expect(pattern)
        told = self.child.before + self.child.after
        self.raw += told
        return _ESCAPE.sub("", told)

    def say(self, line: str, until: str) -> str:
        """Type a line, wait for something and then for the prompt; return what was shown."""
        self.type(f"{line}\r")
        shown = self.wait_for(until)
        return shown + self.wait_for(PROMPT)

    def leave(self) -> str:
        self.type("\x04")
        self.child.expect(pexpect.EOF)
        self.child.close()
        self.raw += self.child.before
        assert self.child.exitstatus == 0
        return _ESCAPE.sub("", self.child.before)


@pytest.fixture
def opened() -> Iterator[list[Terminal]]:
    """The terminals of a test, closed at its end."""
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.child.close(force=True)


def test_a_conversation_in_a_terminal(library: Path, opened: list[Terminal]) -> None:
    chat = Terminal(library)
    opened.append(chat)
    assert "1 ✓ Hypothetical Document" in chat.say("What does HyDE do?", r"exact sentences,.* s\)")
    follow_up = chat.say("And what does it cost?", r"exact sentences,.* s\)")
    assert "asked as: What does HyDE do? And what does it cost?" in follow_up
    assert "characters" in chat.say("/why 1", r"\d+-\d+")
    assert "And what does it cost?" in chat.say("/undo", "Taken back: .*”")
    assert "did you mean /open?" in chat.say("/opne", "lists all")
    chat.type("half a question\x03")  # Ctrl-C clears the line
    saved = library.parent / "talk.md"
    chat.say(f"/save {saved}", "Saved 1 question in")
    assert "## What does HyDE do?" in saved.read_text(encoding="utf-8")
    assert "cost" not in saved.read_text(encoding="utf-8")
    (id,) = re.findall(r"--resume (\w+)", chat.leave())

    again = Terminal(library, "--resume", id)
    opened.append(again)
    assert "What does HyDE do? And" in again.say(
        "And what does it cost?", r"exact sentences,.* s\)"
    )
    again.type("\x1b[A")  # the history outlives the program
    again.wait_for("And what does it cost")
    again.type("\x03")
    again.leave()
    assert "half a question" not in (library / "chat-history").read_text(encoding="utf-8")


def test_a_question_of_several_lines_and_completion(library: Path, opened: list[Terminal]) -> None:
    chat = Terminal(library)
    opened.append(chat)
    chat.type("What does\x1b\rHyDE\\\rdo?")
    chat.say("", r"exact sentences,.* s\)")
    chat.type("/open zero-shot dense")
    chat.wait_for("Relevance Labels")
    chat.say("\t", "stands around what the last answer quotes")
    assert "What does HyDE do?" in chat.say("/sessions", "will do")
    chat.leave()


def test_ctrl_c_stops_the_answer_and_not_the_program(library: Path, opened: list[Terminal]) -> None:
    let_go = threading.Event()
    replies = iter(["Never shown [1].", "HyDE is good [1]."])

    def hold(_: dict[str, Any]) -> str:
        reply = next(replies)
        if reply.startswith("Never"):
            assert let_go.wait(60)
        return reply

    with serving(respond=hold) as server:
        model = {"OPENAI_BASE_URL": server.base_url, "LITASSIST_LLM_MODEL": "scripted-model"}
        chat = Terminal(library, **model, **AS_WRITTEN_VARIABLES)
        opened.append(chat)
        chat.type("What does HyDE do?\r")
        chat.wait_for("searching")
        while not server.chat_requests:
            time.sleep(0.01)
        chat.type("\x03")
        chat.wait_for("Stopped; this answer is not kept")  # the model has not replied yet
        chat.wait_for(PROMPT)
        assert "No conversation is kept" in chat.say("/sessions", "yet")
        assert "1 ? HyDE is good. [1]" in chat.say("/retry", "tokens; .* s")
        assert "1 answer stopped on the way" in chat.say("/cost", "on the way")
        assert "Never shown" not in chat.raw + chat.leave()
        let_go.set()


def test_a_terminal_is_not_steered_by_papers_or_models(
    library: Path, opened: list[Terminal], server: ScriptedServer
) -> None:
    evil = "\x1b]0;pwned\x07\x1b[31m\x9bzebra"
    record = {"title": f"Evil {evil}", "abstract": f"A zebra {evil} helps.", "authors": [evil]}
    (library.parent / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    subprocess.run(
        [*command(library)[:-1], "ingest", str(library.parent / "a.jsonl")],
        env=environment(), check=True, capture_output=True,
    )  # fmt: skip
    server.say(f'A zebra {evil} helps [1 "zebra {evil}"]. ' + f"And {evil} so [1].")
    model = {"OPENAI_BASE_URL": server.base_url, "LITASSIST_LLM_MODEL": "scripted-model"}
    chat = Terminal(library, **model, **AS_WRITTEN_VARIABLES)
    opened.append(chat)
    chat.say("What helps with a zebra?", "tokens; .* s")
    chat.type("/open evil")
    chat.wait_for("zebra")  # in the menu of completions
    chat.say("", "sources")
    chat.say("/why 1", "Sentence 1")
    chat.say("/search zebra", "pwned")
    chat.leave()
    assert "]0;pwned" in chat.raw
    assert not re.search("\x1b\\]|\x07|\x9b|\x1b\\[31mzebra", chat.raw)
