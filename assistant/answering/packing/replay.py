"""An evidence pack -> the same answer or review, made anew by the code as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from assistant import __version__, prompts
from assistant.answering.assistant import Assistant
from assistant.answering.documents import answer_document
from assistant.answering.packing.differences import differences
from assistant.answering.review_documents import review_document
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.errors import InputError, NotRecorded
from assistant.library.saved import filters_of
from assistant.models.recorded_chat import Call, ReplayingChat
from assistant.settings import Settings
from assistant.types import Document, Question


def settings_of(pack: Document) -> Settings:
    """Return the settings that were in force when a pack was made.

    Raises:
        InputError: this version of the program has other ones.
    """
    try:
        return Settings.model_validate(pack["settings"])
    except ValidationError:
        raise InputError(
            f"this pack was made by litassist {pack['program']}, whose settings {__version__} does "
            f"not know; replay it with litassist {pack['program']}"
        ) from None


def chat_of(pack: Document) -> ReplayingChat | None:
    """Return the chat model of a pack, None where the pack was made without one."""
    model = pack["model"]
    if model is None:
        return None
    return ReplayingChat(model["name"], [Call(**one) for one in model["calls"]])


def answer_again(pack: Document, assistant: Assistant) -> Document:
    """Return the answer that is made now; the assistant searches what the pack holds.

    Raises:
        NotRecorded: it takes something that the pack does not hold.
    """
    asked = pack["asked"]
    question = Question(asked["question"], filters=filters_of(asked["filters"]))
    return answer_document(replace(assistant, chat=chat_of(pack)).ask(question))


def review_again(pack: Document, reviewer: Reviewer) -> Document:
    """Return the review that is made now; the reviewer searches what the pack holds.

    Raises:
        NotRecorded: it takes something that the pack does not hold.
    """
    asked, reviewer = pack["asked"], replace(reviewer, chat=chat_of(pack))
    if asked["plan"] is not None:
        outline = reviewer.outline_of(asked["plan"])
    else:
        filters = filters_of(asked["filters"])
        outline = reviewer.outline(asked["topic"], filters, asked["papers"], asked["everything"])
    return review_document(reviewer.review(outline, asked["depth"], asked["words"]))


def compared(pack: Document, now: Document | NotRecorded) -> list[str]:
    """Return how what is made now differs from what a pack holds; nothing where it is the same.

    Prompts and versions that differ are told with it, since they may be why.
    """
    found = [str(now)] if isinstance(now, NotRecorded) else list(differences(pack["document"], now))
    return [*found, *_causes(pack)] if found else []


def _causes(pack: Document) -> Iterator[str]:
    if pack["program"] != __version__:
        yield f"made by litassist {pack['program']}, replayed by {__version__}"
    here = prompts.fingerprints()
    for name in sorted(here.keys() | pack["prompts"].keys()):
        if here.get(name) != pack["prompts"].get(name):
            yield f"the prompt {name} is another now"
