"""The answer and the review that the README shows are those that the demo library gives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from assistant.interfaces.export.writing import files
from assistant.types import Question
from tests.conftest import MakeApp

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_answer_of_the_demo(
    demo_folder: Path, tmp_path: Path, make_app: MakeApp
) -> None:
    shown = README.split("```text\n", 1)[1].split("```", 1)[0]
    asked = re.findall(r'ask --evidence "(.+)"', shown)[0]
    shutil.copytree(demo_folder, tmp_path / "library")
    with make_app(llm__provider="extractive").assistant() as assistant:
        answer = assistant.ask(Question(asked))
    blocks = re.findall(r"^✓ (.+?) \[\d+\]$", shown, re.MULTILINE | re.DOTALL)
    assert [" ".join(block.split()) for block in blocks] == [one.text for one in answer.statements]


def test_the_readme_shows_the_review_of_the_demo(
    demo_folder: Path, tmp_path: Path, make_app: MakeApp
) -> None:
    shown = README.split("```review\n", 1)[1].split("```", 1)[0]
    (topic, words), *_ = re.findall(r'summarize "(.+)" --depth brief --words (\d+)', shown)
    shutil.copytree(demo_folder, tmp_path / "library")
    with make_app(llm__provider="extractive").reviewer() as reviewer:
        review = reviewer.review(reviewer.outline(topic), "brief", int(words))
    (text,) = files(review, "review.txt").values()
    told = " ".join(text.decode().split("References", 1)[0].split())
    assert told.endswith(" ".join(shown.split("\n\n", 1)[1].split()))
