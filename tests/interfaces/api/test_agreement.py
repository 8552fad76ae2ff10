"""Who agrees on a claim, over HTTP."""

from __future__ import annotations

import httpx

CLAIM = "BM25 turns out to be a robust baseline that is hard to beat out of domain."


def test_a_panel_over_http(reading: httpx.Client) -> None:
    panel = reading.post("/v1/agreement", json={"claim": CLAIM}).json()
    assert panel["schema"] == "agreement/1"
    assert panel["papers"][0]["stance"] == "supports"
    assert panel["papers"][0]["evidence"][0]["quote"] == CLAIM
    assert reading.post("/v1/agreement", json={"claim": " "}).status_code == 422
