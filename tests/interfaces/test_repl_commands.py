"""The commands of the chat, as functions over a session."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant.errors import AssistantError, ConversationNotFound, InputError, PaperNotFound
from assistant.interfaces.cli import cli
from assistant.interfaces.repl.commands import COMMANDS, outcome
from assistant.interfaces.repl.completion import suggestions
from assistant.interfaces.repl.reading import marked_abstract
from assistant.interfaces.repl.session import Session
from assistant.interfaces.repl.watching import Watch
from assistant.types import Evidence, Usage
from tests.conftest import MakeApp

HYDE = "Precise Zero-Shot Dense Retrieval without Relevance Labels"


@pytest.fixture
def session(demo_folder: Path, tmp_path: Path, make_app: MakeApp) -> Iterator[Session]:
    shutil.copytree(demo_folder, tmp_path / "library")
    app = make_app(llm__provider="extractive")
    with app.conversation() as conversation, app.library() as library:
        yield Session(conversation, library)


def say(session: Session, line: str) -> str:
    """Return what a line shows: a command's text, or the sentences of an answer."""
    became = outcome(session, line)
    if isinstance(became, str):
        return became
    answer = became(Watch(lambda _: None, lambda _: None))
    return "\n".join(one.text for one in answer.statements)


def test_help_lists_every_command_and_the_keys(session: Session) -> None:
    shown = say(session, "/help")
    assert all(command.usage in shown for command in COMMANDS.values())
    assert "search for the last question finds or loses a paper" in " ".join(shown.split())
    for key in ("Alt-Enter", "backslash", "Ctrl-C", "Ctrl-D"):
        assert key in shown


@pytest.mark.parametrize(
    ("line", "error", "said"),
    [
        ("/opne 1", InputError, "did you mean /open?"),
        ("/xyzzy", InputError, "/help lists all"),
        ("/open", InputError, r"/open N\|TITLE"),
        ("/open 1", InputError, "no references"),
        ("/open no such title", PaperNotFound, "no paper .* with `/search 'no such title'`"),
        ("/why 1", InputError, "nothing was answered yet"),
        ("/sources", InputError, "nothing was answered yet"),
        ("/as other words", InputError, "nothing was asked yet"),
        ("/retry", InputError, "nothing was asked yet"),
        ("/undo", InputError, "nothing to take back"),
        ("/save x.md", InputError, "nothing to save"),
        ("/export bib x.bib", InputError, "nothing to export"),
        ("/export x.bib", InputError, "/export bib FILE"),
        ("/good", InputError, "nothing to judge"),
        ("/bad ugly", InputError, r"wrong\|off-topic\|missing"),
        ("/resume nothing", ConversationNotFound, "/sessions"),
        ("/filter recent", InputError, "write it as"),
        ("/filter tag:two words", InputError, "'two words' cannot be a tag"),
        ("/tag HyDE to-read", InputError, "write it as /tag N WORD"),
        ("/untag 1", InputError, "write it as /untag N WORD"),
        ("/tag 1 to-read", InputError, "no references"),
        ("/filter yaer:2020", InputError, "did you mean year:"),
        ("/filter author:", InputError, "needs a value"),
        ("/filter year:soon", InputError, "cannot read the years"),
        ("/filter year:2020 year:2021", InputError, "may stand once"),
    ],
)
def test_a_mistake_says_what_to_do(
    session: Session, line: str, error: type[AssistantError], said: str
) -> None:
    with pytest.raises(error, match=said) as raised:
        say(session, line)
    assert "\n" not in str(raised.value)


def test_sources_open_and_why_tell_what_an_answer_rests_on(session: Session) -> None:
    say(session, "What does HyDE do?")
    assert f"[1] {HYDE}" in say(session, "/sources")
    shown = " ".join(say(session, "/open 1").split())
    first = session.statements[0]
    assert f"«{first.text}»" in shown
    quote = first.evidence[0]
    why = " ".join(say(session, "/why 1").split())
    assert f"characters {quote.start}-{quote.end}: “{quote.quote}”" in why
    assert "word for word in the cited abstract; score 1.00" in why
    with pytest.raises(InputError, match="no reference 9; the last answer has 1 reference"):
        say(session, "/open 9")
    with pytest.raises(InputError, match="no sentence 0"):
        say(session, "/why 0")


def test_papers_answer_to_their_titles_too(session: Session) -> None:
    say(session, "What does HyDE do?")
    assert "«" in say(session, "/open zero-shot dense retrieval without")
    assert "is [1], cited by sentences 1, 2" in " ".join(say(session, f"/why {HYDE}").split())
    other = next(
        one for one in session.conversation.turns[-1].answer["retrieved"] if one["rank"] == 5
    )
    why = " ".join(say(session, f"/why {other['paper_id']}").split())
    assert "at rank 5 of 12, but no sentence cites it" in why
    found = {one["paper_id"] for one in session.conversation.turns[-1].answer["retrieved"]}
    absent = next(one for one in session.library.catalog.papers() if one.id not in found)
    why = " ".join(say(session, f"/why {absent.id}").split())
    assert "not among the 12 papers found" in why


