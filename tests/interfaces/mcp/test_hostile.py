"""Hostile papers as results of tools: nothing unseen, and nothing that passes for our own words."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import anyio

from tests import hostile_papers
from tests.conftest import MakeApp
from tests.hostile_papers import CANARY, EVIL_HOST, MINERALS, question
from tests.interfaces.mcp.client import connected, found, text


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for part in value.values() for one in strings(part)]
    if isinstance(value, list):
        return [one for part in value for one in strings(part)]
    return [value] if isinstance(value, str) else []


def test_papers_are_quoted(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(llm__provider="extractive")
    app.ingest([hostile_papers.export(tmp_path / "hostile.jsonl")])

    async def run() -> None:
        async with connected(tmp_path / "library") as session:
            calls: list[tuple[str, dict[str, Any]]] = [
                ("list_papers", {"limit": 100}),
                ("search", {"query": "minerals on basalt", "papers": 20}),
                ("compare", {"topic": "growth of minerals on basalt", "most": 20}),
                ("summarize", {"topic": "growth of minerals on basalt", "depth": "deep"}),
            ]
            for mineral in MINERALS:
                calls.append(("ask", {"question": question(mineral)}))
                calls.append(("search", {"query": f"growth of {mineral}", "papers": 3}))
            for tool, arguments in calls:
                result = await session.call_tool(tool, arguments)
                for one in [text(result), *strings(found(result))]:
                    odd = [x for x in one if unicodedata.category(x) in ("Cc", "Cf")]
                    assert set(odd) <= {"\n", "\t"}, (tool, arguments)
                    assert not any(0xE0000 <= ord(letter) < 0xE0200 for letter in one)
                for line in text(result).split("\n"):
                    if not line.startswith("> "):
                        assert CANARY not in line
                        assert EVIL_HOST not in line
                        assert "alert(" not in line
            papers = found(await session.call_tool("list_papers", {"limit": 100}))["papers"]
            for paper in papers:
                shown = await session.call_tool("get_paper", {"paper": paper["id"]})
                assert "grows on basalt" in text(shown)
                order = "orderite" in paper["title"]
                assert not order or "> Warning: this abstract holds" in text(shown)
                assert not order or found(shown)["warning"]

    anyio.run(run)
