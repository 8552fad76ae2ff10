"""What a model wrote, put right: one retry, what is withheld, what is told and when."""

from __future__ import annotations

import pytest

from assistant.answering.documents import answer_document, text
from assistant.types import Statement
from eval.scripted_server import ScriptedServer
from tests.answering.conftest import (
    MENDED,
    PREFERRED,
    QUESTION,
    QUOTE,
    VERBATIM,
    VETOED,
    MakeAssistant,
    asked,
    bare,
    rewritten,
    ruling,
    sentences_of,
)


def test_a_sentence_that_fails_is_put_right_in_its_place(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VETOED} {VERBATIM}", rewritten(MENDED))
    answer = over_two_papers().ask(QUESTION)
    assert [(one.text, one.verdict, one.action) for one in answer.statements] == [
        (bare(MENDED), "verbatim", "repaired"),
        (bare(VERBATIM), "verbatim", "shown"),
    ]
    assert (answer.dropped, answer.checks.repaired, answer.usage.calls) == ((), 1, 2)
    assert sentences_of(server, 1) == [bare(VETOED)]
    assert "<reason>the abstract gives 9 points there" in asked(server, 1)
    assert asked(server, 1).count("</passage>") == 1


def test_a_sentence_without_a_citation_is_shown_all_passages(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VERBATIM} Recall rises by 9 points.", rewritten(MENDED))
    answer = over_two_papers().ask(QUESTION)
    assert [one.action for one in answer.statements] == ["shown", "repaired"]
    assert asked(server, 1).count("</passage>") == 2


def test_what_is_written_anew_is_judged_as_well_and_once_only(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    again = "People who tried it blindly preferred its passages [1]."
    server.say(
        f"{PREFERRED} {VERBATIM}", ruling(("none", "readers")), rewritten(again),
        ruling(("full", QUOTE)),
    )  # fmt: skip
    answer = over_two_papers().ask(QUESTION)
    assert (answer.statements[0].text, answer.statements[0].action) == (bare(again), "repaired")
    assert sentences_of(server, 3) == [bare(again)]
    assert answer.usage.calls == 4


@pytest.mark.parametrize(
    "reply",
    [
        rewritten(VETOED),
        rewritten("Dense retrieval raises recall by 90 points over BM25 on questions [1]."),
        rewritten("LEAVE_OUT"),
        rewritten("The abstracts do not give the margin."),
        rewritten(f"{MENDED} {VERBATIM}"),
        "I am sorry.",
    ],
)
def test_a_sentence_that_fails_twice_is_withheld_and_listed(
    over_two_papers: MakeAssistant, server: ScriptedServer, reply: str
) -> None:
    server.say(f"{VERBATIM} {VETOED} It is so.", reply)
    answer = over_two_papers().ask(QUESTION)
    assert text(answer.statements) == "On entity questions BM25 remains ahead. [1]"
    assert [(one.verdict, one.text) for one in answer.dropped] == [
        ("unsupported", bare(VETOED)),
        ("uncited", "It is so."),
    ]
    assert "19" in answer.dropped[0].why
    assert answer.usage.calls == 2


def test_a_worse_sentence_is_not_taken_but_counted(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{PREFERRED} {VERBATIM}", "no JSON", rewritten(VETOED))
    answer = over_two_papers().ask(QUESTION)
    assert (answer.statements[0].text, answer.statements[0].verdict) == (
        bare(PREFERRED),
        "unjudged",
    )
    assert (answer.checks.repaired, answer.checks.worsened) == (0, 1)


def test_what_its_writer_takes_back_is_withheld(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{PREFERRED} {VERBATIM}", "no JSON", rewritten("LEAVE_OUT"))
    (dropped,) = over_two_papers().ask(QUESTION).dropped
    assert (dropped.text, dropped.verdict) == (bare(PREFERRED), "unjudged")
    assert "took it back" in dropped.why


def test_what_fails_may_be_shown_with_its_reason(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VETOED} {VERBATIM}", rewritten("LEAVE_OUT"))
    answer = over_two_papers(check__failing="flag").ask(QUESTION)
    assert [one.action for one in answer.statements] == ["flagged", "shown"]
    assert "19" in (answer.statements[0].reason or "")
    assert answer.dropped == ()


def test_without_a_retry_what_fails_is_withheld_at_once(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VETOED} {VERBATIM}")
    answer = over_two_papers(check__repair="false").ask(QUESTION)
    assert [one.text for one in answer.statements] == [bare(VERBATIM)]
    assert answer.usage.calls == 1


# What is handed on


def test_what_is_settled_is_told_at_once_and_nothing_is_taken_back(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    cost = "An index costs 40 gigabytes of memory [2]."
    calls: list[int] = []
    told: list[Statement] = []
    server.say(
        f"{VERBATIM} {VETOED} {cost} {PREFERRED}", ruling(("full", QUOTE)), rewritten(MENDED)
    )

    def tell(one: Statement) -> None:
        told.append(one)
        calls.append(len(server.chat_requests))

    answer = over_two_papers().ask(QUESTION, tell)
    assert tuple(told) == answer.statements
    assert calls == [1, 3, 3, 3]
    assert [one.citations for one in told] == [(1,), (1,), (2,), (1,)]


def test_a_withheld_sentence_leaves_no_trace(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    false = "An index costs 50 gigabytes of memory [2]."
    server.say(f"{false} {VERBATIM}", rewritten("LEAVE_OUT"))
    references: list[int] = []
    answer = over_two_papers().ask(QUESTION, on_reference=lambda one: references.append(one.number))
    assert [one.paper.id for one in answer.references] == ["a:1"]
    assert references == [1]
    assert answer_document(answer)["text"] == "On entity questions BM25 remains ahead. [1]"


def test_an_answer_of_which_nothing_stands_abstains(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"Here is what the abstracts say. {VETOED}", rewritten("LEAVE_OUT"))
    told: list[Statement] = []
    answer = over_two_papers().ask(QUESTION, told.append)
    assert (answer.abstained, answer.reason, told) == (True, "not_in_library", [])
    assert "1 sentence was withheld" in (answer.message or "")
    assert [one.text for one in answer.dropped] == [bare(VETOED)]
    assert answer.references == ()
