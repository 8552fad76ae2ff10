"""`python -m eval planning`: each step without it and with it, on a set of two papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant import settings
from assistant.types import Usage
from eval.__main__ import main
from eval.commands.planning import table
from eval.experiment.planning import Found, Pair, added, applies, compared, settings_of
from eval.scripted_server import serving
from eval.types import Case
from tests.lab.conftest import QUESTION, MakeOwn


def pair(id: str, kind: str, off: tuple[str, ...], on: tuple[str, ...], calls: int = 1) -> Pair:
    case = Case(id, kind, "?", ("gold",), cluster=id)
    return Pair(case, Found(off, Usage("m")), Found(on, Usage("m", calls, 90 * calls, 10 * calls)))


PAIRS = [
    pair("1", "compare", ("x", "gold"), ("gold", "x")),
    pair("2", "compare", ("x",), ("x", "gold")),
    pair("3", "fact", ("gold",), ("gold",), calls=0),
]


def test_what_a_step_gains_is_paired_and_what_it_costs_is_a_mean() -> None:
    found = compared(PAIRS, "recall@5")
    assert found is not None
    assert found.difference == pytest.approx(1 / 3)
    assert found.interval is not None
    assert found.interval.low <= 0 < found.interval.high
    assert added(PAIRS) == pytest.approx((2 / 3, 200 / 3))
    assert [one.acted for one in PAIRS] == [True, True, False]
    shown = table(PAIRS, asked=4).splitlines()
    assert shown[2].startswith("| compare | 2 | 2 | 0.500 -> 1.000, +0.500 [")
    assert shown[3].endswith("| +0.00 | +0 |")
    assert shown[4].startswith("| all | 3 | 2 | 0.667 -> 1.000, +0.333 [")
    assert shown[-1] == "1 of 4 questions ended in an error and are left out"


def test_a_step_is_measured_alone_and_as_it_is_set() -> None:
    chosen = settings.load(None, {"retrieval.phrasings": "2"}, {}).retrieval
    off, on = settings_of("phrasings", chosen)
    assert (off.phrasings, on.phrasings) == (0, 2)
    off, on = settings_of("sub_questions", chosen)
    assert (off.sub_questions, on.sub_questions, on.phrasings) == (0, 4, 0)
    off, on = settings_of("rewrite_followups", chosen)
    assert (bool(off.rewrite_followups), on.rewrite_followups) == (False, True)
    assert not applies("rewrite_followups", PAIRS[0].case)
    assert not applies("phrasings", Case("1", "unanswerable", "?", (), answerable=False))


def replies(request: dict[str, Any]) -> str:
    rules = str(request["messages"][0]["content"])
    if "other phrasings" in rules:
        return '["How do residuals ease the training of deep networks?"]'
    return "NOT_IN_LIBRARY" if "You answer" in rules else '{"action": "finish", "papers": []}'


def test_the_command_asks_the_model_that_is_configured(
    make_own: MakeOwn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = make_own({**QUESTION, "question": "What do transformers do without, and who?"})
    command = ["planning", "--set", str(folder), "--work", str(tmp_path / "work")]
    with serving(respond=replies) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        assert main([*command, "--step", "phrasings"]) == 0
        said = capsys.readouterr().out
        assert "retrieval.phrasings, gpt-4o-mini" in said
        assert "| all | 1 | 1 | 1.000 -> 1.000, +0.000 [+0.000, +0.000] |" in said
        assert "| +1.00 | +" in said
        assert main([*command, "--step", "search_steps"]) == 0
        assert "| all | 1 | 1 |" in capsys.readouterr().out
        assert main([*command, "--step", "rewrite_followups"]) == 2
        assert "no question that rewrite_followups applies to" in capsys.readouterr().err


def test_without_a_model_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["planning"]) == 2
    assert "error: no model is configured" in capsys.readouterr().err
