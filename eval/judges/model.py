"""A language model as judge, which must show the words that its verdict rests on."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from assistant import prompts
from assistant.errors import AssistantError
from assistant.grounding.quotes import locate
from assistant.types import ChatModel, Message
from eval.types import Cost, Judgement, Source

_LEAST_WORDS = 3  # "the" stands in every text and shows nothing


class _Verdict(BaseModel):
    support: Literal["full", "partial", "none"]
    quote: str
    confidence: Annotated[float, Field(ge=0, le=1)]


class ModelJudge:
    """An OpenAI-compatible model that judges one claim a call.

    A reply that is not the object asked for, or whose quote no source holds, is "unjudged": what a
    judge cannot show it has not seen.
    """

    def __init__(self, chat: ChatModel) -> None:
        self.name = f"model judge {chat.name}"
        self._chat = chat

    @property
    def wording(self) -> str:
        """What the model is told, apart from claim and sources."""
        return prompts.render("judge_rules") + prompts.render("judge_claim", claim="", sources=[])

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return the model's judgement; a failed call is "unjudged" with the reason."""
        started = time.monotonic()
        try:
            reply = self._chat.reply(
                [
                    Message("system", prompts.render("judge_rules")),
                    Message(
                        "user",
                        prompts.render(
                            "judge_claim",
                            claim=claim,
                            sources=[one.text.replace("</source", "‹/source") for one in evidence],
                        ),
                    ),
                ]
            )
        except AssistantError as error:
            return Judgement("unjudged", why=str(error), cost=Cost(calls=1))
        cost = Cost(1, reply.tokens_in, reply.tokens_out, seconds=time.monotonic() - started)
        try:
            verdict = _Verdict.model_validate(_json_object(reply.text))
        except (ValueError, ValidationError):
            return Judgement("unjudged", why=f"no verdict in {reply.text[:80]!r}", cost=cost)
        if len(verdict.quote.split()) < _LEAST_WORDS or not any(
            locate(verdict.quote, one.text) for one in evidence
        ):
            why = f"no quote that the evidence holds: {verdict.quote[:80]!r}"
            return Judgement("unjudged", why=why, cost=cost)
        return Judgement(verdict.support, verdict.confidence, verdict.quote, cost=cost)


def _json_object(text: str) -> object:
    """Return the outermost JSON object in a reply; some models wrap it in a fence or a sentence."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ValueError("no JSON object")
    return json.loads(text[start : end + 1])
