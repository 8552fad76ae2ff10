"""Rewriting sentences that failed their check: what a chat model is asked, and what it wrote.

To revise only what a check found wanting, by the evidence, is the way of RARR (Gao et al., ACL
2023).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import prompts
from assistant.grounding import marks
from assistant.grounding.fencing import fenced
from assistant.grounding.marks import MarkedSentence
from assistant.types import Message, Paper

LEAVE_OUT = "LEAVE_OUT"
_WRITTEN = re.compile(
    r"<sentence\s+number\s*=\s*[\"']?(\d+)[\"']?[^>]*>(.*?)</sentence\s*>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FailedSentence:
    """A sentence that failed, why, and the papers by number that it may rest on."""

    text: str
    reason: str
    papers: Mapping[int, Paper]


def messages(failed: Sequence[FailedSentence]) -> list[Message]:
    """Return what the model is told; the sentences are numbered from 1, papers keep theirs."""
    papers = {number: paper for one in failed for number, paper in one.papers.items()}
    return [
        Message("system", prompts.render("repair_rules", leave_out=LEAVE_OUT)),
        Message(
            "user",
            prompts.render(
                "repair_sentences",
                passages=[
                    {
                        "number": number,
                        "title": fenced(paper.title),
                        "text": fenced(paper.abstract),
                    }
                    for number, paper in sorted(papers.items())
                ],
                sentences=[
                    {
                        "number": number,
                        "passages": list(one.papers),
                        "text": fenced(one.text),
                        "reason": fenced(one.reason),
                    }
                    for number, one in enumerate(failed, 1)
                ],
            ),
        ),
    ]


def read(reply: str, failed: Sequence[FailedSentence]) -> list[MarkedSentence | None]:
    """Return what was written in the place of each sentence; an empty one is left out.

    None where nothing was that can stand there: no sentence, or several.
    """
    written: dict[int, str] = {}
    for number, text in _WRITTEN.findall(reply):
        written.setdefault(int(number), text)
    return [_sentence(written.get(number, "")) for number, _ in enumerate(failed, 1)]


def _sentence(text: str) -> MarkedSentence | None:
    if LEAVE_OUT in text:
        return MarkedSentence("", ())
    found = marks.parse(text.strip())
    return found[0] if len(found) == 1 else None
