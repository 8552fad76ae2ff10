"""Comparison tables as a tool of another assistant."""

from __future__ import annotations

import json
from pathlib import Path

import anyio

from assistant.answering.review_documents import table_of
from tests.interfaces.mcp.client import connected, found, text

PAIR = ["arxiv:2104.08663", "doi:10.18653/v1/2020.emnlp-main.550"]


def test_named_papers_are_set_side_by_side_in_their_own_words(demo_folder: Path) -> None:
    steps: list[str] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message or "")

    async def run() -> None:
        async with connected(demo_folder) as session:
            # Some clients send a list as text.
            for papers in (PAIR, json.dumps(PAIR)):
                result = await session.call_tool("compare", {"papers": papers}, None, note)
                table = found(result)
                assert table_of(table).columns == ("method", "data", "result", "limits")
                assert [row["paper_id"] for row in table["rows"]] == PAIR
                for row in table["rows"]:
                    assert f"[{row['number']}] id {row['paper_id']}\n> {row['title']}" in text(
                        result
                    )
                    paper = found(await session.call_tool("get_paper", {"paper": row["paper_id"]}))
                    for name, cell in row["cells"].items():
                        if cell["quote"] is None:
                            assert f"\n{name}: (not in the abstract)" in text(result)
                            continue
                        words = paper["abstract"][cell["start"] : cell["end"]]
                        assert words == cell["quote"]
                        assert f"\n{name}:\n> {' '.join(words.split())}" in text(result)

    anyio.run(run)
    assert "compared papers 2 of 2" in steps


def test_the_best_papers_of_a_topic_or_why_there_are_none(demo_folder: Path) -> None:
    async def run() -> None:
        async with connected(demo_folder) as session:
            arguments = {"topic": "dense retrieval", "most": 2, "columns": ["benchmark"]}
            table = found(await session.call_tool("compare", arguments))
            assert (len(table["rows"]), table["columns"]) == (2, ["benchmark"])
            result = await session.call_tool("compare", {"topic": "baking sourdough bread"})
            assert found(result)["reason"] == "not_in_library"
            assert text(result) == found(result)["message"]

    anyio.run(run)