def test_why_of_a_paper_tells_the_stages_of_the_search_for_the_last_question(
    session: Session, demo_folder: Path
) -> None:
    question = "What does HyDE do? year:2022-"
    say(session, "/filter author:Gao")
    say(session, question)
    told = say(session, f"/why {HYDE}")
    in_chat = told.split("\n\n", 1)[1]
    options = ["--library", str(demo_folder), "why", question, HYDE, "--author", "Gao"]
    assert in_chat == CliRunner().invoke(cli, options).stdout.rstrip("\n")
    assert [line.split()[1] for line in in_chat.splitlines() if line[0:1] in ("✓", "✗")] == [
        "filter", "words", "vectors", "fused", "rerank", "shown", "read",
    ]  # fmt: skip
    excluded = say(session, "/why dense passage retrieval for open-domain")
    assert "✗ filter" in excluded


def test_a_cited_paper_is_given_tags_that_a_filter_knows(session: Session) -> None:
    assert say(session, "/tags") == "No paper bears a tag."
    say(session, "What does HyDE do?")
    id = session.references[0].paper.id
    assert say(session, "/tag 1 to-read Mine") == f"{id}: Mine to-read"
    assert say(session, "/tags") == "Mine     1 paper\nto-read  1 paper"
    assert "Filters: tag:MINE. 1 of 64 papers pass" in say(session, "/filter tag:MINE")
    assert say(session, "/untag [1] mine") == f"{id}: to-read"
    with pytest.raises(InputError, match="does not bear the tag mine"):
        say(session, "/untag 1 mine")
    with pytest.raises(InputError, match="no reference 9"):
        say(session, "/tag 9 mine")
    with session.library.writing():
        session.library.remove([id])
    with pytest.raises(PaperNotFound, match="/search"):
        say(session, "/tag 1 mine")


def test_an_answer_outlives_its_paper(session: Session) -> None:
    say(session, "What does HyDE do?")
    library = session.library
    with library.writing():
        library.remove([session.references[0].paper.id])
    assert HYDE in say(session, "/sources")
    assert "(no abstract in the record)" in say(session, "/open 1")


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_marks_leave_the_abstract_as_it_is(abstract: str, places: list[tuple[int, int]]) -> None:
    plain = abstract.replace("«", "").replace("»", "")
    quotes = [Evidence(1, plain[start:end], start, end) for start, end in places]
    marked = marked_abstract(plain, quotes)
    assert marked.replace("«", "").replace("»", "") == plain
    assert marked.count("«") == marked.count("»")


def test_a_quote_that_is_not_at_its_place_is_not_marked() -> None:
    quotes = [Evidence(1, "cat", 4, 7), Evidence(1, "dog", 0, 3), Evidence(1, "a", 5, 6)]
    assert marked_abstract("The cat sat.", quotes) == "The «cat» sat."


def test_search_and_papers_keep_to_the_filters(session: Session) -> None:
    assert "64 of 64 papers" not in say(session, "/papers retrieval")
    assert "… and 24 more" in say(session, "/papers")
    assert "1 of 64 papers pass" in say(session, "/filter year:2023 author:luyu gao venue:acl")
    assert HYDE in say(session, "/papers")
    assert "2. " not in say(session, "/search dense retrieval")
    say(session, "How good is ColBERT?")
    assert {one["title"] for one in session.conversation.turns[-1].answer["retrieved"]} == {HYDE}
    assert "year:2023 author:luyu gao venue:acl" in say(session, "/filter")
    assert say(session, "/filter off").startswith("No filters")
    assert "No paper has that" in say(session, "/papers no such thing")


def test_the_last_question_can_be_asked_in_other_words(session: Session) -> None:
    say(session, "What does HyDE do?")
    say(session, "And the other one?")
    assert "ColBERT" in say(session, "/as What does ColBERT do?")
    last = session.conversation.turns[-1]
    assert last.question == "And the other one?"
    assert last.answer["standalone_question"] == "What does ColBERT do?"


def test_undo_retry_and_judgements(session: Session) -> None:
    say(session, "What does HyDE do?")
    say(session, "How many questions does TruthfulQA have?")
    say(session, "/retry")
    assert len(session.conversation.turns) == 2
    assert say(session, "/bad missing no figure").endswith("missing.")
    say(session, "/good after all")
    said = [(one.label, one.note) for one in session.conversation.turns[-1].feedback]
    assert said == [("missing", "no figure"), ("good", "after all")]
    assert "How many questions" in say(session, "/undo")
    assert len(session.conversation.turns) == 1


