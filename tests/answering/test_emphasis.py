"""Signs of Markdown's emphasis in an answer: gone before its sentences are checked and shown."""

from __future__ import annotations

from assistant.types import Statement
from eval.scripted_server import ScriptedServer
from tests.answering.conftest import QUESTION, MakeAssistant
from tests.conftest import AS_WRITTEN


def test_signs_of_emphasis_go_before_a_sentence_is_checked_and_shown(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(
        "**What was found**\nOn __entity questions__ **BM25** *remains* `ahead` [1]. "
        "So p* < .05 [1].\nNOT_IN_LIBRARY: **cost**"
    )
    told: list[Statement] = []
    answer = over_two_papers(**AS_WRITTEN).ask(QUESTION, told.append)
    assert [(one.text, one.verdict) for one in told[:2]] == [
        ("What was found", "no_claim"),
        ("On entity questions BM25 remains ahead.", "verbatim"),
    ]
    assert told[2].text == "So p* < .05."
    assert tuple(told) == answer.statements
    assert (answer.message or "").endswith("missing: cost")
