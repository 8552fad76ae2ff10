"""Claims that another assistant has checked, with a language model as the judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio

from eval.scripted_server import serving
from tests.interfaces.mcp.client import connected, found
from tests.interfaces.test_check_judged import agreeing

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
VERBATIM = (
    "SQuAD is the exception: there BM25 stays ahead, partly because annotators wrote the questions "
    "while looking at the passage."
)


def test_claims_that_are_left_open_go_to_the_judge_together(
    demo_folder: Path,
) -> None:
    claims = [
        {"claim": "Learned representations find passages.", "paper": DPR},
        {"claim": VERBATIM, "paper": DPR},
        {"claim": "Passages are found by learned representations."},
        {"claim": VERBATIM, "paper": "no such paper"},
    ]

    async def run(address: str) -> dict[str, Any]:
        model = {"llm__base_url": address, "llm__model": "scripted-model", "check__model": "off"}
        async with connected(demo_folder, **model) as session:
            return found(await session.call_tool("check_claims", {"claims": claims}))

    with serving(respond=agreeing) as judge:
        items = anyio.run(run, judge.base_url)["items"]
        assert len(judge.chat_requests) == 1
    assert [one["verdict"] for one in items] == ["supported", "verbatim", "supported", None]
    assert items[0]["evidence"][0]["paper_id"] == DPR
    assert items[2]["evidence"][0]["paper_id"] in items[2]["paper_ids"]
    assert {one["checker"] for one in items} == {"exact words, vetoes, judged by scripted-model"}