def test_conversations_are_listed_left_and_taken_up(session: Session) -> None:
    assert say(session, "/sessions") == "No conversation is kept yet."
    say(session, "What does HyDE do?")
    first = session.conversation.id or ""
    assert f"/resume {first}" in say(session, "/new")
    say(session, "How many questions does TruthfulQA have?")
    listed = say(session, "/sessions")
    assert f"* {session.conversation.id}" in listed
    assert f"  {first}" in listed
    resumed = say(session, f"/resume {first[:6]}")
    assert "> What does HyDE do?" in resumed
    assert " 1 ✓ " in resumed
    assert session.conversation.id == first


def test_cost_counts_calls_tokens_and_dollars_where_known(session: Session) -> None:
    assert say(session, "/cost") == "0 answers, 0 model calls, 0 tokens read, 0 written"
    session.spent += [
        Usage("m", 1, 1000, 200, 0.5), Usage("m", 2, 234, 30), Usage("extractive"),
    ]  # fmt: skip
    assert say(session, "/cost").splitlines() == [
        "3 answers, 3 model calls, 1,234 tokens read, 230 written",
        "$0.5000",
        "no price is known for 1 answer",
    ]


def test_model_says_how_to_change_it(session: Session, make_app: MakeApp) -> None:
    assert "No language model" in say(session, "/model")
    app = make_app(llm__provider="openai", llm__base_url="http://127.0.0.1:9/v1", llm__model="m-1")
    with app.conversation() as conversation:
        served = dataclasses.replace(session, conversation=conversation, address="http://x/v1")
        assert "m-1 at http://x/v1 writes the answers" in say(served, "/model")
        assert "llm.model=NAME" in say(served, "/model")


def test_save_and_export_refuse_to_overwrite(session: Session, tmp_path: Path) -> None:
    say(session, "What does HyDE do?")
    for line, expected in (("/save", "## References"), ("/export bib", "@article{gao2023precise,")):
        path = tmp_path / f"of {line[1:5]}"
        assert str(path) in say(session, f"{line} {path}").replace("\n", " ")
        assert expected in path.read_text(encoding="utf-8")
        with pytest.raises(InputError, match="not overwritten"):
            say(session, f"{line} {path}")
    with pytest.raises(InputError, match="cannot write"):
        say(session, f"/save {tmp_path}/no/such/folder/x.md")


def test_text_of_papers_cannot_steer_the_terminal(tmp_path: Path, make_app: MakeApp) -> None:
    evil = "Evil \x1b]0;pwned\x07zebra\x1b[2J paper \u202ereversed"
    record = {"title": evil, "abstract": f"{evil} \x1b[31mhelps.", "venue": evil, "authors": [evil]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    app = make_app(llm__provider="extractive")
    app.ingest([tmp_path / "a.jsonl"])
    with app.conversation() as conversation, app.library() as library:
        session = Session(conversation, library)
        say(session, f"What helps with a zebra paper? {evil}")
        lines = (
            "/sources", "/open 1", "/why 1", "/why evil", "/search zebra", "/papers",
            f"/filter venue:{evil}", "/sessions", f"/resume {conversation.id}", "/undo",
        )  # fmt: skip
        shown = "".join(say(session, line) for line in lines)
        say(session, f"What helps with a zebra paper? {evil}")
        shown += "".join(
            one.text + one.note
            for typed in ("/open evil", "/why ", "/resume ")
            for one in suggestions(session, typed)
        )
        say(session, f"/save {tmp_path}/x.md")
        say(session, f"/export bib {tmp_path}/x.bib")
    shown += (tmp_path / "x.md").read_text() + (tmp_path / "x.bib").read_text()
    assert "pwned" in shown
    assert not set("\x1b\x07\u202e") & set(shown)


def test_commands_titles_and_words_are_completed(session: Session) -> None:
    def texts(typed: str) -> list[str]:
        return [one.text for one in suggestions(session, typed)]

    assert texts("/re") == ["/retry", "/resume"]
    assert texts("What does") == []
    assert texts("/open zero-shot dense") == [HYDE]
    say(session, "What does HyDE do?")
    assert texts("/why ") == [HYDE]
    assert texts("/bad of") == ["off-topic"]
    assert texts("/filter year:2020 au") == ["author:"]
    assert texts("/resume ") == [session.conversation.id]
    assert texts("/undo ") == []
    for one in suggestions(session, "/open  zero-shot dense"):
        assert one.replaces == len("zero-shot dense")


def test_leaving(session: Session) -> None:
    for line in ("/quit", "quit", "exit"):
        session.leaving = False
        assert say(session, line) == ""
        assert session.leaving
