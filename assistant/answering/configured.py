"""What checks sentences, as the settings have it."""

from __future__ import annotations

from assistant.answering.judge import Judge
from assistant.grounding.check import Checker
from assistant.grounding.entailment import EntailmentSupport
from assistant.grounding.support import PackagedSupport, SupportModel
from assistant.models import configured
from assistant.settings import Settings
from assistant.types import ChatModel


def checker(settings: Settings) -> Checker:
    """Return what holds sentences against the abstracts they cite."""
    chosen = settings.check
    return Checker(_support(settings), chosen.supported, chosen.unsupported)


def judge(settings: Settings, chat: ChatModel | None, checker: Checker) -> Judge | None:
    """Return what judges the sentences of others by a chat model, None where none does."""
    mode = settings.check.judge
    if chat is None or mode == "off":
        return None
    return Judge(chat, checker, mode, settings.review.calls_in_flight)


def _support(settings: Settings) -> SupportModel | None:
    if settings.check.model == "off":
        return None
    if settings.check.model == "packaged":
        # The embedder reads long texts alone, and is loaded with the first of them.
        embedder = configured.local_embedder(settings.embedding)
        return PackagedSupport(configured.packaged_support(settings), embedder)
    return EntailmentSupport(configured.entailment(settings))
