"""Has an answer written: from as much as the model can read, in the language of the question.

What fails its check is put right or withheld before the answer is done.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

from assistant.answering import generative, language
from assistant.answering.assembly import Assembly
from assistant.answering.outcome import Outcome, plus
from assistant.errors import BudgetExceeded, ContextTooLong, ModelError, ModelUnavailable
from assistant.types import ChatModel, Conclusion, Cut, Dropped, Reply, Usage

_CUT_SHORT: dict[Cut, str] = {
    "length": "it reached its longest length; raise llm.max_output_tokens",
    "connection": "the connection to the model was lost in the middle of it; ask again",
    "filter": "the model's content filter stopped it; rephrase the question",
}


def write(
    chat: ChatModel, question: str, assembly: Assembly, concluded: Sequence[Conclusion] = ()
) -> Outcome:
    """Have the answer written into an assembly.

    A reply that is clearly in another language than the question is asked for once more, and only
    what is said then is handed on; in the wrong language again, it comes with a message.

    Raises:
        BudgetExceeded: a limit did not allow the model to be asked.
        ModelError: the model did not answer.
    """
    wanted = language.wanted(question)
    reply = _write(chat, question, assembly, concluded, wanted)
    usage = plus(Usage(chat.name), reply)
    if _strayed(reply, wanted) and not assembly.begun:
        first = reply
        try:
            reply = _write(chat, question, assembly, concluded, wanted, insist=True)
            usage = plus(usage, reply)
        except (BudgetExceeded, ModelError):
            if assembly.begun:
                raise
            generative.hand_over(first, len(assembly.offered), assembly.add)
    mended = assembly.settle()
    usage = functools.reduce(plus, mended.replies, usage)
    outcome = _outcome(chat, reply, assembly, usage)
    said = [outcome.message, _language(chat, reply, wanted, assembly), mended.trouble]
    return dataclasses.replace(outcome, message=" ".join(filter(None, said)) or None)


def _write(
    chat: ChatModel,
    question: str,
    assembly: Assembly,
    concluded: Sequence[Conclusion],
    wanted: str | None,
    *,
    insist: bool = False,
) -> Reply:
    """Have it written from all papers, or the better half of them while they are too long.

    To insist on a language is to name it, and to hand on whatever comes.
    """
    named, held = (wanted, None) if insist else (None, wanted)
    while True:
        try:
            asked = generative.messages(question, assembly.offered, concluded, named)
            return generative.write(chat, asked, len(assembly.offered), assembly.add, held)
        except ContextTooLong:
            if len(assembly.offered) < 2:
                raise
            assembly.offer(assembly.offered[: len(assembly.offered) // 2])


def nothing_stands(writer: str, dropped: Sequence[Dropped]) -> str:
    """Return what to say where all that was written is withheld."""
    withheld = "1 sentence was" if len(dropped) == 1 else f"all {len(dropped)} sentences were"
    return (
        f"The abstracts found do not bear out what {writer} wrote: {withheld} withheld by the "
        "checks. Ask in other words, or see what it was with --json."
    )


def _strayed(reply: Reply, wanted: str | None) -> str | None:
    """Return the language of a reply where that is clear, and is not the one wanted."""
    found = generative.language_of(reply) if wanted else None
    return None if found == wanted else found


def _language(chat: ChatModel, reply: Reply, wanted: str | None, assembly: Assembly) -> str | None:
    strayed = _strayed(reply, wanted) if assembly.statements else None
    if strayed is None:
        return None
    said = f"{chat.name} wrote in {strayed}, though the question is in {wanted}"
    return f"{said}; ask again, or choose another llm.model."


def _outcome(chat: ChatModel, reply: Reply, assembly: Assembly, usage: Usage) -> Outcome:
    _, missing = generative.answer_and_gap(reply.text)
    if assembly.dropped and not assembly.statements:
        return Outcome(usage, "not_in_library", nothing_stands(chat.name, assembly.dropped))
    if reply.cut and not assembly.statements and missing is None:
        raise ModelUnavailable(
            f"{chat.name} wrote nothing that cites an abstract before its reply was cut: "
            f"{_CUT_SHORT[reply.cut]}"
        )
    if not assembly.statements:
        said = "The abstracts found do not answer this"
        return Outcome(usage, "not_in_library", f"{said}: {missing}" if missing else f"{said}.")
    if missing is not None:
        said = "The abstracts found answer this in part"
        gap = f"{said}; missing: {missing}" if missing else f"{said}."
        return Outcome(usage, "partly_in_library", gap)
    if reply.cut:
        return Outcome(usage, message=f"This answer is partial: {_CUT_SHORT[reply.cut]}.")
    return Outcome(usage)
