"""Panels as JSON: `agreement/1`."""

from __future__ import annotations

from dataclasses import asdict

from assistant.answering.agreeing.panel import Panel
from assistant.types import Document

AGREEMENT = "agreement/1"


def agreement_document(panel: Panel) -> Document:
    """Return a panel as `agreement/1`."""
    return {
        "schema": AGREEMENT,
        "claim": panel.claim,
        "papers": [
            {
                "paper_id": one.paper.id,
                "title": one.paper.title,
                "year": one.paper.year,
                "stance": one.stance,
                "score": one.score,
                "reason": one.reason,
                "evidence": [asdict(quoted) for quoted in one.evidence],
            }
            for one in panel.papers
        ],
        "summary": {
            "supports": len(panel.taking("supports")),
            "mixed": len(panel.taking("mixed")),
            "contradicts": len(panel.taking("contradicts")),
            "silent": panel.silent,
            "looked_at": panel.looked_at,
        },
        "checker": panel.checker,
    }
